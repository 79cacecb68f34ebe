#!/usr/bin/env bash
# Versions: @apollo/composition 2.14.4, @theguild/federation-composition 0.27.0, @wundergraph/composition
#   0.55.0, graphql 16.15.0.
# Guess: Where subgraphs describe a shared type differently, the first one's description is taken.
# Really: So do The Guild's and WunderGraph's compositions. Apollo's takes the one that most subgraphs have, and
#   the first only where none has more: two subgraphs with a copied sentence outvote the owner of the type.
# Here: Descriptions are what people and language models read of an API, and a third subgraph can change ours
#   without touching it. Value types that several subgraphs share need one text.
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

const money = (text, field) => `"${text}" type Money @shareable { amount: Int } type Query { ${field}: Money }`;
/** Only the description: compositions indent it differently. */
const describe = (...subgraphs) =>
  Object.fromEntries(Object.entries(composed('Money', ...subgraphs)).map(([name, text]) => [name, text.split('"""')[1].trim()]));
const two = describe(money('of the owner', 'a'), money('copied', 'b'));
const three = describe(money('of the owner', 'a'), money('copied', 'b'), money('copied', 'c'));
console.log({ two, three });
const owner = 'of the owner';
assert.deepEqual(two, { apollo: owner, guild: owner, wundergraph: owner });
assert.deepEqual(three, { apollo: 'copied', guild: owner, wundergraph: owner });
EOF
node probe.mjs
