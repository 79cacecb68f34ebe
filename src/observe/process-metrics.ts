import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

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
