import cluster from 'node:cluster';
import { Counter, Gauge, Registry } from 'prom-client';
import { announce } from './announce.ts';
import { type Config, ConfigError } from '../config/config.ts';
import { demoApiOf, startDemoApi } from './demo-api.ts';
import { listen } from '../http/listen.ts';
import { ADMIN_DRAIN_MS, adminHandler } from '../http/admin.ts';
import { standardError } from '../observe/destination.ts';
import { createLog, type Log } from '../observe/log.ts';
import { measureProcess } from '../observe/process-metrics.ts';
import type { Shared } from './serve.ts';
import { type Opened, orNothing } from './opened.ts';
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
export function measureWorkers(registry: Registry, ready: () => number) {
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
export const serveByWorkers = (config: Config, print: (line: string) => void, orders: Orders) =>
  orNothing((opened) => serveOpening(opened, config, print, orders));

async function serveOpening(
  opened: Opened,
  config: Config,
  print: (line: string) => void,
  { reload, givenUp }: Orders,
) {
  if (cluster.isWorker) throw new Error('WORKERS must be 1 where the gateway itself is run as a worker of a cluster');
  const stderr = standardError(process.stderr, { shared: true });
  opened.add(() => stderr.flush());
  const log = createLog(config.logLevel, stderr);
  const sandbox = await startDemoApi(config);
  opened.add(() => sandbox?.close());
  const shared: Shared = { demo: demoApiOf(sandbox) };

  const registry = new Registry();
  const totals = new Totals();
  const ended = measureWorkers(registry, () => pool.ready);
  const pool = new WorkerPool({
    size: config.workers,
    role: JSON.stringify(shared),
    stopWithinMs: config.drainDelayMs + config.drainTimeoutMs + STOP_MARGIN_MS,
    problem: log.error,
    givenUp,
    ended: (how) => ended.inc({ how }),
    measured: (worker, measured) => (measured === 'gone' ? totals.end(worker) : totals.know(worker, measured)),
  });
  let stopping = false;
  const metrics = async () => {
    await pool.measure();
    return totals.page(await registry.getMetricsAsJSON());
  };
  const isReady = () => !stopping && pool.ready > 0;
  const admin = await openAdmin(opened, config, { registry, metrics, isReady });
  process.on('SIGHUP', () => replaceWorkers(pool, reload, log));
  const origin = await pool.start();
  opened.add(() => {
    stopping = true;
    return pool.stop();
  });
  await announce(config, { origin, admin, ...shared }, print);
  return { origin, close: () => opened.close() };
}

interface AdminParts {
  readonly registry: Registry;
  /** The metrics of all workers and of this process. */
  readonly metrics: () => Promise<string>;
  readonly isReady: () => boolean;
}

/** Opens the admin port, with the metrics of this process among those of all; nothing where it is off. */
async function openAdmin(opened: Opened, config: Config, { registry, metrics, isReady }: AdminParts) {
  const { adminHost: host, adminPort: port } = config;
  if (port === null) return undefined;
  opened.add(measureProcess(registry));
  const { contentType } = registry;
  const admin = await listen(adminHandler({ registry: { contentType, metrics }, isReady }), { host, port });
  opened.add(() => admin.close(ADMIN_DRAIN_MS));
  return admin;
}

/** Replaces all workers by such as have read the configuration again; keeps them where it is not valid. */
function replaceWorkers(pool: WorkerPool, reload: () => Config, log: Log): void {
  try {
    // The workers read it themselves, including files. An invalid one is reported here, before it reaches them.
    reload();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return log.error(`workers are not replaced: ${error.problems.join('; ')}`);
  }
  void pool.rollingRestart();
}
