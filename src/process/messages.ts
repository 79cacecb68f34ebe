/** What the processes of one gateway tell each other. The one that started the others is the primary. */
import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** The metrics of one process, as `Registry.getMetricsAsJSON` writes them. */
export type Measured = readonly MetricObjectWithValues<MetricValue<string>>[];

export type FromWorker =
  /** It answers requests, and where. */
  | { readonly type: 'ready'; readonly origin: string }
  /** It could not start, for this reason. */
  | { readonly type: 'failed'; readonly problem: string }
  /** It accepts no more connections, on request or after a fault. */
  | { readonly type: 'leaving' }
  /** Its metrics: when asked, and once more when it has answered its last request. */
  | { readonly type: 'measured'; readonly measured: Measured };

export type ToWorker =
  /** Answer what is under way, and end. `replaced`: another worker has taken its place already. */
  { readonly type: 'stop'; readonly replaced: boolean } | { readonly type: 'measure' };

/** The variable by which the primary tells a worker that it is one, and {@link Shared} what it finds there. */
export const WORKER_VARIABLE = 'KANTATA_GATEWAY_WORKER';
