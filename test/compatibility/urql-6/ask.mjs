import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import introspection from 'kantata-graphql-gateway/introspection.json' with { type: 'json' };
import { query, show, variables } from './client.mjs';
import { serve } from './gateway.mjs';

// Types without an id are kept where they stand.
const { __schema: schema } = introspection;
const values = schema.types
  .filter(({ kind, fields }) => kind === 'OBJECT' && !fields.some(({ name }) => name === 'id'))
  .map(({ name }) => [name, () => null]);
const cache = cacheExchange({ schema: introspection, keys: Object.fromEntries(values) });
const headers = { authorization: 'Bearer demo' };
const client = new Client({
  url: await serve(),
  exchanges: [cache, fetchExchange],
  fetchOptions: { headers },
  preferGetMethod: false,
});

// Warnings of graphcache say what has no key.
console.warn = (text) => {
  throw new Error(text);
};
await client.query(query, variables);
const { data, error } = await client.query(query, variables, { requestPolicy: 'cache-only' });
if (error) throw error;
show(data);
