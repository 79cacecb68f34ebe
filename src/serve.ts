import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, tracesUrlOf } from './config.ts';
import { DEMO_TOKEN, firstConversation } from './demo.ts';
import { serviceOf } from './identity/from-config.ts';
import { type Listening, listen } from './listen.ts';
import { adminHandler } from './observe/admin.ts';
import { standardError } from './observe/destination.ts';
import { loadTracing } from './observe/load-tracing.ts';
import { createLog } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import { observedBy } from './observe/observer.ts';
import { startSandbox } from './sandbox/server.ts';
import { createGateway } from './server.ts';

/** How long whoever reads metrics at that moment gets to end, and the last spans get to leave, in milliseconds. */
const BEHIND_MS = 1000;

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
  const observer = observedBy([log.observer, metrics?.observer]);
  const apiUrl = sandbox?.url ?? config.apiUrl;
  const service = await serviceOf(config, log);
  const tracesUrl = tracesUrlOf(config);
  const tracing =
    tracesUrl === null
      ? undefined
      : await loadTracing({
          url: tracesUrl,
          headers: config.otlpHeaders,
          serviceName: config.serviceName,
          resourceAttributes: config.resourceAttributes,
          ratio: config.traceRatio,
          propagate: config.propagateTraceContext,
          apiUrl,
          observer: metrics?.observer,
        });
  const gateway = createGateway({
    ...config,
    ...service?.options,
    apiUrl,
    log: log.error,
    observer,
    tracing,
    suggestions: !config.production,
    corsOwnOrigin: config.sandbox,
    ...(sandbox && { graphiqlToken: DEMO_TOKEN }),
  });

  metrics?.watch(gateway);
  let admin: Listening | undefined;
  const closeBehind = async (drainedAt = performance.now()) => {
    await gateway.close();
    await service?.close();
    const leftMs = drainedAt - performance.now();
    await Promise.all([tracing?.close(Math.max(BEHIND_MS, leftMs)), admin?.close(BEHIND_MS)]);
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
    const drainedAt = performance.now() + config.drainTimeoutMs;
    await server.close(config.drainTimeoutMs, () => {
      const cut = gateway.cutOff();
      if (cut > 0) log.error(`${cut} requests were not answered within DRAIN_TIMEOUT_MS, and were cut off`);
    });
    await closeBehind(drainedAt);
  };

  print(`GraphQL   ${origin}/graphql`);
  if (config.graphiql) print(`GraphiQL  ${origin}/graphql in a browser`);
  print(`Health    ${origin}/health`);
  if (admin) print(`Metrics   ${originOf(adminHost, admin.port)}/metrics`);
  if (tracing) print(`Traces    ${tracing.url}`);
  print(`REST API  ${sandbox ? `${sandbox.url}, the sandbox; token: ${DEMO_TOKEN}` : config.apiUrl}`);

  if (service) print(`Callers   ${service.callers}; the API is asked with the token of the gateway`);

  if (sandbox) {
    const lines = await firstConversation(`${origin}/graphql`).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    for (const line of ['', ...lines]) print(line);
  }

  return { origin, close };
}
