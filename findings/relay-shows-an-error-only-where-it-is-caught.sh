#!/usr/bin/env bash
# Versions: relay-runtime 21.0.1, relay-compiler 21.0.1, graphql 16.15.0.
# Guess: When a field failed and the rest has data, Relay rejects the query, or hands the errors to who asked.
# Really: fetchQuery gives the data with null in the field's place and nothing of errors. With
#   @throwOnFieldError on the query it throws an Error without message, path or code of the server. Only @catch
#   on the field itself brings the error's extensions (not its message); the field logger hears of it, with an
#   empty path.
# Here: This gateway answers what it can, with an error and a code for the rest. In Relay that rest looks like
#   an empty value unless each such field has @catch.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 relay-runtime@21.0.1 relay-compiler@21.0.1
mkdir -p src/__generated__
echo 'type Query { task(id: ID!): Task } type Task { id: ID! due: String }' > schema.graphql
echo '{ "src": "./src", "schema": "./schema.graphql", "language": "javascript", "artifactDirectory": "./src/__generated__" }' > relay.config.json
cat > src/plain.js <<'EOF'
graphql`query plainQuery { task(id: 1) { id due } }`;
EOF
cat > src/throwing.js <<'EOF'
graphql`query throwingQuery @throwOnFieldError { task(id: 1) { id due } }`;
EOF
cat > src/catching.js <<'EOF'
graphql`query catchingQuery { task(id: 1) { id due @catch(to: RESULT) } }`;
EOF
node_modules/.bin/relay-compiler > compile.log 2>&1 || { cat compile.log; exit 1; }
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Environment, fetchQuery, Network, RecordSource, Store } = require('relay-runtime');
const answer = {
  data: { task: { id: '1', due: null } },
  errors: [{ message: 'too many calls', path: ['task', 'due'], extensions: { code: 'RATE_LIMITED' } }],
};
const ask = async (name) => {
  const logged = [];
  const environment = new Environment({
    network: Network.create(async () => structuredClone(answer)),
    store: new Store(new RecordSource()),
    relayFieldLogger: ({ kind, fieldPath, error }) => logged.push({ kind, fieldPath, code: error?.extensions?.code }),
  });
  const query = require(`./src/__generated__/${name}.graphql.js`);
  const given = await fetchQuery(environment, query, {}).toPromise().catch((error) => ({ thrown: error.message, code: error.extensions }));
  return { given: JSON.parse(JSON.stringify(given)), logged };
};

const plain = await ask('plainQuery');
const throwing = await ask('throwingQuery');
const catching = await ask('catchingQuery');
console.dir({ plain, throwing, catching }, { depth: 6 });
assert.deepEqual(plain.given, answer.data);
assert.deepEqual(plain.logged, [{ kind: 'relay_field_payload.error', fieldPath: '', code: 'RATE_LIMITED' }]);
assert.match(throwing.given.thrown, /^Relay: Unexpected response payload/);
assert.deepEqual(catching.given, { task: { id: '1', due: { ok: false, errors: [{ extensions: { code: 'RATE_LIMITED' } }] } } });
EOF
node probe.mjs
