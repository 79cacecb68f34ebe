#!/usr/bin/env bash
# Versions: @apollo/client 4.3.8, @urql/exchange-graphcache 9.0.2, @urql/core 6.0.3, graphql 16.15.0.
# Guess: relayStylePagination() puts the pages of a connection together, whether a document asks for `edges {
#   node }` or for the shortcut `nodes`.
# Really: It joins edges only. Of `nodes` the newest page replaces all before it, though loading it succeeds.
#   graphcache's relayPagination() joins both.
# Here: Each list of this API has `nodes`, and our examples of a single page use it. With Apollo Client a list
#   that loads more must ask for edges, or needs a merge function of its own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @apollo/client@4.3.8 rxjs@7.8.2 @urql/core@6.0.3 @urql/exchange-graphcache@9.0.2
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client/core';
import { relayStylePagination } from '@apollo/client/utilities';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { of } from 'rxjs';

const page = ({ after }) => {
  const id = after ? '2' : '1';
  const task = { __typename: 'Task', id };
  return {
    tasks: {
      __typename: 'TaskConnection',
      nodes: [task],
      edges: [{ __typename: 'TaskEdge', cursor: id, node: task }],
      pageInfo: { __typename: 'PageInfo', endCursor: id, hasNextPage: !after },
    },
  };
};
const select = (what) => `query ($after: String) { tasks(first: 1, after: $after) { ${what} pageInfo { endCursor hasNextPage } } }`;

async function byApollo(what) {
  const client = new ApolloClient({
    cache: new InMemoryCache({ typePolicies: { Query: { fields: { tasks: relayStylePagination() } } } }),
    link: new ApolloLink(({ variables }) => of({ data: page(variables) })),
  });
  const query = gql(select(what));
  await client.query({ query });
  await client.query({ query, variables: { after: '1' }, fetchPolicy: 'network-only' });
  const { nodes, edges } = client.readQuery({ query }).tasks;
  return (nodes ?? edges.map(({ node }) => node)).map(({ id }) => id);
}
async function byUrql(what) {
  const fakeFetch = async (url, { body }) =>
    new Response(JSON.stringify({ data: page(JSON.parse(body).variables) }), { headers: { 'content-type': 'application/json' } });
  const keys = Object.fromEntries(['TaskConnection', 'TaskEdge', 'PageInfo'].map((type) => [type, () => null]));
  const cache = cacheExchange({ keys, resolvers: { Query: { tasks: relayPagination() } } });
  const client = new Client({ url: 'http://api.test', fetch: fakeFetch, exchanges: [cache, fetchExchange], preferGetMethod: false });
  await client.query(select(what), {}).toPromise();
  const { nodes, edges } = (await client.query(select(what), { after: '1' }).toPromise()).data.tasks;
  return (nodes ?? edges.map(({ node }) => node)).map(({ id }) => id);
}

const NODES = 'nodes { id }';
const EDGES = 'edges { cursor node { id } }';
const seen = {
  'Apollo Client, edges': await byApollo(EDGES),
  'Apollo Client, nodes': await byApollo(NODES),
  'graphcache, edges': await byUrql(EDGES),
  'graphcache, nodes': await byUrql(NODES),
};
console.log('after two pages of one:', seen);
assert.deepEqual(seen, {
  'Apollo Client, edges': ['1', '2'],
  'Apollo Client, nodes': ['2'],
  'graphcache, edges': ['1', '2'],
  'graphcache, nodes': ['1', '2'],
});
EOF
node probe.mjs
