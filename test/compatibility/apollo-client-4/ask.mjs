import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { query, show, variables } from './client.mjs';
import { serve } from './gateway.mjs';

const link = new HttpLink({ uri: await serve(), headers: { authorization: 'Bearer demo' } });
const client = new ApolloClient({ link, cache: new InMemoryCache() });
await client.query({ query: gql(query), variables });
// The second time it comes from the cache.
const { data } = await client.query({ query: gql(query), variables, fetchPolicy: 'cache-only' });
show(data);
