#!/usr/bin/env bash
# Versions: graphql-yoga 5.24.1, graphql-http 1.23.1, graphql 16.15.0.
# Guess: A server for GraphQL over HTTP chooses between its two media types by the weights of the Accept header
#   (`;q=`).
# Really: Both take the first of the two that is named, whatever its weight: `application/json;q=0.1,
#   application/graphql-response+json` gets application/json, and so does `application/json;q=0`, which rules it
#   out.
# Here: Which type an answer has decides its status, and whether clients read the body of a refusal. This
#   gateway so chooses the type itself, by weight, before Yoga sees the request. Elsewhere a client has to name
#   the type that it prefers first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 graphql-yoga@5.24.1 graphql-http@1.23.1
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { buildSchema } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/fetch';
import { createYoga } from 'graphql-yoga';

const schema = buildSchema('type Query { a: Int }');
const JSON_TYPE = 'application/json';
const NEWER = 'application/graphql-response+json';
const yoga = createYoga({ schema });
const servers = { yoga: (request) => yoga.fetch(request), 'graphql-http': createHandler({ schema }) };
const seen = {};
for (const accept of [`${JSON_TYPE}, ${NEWER}`, `${JSON_TYPE};q=0.1, ${NEWER}`, `${NEWER};q=0.1, ${JSON_TYPE}`, `${JSON_TYPE};q=0`]) {
  seen[accept] = {};
  for (const [name, serve] of Object.entries(servers)) {
    const headers = { accept, 'content-type': JSON_TYPE };
    const answer = await serve(new Request('http://api.test/graphql', { method: 'POST', headers, body: '{"query":"{ a }"}' }));
    seen[accept][name] = answer.status === 200 ? answer.headers.get('content-type').split(';')[0] : answer.status;
  }
}
console.table(seen);
const both = (type) => ({ yoga: type, 'graphql-http': type });
assert.deepEqual(Object.values(seen), [both(JSON_TYPE), both(JSON_TYPE), both(NEWER), both(JSON_TYPE)]);
EOF
node probe.mjs
