import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/upstream/clock.ts';
import { ConcurrencyLimit } from '../../src/upstream/policies/concurrency-limit.ts';
import { isBulk, rateClass } from '../../src/upstream/policies/endpoint-class.ts';
import { PROBE_EVERY_MS } from '../../src/upstream/policies/circuit.ts';
import { Limiter, type LimiterOptions, pauseMs } from '../../src/upstream/policies/limiter.ts';
import type { RestRequest } from '../../src/upstream/rest-request.ts';
import { as, fakeApi, fakeClock, outcome, settled } from '../support/fake-clock.ts';

const stories: RestRequest = { path: '/stories', params: {} };
const workspaces: RestRequest = { path: '/workspaces', params: {} };
const page = (number: number): RestRequest => ({ path: '/stories', params: { page: String(number), per_page: '200' } });
const user = (id: number): RestRequest => ({ path: `/users/${id}`, params: {} });

function start(options: Partial<LimiterOptions> = {}) {
  const clock = fakeClock();
  const api = fakeApi();
  const limiter = new Limiter(api.ask, {
    clock,
    random: () => 0,
    maxInFlight: 4,
    maxWaiting: 50,
    maxWaitMs: 10_000,
    ...options,
  });
  const ask = (question: RestRequest, token = 'ada', more = {}) => outcome(limiter.send(question, as(token, more)));
  return { clock, api, limiter, ask, tokens: () => api.sent.map(({ caller }) => caller.token) };
}

describe('rateClass', () => {
  it.each([
    ['/workspaces', 'workspaces'],
    ['/workspaces/7', 'workspaces'],
    ['/custom_field_values', 'custom_field_values'],
    ['/stories', 'all'],
    ['/workspace_groups', 'all'],
  ])('of %s is %s', (path, rate) => {
    expect(rateClass({ path, params: {} })).toBe(rate);
  });
});

describe('isBulk', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1).join(',');
  it.each<[string, Record<string, string>, boolean]>([
    ['a first page', { per_page: '200' }, false],
    ['a further page', { per_page: '200', page: '2' }, true],
    ['rows from an offset', { limit: '10', offset: '5' }, true],
    ['a few ids', { only: ids(99) }, false],
    ['a full chunk of ids', { only: ids(150) }, true],
  ])('of %s', (_, params, bulk) => {
    expect(isBulk({ path: '/stories', params })).toBe(bulk);
  });
});

describe('the limiter', () => {
  it('wakes who waits for the end of a pause, though timers are early and time goes on while they run', async () => {
    const still = fakeClock();
    let reads: number | null = null;
    const clock: Clock = {
      now: () => still.now() + (reads === null ? 0 : reads++),
      after: (ms, callback) =>
        still.after(Math.max(1, ms - 0.5), () => {
          reads = 0;
          callback();
          reads = null;
        }),
    };
    const { api, ask } = start({ clock });
    ask(stories);
    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 1000 });
    const waiting = ask(stories, 'ada', { deadlineAt: 9_000 });
    await still.pass(999);

    expect(api.sent).toHaveLength(1);

    await still.pass(3);

    expect(api.sent).toHaveLength(2);
    await api.sent[1]?.answer();
    expect(waiting.answer).toBeDefined();
  });

  it('lets no more under way at once than there is room for, and the next ones as room comes free', async () => {
    const { api, ask, limiter } = start();
    for (let id = 1; id <= 6; id++) ask(user(id));

    expect(api.sent).toHaveLength(4);
    expect(limiter.load).toEqual({ underWay: 4, waiting: 2 });
    await api.sent[0]?.answer();
    expect(api.sent).toHaveLength(5);
    for (const request of api.sent.slice(1)) await request.answer();
    for (const request of api.sent.slice(5)) await request.answer();
    expect(limiter.load).toEqual({ underWay: 0, waiting: 0 });
  });

  it('goes by turns between tokens, however many questions one of them has in line', async () => {
    const { api, ask, tokens } = start({ maxInFlight: 1 });
    for (let id = 1; id <= 20; id++) ask(user(id), 'many');
    ask(user(1), 'few');
    ask(user(2), 'few');
    ask(user(1), 'one');

    for (let at = 0; at < 7; at++) await api.sent[at]?.answer();

    expect(tokens().slice(0, 7)).toEqual(['many', 'many', 'few', 'one', 'many', 'few', 'many']);
  });

  it('lets the interactive go before bulk, and bulk all the same now and then', async () => {
    const { api, ask } = start({ maxInFlight: 1 });
    ask(page(2));
    ask(page(3));
    for (let id = 1; id <= 20; id++) ask(user(id));

    for (let at = 0; at < 12; at++) await api.sent[at]?.answer();

    const order = api.sent.map(({ url }) => (url.startsWith('/users') ? 'user' : 'page'));
    expect(order.slice(0, 12)).toEqual(['page', ...Array(8).fill('user'), 'page', 'user', 'user']);
  });

  it('takes out of line who leaves, at once, and sends nothing for them', async () => {
    const { api, ask, limiter, clock } = start({ maxInFlight: 1 });
    const leaving = new AbortController();
    ask(user(1));
    const left = ask(user(2), 'ada', { signal: leaving.signal });

    leaving.abort();
    await settled();

    expect(left.failure).toEqual({ kind: 'aborted' });
    expect(limiter.load.waiting).toBe(0);
    expect(clock.timers()).toBe(0);
    await api.sent[0]?.answer();
    expect(api.sent).toHaveLength(1);
  });

  it('refuses at once, and says when to come again, when the line of a token is full', async () => {
    const { ask } = start({ maxInFlight: 1, maxWaiting: 3 });
    for (let id = 1; id <= 4; id++) ask(user(id), 'many');

    const refused = ask(user(5), 'many');
    const other = ask(user(1), 'other');
    await settled();

    expect(refused.failure).toEqual({ kind: 'overloaded', retryAfterMs: 1000 });
    expect(other.failure).toBeUndefined();
  });

  it('refuses whoever comes when the line of all is full', async () => {
    const { ask } = start({ maxInFlight: 1, maxWaiting: 3 });
    for (const token of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) ask(user(1), token);

    const refused = ask(user(1), 'h');
    await settled();

    expect(refused.failure?.kind).toBe('overloaded');
  });

  it('gives up who has waited too long', async () => {
    const { ask, clock, limiter } = start({ maxInFlight: 1, maxWaitMs: 500 });
    ask(user(1));
    const waiting = ask(user(2));

    await clock.pass(499);
    expect(waiting.failure).toBeUndefined();
    await clock.pass(1);

    expect(waiting.failure).toEqual({ kind: 'overloaded', retryAfterMs: 1000 });
    expect(limiter.load.waiting).toBe(0);
  });
});

