import { describe, expect, it } from 'vitest';
import type { Send } from '../../src/upstream/send.ts';
import type { Failure } from '../../src/upstream/errors.ts';
import { RetryBudget } from '../../src/upstream/policies/retry-budget.ts';
import { repeatAfterMs, withRetry } from '../../src/upstream/policies/retry.ts';
import { as, envelope, failed, fakeApi, fakeClock, outcome, settled } from '../support/fake-clock.ts';

const users = { path: '/users', params: {} };
const down: Failure = { kind: 'unavailable', status: 503 };

const start = (random = 0) => {
  const clock = fakeClock();
  const api = fakeApi();
  return { clock, api, ask: withRetry(api.ask, { clock, random: () => random, budget: new RetryBudget() }) };
};

describe('repeatAfterMs', () => {
  const at = (failure: Failure, deadlineAt?: number, random = 0) =>
    repeatAfterMs(failure, { now: 0, deadlineAt, random: () => random });

  it('waits from 20 to 80 ms before it repeats what failed', () => {
    expect(at(down)).toBe(20);
    expect(at({ kind: 'unavailable' }, undefined, 0.5)).toBe(50);
    expect(at(down, undefined, 0.999)).toBeCloseTo(79.94);
  });

  it.each<Failure>([
    { kind: 'unauthenticated' },
    { kind: 'forbidden' },
    { kind: 'notFound' },
    { kind: 'rejected', status: 422, messages: [] },
    { kind: 'timedOut', afterMs: 20_000 },
    { kind: 'aborted' },
    { kind: 'malformed', detail: 'it is empty' },
    { kind: 'circuitOpen', retryAfterMs: 1 },
    { kind: 'overloaded', retryAfterMs: 1 },
  ])('never repeats what would fail again, or cost too much: %j', (failure) => {
    expect(at(failure, 30_000)).toBeNull();
  });

  it('repeats what was limited only if the wait ends before the deadline', () => {
    const limited: Failure = { kind: 'rateLimited', retryAfterMs: 2000 };
    expect(at(limited, 2001)).toBe(0);
    expect(at(limited, 2000)).toBeNull();
    expect(at(limited)).toBeNull();
  });

  it('repeats nothing for whom it would come too late', () => {
    expect(at(down, 21)).toBe(20);
    expect(at(down, 20)).toBeNull();
  });
});

describe('withRetry', () => {
  it('repeats a read once, and tells so', async () => {
    const { clock, api, ask } = start(0.5);
    const asked = outcome(ask(users, as('ada')));

    await api.sent[0]?.fail(down);
    await clock.pass(49);
    expect(api.sent).toHaveLength(1);
    await clock.pass(1);
    await api.sent[1]?.answer();

    expect(api.urls()).toEqual(['ada /users', 'ada /users']);
    expect(asked.answer).toMatchObject({ retries: 1, durationMs: 50 });
  });

  it('does not repeat a second time', async () => {
    const { clock, api, ask } = start();
    const asked = outcome(ask(users, as('ada')));

    await api.sent[0]?.fail(down);
    await clock.pass(100);
    await api.sent[1]?.fail({ kind: 'unavailable' });
    await clock.pass(10_000);

    expect(api.sent).toHaveLength(2);
    expect(asked.failure).toEqual({ kind: 'unavailable' });
  });

  it('forgets a repeat whose caller leaves during the wait, and leaves no timer', async () => {
    const { clock, api, ask } = start();
    const leaving = new AbortController();
    const asked = outcome(ask(users, as('ada', { signal: leaving.signal })));

    await api.sent[0]?.fail(down);
    leaving.abort();
    await settled();

    expect(asked.failure).toEqual({ kind: 'aborted' });
    expect(clock.timers()).toBe(0);
    await clock.pass(1000);
    expect(api.sent).toHaveLength(1);
  });

  it('spends a tenth of the traffic and five at most, however much fails', async () => {
    const clock = fakeClock();
    let calls = 0;
    const dead: Send = (question) => {
      calls++;
      return Promise.reject(failed(down, question));
    };
    const ask = withRetry(dead, { clock, random: () => 0, budget: new RetryBudget() });

    for (let question = 0; question < 1000; question++) {
      outcome(ask(users, as('ada')));
      await clock.pass(100);
    }

    expect(calls).toBeGreaterThan(1090);
    expect(calls).toBeLessThanOrEqual(1105);
  });

  it('turns one failure in a hundred into none, for two calls in a hundred more at most', async () => {
    const clock = fakeClock();
    let calls = 0;
    const shaky: Send = (question) =>
      ++calls % 100 === 0 ? Promise.reject(failed(down, question)) : Promise.resolve(envelope());
    const ask = withRetry(shaky, { clock, random: () => 0, budget: new RetryBudget() });

    const asked = [];
    for (let question = 0; question < 10_000; question++) {
      asked.push(outcome(ask(users, as('ada'))));
      if (question % 10 === 0) await clock.pass(100);
    }
    await clock.pass(100);

    expect(asked.filter(({ answer }) => !answer)).toEqual([]);
    expect(calls).toBeLessThanOrEqual(10_200);
  });
});
