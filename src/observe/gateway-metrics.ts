/** What a gateway does at the moment, read whenever somebody looks. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { ApiDrift } from '../loaders/api-drift.ts';
import type { CircuitState } from '../upstream/policies/circuit.ts';
import type { GatewayState } from './gateway-state.ts';

export interface WatchedGateway {
  readonly state: GatewayState;
  readonly drift?: Pick<ApiDrift, 'counts'>;
}

type Reading = readonly [name: string, help: string, read: (state: GatewayState) => number];

const GAUGES: readonly Reading[] = [
  ['kantata_operations_in_flight', 'GraphQL requests that are worked on.', ({ requests }) => requests.underWay],
  ['kantata_operations_queued', 'GraphQL requests that wait for others to end.', ({ requests }) => requests.waiting],
  ['kantata_exports_in_flight', 'Exports that are worked on.', ({ exports }) => exports.underWay],
  ['kantata_upstream_in_flight', 'Requests to the API under way.', ({ upstream }) => upstream.underWay],
  ['kantata_upstream_queued', 'REST calls that wait for their turn.', ({ upstream }) => upstream.waiting],
  [
    'kantata_upstream_concurrency_limit',
    'Requests to the API that may be under way at once.',
    ({ upstream }) => upstream.limit,
  ],
  [
    'kantata_upstream_paused',
    'Tokens that wait for a rate limit of the API to end, each counted once for every limit.',
    ({ upstream }) => upstream.pausedLanes,
  ],
  [
    'kantata_upstream_token_circuits_open',
    'Endpoints that are not asked for one token, because they fail for that one.',
    ({ upstream }) => upstream.ofOnePrincipal,
  ],
  [
    'kantata_upstream_rate_limit',
    'Requests to the API that may be sent a second, as learned; 0 where UPSTREAM_RATE is none.',
    ({ upstream }) => upstream.perSecond ?? 0,
  ],
  [
    'kantata_redis_up',
    'Whether Redis answers: 1 or 0; 0 where REDIS_URL is none.',
    ({ redis }) => (redis?.isUp ? 1 : 0),
  ],
  [
    'kantata_unread_bytes',
    'Answers that clients have not read yet, in bytes; past MAX_UNREAD_BYTES some are cut off.',
    ({ unread }) => unread.bytes,
  ],
  [
    'kantata_memory_held_bytes',
    'Bodies under way, rows and answers that are held, in bytes.',
    ({ memory }) => memory.used,
  ],
  [
    'kantata_memory_budget_bytes',
    'What may be held of those (MEMORY_BUDGET): past three quarters of it large operations wait outside.',
    ({ memory }) => memory.max,
  ],
];

/** Of what the gateway counts itself, since it started. */
const COUNTERS: readonly Reading[] = [
  [
    'kantata_unread_cut_total',
    'Answers that were cut off because too much waited to be read.',
    ({ unread }) => unread.cut,
  ],
  [
    'kantata_redis_failures_total',
    'What Redis did not answer in time, or refused, attempts to connect among it: the gateway went on without.',
    ({ redis }) => redis?.failures ?? 0,
  ],
];

const CIRCUIT: Readonly<Record<CircuitState, number>> = { closed: 0, ramping: 1, open: 2 };

/**
 * The current state of the gateway, read at each scrape. For several workers the sum is reported: of limits too,
 * for each worker has its own.
 */
export function measureGateway(registry: Registry, gateway: WatchedGateway): void {
  for (const [name, help, read] of GAUGES)
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read(gateway.state));
        },
      }),
    );
  for (const [name, help, read] of COUNTERS) {
    let before = 0;
    registry.registerMetric(
      new Counter({
        name,
        help,
        registers: [],
        collect() {
          const now = read(gateway.state);
          this.inc(now - before);
          before = now;
        },
      }),
    );
  }
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
