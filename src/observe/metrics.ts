/**
 * The metrics, in the format of Prometheus.
 *
 * Labels are of small, closed sets: outcomes, codes, endpoints of the API. Never a label: names of
 * operations, URLs, principals. Clients choose those, and every new one would be kept for good.
 */
import { Counter, Histogram, Registry } from 'prom-client';
import { ERROR_CODES } from '../execution/errors.ts';
import { measureGateway, type WatchedGateway } from './gateway-metrics.ts';
import { type EndedOperation, type Observer, OUTCOMES, SPAN_OUTCOMES } from './observer.ts';
import { measureProcess } from './process-metrics.ts';

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
const MINUTES = [1, 5, 15, 60, 300, 900, 1_800, 3_600];
/** Records of an answer for each that was expected. */
const RATIOS = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8, 16, 32];
const CALLS = [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50];

const codes: ReadonlySet<string> = new Set(ERROR_CODES);

export function createMetrics(): Metrics {
  const registry = new Registry();
  const make = makerFor(registry);
  const [ends, costs, exports, sizes] = [countEnds(make), countCosts(make), countExports(make), countSizes(make)];
  const observer: Observer = {
    operation(ended) {
      ends(ended);
      if (ended.stats.rowsExported !== null) exports(ended, ended.stats.rowsExported);
      // Without a plan, nothing was going to be called.
      if (ended.stats.predicted !== null) costs(ended.stats, ended.stats.predicted);
      sizes(ended.stats);
    },
    request: countRequests(make),
    spans: countSpans(make),
  };
  const stop = measureProcess(registry);
  return { registry, observer, watch: (gateway) => measureGateway(registry, gateway), stop };
}

type Maker = ReturnType<typeof makerFor>;

/** Makes metrics that the registry has. */
const makerFor = (registry: Registry) => ({
  counter: <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames, registers: [registry] }),
  histogram: <Label extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name, help, labelNames, buckets, registers: [registry] }),
});

/** How operations end, and after how long. */
function countEnds({ counter, histogram }: Maker) {
  const operations = counter('kantata_operations_total', 'GraphQL requests that are done with, by how they ended.', [
    'outcome',
  ]);
  const duration = histogram(
    'kantata_operation_duration_seconds',
    'From a GraphQL request to its answer, exports left out.',
    SECONDS,
  );
  const errors = counter('kantata_operation_errors_total', 'Operations with an error of this code.', ['code']);
  const warnings = counter('kantata_operation_warnings_total', 'Operations with a warning of this code.', ['code']);
  // There from the start, so that a rate is known when the first one happens. So are those below.
  for (const outcome of OUTCOMES) operations.inc({ outcome }, 0);
  for (const code of ERROR_CODES) errors.inc({ code }, 0);
  return ({ outcome, durationMs, codes: found, stats }: EndedOperation) => {
    operations.inc({ outcome });
    // An export takes as long as its list is: a few of them would drown everything else.
    if (stats.rowsExported === null) duration.observe(durationMs / 1000);
    for (const code of found) errors.inc({ code: codes.has(code) ? code : 'INTERNAL_SERVER_ERROR' });
    for (const code of stats.warnings) warnings.inc({ code });
  };
}

/** How long exports take, and how much they carry away. */
function countExports({ counter, histogram }: Maker) {
  const duration = histogram('kantata_export_duration_seconds', 'From a request for an export to its end.', MINUTES);
  const rows = counter('kantata_export_rows_total', 'Rows that exports have written.');
  const calls = counter('kantata_export_calls_total', 'REST calls that exports have made.');
  return ({ durationMs, stats }: EndedOperation, written: number) => {
    duration.observe(durationMs / 1000);
    rows.inc(written);
    calls.inc(stats.calls);
  };
}

/** What operations cost, and whether that was foretold. */
function countCosts({ counter, histogram }: Maker) {
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
  const cached = counter(
    'kantata_cache_records_total',
    'Records by id that operations waited for, by whether they were kept from before.',
    ['outcome'],
  );
  for (const traced of ['yes', 'no']) received.inc({ traced }, 0);
  for (const outcome of ['hit', 'miss']) cached.inc({ outcome }, 0);
  return (stats: EndedOperation['stats'], foretold: number) => {
    calls.observe(stats.calls);
    predicted.observe(foretold);
    waves.observe(stats.waves);
    if (stats.calls > foretold) beyond.inc();
    if (stats.shared > 0) shared.inc(stats.shared);
    if (stats.cacheHits > 0) cached.inc({ outcome: 'hit' }, stats.cacheHits);
    if (stats.cacheMisses > 0) cached.inc({ outcome: 'miss' }, stats.cacheMisses);
    if (stats.retries > 0) retries.inc(stats.retries);
    received.inc({ traced: stats.rowsUsed === null ? 'no' : 'yes' }, stats.rows);
    if (stats.rowsUsed !== null) used.inc(stats.rowsUsed);
  };
}

/** How large answers are, and whether that was expected. */
function countSizes({ counter, histogram }: Maker) {
  const expected = counter('kantata_records_expected_total', 'Records that answers were expected to hold.');
  const answered = counter(
    'kantata_records_answered_total',
    'Records that the same answers held, or had held where they were stopped.',
  );
  const ratio = histogram(
    'kantata_records_answered_ratio',
    'Records of an answer for each that was expected; past 1 there were more.',
    RATIOS,
  );
  return ({ expectedRecords, answeredRecords }: EndedOperation['stats']) => {
    if (!expectedRecords || answeredRecords === null) return;
    expected.inc(expectedRecords);
    answered.inc(answeredRecords);
    ratio.observe(answeredRecords / expectedRecords);
  };
}

/** Requests on the wire. */
function countRequests({ counter, histogram }: Maker): Observer['request'] {
  const requests = counter(
    'kantata_upstream_requests_total',
    'Requests to the API by endpoint and outcome, repeats included.',
    ['endpoint', 'outcome'],
  );
  const duration = histogram(
    'kantata_upstream_request_duration_seconds',
    'From a request to the last byte of its answer.',
    SECONDS,
    ['endpoint'],
  );
  const bytes = counter('kantata_upstream_received_bytes_total', 'Bodies of answers, as they came over the wire.');
  return ({ endpoint, outcome, durationMs, bytes: length }) => {
    requests.inc({ endpoint, outcome });
    duration.observe({ endpoint }, durationMs / 1000);
    if (length > 0) bytes.inc(length);
  };
}

/** Spans that were sent to a collector, or not. */
function countSpans({ counter }: Maker): Observer['spans'] {
  const spans = counter('kantata_trace_spans_total', 'Spans of traced operations, by what became of them.', [
    'outcome',
  ]);
  for (const outcome of SPAN_OUTCOMES) spans.inc({ outcome }, 0);
  return (outcome, count) => spans.inc({ outcome }, count);
}
