#!/usr/bin/env bash
# Versions: @urql/exchange-graphcache 9.0.2, @urql/core 6.0.3, @apollo/client 4.3.8, graphql 16.15.0.
# Guess: A normalizing cache goes by the schema's field `id`, whatever it is called in the answer.
# Really: graphcache goes by the key of the answer. `{ tasks { id: title key: id } }` makes two tasks of one
#   title into one record, and the list comes back with the second one twice, without a warning. Apollo Client
#   reads the alias rightly.
# Here: Clients that rename fields to the shape of another API (`id: externalId`, `id: name`) lose rows in urql
#   only. In a document for graphcache no alias may be named id.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @urql/core@6.0.3 @urql/exchange-graphcache@9.0.2 @apollo/client@4.3.8 rxjs@7.8.2
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client/core';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { of } from 'rxjs';

const document = '{ tasks { id: title key: id } }';
const data = () => ({
  tasks: [
    { __typename: 'Task', id: 'Kick-off', key: '1' },
    { __typename: 'Task', id: 'Kick-off', key: '2' },
  ],
});
const keys = (answer) => answer.data.tasks.map(({ key }) => key);

const fakeFetch = async () => new Response(JSON.stringify({ data: data() }), { headers: { 'content-type': 'application/json' } });
const urql = new Client({ url: 'http://api.test', fetch: fakeFetch, exchanges: [cacheExchange(), fetchExchange], preferGetMethod: false });
const apollo = new ApolloClient({ cache: new InMemoryCache(), link: new ApolloLink(() => of({ data: data() })) });

const byUrql = keys(await urql.query(document, {}).toPromise());
const byApollo = keys(await apollo.query({ query: gql(document) }));
console.log('sent: 1, 2; graphcache gives:', byUrql, 'Apollo Client gives:', byApollo);
assert.deepEqual(byUrql, ['2', '2']);
assert.deepEqual(byApollo, ['1', '2']);
EOF
node probe.mjs
