import { setTimeout as sleep } from 'node:timers/promises';
import { announce, originOf } from './announce.ts';
import { type Config, oddApiUrl } from '../config/config.ts';
import { plainHttpWarning } from '../config/plain-http.ts';
import { DEMO_TOKEN } from './demo.ts';
import { type DemoApi, demoApiOf, startDemoApi } from './demo-api.ts';
import { logDrift } from './drift-log.ts';
import { keepFacts } from './facts-file.ts';
import { gatewayPartsOf } from './gateway-parts.ts';
import { type Listening, listen } from '../http/listen.ts';
import { loopLagOf, observersOf } from './observers.ts';
import { ADMIN_DRAIN_MS, adminHandler } from '../http/admin.ts';
import { standardError } from '../observe/destination.ts';
import { createLog, type Log } from '../observe/log.ts';
import type { Tracing } from '../observe/tracing.ts';
import { createGateway, type Gateway } from '../http/gateway.ts';
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
  const apiUrl = demo?.url ?? config.apiUrl;
  for (const warning of demo ? [] : [oddApiUrl(apiUrl), plainHttpWarning(apiUrl)]) if (warning) log.warn(warning);
  const { metrics, observer, tracing } = await observersOf(opened, config, { apiUrl, log });
  const end = new End(tracing);
  opened.add(() => end.close());
  const loop = loopLagOf(opened, config, log);
  const gateway = createGateway({
    ...config,
    ...(await gatewayPartsOf(opened, config, log)),
    apiUrl,
    log: log.error,
    observer,
    tracing,
    isLate: () => loop?.isLate ?? false,
    suggestions: !config.production,
    corsOwnOrigin: config.sandbox,
    ...(demo && { graphiqlToken: DEMO_TOKEN, graphiqlUsers: demo.users }),
  });
  keepLearned(opened, gateway, { path: config.apiFactsFile, api: demo ? 'sandbox' : apiUrl, log });
  opened.add(() => gateway.close());
  metrics?.watch(gateway);
  const { adminHost, adminPort } = config;
  if (metrics && adminPort !== null && !shared) {
    const handler = adminHandler({ registry: metrics.registry, isReady: () => gateway.isReady() });
    end.admin = await listen(handler, { host: adminHost, port: adminPort });
  }
  const server = await listen(gateway.handler, config);
  const origin = originOf(config.host, server.port);
  const close = async ({ replaced = false } = {}) => {
    if (!replaced) {
      gateway.drain();
      if (config.drainDelayMs > 0) await sleep(config.drainDelayMs);
    }
    end.drainsFor(config.drainTimeoutMs);
    await server.close(config.drainTimeoutMs, () => {
      const cut = gateway.cutOff();
      if (cut > 0) log.error(`${cut} requests were not answered within DRAIN_TIMEOUT_MS, and were cut off`);
    });
    await opened.close();
  };

  if (!shared)
    await announce(config, { origin, admin: end.admin, demo }, print).catch(async (error: unknown) => {
      await close();
      throw error;
    });
  return { origin, close, registry: metrics?.registry };
}

/** What goes on until everything else has ended: metrics are read and spans are sent to the last. */
class End {
  admin: Listening | undefined;
  readonly #tracing: Tracing | undefined;
  #drainedAt = performance.now();

  constructor(tracing: Tracing | undefined) {
    this.#tracing = tracing;
  }

  /** Answers are waited for from now on, for so many milliseconds at most. What is left of them is for the spans. */
  drainsFor(ms: number): void {
    this.#drainedAt = performance.now() + ms;
  }

  async close(): Promise<void> {
    const leftMs = this.#drainedAt - performance.now();
    await Promise.all([this.#tracing?.close(Math.max(LAST_SPANS_MS, leftMs)), this.admin?.close(ADMIN_DRAIN_MS)]);
  }
}

/** Keeps what the API shows of itself, in the file at `path` and, where it differs from the schema, in the log. */
function keepLearned(
  opened: Opened,
  { facts, drift }: Gateway,
  { path, api, log }: { readonly path: string | null; readonly api: string; readonly log: Log },
): void {
  const file = path ? keepFacts(facts, path, api, log.warn) : null;
  opened.add(() => file?.close());
  opened.add(logDrift(drift, log.warn));
}
