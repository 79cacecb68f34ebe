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

  /** The current metrics of a process, as it sent them. */
  know(process: number, measured: Measured): void {
    this.#known.set(process, measured);
  }

  /** A process has ended. What it was is over; what it counted is kept. */
  end(process: number): void {
    const last = this.#known.get(process) ?? [];
    this.#known.delete(process);
    const counted = last.filter(({ type }) => ['counter', 'histogram'].includes(String(type)));
    // An aggregated registry holds its metrics in their exported form, which its type does not state.
    this.#ended = sumOf([this.#ended, counted]).getMetricsAsArray() as unknown as Measured;
  }

  /** The page for Prometheus, with what this process measures itself. */
  page(own: Measured): Promise<string> {
    return sumOf([own, this.#ended, ...this.#known.values()]).metrics();
  }
}

const sumOf = (processes: readonly Measured[]): Registry => AggregatorRegistry.aggregate([...processes]);
