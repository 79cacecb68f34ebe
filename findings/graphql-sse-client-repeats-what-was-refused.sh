#!/usr/bin/env bash
# Versions: graphql-sse 2.6.1, graphql 16.15.0.
# Guess: The client repeats a request that the network or a 5xx cut short; a 400, 401 or 422 is final.
# Really: Every answer that is not of the 2xx counts as a network error, and is repeated five times by default.
#   A misspelt query or a token that has expired makes six requests, and after some thirty seconds an error that
#   has the status and none of the server's words.
# Here: A user who is refused costs six requests, and a limit on requests that answers 429 is pushed further.
#   Give `retryAttempts: 0` to such a client until the server behind it has to be waited for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 graphql-sse@2.6.1
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';

const BODY = '{"errors":[{"message":"the token has expired"}]}';
async function ask(status, options) {
  let requests = 0;
  const fetchFn = async () => {
    requests += 1;
    return new Response(BODY, { status, headers: { 'content-type': 'application/json' } });
  };
  // Only the pauses are left out.
  const client = createClient({ url: 'http://api.test', fetchFn, retry: async () => {}, ...options });
  const error = await new Promise((done) => client.subscribe({ query: '{ a }' }, { next: done, error: done, complete: done }));
  return { requests, message: error.message.trim() };
}
const seen = { 400: await ask(400), 401: await ask(401), 429: await ask(429), 503: await ask(503), '401, retryAttempts: 0': await ask(401, { retryAttempts: 0 }) };
console.table(seen);
const row = (requests, status) => ({ requests, message: `Server responded with ${status}:` });
assert.deepEqual(seen, { 400: row(6, 400), 401: row(6, 401), 429: row(6, 429), 503: row(6, 503), '401, retryAttempts: 0': row(1, 401) });
EOF
node probe.mjs
