import { setTimeout as sleep } from 'node:timers/promises';
import { announce, originOf } from './announce.ts';
import { type Config, oddApiUrl, tracesUrlOf } from '../config/config.ts';
import { DEMO_TOKEN } from './demo.ts';
import { type DemoApi, demoApiOf, startDemoApi } from './demo-api.ts';
import { logDrift } from './drift-log.ts';
import { keepFacts } from './facts-file.ts';
import { serviceOf } from '../identity/from-config.ts';
import { type Listening, listen } from '../http/listen.ts';
import { loadSignIn } from '../identity/load-sign-in.ts';
import { type LoopLag, watchLoopLag } from './event-loop-lag.ts';
import { ADMIN_DRAIN_MS, adminHandler } from '../http/admin.ts';
import { standardError } from '../observe/destination.ts';
import { loadTracing } from '../observe/load-tracing.ts';
import { createLog } from '../observe/log.ts';
import { observedBy } from '../observe/observer.ts';
import { createGateway } from '../http/gateway.ts';
import { type Opened, orNothing } from './opened.ts';

/** How long the last spans get to leave, in milliseconds, where nothing is left of the time to drain. */
const LAST_SPANS_MS = 1000;

/** What one process of several does not do itself, because it is done once for all of them. */
export interface Shared {
  /** The embedded sandbox; null without one. */
  readonly demo: DemoApi | null;
}

/**
 * Runs the gateway, over the embedded sandbox where the configuration says so, and prints where it is.
 * Resolves once it answers; rejects when it cannot, and then leaves nothing running.
 *
 * `close` first says at `/ready` that it is about to stop; takes no more connections after `drainDelayMs`; answers what
 * is under way for up to `drainTimeoutMs`, tells the rest, and then stops everything. Where another process has taken its
 * place it stays ready to the end, for there is nothing that balancers should notice.
 *
 * @param shared for one process of several: what it finds there already. Such a one has no admin port.
 */
export const serve = (config: Config, print: (line: string) => void, shared?: Shared) =>
  orNothing((opened) => serveOpening(opened, config, print, shared));

async function serveOpening(opened: Opened, config: Config, print: (line: string) => void, shared?: Shared) {
  const stderr = standardError(process.stderr, { shared: shared !== undefined });
  opened.add(() => stderr.flush());
  const log = createLog(config.logLevel, stderr);
  const sandbox = shared ? undefined : await startDemoApi(config);
  opened.add(() => sandbox?.close());
  const demo = shared ? shared.demo : demoApiOf(sandbox);
  const metrics = config.adminPort === null ? undefined : (await import('../observe/metrics.ts')).createMetrics();
  opened.add(() => metrics?.stop());
  const observer = observedBy([log.observer, metrics?.observer]);
  const apiUrl = demo?.url ?? config.apiUrl;
  const odd = demo ? null : oddApiUrl(apiUrl);
  if (odd !== null) log.warn(odd);
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
  let admin: Listening | undefined;
  let drainedAt = performance.now();
  opened.add(() => {
    const leftMs = drainedAt - performance.now();
    return Promise.all([tracing?.close(Math.max(LAST_SPANS_MS, leftMs)), admin?.close(ADMIN_DRAIN_MS)]);
  });
  const loop = config.readyMaxLagMs === null ? null : watched(config.readyMaxLagMs, log.warn);
  opened.add(() => loop?.stop());
  const redis = config.redisUrl === null ? null : await connected(config.redisUrl, config, log.warn);
  opened.add(() => redis?.close());
  const signIn = await loadSignIn(config, redis?.sessionEpochs() ?? null, log);
  opened.add(() => signIn?.close());
  const service = await serviceOf(config, log);
  opened.add(() => service?.close());
  const mcp = config.mcp ? await (await import('./mcp-options.ts')).mcpOf(config) : null;
  const gateway = createGateway({
    ...config,
    ...service?.options,
    ...(mcp && { door: mcp.door }),
    ...signIn?.options,
    apiUrl,
    log: log.error,
    observer,
    tracing,
    shared: redis,
    isLate: () => loop?.isLate ?? false,
    suggestions: !config.production,
    corsOwnOrigin: config.sandbox,
    ...(demo && { graphiqlToken: DEMO_TOKEN, graphiqlUsers: demo.users }),
  });
  const factsFile = config.apiFactsFile
    ? keepFacts(gateway.facts, config.apiFactsFile, demo ? 'sandbox' : apiUrl, log.warn)
    : null;
  opened.add(() => factsFile?.close());
  opened.add(logDrift(gateway.drift, log.warn));
  opened.add(() => gateway.close());
  metrics?.watch(gateway);
  const { adminHost, adminPort } = config;
  if (metrics && adminPort !== null && !shared) {
    const handler = adminHandler({ registry: metrics.registry, isReady: () => gateway.isReady() });
    admin = await listen(handler, { host: adminHost, port: adminPort });
  }
  const server = await listen(gateway.handler, config);
  const origin = originOf(config.host, server.port);
  const close = async ({ replaced = false } = {}) => {
    if (!replaced) {
      gateway.drain();
      if (config.drainDelayMs > 0) await sleep(config.drainDelayMs);
    }
    drainedAt = performance.now() + config.drainTimeoutMs;
    await server.close(config.drainTimeoutMs, () => {
      const cut = gateway.cutOff();
      if (cut > 0) log.error(`${cut} requests were not answered within DRAIN_TIMEOUT_MS, and were cut off`);
    });
    await opened.close();
  };

  if (!shared)
    await announce(config, { origin, admin, demo }, print).catch(async (error: unknown) => {
      await close();
      throw error;
    });
  return { origin, close, registry: metrics?.registry };
}

/** Watches how late the event loop is, and has the log tell when that changes what `/ready` says. */
const watched = (maxLagMs: number, log: (line: string) => void): LoopLag =>
  watchLoopLag({
    maxLagMs,
    changed: (isLate, lagMs) =>
      log(
        isLate
          ? `/ready says 503: the event loop is ${Math.round(lagMs)} ms late, and READY_MAX_LAG_MS is ${maxLagMs}`
          : '/ready says 200 again: the event loop is in time',
      ),
  });

/** What instances have in common. The client is loaded here, so that who has no Redis does not wait for it. */
async function connected(url: string, { redisTimeoutMs: timeoutMs }: Config, log: (line: string) => void) {
  const { connectSharedState } = await import('../redis/shared-state.ts');
  return connectSharedState({ url, timeoutMs, log });
}
