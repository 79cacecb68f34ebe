#!/usr/bin/env bash
# Versions: meros 1.3.2.
# Guess: A reader of multipart answers made for GraphQL parses the parts of a GraphQL type as it does those of
#   application/json.
# Really: It parses a part only whose header contains application/json in these very letters. A part of
#   application/graphql-response+json, or of Application/JSON, arrives as text with json: false.
# Here: A server that gives incremental parts the newer type looks broken to clients that spread the part's
#   body. Parts of a multipart answer stay application/json.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts meros@1.3.2
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { meros } from 'meros/browser';

const seen = {};
for (const type of ['application/json', 'application/json; charset=utf-8', 'application/graphql-response+json', 'Application/JSON']) {
  const lines = ['--x', `Content-Type: ${type}`, '', '{"data":{"a":1}}', '--x--', ''];
  const answer = new Response(lines.join('\r\n'), { headers: { 'content-type': 'multipart/mixed;boundary=x' } });
  for await (const { json, body } of await meros(answer)) seen[type] = { json, body };
}
console.log(seen);
const parsed = { json: true, body: { data: { a: 1 } } };
const text = { json: false, body: '{"data":{"a":1}}' };
assert.deepEqual(seen, {
  'application/json': parsed,
  'application/json; charset=utf-8': parsed,
  'application/graphql-response+json': text,
  'Application/JSON': text,
});
EOF
node probe.mjs
