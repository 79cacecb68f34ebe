/**
 * The metrics, in the format of Prometheus.
 *
 * Labels are of small, closed sets: outcomes, codes, endpoints of the API. Never a label: names of
 * operations, URLs, principals. Clients choose those, and every new one would be kept for good.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ERROR_CODES } from '../execution/errors.ts';
import type { GatewayState } from './gateway-state.ts';
import type { ApiDrift } from '../loaders/api-drift.ts';
import type { CircuitState } from '../upstream/policies/circuit.ts';
import { type Observer, OUTCOMES, SPAN_OUTCOMES } from './observer.ts';

/** What is read of a gateway whenever somebody looks. */
interface WatchedGateway {
  readonly state: GatewayState;
  readonly drift?: Pick<ApiDrift, 'counts'>;
}

export interface Metrics {
  readonly registry: Registry;
  /** Counts the events that it observes. */
  readonly observer: Observer;
  /** Has the gauges read their values there; until then they have none. */
  watch(gateway: WatchedGateway): void;
  /** Measures nothing any more. */
  stop(): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];
const CALLS = [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50];

const CIRCUIT: Readonly<Record<CircuitState, number>> = { closed: 0, ramping: 1, open: 2 };

const codes: ReadonlySet<string> = new Set(ERROR_CODES);

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <Label extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name, help, labelNames, buckets, registers });

  const operations = counter('kantata_operations_total', 'GraphQL requests that are done with, by how they ended.', [
    'outcome',
  ]);
  const duration = histogram('kantata_operation_duration_seconds', 'From a GraphQL request to its answer.', SECONDS);
  const errors = counter('kantata_operation_errors_total', 'Operations with an error of this code.', ['code']);
  const warnings = counter('kantata_operation_warnings_total', 'Operations with a warning of this code.', ['code']);
  const calls = histogram('kantata_operation_calls', 'REST calls that an operation made.', CALLS);
  const predicted = histogram(
    'kantata_operation_predicted_calls',
    'REST calls foretold for the same operations.',
    CALLS,
  );
  const beyond = counter(
    'kantata_operations_beyond_prediction_total',
    'Operations that made more calls than foretold.',
  );
  const waves = histogram(
    'kantata_operation_waves',
    'Waves of REST calls, each waiting for the one before.',
    [0, 1, 2, 3, 4, 5, 7, 10],
  );
  const received = counter(
    'kantata_rows_received_total',
    'Records that came from the API. Of traced operations it is known which of them were used.',
    ['traced'],
  );
  const used = counter('kantata_rows_used_total', 'Records that the answers of traced operations were made from.');
  const shared = counter(
    'kantata_upstream_shared_calls_total',
    'REST calls spared because the same token had asked the same a moment before.',
  );
  const retries = counter('kantata_upstream_retries_total', 'Requests sent again before a call was answered.');
  const requests = counter(
    'kantata_upstream_requests_total',
    'Requests to the API by endpoint and outcome, repeats included.',
    ['endpoint', 'outcome'],
  );
  const requestDuration = histogram(
    'kantata_upstream_request_duration_seconds',
    'From a request to the last byte of its answer.',
    SECONDS,
    ['endpoint'],
  );
  const cached = counter(
    'kantata_cache_records_total',
    'Records by id that operations waited for, by whether they were kept from before.',
    ['outcome'],
  );
  const bytes = counter('kantata_upstream_received_bytes_total', 'Bodies of answers, as they came over the wire.');

  const spans = counter('kantata_trace_spans_total', 'Spans of traced operations, by what became of them.', [
    'outcome',
  ]);

  // There from the start, so that a rate is known when the first one happens.
  for (const outcome of OUTCOMES) operations.inc({ outcome }, 0);
  for (const code of ERROR_CODES) errors.inc({ code }, 0);
  for (const outcome of SPAN_OUTCOMES) spans.inc({ outcome }, 0);
  for (const traced of ['yes', 'no']) received.inc({ traced }, 0);
  for (const outcome of ['hit', 'miss']) cached.inc({ outcome }, 0);

  const observer: Observer = {
    operation({ outcome, durationMs, codes: found, stats }) {
      operations.inc({ outcome });
      duration.observe(durationMs / 1000);
      for (const code of found) errors.inc({ code: codes.has(code) ? code : 'INTERNAL_SERVER_ERROR' });
      for (const code of stats.warnings) warnings.inc({ code });
      if (stats.predicted === null) return;
      calls.observe(stats.calls);
      predicted.observe(stats.predicted);
      waves.observe(stats.waves);
      if (stats.calls > stats.predicted) beyond.inc();
      if (stats.shared > 0) shared.inc(stats.shared);
      if (stats.cacheHits > 0) cached.inc({ outcome: 'hit' }, stats.cacheHits);
      if (stats.cacheMisses > 0) cached.inc({ outcome: 'miss' }, stats.cacheMisses);
      if (stats.retries > 0) retries.inc(stats.retries);
      received.inc({ traced: stats.rowsUsed === null ? 'no' : 'yes' }, stats.rows);
      if (stats.rowsUsed !== null) used.inc(stats.rowsUsed);
    },
    request({ endpoint, outcome, durationMs, bytes: length }) {
      requests.inc({ endpoint, outcome });
      requestDuration.observe({ endpoint }, durationMs / 1000);
      if (length > 0) bytes.inc(length);
    },
    spans(outcome, count) {
      spans.inc({ outcome }, count);
    },
  };

  const stopMeasuring = measureProcess(registry);
  return { registry, observer, watch: (gateway) => measureGateway(registry, gateway), stop: stopMeasuring };
}

