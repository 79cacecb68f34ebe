const { createGateway, loadConfig } = require('kantata-graphql-gateway');
const { startSandbox } = require('kantata-graphql-gateway/sandbox');

startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } }).then(async (api) => {
  const { ask } = await import('./client.mjs');
  const gateway = createGateway({ ...loadConfig({}), apiUrl: api.url });
  await ask((request) => gateway.fetch(request));
  process.exit();
});
