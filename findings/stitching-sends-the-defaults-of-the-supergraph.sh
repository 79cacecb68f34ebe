#!/usr/bin/env bash
# Versions: @graphql-tools/federation 4.5.2, @apollo/composition 2.14.4, graphql 16.15.0.
# Guess: An argument that a client leaves out is left out of the request to the subgraph, which knows its
#   default.
# Really: The stitching of graphql-tools, which Hive's JavaScript gateway runs on, writes the default that
#   stands in the supergraph into the request: `{ tasks }` becomes tasks(first: $first) with first 10.
# Here: A subgraph that changes a default answers by the old one until the supergraph is composed and given out
#   again; and it cannot tell who chose a value from who left it to us. A change of a default is to be announced
#   like a change of the API.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @graphql-tools/federation@4.5.2 @apollo/composition@2.14.4
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { composeServices } from '@apollo/composition';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { execute, graphql, buildSchema, parse, print } from 'graphql';

const typeDefs = (first) => `type Query { tasks(first: Int = ${first}): Int }`;
const { supergraphSdl } = composeServices([{ name: 'tasks', url: 'http://tasks.test', typeDefs: parse(typeDefs(10)) }]);
// The subgraph has moved on since.
const subgraph = buildSchema(typeDefs(50));
const sent = [];
const schema = getStitchedSchemaFromSupergraphSdl({
  supergraphSdl,
  onSubschemaConfig(config) {
    config.executor = ({ document, variables }) => {
      sent.push({ query: print(document).replace(/\s+/g, ' '), variables });
      return execute({ schema: subgraph, document, variableValues: variables, rootValue: { tasks: ({ first }) => first } });
    };
  },
});
const { data } = await graphql({ schema, source: '{ tasks }' });
console.log(sent, 'answered:', data.tasks);
assert.equal(data.tasks, 10);
assert.deepEqual(sent[0].variables, { first: 10 });
EOF
node probe.mjs
