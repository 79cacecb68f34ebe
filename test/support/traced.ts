/** A gateway whose spans go to a collector, and how its traces are read. */
import { expect } from 'vitest';
import { createLog } from '../../src/observe/log.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { observedBy } from '../../src/observe/observer.ts';
import { startTracing, type TracingOptions } from '../../src/observe/tracing.ts';
import { type CollectedSpan, type Collector, startCollector } from './collector.ts';
import { startGateway, type TestGatewayOptions } from './gateway.ts';

export const ROWS = {
  users: [{ id: '7', full_name: 'Ada Lovelace' }],
  workspaces: [{ id: '3', title: 'Bridge' }],
  stories: [{ id: '5', title: 'Kick-off', workspace_id: '3' }],
  time_entries: [{ id: '1', user_id: '7', story_id: '5' }],
};

export const CANARY = 'cANARY';
export const TOKEN = `${CANARY}-0123456789-abcdefgh`;
export const USERS = [{ userId: '7', name: 'Ada Lovelace', token: TOKEN }];

/** Two lists in the first wave, and what one of them leads to in the second. */
export const TWO_WAVES = `query Hours {
  timeEntries(first: 5) { nodes { story { workspace { title } } } }
  users(first: 1) { nodes { fullName } }
}`;
export const ADA = 'query Ada { user(id: 7) { fullName } }';

export const TRACE = '0af7651916cd43dd8448eb211c80319c';
export const PARENT = 'b7ad6b7169203331';
export const SAMPLED = `00-${TRACE}-${PARENT}-01`;

interface TracedOptions extends Partial<TracingOptions> {
  readonly gateway?: TestGatewayOptions;
}

/** A gateway whose spans go to a collector, with its log and its metrics. */
export async function startTraced({ gateway: gatewayOptions, ...options }: TracedOptions = {}) {
  const parts = new AsyncDisposableStack();
  const collector = parts.use(await startCollector());
  const metrics = createMetrics();
  parts.defer(() => metrics.stop());
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const tracing = startTracing({
    url: `${collector.url}/v1/traces`,
    apiUrl: 'https://api.example:8443/api/v1',
    observer: metrics.observer,
    ...options,
  });
  const gateway = parts.use(
    await startGateway(ROWS, {
      sandbox: { users: USERS },
      ...gatewayOptions,
      tracing,
      log: log.error,
      observer: observedBy([log.observer, metrics.observer]),
    }),
  );
  parts.defer(() => tracing.close(1_000));
  return {
    collector,
    gateway,
    tracing,
    /** Lines of the log, as what they say. */
    entries: () => lines.map((line) => JSON.parse(line)),
    /** What became of spans so far. */
    async counted(outcome: string) {
      const { values } = await metrics.registry.getSingleMetric('kantata_trace_spans_total')!.get();
      return values.find(({ labels }) => labels.outcome === outcome)?.value;
    },
    /** All spans, once those of so many operations have come. */
    async spansOf(operations: number): Promise<CollectedSpan[]> {
      await expect
        .poll(async () => {
          await tracing.flush();
          return rootsIn(collector).length;
        })
        .toBeGreaterThanOrEqual(operations);
      expect(rootsIn(collector)).toHaveLength(operations);
      return collector.spans();
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

export const rootsIn = (collector: Collector) => collector.spans().filter(({ kind }) => kind === 'server');

export const only = <Value>(values: readonly Value[]): Value => {
  expect(values).toHaveLength(1);
  return values[0] as Value;
};

export const named = (spans: readonly CollectedSpan[], name: string) =>
  only(spans.filter((span) => span.name === name));

/** Spans by the names on the way to them, sorted: `query > wave 1 > GET /users`. */
export function treeOf(spans: readonly CollectedSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathOf = (span: CollectedSpan): string => {
    const parent = byId.get(span.parentId);
    return parent ? `${pathOf(parent)} > ${span.name}` : span.name;
  };
  return spans.map(pathOf).toSorted();
}