describe('a 429', () => {
  const inTime = { deadlineAt: 30_000 };

  it('that says when to come again holds back its token until then, and the others not at all', async () => {
    const { api, ask, clock, tokens } = start();
    const limited = ask(stories);
    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 2000 });
    ask(user(1), 'ada', inTime);
    ask(user(1), 'bob');

    await clock.pass(1999);
    expect(tokens()).toEqual(['ada', 'bob']);
    await clock.pass(1);

    expect(limited.failure).toEqual({ kind: 'rateLimited', retryAfterMs: 2000 });
    expect(tokens()).toEqual(['ada', 'bob', 'ada']);
  });

  it('is told at once to whom it outlasts, with what is left of it', async () => {
    const { api, ask, clock } = start();
    ask(stories);
    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 2000 });
    await clock.pass(500);

    const soon = ask(user(1), 'ada', { deadlineAt: 2000 });
    const unsaid = ask(user(2));
    await settled();

    expect(soon.failure).toEqual({ kind: 'rateLimited', retryAfterMs: 1500 });
    expect(unsaid.failure).toEqual({ kind: 'rateLimited', retryAfterMs: 1500 });
    expect(api.sent).toHaveLength(1);
  });

  it('is told at once to those in line whom it outlasts', async () => {
    const { api, ask } = start({ maxInFlight: 1 });
    ask(stories);
    const soon = ask(user(1), 'ada', { deadlineAt: 1000 });
    const patient = ask(user(2), 'ada', inTime);

    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 2000 });

    expect(soon.failure).toEqual({ kind: 'rateLimited', retryAfterMs: 2000 });
    expect(patient.failure).toBeUndefined();
  });

  it('lets those go on afterwards who stood in line before it came', async () => {
    const { api, ask, clock } = start({ maxInFlight: 1 });
    ask(stories);
    const waiting = ask(user(1), 'ada', inTime);
    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 2000 });

    await clock.pass(2000);
    await api.sent[1]?.answer();

    expect(waiting.answer).toBeDefined();
  });

  it('of workspaces holds back workspaces, and nothing else', async () => {
    const { api, ask, clock } = start();
    ask(workspaces);
    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 2000 });
    ask(workspaces, 'ada', inTime);
    ask(stories);
    await clock.pass(1000);

    expect(api.urls()).toEqual(['ada /workspaces', 'ada /stories']);
  });

  it('that names no wait means a second and up to half of one more, doubled with each further one', () => {
    const unnamed = { kind: 'rateLimited', retryAfterMs: 1000, unnamed: true } as const;
    const waits = [1, 2, 3, 10].map((strikes) => pauseMs(unnamed, strikes, () => 0));
    expect(waits).toEqual([1000, 2000, 4000, 30_000]);
    expect(pauseMs(unnamed, 1, () => 0.5)).toBe(1250);
    expect(pauseMs({ kind: 'rateLimited', retryAfterMs: 7000 }, 5, () => 0.5)).toBe(7000);
  });

  it('that names none is waited for longer and longer, until an answer comes', async () => {
    const { api, ask, clock } = start();
    const unnamed = { kind: 'rateLimited', retryAfterMs: 1000, unnamed: true } as const;
    const waits = [];
    for (let strike = 0; strike < 3; strike++) {
      const asked = ask(stories, 'ada', { deadlineAt: clock.now() + 60_000 });
      await settled();
      await api.sent.at(-1)?.fail(unnamed);
      waits.push(asked.failure);
      await clock.pass(5000);
    }
    ask(stories);
    await api.sent.at(-1)?.answer();
    const after = ask(stories);
    await api.sent.at(-1)?.fail(unnamed);
    waits.push(after.failure);

    expect(waits.map((failure) => failure && 'retryAfterMs' in failure && failure.retryAfterMs)).toEqual([
      1000, 2000, 4000, 1000,
    ]);
  });

  it('that many get together counts once', async () => {
    const { api, ask, clock } = start({ maxInFlight: 20 });
    const unnamed = { kind: 'rateLimited', retryAfterMs: 1000, unnamed: true } as const;
    for (let id = 1; id <= 20; id++) ask(user(id));
    for (const request of api.sent) await request.fail(unnamed);
    await clock.pass(1000);

    const next = ask(stories);
    await api.sent.at(-1)?.fail(unnamed);

    expect(next.failure).toEqual({ kind: 'rateLimited', retryAfterMs: 2000 });
  });

  it('halves what its token may have under way, once for all that were refused together', async () => {
    const { api, ask, clock } = start({ maxInFlight: 50 });
    for (let id = 1; id <= 20; id++) ask(user(id));
    for (const request of api.sent) await request.fail({ kind: 'rateLimited', retryAfterMs: 1000 });
    await clock.pass(1000);
    const before = api.sent.length;

    for (let id = 1; id <= 50; id++) ask(user(id));
    await api.sent[before]?.answer();

    expect(api.sent.length - before).toBe(1 + 10);
  });

  it('is over once one question is answered after the wait, and the others go at once', async () => {
    const { api, ask, clock } = start({ maxInFlight: 20 });
    ask(stories);
    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 60_000 });
    const asked = Array.from({ length: 5 }, (_, id) => ask(user(id), 'ada', { deadlineAt: 90_000 }));

    await clock.pass(60_000);
    expect(api.sent).toHaveLength(1 + 1);
    await api.sent[1]?.fail({ kind: 'notFound' });
    expect(api.sent).toHaveLength(1 + 5);
    for (const request of api.sent.slice(2)) await request.answer();

    expect(asked.filter(({ answer }) => answer)).toHaveLength(4);
  });

  it('has one question after another find out whether it is over, also where the first hangs', async () => {
    const { api, ask, clock } = start({ maxInFlight: 20 });
    ask(stories);
    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 1000 });
    for (let id = 1; id <= 5; id++) ask(user(id), 'ada', inTime);

    await clock.pass(1000 + PROBE_EVERY_MS - 1);
    expect(api.sent).toHaveLength(2);
    await clock.pass(1);
    expect(api.sent).toHaveLength(3);
    await api.sent[2]?.answer();

    expect(api.sent).toHaveLength(1 + 5);
  });

  it('is not taken back by an answer to what was asked before it', async () => {
    const { api, ask, clock } = start({ maxInFlight: 20 });
    ask(user(1));
    ask(user(2));
    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 1000 });
    await clock.pass(1000);
    await api.sent[1]?.answer();

    for (let id = 3; id <= 6; id++) ask(user(id));

    expect(api.sent).toHaveLength(2 + 1);
  });
});

