/** Kantata and a CRM as one graph, with one query that needs both. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { loadConfig } from '../../src/config/config.ts';
import { DEMO_TOKEN } from '../../src/process/demo.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { createGateway } from '../../src/http/gateway.ts';
import { startApolloRouter } from './apollo-router.ts';
import { compose } from './compose.ts';
import { crmSdl, startCrm } from './crm.ts';
import { serveLocally } from './serve-locally.ts';

/** The schema of the gateway, as a composition tool asks for it. */
async function sdlOf(url: string, secret: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${DEMO_TOKEN}`,
      'content-type': 'application/json',
      'x-router-secret': secret,
    },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data } = (await response.json()) as { data: { _service: { sdl: string } } };
  return data._service.sdl;
}

/**
 * Starts all of it and asks the query.
 *
 * @param port where the router listens; 0 for any free port. Everything else takes a free one.
 * @param print is given the lines that show it. `dispose` stops everything.
 */
export async function startDemo(port: number, print: (line: string) => void): Promise<AsyncDisposable> {
  const parts = new AsyncDisposableStack();
  try {
    const secret = randomBytes(24).toString('hex');
    const config = loadConfig({ FEDERATION: 'on', FEDERATION_SECRET: secret }, []);
    const sandbox = parts.use(await startSandbox({ seed: config.sandboxSeed, size: config.sandboxSize }));
    const gateway = createGateway({ ...config, apiUrl: sandbox.url });
    parts.defer(() => gateway.close());
    const kantata = parts.use(await serveLocally(gateway.handler));
    const kantataUrl = `${kantata.origin}/graphql`;
    const crm = parts.use(await startCrm());
    const supergraphSdl = compose([
      { name: 'kantata', url: kantataUrl, sdl: await sdlOf(kantataUrl, secret) },
      { name: 'crm', url: crm.url, sdl: await crmSdl() },
    ]);
    const router = parts.use(await startApolloRouter({ supergraphSdl, secret, port }));
    print(`Router    ${router.url}, a GraphQL API over both; header: Authorization: Bearer ${DEMO_TOKEN}`);
    print(`Kantata   ${kantataUrl}, the gateway as a subgraph, over the sandbox`);
    print(`CRM       ${crm.url}, a subgraph over an SQLite file`);

    const query = await readFile(new URL('./query.graphql', import.meta.url), 'utf8');
    const response = await fetch(router.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${DEMO_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    print(`\n${query}`);
    print(JSON.stringify(await response.json(), null, 2));
    print('\nWhat it cost at the REST API of Kantata:\n');
    for (const { line } of sandbox.requests) print(line);
    return parts.move();
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}
