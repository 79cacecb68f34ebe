#!/usr/bin/env bash
# Versions: @apollo/client 4.3.8, graphql 16.15.0.
# Guess: RetryLink repeats a request that was answered with 429 or 503.
# Really: It does so where the body is application/json. The same body as application/graphql-response+json is
#   read as an answer whose errors go to the caller: one request, no repeat. The status does not matter.
# Here: A refusal that is worth repeating (429, 503) keeps the older type, also for a client that asked for the
#   newer one, or the most used client stops repeating.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @apollo/client@4.3.8 rxjs@7.8.2
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { RetryLink } from '@apollo/client/link/retry';

async function ask(status, type) {
  let requests = 0;
  const fakeFetch = async () => {
    requests += 1;
    const busy = requests < 3;
    const body = busy ? { errors: [{ message: 'busy' }] } : { data: { a: 1 } };
    return new Response(JSON.stringify(body), { status: busy ? status : 200, headers: { 'content-type': type } });
  };
  const retry = new RetryLink({ delay: { initial: 1 } });
  const client = new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.from([retry, new HttpLink({ uri: 'http://api.test', fetch: fakeFetch })]) });
  const outcome = await client.query({ query: gql`{ a }` }).then(({ data }) => data.a, ({ name }) => name);
  return { requests, outcome };
}
const seen = {};
for (const status of [429, 503])
  for (const type of ['application/json', 'application/graphql-response+json']) seen[`${status} ${type}`] = await ask(status, type);
console.table(seen);
const repeated = { requests: 3, outcome: 1 };
const once = { requests: 1, outcome: 'CombinedGraphQLErrors' };
assert.deepEqual(Object.values(seen), [repeated, once, repeated, once]);
EOF
node probe.mjs