describe('ConcurrencyLimit', () => {
  const many = (count: number, act: () => void) => {
    for (let at = 0; at < count; at++) act();
  };

  it('grows while all goes well and the room is used, up to its maximum', () => {
    const limit = new ConcurrencyLimit({ initial: 4, max: 10, growth: 1 });
    many(5, () => limit.answered(4));
    expect(limit.current).toBe(5);
    many(1000, () => limit.answered(10));
    expect(limit.current).toBe(10);
  });

  it('does not grow where the room is not used', () => {
    const limit = new ConcurrencyLimit({ initial: 10, max: 50, growth: 1 });
    many(1000, () => limit.answered(1));
    expect(limit.current).toBe(10);
  });

  it('is halved by refusals, down to one', () => {
    const limit = new ConcurrencyLimit({ initial: 20, max: 50, growth: 1 });
    const seen = [];
    for (let round = 0; round < 6; round++) {
      // All that were under way are refused.
      many(limit.current, () => limit.refused());
      seen.push(limit.current);
    }
    expect(seen).toEqual([10, 5, 2, 1, 1, 1]);
  });

  it('shrinks with timeouts, but not to nothing, and comes back', () => {
    const limit = new ConcurrencyLimit({ initial: 50, max: 50, growth: 4 });
    many(1000, () => limit.timedOut());
    expect(limit.current).toBe(10);
    many(300, () => limit.answered(50));
    expect(limit.current).toBeGreaterThan(40);
  });
});
