#!/usr/bin/env bash
# Versions: graphql 16.15.0 and 17.1.0.
# Guess: What a schema marks as @deprecated stays visible to tools; they learn that it is deprecated, and why.
# Really: So it is for fields and enum values. Arguments and input fields that are deprecated are missing from
#   the answer to getIntrospectionQuery() altogether, unless inputValueDeprecation is asked for, which is off by
#   default in both versions. A schema built from that answer refuses queries that the server answers.
# Here: To deprecate a filter breaks, in one step, every client whose tools read the schema from the URL with
#   default options: their code no longer compiles though the server still takes it. Give out the SDL, or an
#   introspection result made with all options, as introspectionFromSchema() does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 next@npm:graphql@17.1.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import * as graphql16 from 'graphql';
import * as graphql17 from 'next';

const SDL = 'type Query { tasks(state: String @deprecated, filter: Filter): String old: Int @deprecated } input Filter { late: Boolean @deprecated due: String }';
const tell = ({ buildSchema, buildClientSchema, getIntrospectionQuery, graphqlSync, introspectionFromSchema, parse, printType, validate }) => {
  const schema = buildSchema(SDL);
  const seen = (introspection) => {
    const client = buildClientSchema(introspection);
    const query = '{ old tasks(state: "open", filter: { late: true }) }';
    return {
      query: printType(client.getQueryType()).replace(/\s+/g, ' '),
      filter: printType(client.getType('Filter')).replace(/\s+/g, ' '),
      refused: validate(client, parse(query)).map(({ message }) => message.split('. Did')[0]),
    };
  };
  return [graphqlSync({ schema, source: getIntrospectionQuery() }).data, introspectionFromSchema(schema)].map(seen);
};

for (const [name, graphql] of [['graphql 16', graphql16], ['graphql 17', graphql17]]) {
  const [byDefault, whole] = tell(graphql);
  console.log(name, byDefault);
  assert.match(byDefault.query, /^type Query \{ tasks\(filter: Filter\): String old: Int @deprecated/);
  assert.equal(byDefault.filter, 'input Filter { due: String }');
  assert.equal(byDefault.refused.length, 2);
  assert.match(whole.query, /state: String @deprecated/);
  assert.deepEqual(whole.refused, []);
}
EOF
node probe.mjs
