import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import introspection from 'kantata-graphql-gateway/introspection.json' with { type: 'json' };

const { __schema: schema } = introspection;

/** Connections, edges and other values have no id: the cache keeps them in the record that they stand in. */
const values = schema.types.filter(
  ({ kind, fields }) => kind === 'OBJECT' && !fields.some(({ name }) => name === 'id'),
);
const keys = Object.fromEntries(values.map(({ name }) => [name, () => null]));

/** Which records an interface or a union may be. */
const abstract = schema.types.filter(({ possibleTypes }) => possibleTypes);
const possibleTypes = Object.fromEntries(
  abstract.map((type) => [type.name, type.possibleTypes.map(({ name }) => name)]),
);

export const createClient = (url, token) =>
  new Client({
    url,
    exchanges: [cacheExchange({ keys, possibleTypes }), fetchExchange],
    // A GET with a token asks the browser for permission each time, and long documents do not fit into an address.
    preferGetMethod: false,
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
  });
