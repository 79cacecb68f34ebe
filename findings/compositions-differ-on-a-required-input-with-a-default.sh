#!/usr/bin/env bash
# Versions: @apollo/composition 2.14.4, @theguild/federation-composition 0.27.0, @wundergraph/composition
#   0.55.0, graphql 16.15.0.
# Guess: An input field `y: Int! = 1` need not be given, so a subgraph that does not know it is no obstacle; or,
#   if it is one, for every composition.
# Really: Apollo's composition takes it and drops the field, with a hint. The Guild's and WunderGraph's refuse
#   the supergraph, since the field is `required`. Nullable with the same default, all three drop it.
# Here: Defaults on non-null input fields are how a page size is written. One in a shared input type passes a
#   check with rover and then stops a Hive or Cosmo registry, or the other way round. Give it a nullable type.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @apollo/composition@2.14.4 @theguild/federation-composition@0.27.0 @wundergraph/composition@0.55.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { composeServices as apollo } from '@apollo/composition';
import { composeServices as guild } from '@theguild/federation-composition';
import * as wundergraph from '@wundergraph/composition';
import { parse, printType } from 'graphql';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable"])';
/** How each composition shows one type to clients, or the beginning of its refusal. */
function composed(type, ...subgraphs) {
  const services = subgraphs.map((sdl, index) => ({ name: `s${index}`, url: `http://s${index}.test`, typeDefs: parse(`${LINK} ${sdl}`) }));
  const short = (text) => text.replace(/ *@join__\w+(\([^)]*\))?/g, '').replace(/\s+/g, ' ');
  const inSupergraph = ({ supergraphSdl, errors }) => {
    if (errors) return 'refused';
    const node = parse(supergraphSdl).definitions.find(({ name }) => name?.value === type);
    return short(supergraphSdl.slice(node.loc.start, node.loc.end));
  };
  const { success, federatedGraphClientSchema: schema } = wundergraph.federateSubgraphs({
    subgraphs: services.map(({ name, url, typeDefs }) => ({ name, url, definitions: typeDefs })),
    version: wundergraph.LATEST_ROUTER_COMPATIBILITY_VERSION,
  });
  return {
    apollo: inSupergraph(apollo(services)),
    guild: inSupergraph(guild(services)),
    wundergraph: success ? short(printType(schema.getType(type))) : 'refused',
  };
}

const both = (field) => composed('Page', `input Page { x: Int ${field} } type Query { a(page: Page): Int }`, 'input Page { x: Int } type Query { b(page: Page): Int }');
const nonNull = both('y: Int! = 1');
const nullable = both('y: Int = 1');
console.log({ nonNull, nullable });
const dropped = 'input Page { x: Int }';
assert.deepEqual(nonNull, { apollo: dropped, guild: 'refused', wundergraph: 'refused' });
assert.deepEqual(nullable, { apollo: dropped, guild: dropped, wundergraph: dropped });
EOF
node probe.mjs
