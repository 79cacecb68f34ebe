import type { Config } from './config.ts';
import { DEMO_TOKEN, firstConversation } from './demo.ts';
import { listen } from './listen.ts';
import { startSandbox } from './sandbox/server.ts';
import { createGateway } from './server.ts';

/** How much longer than an operation may take the last answers get to leave, in milliseconds. */
const DRAIN_SLACK_MS = 1000;

/** Addresses that mean this machine only, or all of its interfaces: `localhost` reaches both, and reads better. */
const reachedAsLocalhost = new Set(['127.0.0.1', '::1', '0.0.0.0', '::']);

/** Where a user on this machine finds the server, without a trailing slash. */
export const originOf = (host: string, port: number) => {
  if (reachedAsLocalhost.has(host)) return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
};

/**
 * Runs the gateway, over the embedded sandbox where the configuration says so, and prints where it is.
 * Resolves once it answers; rejects when it cannot, and then leaves nothing running.
 *
 * `close` answers what is under way, for as long as an operation may take, and then stops everything.
 */
export async function serve(config: Config, print: (line: string) => void) {
  const sandbox = config.sandbox
    ? await startSandbox({ seed: config.sandboxSeed, size: config.sandboxSize, port: 0 })
    : undefined;
  const gateway = createGateway({
    ...config,
    suggestions: !config.production,
    ...(sandbox && { apiUrl: sandbox.url, graphiqlToken: DEMO_TOKEN }),
  });

  const closeBehind = async () => {
    await gateway.close();
    await sandbox?.close();
  };

  const server = await listen(gateway.handler, config).catch(async (error: unknown) => {
    await closeBehind();
    throw error;
  });
  const origin = originOf(config.host, server.port);
  const close = async () => {
    await server.close(config.operationTimeoutMs + DRAIN_SLACK_MS);
    await closeBehind();
  };

  print(`GraphQL   ${origin}/graphql`);
  if (config.graphiql) print(`GraphiQL  ${origin}/graphql in a browser`);
  print(`Health    ${origin}/health`);
  print(`REST API  ${sandbox ? `${sandbox.url}, the sandbox; token: ${DEMO_TOKEN}` : config.apiUrl}`);

  if (sandbox) {
    const lines = await firstConversation(`${origin}/graphql`).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    for (const line of ['', ...lines]) print(line);
  }

  return { origin, close };
}
