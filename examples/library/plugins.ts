import { type Plugin, useLogger } from 'graphql-yoga';
import { createGateway, loadConfig } from 'kantata-graphql-gateway';
import { startSandbox } from 'kantata-graphql-gateway/sandbox';

const responseHeaders: Plugin = {
  onResponse: ({ response }) => response.headers.set('x-served-by', 'kantata-graphql-gateway'),
};
const operationReporter = useLogger({ logFn: (event) => console.log(event) });

const api = await startSandbox();
const gateway = createGateway({
  ...loadConfig(process.env),
  apiUrl: api.url,
  plugins: [responseHeaders, operationReporter],
});

const response = await gateway.fetch(
  new Request('http://localhost/graphql', {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ workspaces(first: 1) { nodes { title } } }' }),
  }),
);
console.log(response.headers.get('x-served-by'), await response.text());

await gateway.close();
await api.close();
