export interface ConcurrencyLimitOptions {
  readonly initial: number;
  readonly max: number;
  /** By how much it grows while as many answers come as it has room for. */
  readonly growth: number;
}

/** Timeouts alone do not shrink a limit below this part of its maximum: they have other causes too. */
const TIMEOUT_FLOOR = 0.2;

/**
 * How many questions may be under way at once, learned from how they fare: more, step by step, while
 * all goes well and the room is used; half as many when the API says that it is too much; a third
 * less when no answer comes in time (additive increase, multiplicative decrease).
 */
export class ConcurrencyLimit {
  readonly #max: number;
  readonly #growth: number;
  #limit: number;
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

  /** An answer came, with so many questions under way beside it. */
  answered(underWay: number): void {
    this.#patience--;
    // What is not used proves nothing.
    if (underWay * 2 >= this.#limit) this.#limit = Math.min(this.#max, this.#limit + this.#growth / this.#limit);
  }

  /** No answer came in time. */
  timedOut(): void {
    this.#patience--;
    this.#shrink(0.7, Math.max(1, this.#max * TIMEOUT_FLOOR));
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
