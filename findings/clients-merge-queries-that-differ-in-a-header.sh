#!/usr/bin/env bash
# Versions: @apollo/client 4.3.8, @urql/core 6.0.3, graphql 16.15.0.
# Guess: Two queries in flight that carry different headers are two requests, even of one document with the same
#   variables.
# Really: Both clients compare document and variables only. The second query is answered with the answer of the
#   first one's headers: asked in German and in French at once, both get German. No cache takes part (network-
#   only, no cache exchange).
# Here: A header that changes the answer (a language, an account, a switch of ours) needs a client of its own,
#   or `queryDeduplication: false` in Apollo's context. It shows only when two components render at the same
#   moment.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @apollo/client@4.3.8 rxjs@7.8.2 @urql/core@6.0.3
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { Client, fetchExchange } from '@urql/core';

let requests = 0;
/** Answers with the language of the request. */
const fakeFetch = async (url, { headers }) => {
  requests += 1;
  const language = new Headers(headers).get('accept-language');
  return new Response(JSON.stringify({ data: { language } }), { headers: { 'content-type': 'application/json' } });
};
const both = async (ask) => {
  requests = 0;
  const answers = await Promise.all(['de', 'fr'].map((language) => ask({ 'accept-language': language })));
  return { answers: answers.map(({ data }) => data.language), requests };
};

const apollo = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: 'http://api.test', fetch: fakeFetch }) });
const document = gql`{ language }`;
const byApollo = (context) => (headers) => apollo.query({ query: document, fetchPolicy: 'network-only', context: { headers, ...context } });
const urql = new Client({ url: 'http://api.test', fetch: fakeFetch, exchanges: [fetchExchange], preferGetMethod: false });

const seen = {
  'Apollo Client': await both(byApollo({})),
  'Apollo Client, queryDeduplication: false': await both(byApollo({ queryDeduplication: false })),
  urql: await both((headers) => urql.query('{ language }', {}, { fetchOptions: { headers } }).toPromise()),
};
console.log(seen);
assert.deepEqual(seen, {
  'Apollo Client': { answers: ['de', 'de'], requests: 1 },
  'Apollo Client, queryDeduplication: false': { answers: ['de', 'fr'], requests: 2 },
  urql: { answers: ['de', 'de'], requests: 1 },
});
EOF
node probe.mjs
