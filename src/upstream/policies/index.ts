/**
 * The policies between a call and the network, in their order. A call passes from the top to
 * the bottom, and each only sees what the one above lets through:
 *
 * - (equal calls in flight are one: `flights.ts`, before all of these)
 * - accepted tokens: what was refused a moment ago is not asked again
 * - halving: a batch that took too long, once more in two halves
 * - retry: what may be gone the next time, once more
 * - breaker, at the door: not at all while the endpoint only fails
 * - limiter: so many at once, and so many a second where a rate is set, the others by turns
 * - breaker, at the wire: sees how each try ends
 */
import type { Send } from '../send.ts';
import { AcceptedTokens } from './accepted-tokens.ts';
import { createBreaker } from './breaker.ts';
import type { BreakerState } from './circuits.ts';
import { type Clock, type RandomSource, monotonicClock } from '../clock.ts';
import type { Principal } from '../principal.ts';
import { withSplitRetry } from './split-retry.ts';
import { Limiter } from './limiter.ts';
import { RateLimiter, type RateLimiterOptions } from './rate-limiter.ts';
import { withRetry } from './retry.ts';
import { RetryBudget } from './retry-budget.ts';

export interface PolicyOptions {
  /** Requests to the API under way at once, of all principals together. */
  readonly maxInFlight: number;
  /** Calls of one principal that may wait for their turn, and half of those that may wait in all. */
  readonly maxWaiting: number;
  /** The longest wait for a turn, in milliseconds. */
  readonly maxWaitMs: number;
  /** How many calls may be sent a second. Default: as many as there is room for. */
  readonly rate?: Omit<RateLimiterOptions, 'clock'> | null | undefined;
  /** Default: a clock that never jumps. */
  readonly clock?: Clock;
  /** Default: `Math.random`. */
  readonly random?: RandomSource;
}

/** What the policies do at the moment. */
export interface PolicyState extends BreakerState {
  /** Requests under way, and calls that wait for their turn. */
  readonly underWay: number;
  readonly waiting: number;
  /** Requests that may be under way at once, of all principals together. */
  readonly limit: number;
  /** Principals that a 429 holds back, each counted for every rate limit. */
  readonly pausedLanes: number;
  /** Requests a second, as learned; `null` where no rate is set. */
  readonly perSecond: number | null;
}

export interface Policies {
  readonly send: Send;
  readonly state: PolicyState;
  /** Whether the API has answered this principal's token, and not refused it since. */
  accepts(principal: Principal): boolean;
}

/** All policies around `send`, with a memory of their own. */
export function createPolicies(
  send: Send,
  { clock = monotonicClock, random = Math.random, rate = null, ...limits }: PolicyOptions,
): Policies {
  const budget = new RetryBudget();
  const accepted = new AcceptedTokens(clock);
  const breaker = createBreaker({ clock });
  const pace = rate && new RateLimiter({ ...rate, clock });
  const limiter = new Limiter(breaker.watch(send), { ...limits, clock, random, pace, accepted });
  return {
    send: accepted.watch(
      withSplitRetry(withRetry(breaker.guard(limiter.send), { clock, random, budget }), { clock, budget }),
    ),
    accepts: (principal) => accepted.has(principal),
    get state() {
      return { ...limiter.load, ...limiter.bounds, ...breaker.state, perSecond: pace?.perSecond ?? null };
    },
  };
}
