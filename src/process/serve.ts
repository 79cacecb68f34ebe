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
import { createMetrics } from '../observe/metrics.ts';
import { observedBy } from '../observe/observer.ts';
import { createGateway } from '../http/gateway.ts';

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
export async function serve(config: Config, print: (line: string) => void, shared?: Shared) {
  const sandbox = shared ? undefined : await startDemoApi(config);
  const demo = shared ? shared.demo : demoApiOf(sandbox);
  const stderr = standardError(process.stderr, { shared: shared !== undefined });
  const log = createLog(config.logLevel, stderr);
  const metrics = config.adminPort === null ? undefined : createMetrics();
  const observer = observedBy([log.observer, metrics?.observer]);
  const apiUrl = demo?.url ?? config.apiUrl;
  const odd = demo ? null : oddApiUrl(apiUrl);
  if (odd !== null) log.warn(odd);
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
  const redis = config.redisUrl === null ? null : await connected(config.redisUrl, config, log.warn);
  const signIn = await loadSignIn(config, redis?.sessionEpochs() ?? null, log);
  const loop = config.readyMaxLagMs === null ? null : watched(config.readyMaxLagMs, log.warn);
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
  const stopDriftLog = logDrift(gateway.drift, log.warn);
  metrics?.watch(gateway);
  let admin: Listening | undefined;
  const closeBehind = async (drainedAt = performance.now()) => {
    await gateway.close();
    factsFile?.close();
    stopDriftLog();
    await service?.close();
    await signIn?.close();
    redis?.close();
    const leftMs = drainedAt - performance.now();
    await Promise.all([tracing?.close(Math.max(LAST_SPANS_MS, leftMs)), admin?.close(ADMIN_DRAIN_MS)]);
    metrics?.stop();
    loop?.stop();
    await sandbox?.close();
    stderr.flush();
  };

  const orCloseBehind = async (error: unknown) => {
    await closeBehind();
    throw error;
  };
  const { adminHost, adminPort } = config;
  if (metrics && adminPort !== null && !shared) {
    const handler = adminHandler({ registry: metrics.registry, isReady: () => gateway.isReady() });
    admin = await listen(handler, { host: adminHost, port: adminPort }).catch(orCloseBehind);
  }
  const server = await listen(gateway.handler, config).catch(orCloseBehind);
  const origin = originOf(config.host, server.port);
  const close = async ({ replaced = false } = {}) => {
    if (!replaced) {
      gateway.drain();
      if (config.drainDelayMs > 0) await sleep(config.drainDelayMs);
    }
    const drainedAt = performance.now() + config.drainTimeoutMs;
    await server.close(config.drainTimeoutMs, () => {
      const cut = gateway.cutOff();
      if (cut > 0) log.error(`${cut} requests were not answered within DRAIN_TIMEOUT_MS, and were cut off`);
    });
    await closeBehind(drainedAt);
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
