/** What every folder here has beside its own files: a gateway over the sandbox. */
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
