import { describe, expect, it } from 'vitest';
import { Limiter } from '../../src/upstream/policies/limiter.ts';
import { RateLimiter, type SharedBucket } from '../../src/upstream/policies/rate-limiter.ts';
import type { RestRequest } from '../../src/upstream/rest-request.ts';
import { burstOf, TokenBucket } from '../../src/upstream/policies/token-bucket.ts';
import { as, fakeApi, fakeClock, outcome, settled } from '../support/fake-clock.ts';

/** Takes all that it gets, every few milliseconds, for so long; returns how much that was. */
function drain(bucket: TokenBucket, fromMs: number, toMs: number, everyMs = 7): number {
  let taken = 0;
  for (let now = fromMs; now < toMs; now += everyMs) taken += bucket.take(1000, now).granted;
  return taken;
}

describe('a token bucket', () => {
  it.each([1, 3.5, 20, 333, 5000])('of %d calls a second gives that many, and a burst', (rate) => {
    const bucket = new TokenBucket(rate);

    const taken = drain(bucket, 0, 60_000);

    expect(taken).toBeLessThanOrEqual(rate * 60 + burstOf(rate));
    expect(taken).toBeGreaterThanOrEqual(Math.floor(rate * 60 * 0.98));
  });

  it('saves up no more than a burst', () => {
    const bucket = new TokenBucket(100);
    bucket.take(1, 0);

    expect(bucket.take(1000, 3_600_000).granted).toBe(10);
  });

  it('says how long until there is more', () => {
    const bucket = new TokenBucket(4);

    expect(bucket.take(2, 0)).toEqual({ granted: 1, waitMs: 250, perSecond: 4 });
    expect(bucket.take(1, 249).granted).toBe(0);
    expect(bucket.take(1, 250).granted).toBe(1);
  });

  it('is halved by a refusal, once for those of one moment, and recovers', () => {
    const bucket = new TokenBucket(100);
    bucket.refused({ name: 'ada', alone: true }, 0);
    bucket.refused({ name: 'ada', alone: true }, 500);

    expect(bucket.take(1, 500).perSecond).toBeCloseTo(50.8, 1);
    expect(bucket.take(1, 15_000).perSecond).toBeCloseTo(75, 0);
    expect(bucket.take(1, 40_000).perSecond).toBe(100);
  });

  it('is never cut to nothing', () => {
    const bucket = new TokenBucket(100);
    for (let now = 0; now < 20_000; now += 1000) bucket.refused({ name: 'ada', alone: true }, now);

    expect(bucket.take(1, 20_000).perSecond).toBeGreaterThan(100 / 17);
  });

  it('leaves a refusal to the token that gets it while others ask, until a second one is refused', () => {
    const bucket = new TokenBucket(100);
    bucket.refused({ name: 'ada', alone: false }, 0);
    bucket.refused({ name: 'ada', alone: false }, 2000);
    expect(bucket.take(1, 2000).perSecond).toBe(100);

    bucket.refused({ name: 'bob', alone: false }, 3000);
    expect(bucket.take(1, 3000).perSecond).toBe(50);
  });

  it('does not put together refusals that are far apart', () => {
    const bucket = new TokenBucket(100);
    bucket.refused({ name: 'ada', alone: false }, 0);
    bucket.refused({ name: 'bob', alone: false }, 10_000);

    expect(bucket.take(1, 10_000).perSecond).toBe(100);
  });
});

const user = (id: number): RestRequest => ({ path: `/users/${id}`, params: {} });
const page: RestRequest = { path: '/stories', params: { page: '2', per_page: '200' } };

function start(perSecond: number, shared?: SharedBucket) {
  const clock = fakeClock();
  const api = fakeApi();
  const pace = new RateLimiter({ clock, perSecond, shared });
  const limiter = new Limiter(api.ask, {
    clock,
    random: () => 0,
    maxInFlight: 100,
    maxWaiting: 500,
    maxWaitMs: 10_000,
    pace,
  });
  const ask = (question: RestRequest, token = 'ada') => outcome(limiter.ask(question, as(token)));
  return { clock, api, ask, limiter, pace, tokens: () => api.sent.map(({ caller }) => caller.token) };
}

describe('a limiter with a rate', () => {
  it('sends a burst at once, and the others as the rate lets them, in their order', async () => {
    const { clock, api, ask } = start(20);
    for (let id = 1; id <= 12; id++) ask(user(id));
    await settled();
    expect(api.sent).toHaveLength(2);

    await clock.pass(200);

    expect(api.urls()).toEqual([1, 2, 3, 4, 5, 6].map((id) => `ada /users/${id}`));
  });

  it('keeps the rate over any time, and wakes up without anybody asking', async () => {
    const { clock, api, ask, limiter } = start(50);
    for (let id = 1; id <= 205; id++) void ask(user(id));
    for (let ms = 0; ms < 4000; ms += 50) {
      await clock.pass(50);
      for (const request of api.sent) await request.answer();
    }

    expect(api.sent).toHaveLength(205);
    for (const request of api.sent) await request.answer();
    expect(limiter.load).toEqual({ underWay: 0, waiting: 0 });
  });

  it('still goes by turns between tokens, and lets the interactive go before bulk', async () => {
    const { clock, ask, tokens, api } = start(10);
    for (let id = 1; id <= 5; id++) ask(user(id), 'many');
    ask(page, 'few');
    ask(user(1), 'few');

    await clock.pass(1000);

    expect(tokens()).toEqual(['many', 'many', 'few', 'many', 'many', 'many', 'few']);
    expect(api.urls()[2]).toBe('few /users/1');
  });

  it('lets nobody overtake who waits for the rate', async () => {
    const { clock, api, ask } = start(10);
    ask(user(1));
    ask(user(2));
    await clock.pass(99);
    ask(user(3));
    await clock.pass(201);

    expect(api.urls()).toEqual(['ada /users/1', 'ada /users/2', 'ada /users/3']);
  });

  it('turns away who would wait too long, and takes nothing for who has left', async () => {
    const { clock, ask, limiter } = start(0.1);
    ask(user(1));
    const late = ask(user(2));
    await clock.pass(9999);
    expect(late.failure).toBeUndefined();
    await clock.pass(1);

    expect(late.failure ?? late.answer).toBeDefined();
    expect(limiter.load.waiting).toBe(0);
  });

  it('learns from a 429 of the only token that there is', async () => {
    const { api, ask, pace } = start(20);
    ask(user(1));
    await settled();

    await api.sent[0]?.fail({ kind: 'rateLimited', retryAfterMs: 0 });
    ask(user(2));
    await settled();

    expect(pace.perSecond).toBe(10);
  });

  it('goes on by itself when a bucket that others share cannot be reached', async () => {
    const gone: SharedBucket = {
      take: () => Promise.reject(new Error('gone')),
      refused: () => Promise.resolve(),
    };
    const { clock, api, ask } = start(20, gone);
    for (let id = 1; id <= 12; id++) ask(user(id));

    await clock.pass(200);

    expect(api.sent).toHaveLength(6);
  });

  it('asks a shared bucket for no more than what waits, and uses what it got', async () => {
    const asked: number[] = [];
    const bucket = new TokenBucket(1000);
    const { clock, api, ask } = start(1000, {
      take: (count) => {
        asked.push(count);
        return Promise.resolve(bucket.take(count, clock.now()));
      },
      refused: () => Promise.resolve(),
    });
    for (let id = 1; id <= 15; id++) ask(user(id));
    await settled();

    expect(api.sent).toHaveLength(15);
    expect(asked.reduce((sum, count) => sum + count, 0)).toBe(15);
  });
});
