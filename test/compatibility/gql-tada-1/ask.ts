import { Client, fetchExchange } from '@urql/core';
import { initGraphQLTada } from 'gql.tada';
import { show } from './client.mjs';
import { serve } from './gateway.mjs';
import type { introspection } from './graphql-env.d.ts';

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Date: string; DateTime: string; SafeInt: number; JSON: unknown };
}>();
const users = graphql(`
  query Users {
    users(first: 1) { nodes { id fullName } }
    __schema { queryType { name } }
  }
`);

const headers = { authorization: 'Bearer demo' };
const client = new Client({
  url: await serve(),
  exchanges: [fetchExchange],
  fetchOptions: { headers },
  preferGetMethod: false,
});
const { data, error } = await client.query(users, {});
if (!data) throw error;
const name: string | null | undefined = data.users?.nodes?.[0]?.fullName;
// @ts-expect-error: what was not asked for cannot be read.
if (data.users?.nodes?.[0]?.headline !== undefined) throw new Error(String(name));
show(data);
