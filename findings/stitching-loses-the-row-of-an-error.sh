#!/usr/bin/env bash
# Versions: @graphql-tools/federation 4.5.2, @apollo/gateway 2.14.4, @apollo/subgraph 2.14.4,
#   @apollo/composition 2.14.4, graphql 16.15.0.
# Guess: When an entity's field fails in a subgraph, a gateway tells the error at the field's place in the whole
#   answer, with the index in the list.
# Really: Apollo's gateway does: ["tasks", 1, "cost"]. The stitching of graphql-tools, which Hive's JavaScript
#   gateway and Mesh run on, leaves the index out: ["tasks", "cost"]. The null is at the right place.
# Here: A client that shows an error beside its row goes by the path, and finds no row. The message or the
#   extensions of an error should name the record as well.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @graphql-tools/federation@4.5.2 @apollo/gateway@2.14.4 @apollo/subgraph@2.14.4 @apollo/composition@2.14.4
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { composeServices } from '@apollo/composition';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { execute, graphql, GraphQLError, parse } from 'graphql';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const limited = () => {
  throw new GraphQLError('limited');
};
const tasks = {
  typeDefs: parse(`${LINK} type Query { tasks: [Task] } type Task @key(fields: "id") { id: ID! }`),
  resolvers: { Query: { tasks: () => [{ id: '1' }, { id: '2' }] } },
};
const costs = {
  typeDefs: parse(`${LINK} type Task @key(fields: "id") { id: ID! cost: Int }`),
  resolvers: { Task: { __resolveReference: (task) => task, cost: ({ id }) => (id === '2' ? limited() : 5) } },
};
const schemas = { tasks: buildSubgraphSchema(tasks), costs: buildSubgraphSchema(costs) };
const { supergraphSdl } = composeServices(
  Object.entries({ tasks, costs }).map(([name, { typeDefs }]) => ({ name, url: `http://${name}.test`, typeDefs })),
);
const source = '{ tasks { id cost } }';

const stitched = getStitchedSchemaFromSupergraphSdl({
  supergraphSdl,
  onSubschemaConfig(config) {
    config.executor = ({ document, variables }) =>
      execute({ schema: schemas[config.name.toLowerCase()], document, variableValues: variables });
  },
});
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const gateway = new ApolloGateway({ supergraphSdl, logger, buildService: ({ name }) => new LocalGraphQLDataSource(schemas[name]) });
const { executor } = await gateway.load();
const document = parse(source);

const answers = {
  'graphql-tools': await graphql({ schema: stitched, source }),
  Apollo: await executor({ document, request: { query: source }, operation: document.definitions[0], queryHash: 'q', context: {}, logger, schema: gateway.schema, metrics: {} }),
};
await gateway.stop();
const seen = {};
for (const [name, { data, errors }] of Object.entries(answers)) {
  seen[name] = { costs: data.tasks.map(({ cost }) => cost), path: errors[0].path };
}
console.log(seen);
assert.deepEqual(seen, {
  'graphql-tools': { costs: [5, null], path: ['tasks', 'cost'] },
  Apollo: { costs: [5, null], path: ['tasks', 1, 'cost'] },
});
EOF
node probe.mjs
