import type { RestResponse, Send } from '../send.ts';
import type { Clock } from '../clock.ts';
import { recordsOf, type Row } from '../envelope.ts';
import { UpstreamError } from '../errors.ts';
import type { RestRequest } from '../rest-request.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface SplitRetryOptions {
  readonly clock: Clock;
  readonly budget: RetryBudget;
}

/** Two calls that together ask for the same records; `null` where one cannot be cut in two. */
export function splitRequest(restRequest: RestRequest): readonly [RestRequest, RestRequest] | null {
  const ids = restRequest.divisible ? (restRequest.params.only?.split(',') ?? []) : [];
  if (ids.length < 2) return null;
  const middle = Math.ceil(ids.length / 2);
  const half = (part: readonly string[]): RestRequest => ({
    ...restRequest,
    params: { ...restRequest.params, only: part.join(',') },
  });
  return [half(ids.slice(0, middle)), half(ids.slice(middle))];
}

/**
 * Asks for a batch of ids in two halves, once, when the API took too long over the whole. That helps where a call hung by
 * chance, and where time grows faster than the number of ids (`bench/split-retry.ts`). The two extra
 * calls come out of the budget of repeats, and `retries` counts them.
 *
 * Rejects with the first failure of the whole if either half fails: part of it must not pass for all.
 */
export const withSplitRetry =
  (send: Send, { clock, budget }: SplitRetryOptions): Send =>
  async (restRequest, caller) => {
    const startedAt = clock.now();
    try {
      return await send(restRequest, caller);
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.failure.kind !== 'timedOut') throw error;
      const halves = splitRequest(restRequest);
      const late = caller.deadlineAt !== undefined && clock.now() >= caller.deadlineAt;
      if (halves === null || late || caller.signal?.aborted || !budget.spend(caller.principal, 2)) throw error;
      const answers = await Promise.allSettled(halves.map((half) => send(half, caller)));
      const [one, other] = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null));
      if (!one || !other) {
        error.retries += 2;
        throw error;
      }
      return joined(one, other, clock.now() - startedAt);
    }
  };

/** Two answers as one: the records of both, and what they cost together. */
export const joined = (one: RestResponse, other: RestResponse, durationMs: number): RestResponse => ({
  count: one.count === null || other.count === null ? null : one.count + other.count,
  results: [...one.results, ...other.results],
  collections: joinedCollections(one.collections, other.collections),
  bytes: one.bytes + other.bytes,
  inflatedBytes: (one.inflatedBytes ?? one.bytes) + (other.inflatedBytes ?? other.bytes),
  status: other.status,
  durationMs,
  retries: one.retries + other.retries + 2,
  requestId: other.requestId,
  shared: one.shared && other.shared,
});

function joinedCollections(
  one: RestResponse['collections'],
  other: RestResponse['collections'],
): RestResponse['collections'] {
  const all = new Map(one);
  for (const [name, records] of other) {
    const before = all.get(name);
    // Without a prototype, so that a record called `__proto__` is a record like any other.
    const both = () => Object.assign(Object.create(null) as Record<string, Row>, before?.byId, records.byId);
    all.set(name, before ? recordsOf(both()) : records);
  }
  return all;
}
