import type { Registry } from 'prom-client';
import { createMetrics } from '../../src/observe/metrics.ts';
import type { Gateway } from '../../src/http/gateway.ts';
import { measureWorkers } from '../../src/process/primary.ts';

/** Every metric that a page can hold, be it that of a single process or of several. */
export function allMetrics(gateway: Pick<Gateway, 'state'>): Registry {
  const metrics = createMetrics();
  metrics.watch(gateway);
  metrics.stop();
  measureWorkers(metrics.registry, () => 0);
  return metrics.registry;
}
