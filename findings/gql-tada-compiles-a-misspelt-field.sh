#!/usr/bin/env bash
# Versions: gql.tada 1.11.3, TypeScript 5.9.3, graphql 16.15.0.
# Guess: With gql.tada the compiler checks documents: a field or an argument that the schema does not have is a
#   type error.
# Really: It is none. tsc passes; the misspelt field has the type unknown, and the unknown argument has no
#   consequence. `gql.tada check`, or the editor's plugin, finds both.
# Here: A build that runs tsc alone ships documents that this gateway refuses as a whole. Wherever gql.tada is
#   used, `gql.tada check` has to be a step of its own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 gql.tada@1.11.3 typescript@5.9.3
echo 'type Query { task(id: ID!): Task } type Task { id: ID! title: String }' > schema.graphql
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
import { initGraphQLTada, type ResultOf } from 'gql.tada';
import type { introspection } from './schema-type.js';

const graphql = initGraphQLTada<{ introspection: introspection }>();
export const Task = graphql(`query Task { task(id: 1, color: "red") { id titel } }`);
declare const answer: ResultOf<typeof Task>;
// Compiles only where the field is known as something that nothing is known about.
export const same: unknown extends NonNullable<(typeof answer)['task']>['titel'] ? true : false = true;
EOF
node_modules/.bin/gql.tada generate-output > generate.log 2>&1 || { cat generate.log; exit 1; }
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const run = (tool, ...args) => spawnSync(`node_modules/.bin/${tool}`, args, { encoding: 'utf8' });
const tsc = run('tsc', '--project', '.');
const check = run('gql.tada', 'check');
console.log('tsc:', tsc.status, tsc.stdout);
console.log('gql.tada check:', check.status, check.stdout, check.stderr);
assert.equal(tsc.status, 0, tsc.stdout);
assert.equal(check.status, 1);
assert.match(check.stdout + check.stderr, /titel/);
EOF
node probe.mjs
