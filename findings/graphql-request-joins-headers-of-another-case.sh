#!/usr/bin/env bash
# Versions: graphql-request 7.4.0, graphql 16.15.0.
# Guess: A header given with a request replaces the client's header of that name; header names have no case.
# Really: It replaces one of the same letters only. `x-feature: b` with a request to a client that has
#   `X-Feature: a` sends `a, b`; setHeader('x-feature', 'c') does not replace it either.
# Here: A client made with `Authorization` and asked with `authorization` sends two credentials in one line,
#   which this gateway refuses with 401. Write names in one way everywhere.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 graphql-request@7.4.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { GraphQLClient } from 'graphql-request';

let sent;
const fakeFetch = async (url, { headers }) => {
  sent = new Headers(headers).get('x-feature');
  return new Response('{"data":{"a":1}}', { headers: { 'content-type': 'application/json' } });
};
const client = new GraphQLClient('http://api.test', { fetch: fakeFetch, headers: { 'X-Feature': 'a' } });
const seen = {};
await client.request('{ a }', {}, { 'X-Feature': 'b' });
seen['with a request, the same letters'] = sent;
await client.request('{ a }', {}, { 'x-feature': 'b' });
seen['with a request, another case'] = sent;
client.setHeader('x-feature', 'c');
await client.request('{ a }');
seen['by setHeader, another case'] = sent;
console.log(seen);
assert.deepEqual(Object.values(seen), ['b', 'a, b', 'a, c']);
EOF
node probe.mjs
