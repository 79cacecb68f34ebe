#!/usr/bin/env bash
# Versions: gql.tada 1.11.3, TypeScript 5.9.3, graphql 16.15.0.
# Guess: An input field `limit: Int! = 10` may be left out and may not be null; its type says so, as that of a
#   variable `$limit: Int! = 10` does.
# Really: gql.tada types the input field as number, null or undefined: null compiles, and the server refuses it.
#   The variable has the right type, number or undefined. GraphQL Code Generator types both rightly.
# Here: `limit: form.limit ?? null` passes the compiler and loses the whole query at run time. A default of a
#   filter field in our schema is to be on a nullable field, where null means something.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 gql.tada@1.11.3 typescript@5.9.3
echo 'type Query { tasks(page: Page): Int } input Page { limit: Int! = 10 }' > schema.graphql
cat > tsconfig.json <<'EOF'
{
  "compilerOptions": {
    "strict": true, "noEmit": true, "module": "nodenext", "target": "es2022", "types": [], "skipLibCheck": true,
    "plugins": [{ "name": "gql.tada/ts-plugin", "schema": "./schema.graphql", "tadaOutputLocation": "./schema-type.d.ts" }]
  },
  "files": ["document.ts"]
}
EOF
cat > document.ts <<'EOF'
import { initGraphQLTada, type VariablesOf } from 'gql.tada';
import type { introspection } from './schema-type.js';

const graphql = initGraphQLTada<{ introspection: introspection }>();
const Tasks = graphql(`query Tasks($page: Page, $limit: Int! = 10) { tasks(page: $page) same: tasks(page: { limit: $limit }) }`);
export const inField: VariablesOf<typeof Tasks> = { page: { limit: null } };
// @ts-expect-error: right for a variable.
export const inVariable: VariablesOf<typeof Tasks> = { limit: null };
EOF
node_modules/.bin/gql.tada generate-output > generate.log 2>&1 || { cat generate.log; exit 1; }
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, graphqlSync } from 'graphql';

const { status, stdout } = spawnSync('node_modules/.bin/tsc', ['--project', '.'], { encoding: 'utf8' });
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const source = 'query Tasks($page: Page) { tasks(page: $page) }';
const { errors } = graphqlSync({ schema, source, variableValues: { page: { limit: null } } });
console.log({ status, stdout, refused: errors?.map(({ message }) => message) });
assert.equal(status, 0, stdout);
assert.match(errors[0].message, /Expected non-nullable type "Int!" not to be null/);
EOF
node probe.mjs
