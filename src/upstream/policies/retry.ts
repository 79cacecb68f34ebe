import type { RestResponse, Send, Caller } from '../send.ts';
import type { Clock, RandomSource } from '../clock.ts';
import { type Failure, UpstreamError } from '../errors.ts';
import { wait } from './wait.ts';
import type { RetryBudget } from './retry-budget.ts';

/** The shortest and the longest wait before a repeat, in milliseconds: spread, so that failures of one moment part. */
const SHORTEST_MS = 20;
const LONGEST_MS = 80;

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly budget: RetryBudget;
}

/**
 * Whether a failure may be gone the next time, and how long to wait before that, in milliseconds;
 * `null` for one that would come again, and where the caller's deadline leaves no time.
 *
 * The wait for a rate limit is not in it: that is the limiter's, which holds every call of the
 * token back, the repeated one among them. The wait that a 503 names is.
 */
export function repeatAfterMs(
  failure: Failure,
  { now, deadlineAt, random }: { now: number; deadlineAt: number | undefined; random: RandomSource },
): number | null {
  if (failure.kind === 'rateLimited') {
    // Who says nothing of a deadline does not say that a long wait is welcome.
    return deadlineAt !== undefined && now + failure.retryAfterMs < deadlineAt ? 0 : null;
  }
  if (failure.kind !== 'unavailable') return null;
  const { retryAfterMs } = failure;
  if (retryAfterMs !== undefined && deadlineAt === undefined) return null;
  const ms = (retryAfterMs ?? 0) + SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS);
  return deadlineAt === undefined || now + ms < deadlineAt ? ms : null;
}

/**
 * Repeats a call once when the API failed to answer or limits its rate, out of a budget that all
 * calls share. Everything asked here is a read, so a repeat does no harm but its cost.
 *
 * `retries` of the answer counts it; a failure that stays is the one of the last try, and counts it as well.
 */
export const withRetry =
  (send: Send, { clock, random, budget }: RetryOptions): Send =>
  async (restRequest, caller) => {
    const startedAt = clock.now();
    budget.earn(caller.principal);
    try {
      return await send(restRequest, caller);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const ms = repeatAfterMs(error.failure, { now: clock.now(), deadlineAt: caller.deadlineAt, random });
      if (ms === null || !budget.spend(caller.principal)) throw error;
      await wait(ms, clock, caller, error.request);
      return repeated(await again(send, restRequest, caller, error), clock.now() - startedAt);
    }
  };

async function again(
  send: Send,
  restRequest: Parameters<Send>[0],
  caller: Caller,
  first: UpstreamError,
): Promise<RestResponse> {
  try {
    return await send(restRequest, caller);
  } catch (error) {
    // The breaker opened in between. What the API itself said tells more.
    if (error instanceof UpstreamError && error.failure.kind === 'circuitOpen') throw first;
    if (error instanceof UpstreamError) error.retries++;
    throw error;
  }
}

const repeated = (answer: RestResponse, durationMs: number): RestResponse => ({
  ...answer,
  durationMs,
  retries: answer.retries + 1,
});