/**
 * The current state of the gateway, read at each scrape. For several workers the sum is reported: of limits too,
 * for each worker has its own.
 */
function measureGateway(registry: Registry, gateway: WatchedGateway): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: (state: GatewayState) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(gateway.state));
      },
    });
  /** Of what the gateway counts itself, since it started. */
  const counter = (name: string, help: string, read: (state: GatewayState) => number) => {
    let before = 0;
    registry.registerMetric(
      new Counter({
        name,
        help,
        collect() {
          const now = read(gateway.state);
          this.inc(now - before);
          before = now;
        },
        registers: [],
      }),
    );
  };
  gauge('kantata_operations_in_flight', 'GraphQL requests that are worked on.', ({ requests }) => requests.underWay);
  gauge(
    'kantata_operations_queued',
    'GraphQL requests that wait for others to end.',
    ({ requests }) => requests.waiting,
  );
  gauge('kantata_upstream_in_flight', 'Requests to the API under way.', ({ upstream }) => upstream.underWay);
  gauge('kantata_upstream_queued', 'REST calls that wait for their turn.', ({ upstream }) => upstream.waiting);
  gauge(
    'kantata_upstream_concurrency_limit',
    'Requests to the API that may be under way at once.',
    ({ upstream }) => upstream.limit,
  );
  gauge(
    'kantata_upstream_paused',
    'Tokens that wait for a rate limit of the API to end, each counted once for every limit.',
    ({ upstream }) => upstream.pausedLanes,
  );
  gauge(
    'kantata_upstream_token_circuits_open',
    'Endpoints that are not asked for one token, because they fail for that one.',
    ({ upstream }) => upstream.ofOnePrincipal,
  );
  gauge(
    'kantata_upstream_rate_limit',
    'Requests to the API that may be sent a second, as learned; 0 where UPSTREAM_RATE is none.',
    ({ upstream }) => upstream.perSecond ?? 0,
  );
  gauge('kantata_redis_up', 'Whether Redis answers: 1 or 0; 0 where REDIS_URL is none.', ({ redis }) =>
    redis?.isUp ? 1 : 0,
  );
  gauge(
    'kantata_unread_bytes',
    'Answers that clients have not read yet, in bytes; past MAX_UNREAD_BYTES some are cut off.',
    ({ unread }) => unread.bytes,
  );
  counter(
    'kantata_unread_cut_total',
    'Answers that were cut off because too much waited to be read.',
    ({ unread }) => unread.cut,
  );
  counter(
    'kantata_redis_failures_total',
    'What Redis did not answer in time, or refused, attempts to connect among it: the gateway went on without.',
    ({ redis }) => redis?.failures ?? 0,
  );
  registry.registerMetric(
    new Gauge({
      name: 'kantata_api_drift_names',
      help: 'Names that the API differs in from the schema, by kind: keys of rows and words that the schema does not know, associations that the API does not tell.',
      labelNames: ['kind', 'type'],
      registers: [],
      collect() {
        for (const { kind, type, names } of gateway.drift?.counts() ?? []) this.set({ kind, type }, names);
      },
    }),
  );
  const circuits = new Gauge({
    name: 'kantata_upstream_circuit_state',
    help: 'Whether an endpoint is asked: 0 as usual, 1 a few at a time after an outage, 2 not at all.',
    labelNames: ['endpoint'],
    collect() {
      for (const [endpoint, state] of gateway.state.upstream.endpoints) this.set({ endpoint }, CIRCUIT[state]);
    },
    aggregator: 'max',
    registers: [],
  });
  registry.registerMetric(circuits);
}

/**
 * How the process is, under the names that dashboards for Node know. Returns what ends the measuring.
 * For several processes: the sum, the latest of all timers, and the start time of the first process.
 */
export function measureProcess(registry: Registry): () => void {
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number, aggregator: 'sum' | 'max' | 'min' = 'sum') =>
    new Gauge({
      name,
      help,
      registers,
      aggregator,
      collect() {
        this.set(read());
      },
    });
  // An empty histogram has no percentile, and says 0; the first samples come after 10 ms.
  gauge(
    'nodejs_eventloop_lag_p99_seconds',
    'How late timers of 10 ms were, for 99 in 100, since this was last read.',
    () => lag.percentile(99) / 1e9,
    'max',
  );
  gauge(
    'nodejs_eventloop_lag_max_seconds',
    'The latest of them, since this was last read.',
    () => {
      const max = lag.count === 0 ? 0 : lag.max / 1e9;
      lag.reset();
      return max;
    },
    'max',
  );
  gauge('process_resident_memory_bytes', 'Memory that the process has.', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', 'Memory that objects take.', () => process.memoryUsage().heapUsed);
  gauge(
    'nodejs_external_memory_bytes',
    'Memory of buffers and other things outside the heap.',
    () => process.memoryUsage().external,
  );
  gauge(
    'process_start_time_seconds',
    'When the process started, in seconds since 1970.',
    () => Date.now() / 1000 - process.uptime(),
    'min',
  );
  let cpuSeconds = 0;
  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time that was spent.',
    registers: [],
    collect() {
      const { user, system } = process.cpuUsage();
      const now = (user + system) / 1e6;
      this.inc(now - cpuSeconds);
      cpuSeconds = now;
    },
  });
  registry.registerMetric(cpu);
  return () => lag.disable();
}
