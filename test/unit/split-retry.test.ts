import { describe, expect, it } from 'vitest';
import { recordsOf } from '../../src/upstream/envelope.ts';
import type { Failure } from '../../src/upstream/errors.ts';
import { splitRequest, withSplitRetry } from '../../src/upstream/policies/split-retry.ts';
import type { RestRequest } from '../../src/upstream/rest-request.ts';
import { RetryBudget } from '../../src/upstream/policies/retry-budget.ts';
import { as, fakeApi, fakeClock, outcome, settled } from '../support/fake-clock.ts';

const batch = { path: '/users', params: { only: '1,2,3', include: 'role' }, divisible: true } as const;
const late: Failure = { kind: 'timedOut', afterMs: 20_000 };
const rows = (...ids: string[]) => new Map([['users', recordsOf(Object.fromEntries(ids.map((id) => [id, { id }])))]]);
const results = (...ids: string[]) => ids.map((id) => ({ key: 'users', id }));

const start = () => {
  const clock = fakeClock();
  const api = fakeApi();
  return { clock, api, ask: withSplitRetry(api.ask, { clock, budget: new RetryBudget() }) };
};

describe('halvesOf', () => {
  it('cuts the ids in two, and leaves the rest of the question as it is', () => {
    expect(splitRequest(batch)).toEqual([
      { path: '/users', params: { only: '1,2', include: 'role' }, divisible: true },
      { path: '/users', params: { only: '3', include: 'role' }, divisible: true },
    ]);
  });

  it.each<RestRequest>([
    { path: '/users', params: { only: '1' }, divisible: true },
    { path: '/users', params: { per_page: '200' }, divisible: true },
    // A list by ids comes in an order, which two halves do not have.
    { path: '/users', params: { only: '1,2' } },
  ])('finds nothing to cut in %j', (question) => {
    expect(splitRequest(question)).toBeNull();
  });
});

describe('withHalving', () => {
  it('asks for a batch that took too long in two halves, and answers with both as one', async () => {
    const { clock, api, ask } = start();
    const asked = outcome(ask(batch, as('ada')));

    await clock.pass(20_000);
    await api.sent[0]?.fail(late);
    await api.sent[1]?.answer({ count: 2, results: results('2', '1'), collections: rows('1', '2'), bytes: 20 });
    await api.sent[2]?.answer({
      count: 1,
      results: results('3'),
      collections: new Map([...rows('3'), ['roles', recordsOf({ 7: { id: '7' } })]]),
      bytes: 10,
      retries: 1,
    });

    expect(api.urls()).toEqual([
      'ada /users?include=role&only=1,2,3',
      'ada /users?include=role&only=1,2',
      'ada /users?include=role&only=3',
    ]);
    expect(asked.answer).toMatchObject({ count: 3, bytes: 30, retries: 3, durationMs: 20_000, shared: false });
    expect(asked.answer?.results).toEqual(results('2', '1', '3'));
    const users = asked.answer?.collections.get('users');
    expect({ ...users?.byId }).toEqual({ 1: { id: '1' }, 2: { id: '2' }, 3: { id: '3' } });
    expect(users?.all).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
    expect(asked.answer?.collections.get('roles')?.byId).toEqual({ 7: { id: '7' } });
  });

  it('keeps records with names that prototypes have as records', async () => {
    const { api, ask } = start();
    const asked = outcome(ask(batch, as('ada')));
    const odd = JSON.parse('{"__proto__":{"admin":true}}') as Record<string, { admin: boolean }>;

    await api.sent[0]?.fail(late);
    await api.sent[1]?.answer({ collections: new Map([['users', recordsOf(odd)]]) });
    await api.sent[2]?.answer({ collections: rows('constructor') });

    const users = asked.answer?.collections.get('users')?.byId;
    expect(Object.keys(users ?? {})).toEqual(['__proto__', 'constructor']);
    expect((users as { admin?: boolean }).admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('tells the first failure when a half fails too, and does not halve again', async () => {
    const { api, ask } = start();
    const asked = outcome(ask(batch, as('ada')));

    await api.sent[0]?.fail(late);
    await api.sent[1]?.fail(late);
    await api.sent[2]?.answer();

    expect(asked.failure).toEqual(late);
    expect(api.sent).toHaveLength(3);
  });

  it('does not halve what failed otherwise, nor for whom it comes too late, nor for whom has left', async () => {
    const { clock, api, ask } = start();
    outcome(ask(batch, as('ada')));
    await api.sent[0]?.fail({ kind: 'unavailable', status: 503 });

    outcome(ask(batch, as('ada', { deadlineAt: clock.now() + 100 })));
    await clock.pass(100);
    await api.sent[1]?.fail(late);

    const leaving = new AbortController();
    outcome(ask(batch, as('ada', { signal: leaving.signal })));
    leaving.abort();
    await settled();

    expect(api.sent).toHaveLength(3);
  });

  it('takes its calls from the budget of repeats, so that a hanging API is not asked three times as much', async () => {
    const { api, ask } = start();
    const tenOf = async (token: string) => {
      for (let at = 0; at < 10; at++) {
        outcome(ask(batch, as(token)));
        for (const request of api.sent) await request.fail(late);
      }
    };
    await tenOf('ada');
    // Two halves for three repeats of one token; and two of what is left of five for another.
    expect(api.sent.length).toBe(12);
    await tenOf('bob');
    await tenOf('eve');

    expect(api.sent.length).toBe(34);
  });
});
