import { createGateway, loadConfig } from 'kantata-graphql-gateway';
import { startSandbox } from 'kantata-graphql-gateway/sandbox';

const api = await startSandbox();
const gateway = createGateway({ ...loadConfig(process.env), apiUrl: api.url });

const response = await gateway.fetch(
  new Request('http://localhost/graphql', {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ workspaces(first: 1) { nodes { title } } }' }),
  }),
);
console.log(await response.text());

await gateway.close();
await api.close();
