#!/usr/bin/env bash
# Versions: @apollo/composition 2.14.4, @theguild/federation-composition 0.27.0, @wundergraph/composition
#   0.55.0, graphql 16.15.0.
# Guess: An input that is @oneOf in its only subgraph is @oneOf in the supergraph, or composition refuses it.
# Really: Apollo's composition refuses it while the subgraph does not define the directive, and once it does,
#   drops it from the supergraph without a word. The Guild's and WunderGraph's keep it. Behind Apollo's router a
#   client may then send both of the alternatives, or none, and the refusal comes from the subgraph.
# Here: What the schema of a supergraph promises of an input is less than what the subgraph wants; generated
#   types allow what is refused. The subgraph has to check its inputs itself, with an error that can be read.
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
import { parse, print } from 'graphql';

const SDL = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") type Query { task(by: By!): Int } input By @oneOf { id: ID key: String }';
const keeps = (sdl) => /input By[^{]*@oneOf/.test(sdl);
const tell = (sdl) => {
  const services = [{ name: 'tasks', url: 'http://tasks.test', typeDefs: parse(sdl) }];
  const word = ({ supergraphSdl, errors }) => (errors ? 'refused' : keeps(supergraphSdl) ? 'kept' : 'dropped');
  const cosmo = wundergraph.federateSubgraphs({
    subgraphs: services.map(({ name, url, typeDefs }) => ({ name, url, definitions: typeDefs })),
    version: wundergraph.LATEST_ROUTER_COMPATIBILITY_VERSION,
  });
  return {
    apollo: word(apollo(services)),
    guild: word(guild(services)),
    wundergraph: !cosmo.success ? 'refused' : keeps(print(cosmo.federatedGraphAST)) ? 'kept' : 'dropped',
  };
};
const seen = { 'not defined': tell(SDL), defined: tell(`directive @oneOf on INPUT_OBJECT ${SDL}`) };
console.log(seen);
assert.deepEqual(seen, {
  'not defined': { apollo: 'refused', guild: 'kept', wundergraph: 'kept' },
  defined: { apollo: 'dropped', guild: 'kept', wundergraph: 'kept' },
});
EOF
node probe.mjs
