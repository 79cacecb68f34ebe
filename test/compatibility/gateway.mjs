/** What every folder here has beside its own files: a gateway over the sandbox. */
import { createServer } from 'node:http';
import { createGateway, loadConfig } from 'kantata-graphql-gateway';
import { startSandbox } from 'kantata-graphql-gateway/sandbox';
import { ask as askOnce } from './client.mjs';

const api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });

export const gateway = createGateway({ ...loadConfig({}), apiUrl: api.url });

/** Asks, and ends the process, whatever goes on in it. */
export const ask = (...how) =>
  askOnce(...how).then(
    () => process.exit(),
    (error) => {
      console.error(`${error}`);
      process.exit(1);
    },
  );

/** Serves it on a free port of this machine. Resolves with the address of `/graphql`. */
export async function serve() {
  const server = createServer(gateway.handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/graphql`;
}
