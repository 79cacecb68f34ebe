import { graphql } from 'graphql';
import { createGateway, loadConfig } from 'kantata-graphql-gateway';
import { startSandbox } from 'kantata-graphql-gateway/sandbox';

const api = await startSandbox();
const gateway = createGateway({ ...loadConfig(process.env), apiUrl: api.url });

const result = await graphql({
  schema: gateway.schema,
  source: '{ workspaces(first: 1) { nodes { title } } }',
  contextValue: { executor: gateway.executor, caller: { token: 'demo', isRouter: false, trace: false } },
});
console.log(JSON.stringify(result));

await gateway.close();
await api.close();
