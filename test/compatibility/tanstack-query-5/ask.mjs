import { QueryClient } from '@tanstack/query-core';
import { GraphQLClient } from 'graphql-request';
import { query, show, variables } from './client.mjs';
import { serve } from './gateway.mjs';

const api = new GraphQLClient(await serve(), { headers: { authorization: 'Bearer demo' } });
const client = new QueryClient();
const users = { queryKey: ['users', variables], queryFn: () => api.request(query, variables), staleTime: Infinity };
await client.fetchQuery(users);
show(await client.ensureQueryData(users));
