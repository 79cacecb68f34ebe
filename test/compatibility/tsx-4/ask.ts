import { createGateway, type Gateway, loadConfig } from 'kantata-graphql-gateway';
import { startSandbox } from 'kantata-graphql-gateway/sandbox';
import { ask } from './client.mjs';

const api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });
const gateway: Gateway = createGateway({ ...loadConfig({}), apiUrl: api.url });
await ask((request: Request) => gateway.fetch(request));
process.exit();
