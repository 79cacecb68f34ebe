import { Environment, fetchQuery, Network, RecordSource, Store } from 'relay-runtime';
import { show } from './client.mjs';
import { serve } from './gateway.mjs';
import usersQuery from './src/__generated__/usersQuery.graphql.js';

const url = await serve();
const network = Network.create(async ({ text }, variables) => {
  const headers = {
    authorization: 'Bearer demo',
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: text, variables }) });
  return response.json();
});
const environment = new Environment({ network, store: new Store(new RecordSource()) });
show(await fetchQuery(environment, usersQuery, {}).toPromise());
