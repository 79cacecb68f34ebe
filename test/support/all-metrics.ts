import type { Registry } from 'prom-client';
import { createMetrics } from '../../src/observe/metrics.ts';
import type { Gateway } from '../../src/server.ts';
import { measureCrew } from '../../src/workers/primary.ts';

/** Every metric that a page can hold, be it that of a single process or of several. */
export function allMetrics(gateway: Pick<Gateway, 'state'>): Registry {
  const { registry, watch, stop } = createMetrics();
  watch(gateway);
  stop();
  measureCrew(registry, () => 0);
  return registry;
}
