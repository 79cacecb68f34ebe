#!/usr/bin/env bash
# Versions: @urql/core 6.0.3, @apollo/client 4.3.8, graphql 16.15.0.
# Guess: A client's cache keeps answers; one that has errors is shown, and asked again by the next component
#   that needs it.
# Really: urql's cacheExchange keeps every answer with data, errors included: a field that failed once for a
#   moment stays null, with its error, for each later query of the same document until something refetches.
#   Apollo Client with errorPolicy all keeps the null and forgets the error.
# Here: This gateway answers what it can and gives an error for the rest, so such answers are usual. A screen
#   that must recover has to ask with requestPolicy network-only (or cache-and-network) after an error whose
#   code says that trying again helps.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @urql/core@6.0.3 @apollo/client@4.3.8 rxjs@7.8.2
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { cacheExchange, Client, fetchExchange } from '@urql/core';

let requests = 0;
const fakeFetch = async () => {
  requests += 1;
  const failed = { data: { name: 'Ada', rate: null }, errors: [{ message: 'busy', path: ['rate'] }] };
  const answer = requests === 1 ? failed : { data: { name: 'Ada', rate: 5 } };
  return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
};
const twice = async (ask) => {
  requests = 0;
  await ask();
  const { data, error } = await ask();
  return { rate: data.rate, error: error?.graphQLErrors?.[0].message ?? error?.message, requests };
};

const urql = new Client({ url: 'http://api.test', fetch: fakeFetch, exchanges: [cacheExchange, fetchExchange], preferGetMethod: false });
const apollo = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: 'http://api.test', fetch: fakeFetch }) });
const document = gql`{ name rate }`;
const seen = {
  urql: await twice(() => urql.query('{ name rate }', {}).toPromise()),
  'Apollo Client, all': await twice(() => apollo.query({ query: document, errorPolicy: 'all' })),
};
console.log('the second time:', seen);
assert.deepEqual(seen, {
  urql: { rate: null, error: 'busy', requests: 1 },
  'Apollo Client, all': { rate: null, error: undefined, requests: 1 },
});
EOF
node probe.mjs
