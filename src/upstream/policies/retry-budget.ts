import type { Principal } from '../principal.ts';
import { ByPrincipal } from './by-principal.ts';

/** How much of the traffic may be repeats: one for ten calls, and a few for those who ask little. */
const SHARE = 0.1;
const BURST = 5;
/** The few that are for one principal alone: less than all, so that another has some left. */
const OWN_BURST = 3;
/** Principals whose repeats are counted. One that is forgotten begins anew. */
const MAX_PRINCIPALS = 10_000;

/** Tenths do not add up to ones exactly. */
const ROUNDING = 1e-9;

/**
 * What may be spent on repeating: a token bucket that every call fills by a tenth, so that a
 * failing API gets a tenth more requests, and not twice as many. In any stretch of time the repeats
 * are at most a tenth of the calls and five; those of one principal, a tenth of its own and three.
 */
export class RetryBudget {
  #left = BURST;
  readonly #own = new ByPrincipal({
    make: () => ({ left: OWN_BURST }),
    isIdle: ({ left }) => left >= OWN_BURST,
    max: MAX_PRINCIPALS,
  });

  /** A call was asked for the first time. */
  earn(principal: Principal): void {
    this.#left = Math.min(BURST, this.#left + SHARE);
    const own = this.#own.get(principal);
    // Nothing is kept for a principal whose share is whole.
    if (!own) return;
    own.left = Math.min(OWN_BURST, own.left + SHARE);
    this.#own.release(principal);
  }

  /** Whether so many more requests may be sent for the principal; they are paid for by that. */
  spend(principal: Principal, requests = 1): boolean {
    const own = this.#own.get(principal)?.left ?? OWN_BURST;
    if (Math.min(this.#left, own) + ROUNDING < requests) return false;
    this.#left -= requests;
    this.#own.of(principal).left -= requests;
    return true;
  }
}
