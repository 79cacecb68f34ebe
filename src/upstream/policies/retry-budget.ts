/** How much of the traffic may be repeats: one for ten questions, and a few for those who ask little. */
const SHARE = 0.1;
const BURST = 5;

/**
 * What may be spent on repeating: a token bucket that every question fills by a tenth, so that a
 * failing API gets a tenth more requests, and not twice as many. In any stretch of time the repeats
 * are at most a tenth of the questions and five.
 */
export class RetryBudget {
  #left = BURST;

  /** A question was asked for the first time. */
  earn(): void {
    this.#left = Math.min(BURST, this.#left + SHARE);
  }

  /** Whether so many more requests may be sent; they are paid for by that. */
  spend(requests = 1): boolean {
    // Tenths do not add up to ones exactly.
    if (this.#left + 1e-9 < requests) return false;
    this.#left -= requests;
    return true;
  }
}
