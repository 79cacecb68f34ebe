import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.ts';
import { DEMO_TOKEN, firstConversation } from './demo.ts';
import { type Listening, listen } from './listen.ts';
import { adminHandler } from './observe/admin.ts';
import { standardError } from './observe/destination.ts';
import { createLog } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import { observedBy } from './observe/observer.ts';
import { startSandbox } from './sandbox/server.ts';
import { createGateway } from './server.ts';

/** How long whoever reads metrics at that moment gets to end, in milliseconds. */
const ADMIN_DRAIN_MS = 1000;

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
 * `close` first says at `/ready` that it is about to stop; takes no more connections after `drainDelayMs`; answers what
 * is under way for up to `drainTimeoutMs`, tells the rest, and then stops everything.
 */
export async function serve(config: Config, print: (line: string) => void) {
  const sandbox = config.sandbox
    ? await startSandbox({ seed: config.sandboxSeed, size: config.sandboxSize, port: 0 })
    : undefined;
  const stderr = standardError();
  const log = createLog(config.logLevel, stderr);
  const metrics = config.adminPort === null ? undefined : createMetrics();
  const gateway = createGateway({
    ...config,
    log: log.error,
    observer: observedBy([log.observer, metrics?.observer]),
    suggestions: !config.production,
    corsOwnOrigin: config.sandbox,
    ...(sandbox && {
      apiUrl: sandbox.url,
      graphiqlToken: DEMO_TOKEN,
      graphiqlUsers: sandbox.users.map(({ token, name, about }) => ({ token, name, about })),
    }),
  });

  metrics?.watch(gateway);
  let admin: Listening | undefined;
  const closeBehind = async () => {
    await gateway.close();
    await admin?.close(ADMIN_DRAIN_MS);
    metrics?.stop();
    await sandbox?.close();
    stderr.flush();
  };

  const orCloseBehind = async (error: unknown) => {
    await closeBehind();
    throw error;
  };
  const { adminHost, adminPort } = config;
  if (metrics && adminPort !== null) {
    const handler = adminHandler({ registry: metrics.registry, isReady: () => gateway.isReady() });
    admin = await listen(handler, { host: adminHost, port: adminPort }).catch(orCloseBehind);
  }
  const server = await listen(gateway.handler, config).catch(orCloseBehind);
  const origin = originOf(config.host, server.port);
  const close = async () => {
    gateway.drain();
    if (config.drainDelayMs > 0) await sleep(config.drainDelayMs);
    await server.close(config.drainTimeoutMs, () => {
      const cut = gateway.cutOff();
      if (cut > 0) log.error(`${cut} requests were not answered within DRAIN_TIMEOUT_MS, and were cut off`);
    });
    await closeBehind();
  };

  print(`GraphQL   ${origin}/graphql`);
  if (config.graphiql) print(`Explorer  ${origin}/graphql in a browser`);
  print(`Health    ${origin}/health`);
  if (admin) print(`Metrics   ${originOf(adminHost, admin.port)}/metrics`);
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
