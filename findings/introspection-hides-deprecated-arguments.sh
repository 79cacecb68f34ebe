#!/usr/bin/env bash
# Versions: graphql 16.15.0 and 17.1.0, @graphql-codegen/cli 7.4.3, @graphql-codegen/typescript-operations
#   6.1.9.
# Guess: What a schema marks as @deprecated stays visible to tools; they learn that it is deprecated, and why.
# Really: So it is for fields and enum values. Arguments and input fields that are deprecated are missing from
#   the answer to getIntrospectionQuery() altogether, unless inputValueDeprecation is asked for, which is off by
#   default in both versions. GraphQL Code Generator, given a URL, so fails for a query that the server answers.
# Here: To deprecate a filter breaks at once the build of clients whose tools read the schema from the URL with
#   default options. Give out the SDL, or an introspection result with everything, as introspectionFromSchema()
#   makes it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 next@npm:graphql@17.1.0 @graphql-codegen/cli@7.4.3 @graphql-codegen/typescript-operations@6.1.9
echo '{ old tasks(state: "open", filter: { late: true }) }' > query.graphql
cat > codegen.mjs <<'EOF'
export default {
  schema: process.env.SCHEMA_URL,
  documents: ['query.graphql'],
  generates: { 'types.ts': { plugins: ['typescript-operations'] } },
};
EOF
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { json, text } from 'node:stream/consumers';
import * as graphql16 from 'graphql';
import * as graphql17 from 'next';

const SDL = 'type Query { tasks(state: String @deprecated, filter: Filter): String old: Int @deprecated } input Filter { late: Boolean @deprecated due: String }';
const QUERY = readFileSync('query.graphql', 'utf8');
const tell = ({ buildSchema, buildClientSchema, getIntrospectionQuery, graphqlSync, introspectionFromSchema, parse, printType, validate }) => {
  const schema = buildSchema(SDL);
  const seen = (introspection) => {
    const client = buildClientSchema(introspection);
    return {
      query: printType(client.getQueryType()).replace(/\s+/g, ' '),
      filter: printType(client.getType('Filter')).replace(/\s+/g, ' '),
      refused: validate(client, parse(QUERY)).length,
    };
  };
  return [graphqlSync({ schema, source: getIntrospectionQuery() }).data, introspectionFromSchema(schema)].map(seen);
};
for (const [name, graphql] of [['graphql 16', graphql16], ['graphql 17', graphql17]]) {
  const [byDefault, whole] = tell(graphql);
  console.log(name, byDefault);
  assert.match(byDefault.query, /^type Query \{ tasks\(filter: Filter\): String old: Int @deprecated/);
  assert.equal(byDefault.filter, 'input Filter { due: String }');
  assert.equal(byDefault.refused, 2);
  assert.match(whole.query, /state: String @deprecated/);
  assert.equal(whole.refused, 0);
}

const schema = graphql16.buildSchema(SDL);
const server = createServer(async (request, response) => {
  const { query } = await json(request);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(graphql16.graphqlSync({ schema, source: query })));
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const generator = spawn('node_modules/.bin/graphql-codegen', ['--config', 'codegen.mjs'], {
  env: { ...process.env, SCHEMA_URL: `http://127.0.0.1:${server.address().port}/graphql` },
});
const [output, errors, [status]] = await Promise.all([text(generator.stdout), text(generator.stderr), once(generator, 'close')]);
server.close();
server.closeAllConnections();
const refused = `${output}${errors}`.match(/Unknown argument.*|Field "late".*/g) ?? [];
console.log('graphql-codegen by URL:', status, refused);
assert.notEqual(status, 0);
assert.ok(refused.some((line) => line.includes('"state"')));
assert.deepEqual(graphql16.validate(schema, graphql16.parse(QUERY)), []);
EOF
node probe.mjs
