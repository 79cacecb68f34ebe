import { AggregatorRegistry, type Registry } from 'prom-client';
import type { Measured } from './messages.ts';

/**
 * The metrics of several processes as those of one.
 *
 * What a process had counted stays in the sums when it has ended: a counter that falls would read as a restart of all of
 * them, and everything counted before would seem to have happened a second time.
 */
export class Totals {
  readonly #known = new Map<number, Measured>();
  #ended: Measured = [];

  /** What a process measures now, as it told. */
  know(process: number, measured: Measured): void {
    this.#known.set(process, measured);
  }

  /** A process has ended. What it was is over; what it counted is kept. */
  end(process: number): void {
    const last = this.#known.get(process) ?? [];
    this.#known.delete(process);
    const counted = last.filter(({ type }) => ['counter', 'histogram'].includes(String(type)));
    // The sums of an aggregated registry stand in its metrics as they would be told, which its type does not say.
    this.#ended = sumOf([this.#ended, counted]).getMetricsAsArray() as unknown as Measured;
  }

  /** The page for Prometheus, with what this process measures itself. */
  page(own: Measured): Promise<string> {
    return sumOf([own, this.#ended, ...this.#known.values()]).metrics();
  }
}

const sumOf = (processes: readonly Measured[]): Registry => AggregatorRegistry.aggregate([...processes]);
