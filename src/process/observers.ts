/** What watches a process: metrics, traces, and the event loop. */
import { type Config, tracesUrlOf } from '../config/config.ts';
import { loadTracing } from '../observe/load-tracing.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import { observedBy, type Observer } from '../observe/observer.ts';
import type { Tracing } from '../observe/tracing.ts';
import { type LoopLag, watchLoopLag } from './event-loop-lag.ts';
import type { Opened } from './opened.ts';

export interface Observers {
  readonly metrics: Metrics | undefined;
  /** Hears of operations and requests, for the log and the metrics. */
  readonly observer: Observer | undefined;
  /** Its owner closes it: the last spans leave when everything else has ended. */
  readonly tracing: Tracing | undefined;
}

/** Metrics where there is an admin port for them, and traces where there is a collector. Rejects without the libraries. */
export async function observersOf(
  opened: Opened,
  config: Config,
  { apiUrl, log }: { readonly apiUrl: string; readonly log: Log },
): Promise<Observers> {
  const metrics = config.adminPort === null ? undefined : (await import('../observe/metrics.ts')).createMetrics();
  opened.add(() => metrics?.stop());
  const url = tracesUrlOf(config);
  const tracing =
    url === null
      ? undefined
      : await loadTracing({
          url,
          headers: config.otlpHeaders,
          serviceName: config.serviceName,
          resourceAttributes: config.resourceAttributes,
          ratio: config.traceRatio,
          propagate: config.propagateTraceContext,
          apiUrl,
          observer: metrics?.observer,
        });
  return { metrics, observer: observedBy([log.observer, metrics?.observer]), tracing };
}

/** Watches how late the event loop is, and logs each change of what `/ready` says for it; `null` where no limit is set. */
export function loopLagOf(opened: Opened, { readyMaxLagMs }: Config, log: Log): LoopLag | null {
  if (readyMaxLagMs === null) return null;
  const loop = watchLoopLag({
    maxLagMs: readyMaxLagMs,
    changed: (isLate, lagMs) =>
      log.warn(
        isLate
          ? `/ready says 503: the event loop is ${Math.round(lagMs)} ms late, and READY_MAX_LAG_MS is ${readyMaxLagMs}`
          : '/ready says 200 again: the event loop is in time',
      ),
  });
  opened.add(() => loop.stop());
  return loop;
}
