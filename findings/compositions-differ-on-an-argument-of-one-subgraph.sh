#!/usr/bin/env bash
# Versions: @apollo/composition 2.14.4, @theguild/federation-composition 0.27.0, @wundergraph/composition
#   0.55.0, graphql 16.15.0.
# Guess: An argument, or the default of an argument, that only one of two subgraphs gives a shared field either
#   refuses composition or stays in the supergraph; three compositions of one specification agree on it.
# Really: Nothing is refused. Of an argument that one subgraph has: Apollo's and The Guild's drop it,
#   WunderGraph's keeps it. Of a default: Apollo's and WunderGraph's drop it, The Guild's keeps it.
# Here: To add an optional argument to a shared field adds nothing to the API until all subgraphs have it, and
#   what a missing argument means depends on who composes. Compose with the tool that the router's owner uses.
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

const argument = composed('Query', 'type Query { a(x: Int, y: Int): Int @shareable }', 'type Query { a(x: Int): Int @shareable }');
const ofDefault = composed('Query', 'type Query { a(x: Int = 1): Int @shareable }', 'type Query { a(x: Int): Int @shareable }');
console.log({ argument, ofDefault });
assert.deepEqual(argument, {
  apollo: 'type Query { a(x: Int): Int }',
  guild: 'type Query { a(x: Int): Int }',
  wundergraph: 'type Query { a(x: Int, y: Int): Int }',
});
assert.deepEqual(ofDefault, {
  apollo: 'type Query { a(x: Int): Int }',
  guild: 'type Query { a(x: Int = 1): Int }',
  wundergraph: 'type Query { a(x: Int): Int }',
});
EOF
node probe.mjs
