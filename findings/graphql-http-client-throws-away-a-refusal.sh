#!/usr/bin/env bash
# Versions: graphql-http 1.23.1, graphql 16.15.0.
# Guess: The reference client of GraphQL over HTTP reads a body of application/graphql-response+json whatever
#   its status, as that specification has it.
# Really: It reads bodies of 2xx alone. The same errors that it hands over with 200 or 294 are, with 400 or 422,
#   a NetworkError that says `Server responded with 422` and leaves the body in error.response, unread.
# Here: A server that answers by the specification looks silent to it: no message, no code. Its users have to
#   read error.response.json() themselves, and so does a test that uses this client to check our refusals.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 graphql-http@1.23.1
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createClient } from 'graphql-http';

const BODY = '{"errors":[{"message":"no such field"}]}';
async function ask(status) {
  const fetchFn = async () => new Response(BODY, { status, headers: { 'content-type': 'application/graphql-response+json' } });
  const client = createClient({ url: 'http://api.test', fetchFn });
  return new Promise((done) => client.subscribe({ query: '{ a }' }, { next: done, error: done, complete: done }));
}
const outcome = async (status) => {
  const answer = await ask(status);
  return answer.errors?.[0].message ?? `${answer.name}: ${answer.message.trim()}`;
};
const seen = { 200: await outcome(200), 294: await outcome(294), 400: await outcome(400), 422: await outcome(422) };
const body = await (await ask(422)).response.text();
console.log(seen, 'the body is still there:', body);
assert.deepEqual(seen, {
  200: 'no such field',
  294: 'no such field',
  400: 'NetworkError: Server responded with 400:',
  422: 'NetworkError: Server responded with 422:',
});
assert.equal(body, BODY);
EOF
node probe.mjs
