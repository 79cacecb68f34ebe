import type { Answer, Ask } from '../ask.ts';
import type { Clock } from '../clock.ts';
import { recordsOf, type Row } from '../envelope.ts';
import { UpstreamError } from '../errors.ts';
import type { Question } from '../question.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface HalvingOptions {
  readonly clock: Clock;
  readonly budget: RetryBudget;
}

/** Two questions that together ask for the same records; `null` where one cannot be cut in two. */
export function halvesOf(question: Question): readonly [Question, Question] | null {
  const ids = question.divisible ? (question.params.only?.split(',') ?? []) : [];
  if (ids.length < 2) return null;
  const middle = Math.ceil(ids.length / 2);
  const half = (part: readonly string[]): Question => ({
    ...question,
    params: { ...question.params, only: part.join(',') },
  });
  return [half(ids.slice(0, middle)), half(ids.slice(middle))];
}

/**
 * Asks for a batch of ids in two halves, once, when the API took too long over the whole: some
 * records are slow to read, and two calls of half the work may both be fast enough. The two extra
 * calls come out of the budget of repeats, and `retries` counts them.
 *
 * Rejects with the first failure of the whole if either half fails: part of it must not pass for all.
 */
export const withHalving =
  (ask: Ask, { clock, budget }: HalvingOptions): Ask =>
  async (question, caller) => {
    const startedAt = clock.now();
    try {
      return await ask(question, caller);
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.failure.kind !== 'timedOut') throw error;
      const halves = halvesOf(question);
      const late = caller.deadlineAt !== undefined && clock.now() >= caller.deadlineAt;
      if (halves === null || late || caller.signal?.aborted || !budget.spend(2)) throw error;
      const answers = await Promise.allSettled(halves.map((half) => ask(half, caller)));
      const [one, other] = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null));
      if (!one || !other) throw error;
      return joined(one, other, clock.now() - startedAt);
    }
  };

/** Two answers as one: the records of both, and what they cost together. */
export const joined = (one: Answer, other: Answer, durationMs: number): Answer => ({
  count: one.count + other.count,
  results: [...one.results, ...other.results],
  collections: joinedCollections(one.collections, other.collections),
  bytes: one.bytes + other.bytes,
  status: other.status,
  durationMs,
  retries: one.retries + other.retries + 2,
  requestId: other.requestId,
  shared: one.shared && other.shared,
});

function joinedCollections(one: Answer['collections'], other: Answer['collections']): Answer['collections'] {
  const all = new Map(one);
  for (const [name, records] of other) {
    const before = all.get(name);
    // Without a prototype, so that a record called `__proto__` is a record like any other.
    const both = () => Object.assign(Object.create(null) as Record<string, Row>, before?.byId, records.byId);
    all.set(name, before ? recordsOf(both()) : records);
  }
  return all;
}
