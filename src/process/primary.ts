import cluster from 'node:cluster';
import { Counter, Gauge, Registry } from 'prom-client';
import { announce } from './announce.ts';
import { type Config, ConfigError } from '../config/config.ts';
import { demoApiOf, startDemoApi } from './demo-api.ts';
import { type Listening, listen } from '../http/listen.ts';
import { ADMIN_DRAIN_MS, adminHandler } from '../http/admin.ts';
import { standardError } from '../observe/destination.ts';
import { createLog } from '../observe/log.ts';
import { measureProcess } from '../observe/metrics.ts';
import type { Shared } from './serve.ts';
import { WorkerPool, ENDS } from './worker-pool.ts';
import { Totals } from './totals.ts';

/** How long a worker may take to end beyond what it is given to drain, in milliseconds. */
const STOP_MARGIN_MS = 3_000;

export interface Orders {
  /** Reads the configuration again. */
  readonly reload: () => Config;
  /** Called when there is no worker left, and no hope for another. */
  readonly givenUp: (line: string) => void;
}

/** Where the metrics of the workers themselves are. */
export function measureCrew(registry: Registry, ready: () => number) {
  const answering = new Gauge({
    name: 'kantata_workers_ready',
    help: 'Workers that answer requests. Only with several.',
    registers: [],
    collect() {
      this.set(ready());
    },
  });
  registry.registerMetric(answering);
  const ended = new Counter({
    name: 'kantata_worker_ends_total',
    help: 'Workers that have ended: replaced by another one, or unexpectedly. Only with several.',
    labelNames: ['how'],
    registers: [registry],
  });
  for (const how of ENDS) ended.inc({ how }, 0);
  return ended;
}

/**
 * Runs the gateway in several processes, and prints where it is: this one holds the port, the admin port and the sandbox,
 * and answers no request; the others do. A worker that ends is replaced. SIGHUP replaces all of them, one at a time.
 *
 * Resolves once all answer; rejects when one cannot, and then leaves nothing running. `close` stops the workers as
 * {@link serve} stops a single process.
 */
export async function serveByWorkers(config: Config, print: (line: string) => void, { reload, givenUp }: Orders) {
  if (cluster.isWorker) throw new Error('WORKERS must be 1 where the gateway itself is run as a worker of a cluster');
  const { workers, adminHost, adminPort, drainDelayMs, drainTimeoutMs } = config;
  const stderr = standardError(process.stderr, { shared: true });
  const log = createLog(config.logLevel, stderr);
  const sandbox = await startDemoApi(config);
  const shared: Shared = { demo: demoApiOf(sandbox) };

  const registry = new Registry();
  const totals = new Totals();
  const ended = measureCrew(registry, () => crew.ready);
  const crew = new WorkerPool({
    size: workers,
    role: JSON.stringify(shared),
    stopWithinMs: drainDelayMs + drainTimeoutMs + STOP_MARGIN_MS,
    problem: log.error,
    givenUp,
    ended: (how) => ended.inc({ how }),
    measured: (worker, measured) => (measured === 'gone' ? totals.end(worker) : totals.know(worker, measured)),
  });

  let stopping = false;
  let admin: Listening | undefined;
  let stopMeasuring = () => {};
  const closeBehind = async () => {
    await admin?.close(ADMIN_DRAIN_MS);
    stopMeasuring();
    await sandbox?.close();
    stderr.flush();
  };
  const orCloseBehind = async (error: unknown) => {
    await closeBehind();
    throw error;
  };

  if (adminPort !== null) {
    stopMeasuring = measureProcess(registry);
    const metrics = async () => {
      await crew.measure();
      return totals.page(await registry.getMetricsAsJSON());
    };
    const handler = adminHandler({
      registry: { contentType: registry.contentType, metrics },
      isReady: () => !stopping && crew.ready > 0,
    });
    admin = await listen(handler, { host: adminHost, port: adminPort }).catch(orCloseBehind);
  }
  const roll = () => {
    try {
      // The workers read it themselves, including files. An invalid one is reported here, before it reaches them.
      reload();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return log.error(`workers are not replaced: ${error.problems.join('; ')}`);
    }
    void crew.rollingRestart();
  };
  process.on('SIGHUP', roll);
  const origin = await crew.start().catch(orCloseBehind);
  const close = async () => {
    stopping = true;
    await crew.stop();
    await closeBehind();
  };

  await announce(config, { origin, admin, ...shared }, print).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { origin, close };
}
