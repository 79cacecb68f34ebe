export interface ConcurrencyLimitOptions {
  readonly initial: number;
  readonly max: number;
  /** By how much it grows while as many answers come as it has room for. */
  readonly growth: number;
}

/** An answer counts this much towards what answers take of late. */
const WEIGHT = 0.1;
/** Answers that take so many times as long as usual are those of an API that has too much to do. */
const SLOW = 2;
/** Slowness alone does not shrink a window below this part of its maximum: it has other causes too. */
const SLOW_FLOOR = 0.2;

/**
 * How many calls may be under way at once, learned from how they fare: more, step by step, while
 * all goes well and the room is used; half as many when the API says that it is too much; a little
 * less when answers take much longer than they used to (additive increase, multiplicative decrease).
 */
export class ConcurrencyLimit {
  readonly #max: number;
  readonly #growth: number;
  #limit: number;
  #slowness = 1;
  /** Answers until it may shrink again: those under way were asked before the last time. */
  #patience = 0;

  constructor({ initial, max, growth }: ConcurrencyLimitOptions) {
    this.#growth = growth;
    this.#max = Math.max(1, max);
    this.#limit = Math.min(Math.max(1, initial), this.#max);
  }

  get current(): number {
    return Math.floor(this.#limit);
  }

  /** An answer came, after `ratio` times what is usual, with so many calls in flight beside it. */
  answered(ratio: number, underWay: number): void {
    this.#patience--;
    this.#slowness += (ratio - this.#slowness) * WEIGHT;
    if (this.#slowness > SLOW) this.#shrink(0.9, Math.max(1, this.#max * SLOW_FLOOR));
    // What is not used proves nothing.
    else if (underWay * 2 >= this.#limit) this.#limit = Math.min(this.#max, this.#limit + this.#growth / this.#limit);
  }

  /** No answer came in time. */
  timedOut(): void {
    this.#patience--;
    this.#shrink(0.7, Math.max(1, this.#max * SLOW_FLOOR));
  }

  /** The API said that it was too much. */
  refused(): void {
    this.#patience--;
    this.#shrink(0.5, 1);
  }

  #shrink(factor: number, floor: number): void {
    if (this.#patience > 0) return;
    this.#patience = this.current;
    this.#limit = Math.max(Math.min(floor, this.#limit), this.#limit * factor);
  }
}
