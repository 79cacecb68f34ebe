import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { Measured } from '../../src/process/messages.ts';
import { Totals } from '../../src/process/totals.ts';

/** What a process tells that has answered so many requests, and answers as many now. */
async function measured(answered: number): Promise<Measured> {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'answered_total', help: 'x', labelNames: ['how'], registers }).inc({ how: 'ok' }, answered);
  new Gauge({ name: 'under_way', help: 'x', registers }).set(answered);
  new Gauge({ name: 'lag', help: 'x', registers, aggregator: 'max' }).set(answered);
  const histogram = new Histogram({ name: 'seconds', help: 'x', buckets: [1], registers });
  for (let at = 0; at < answered; at++) histogram.observe(0.5);
  return registry.getMetricsAsJSON();
}

const samplesOf = (page: string) => page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the metrics of several processes', () => {
  it('are their sums, or the highest where a sum would mean nothing', async () => {
    const totals = new Totals();
    totals.know(1, await measured(2));
    totals.know(2, await measured(3));

    expect(samplesOf(await totals.page([]))).toEqual([
      'answered_total{how="ok"} 5',
      'under_way 5',
      'lag 3',
      'seconds_bucket{le="1"} 5',
      'seconds_bucket{le="+Inf"} 5',
      'seconds_sum 2.5',
      'seconds_count 5',
    ]);
  });

  it('hold what a process told last, and not what it told before', async () => {
    const totals = new Totals();
    totals.know(1, await measured(2));
    totals.know(1, await measured(3));

    expect(samplesOf(await totals.page([]))).toContain('answered_total{how="ok"} 3');
  });

  it('keep what processes have counted that are gone, and nothing of what they were', async () => {
    const totals = new Totals();
    for (const process of [1, 2, 3]) totals.know(process, await measured(process));
    totals.end(1);
    totals.end(2);
    totals.end(4);

    const samples = samplesOf(await totals.page([]));
    expect(samples).toContain('answered_total{how="ok"} 6');
    expect(samples).toContain('seconds_count 6');
    expect(samples).toContain('under_way 3');
    expect(samples).toContain('lag 3');
  });

  it('count in what the process measures that puts them together', async () => {
    const totals = new Totals();
    totals.know(1, await measured(2));

    expect(samplesOf(await totals.page(await measured(1)))).toContain('answered_total{how="ok"} 3');
  });
});
