import { describe, expect, it } from 'vitest';
import type { Send } from '../../src/upstream/send.ts';
import { createBreaker } from '../../src/upstream/policies/breaker.ts';
import { PROBE_EVERY_MS } from '../../src/upstream/policies/circuit.ts';
import type { Failure } from '../../src/upstream/errors.ts';
import { as, envelope, failed, fakeApi, fakeClock, outcome, settled } from '../support/fake-clock.ts';

const users = { path: '/users', params: {} };
const roles = { path: '/roles', params: {} };
const down: Failure = { kind: 'unavailable', status: 503 };

/** An API that answers at once, or fails as it is told to. */
function start() {
  const clock = fakeClock();
  const api: { failure: Failure | null; calls: number } = { failure: null, calls: 0 };
  const send: Send = (question) => {
    api.calls++;
    return api.failure ? Promise.reject(failed(api.failure, question)) : Promise.resolve(envelope());
  };
  const breaker = createBreaker({ clock });
  const ask = breaker.guard(breaker.watch(send));
  const times = async (count: number, question = users, token = 'ada') => {
    const asked = Array.from({ length: count }, () => outcome(ask(question, as(token))));
    await settled();
    return asked;
  };
  /** One after the other. */
  const inTurn = async (count: number, question = users, token = 'ada') => {
    const asked = [];
    for (let at = 0; at < count; at++) asked.push(...(await times(1, question, token)));
    return asked;
  };
  return { clock, api, ask, times, inTurn };
}

describe('the breaker', () => {
  it('opens after five failures in a row where nothing is known yet, also when they come in one burst', async () => {
    const { api, inTurn, times } = start();
    api.failure = down;

    const [sixth] = (await inTurn(6)).slice(5);
    expect(api.calls).toBe(5);
    expect(sixth?.failure).toEqual({ kind: 'circuitOpen', retryAfterMs: PROBE_EVERY_MS });

    await times(60, roles);
    api.calls = 0;
    await times(60, roles);
    expect(api.calls).toBe(0);
  });

  it('opens after five failures in a row where all was well before, and sooner or later where half is', async () => {
    const { api, inTurn } = start();
    await inTurn(100);
    api.failure = down;
    api.calls = 0;
    for (let user = 0; user < 50; user++) await inTurn(1, users, `user ${user}`);
    expect(api.calls).toBe(5);

    const half = start();
    for (let round = 0; round < 100; round++) {
      half.api.failure = round % 2 === 0 ? down : null;
      await half.inTurn(1);
    }
    expect(half.api.calls).toBeLessThan(20);
  });

  it('tells the next second that is worth a try, and nothing of the API is asked until then', async () => {
    const { clock, api, inTurn } = start();
    api.failure = down;
    await inTurn(5);

    await clock.pass(900);
    const [asked] = await inTurn(1);

    expect(asked?.failure).toEqual({ kind: 'circuitOpen', retryAfterMs: PROBE_EVERY_MS - 900 });
    expect(asked?.error).toHaveProperty('message', expect.stringContaining('GET /users'));
  });

  it('turns questions away before they wait for anything', async () => {
    const clock = fakeClock();
    const breaker = createBreaker({ clock });
    const failing = breaker.watch((question) => Promise.reject(failed(down, question)));
    let waiting = 0;
    const ask = breaker.guard((question, caller) => {
      waiting++;
      return failing(question, caller);
    });
    for (let at = 0; at < 10; at++) {
      outcome(ask(users, as('ada')));
      await settled();
    }
    expect(waiting).toBe(5);
  });

  it('does not take an answer to what was asked before it opened for a sign that all is well', async () => {
    const clock = fakeClock();
    const api = fakeApi();
    const ask = createBreaker({ clock }).watch(api.ask);
    outcome(ask(users, as('ada')));
    await api.sent[0]?.fail(down);
    for (let at = 0; at < 6; at++) outcome(ask(users, as('ada')));
    for (const request of api.sent.slice(1, 6)) await request.fail(down);
    await api.sent[6]?.answer();

    const asked = outcome(ask(users, as('ada')));
    await settled();

    expect(asked.failure?.kind).toBe('circuitOpen');
  });

  it('keeps one endpoint open while another fails', async () => {
    const { api, inTurn } = start();
    api.failure = down;
    await inTurn(10);
    api.failure = null;

    const [asked] = await inTurn(1, roles);

    expect(asked?.answer).toBeDefined();
  });

  it.each<Failure>([
    { kind: 'unauthenticated' },
    { kind: 'forbidden' },
    { kind: 'notFound' },
    { kind: 'rejected', status: 422, messages: [] },
    { kind: 'rateLimited', retryAfterMs: 1000 },
    { kind: 'malformed', detail: 'it is longer than 8 MB' },
    { kind: 'aborted' },
  ])('does not open on what is no failure of the API: %j', async (failure) => {
    const { api, inTurn } = start();
    api.failure = failure;

    await inTurn(100);

    expect(api.calls).toBe(100);
  });

  it('opens when nothing comes in time', async () => {
    const { api, inTurn } = start();
    api.failure = { kind: 'timedOut', afterMs: 20_000 };

    await inTurn(100);

    expect(api.calls).toBe(5);
  });

  it('stays closed while one in ten fails', async () => {
    const { api, inTurn } = start();
    for (let round = 0; round < 100; round++) {
      await inTurn(9);
      api.failure = down;
      await inTurn(1);
      api.failure = null;
    }
    expect(api.calls).toBe(1000);
  });

  it('forgets failures of more than ten seconds ago', async () => {
    const { clock, api, inTurn } = start();
    api.failure = down;
    for (let failure = 0; failure < 10; failure++) {
      await inTurn(1);
      await clock.pass(5000);
    }
    await clock.pass(10_000);
    await inTurn(4);
    expect(api.calls).toBe(14);
  });

  it('does not close an endpoint for all because what one asks always fails', async () => {
    const { api, inTurn } = start();
    await inTurn(3, users, 'bob');
    api.failure = down;
    await inTurn(50, users, 'ada');
    api.failure = null;

    const [ada] = await inTurn(1, users, 'ada');
    const [bob] = await inTurn(1, users, 'bob');

    expect(ada?.failure?.kind).toBe('circuitOpen');
    expect(bob?.answer).toBeDefined();
  });

  it('closes an endpoint for all once it fails for two, new ones among them', async () => {
    const { api, inTurn } = start();
    api.failure = down;
    await inTurn(4, users, 'ada');
    await inTurn(1, users, 'bob');
    api.calls = 0;

    await inTurn(1, users, 'eve');

    expect(api.calls).toBe(0);
  });

  it('lets one through every two seconds while it is open: an outage of 30 s at 100 a second costs 40 calls at most', async () => {
    const { clock, api, times } = start();
    for (let at = 0; at < 50; at++) {
      await times(1);
      await clock.pass(10);
    }
    api.failure = down;
    api.calls = 0;
    for (let at = 0; at < 3000; at++) {
      await times(1, users, `user ${at % 7}`);
      await clock.pass(10);
    }

    expect(api.calls).toBeLessThanOrEqual(30);
    expect(api.calls).toBeGreaterThanOrEqual(15);
  });

  it('is not held open by those who leave before the answer to their probe', async () => {
    const { clock, api, inTurn } = start();
    api.failure = down;
    await inTurn(5);
    await clock.pass(PROBE_EVERY_MS);
    api.failure = { kind: 'aborted' };
    await inTurn(1);
    api.failure = null;

    await clock.pass(PROBE_EVERY_MS);

    expect((await inTurn(1))[0]?.answer).toBeDefined();
  });

  it('lets more and more through once a probe was good, and all in the end', async () => {
    const clock = fakeClock();
    const api = fakeApi();
    const breaker = createBreaker({ clock });
    const ask = breaker.guard(breaker.watch(api.ask));
    const flood = async () => {
      const before = api.sent.length;
      for (let at = 0; at < 100; at++) outcome(ask(users, as('ada')));
      await settled();
      return api.sent.slice(before);
    };
    for (let at = 0; at < 5; at++) {
      outcome(ask(users, as('ada')));
      await api.sent.at(-1)?.fail(down);
    }
    await clock.pass(PROBE_EVERY_MS);

    const sizes = [];
    for (let round = 0; round < 7; round++) {
      const sent = await flood();
      sizes.push(sent.length);
      for (const request of sent) await request.answer();
    }

    expect(sizes).toEqual([1, 2, 4, 8, 16, 100, 100]);
  });

  it('closes again when the API fails on the way back', async () => {
    const { clock, api, inTurn } = start();
    api.failure = down;
    await inTurn(5);
    await clock.pass(PROBE_EVERY_MS);
    api.failure = null;
    await inTurn(1);
    api.failure = down;
    api.calls = 0;

    await inTurn(50);

    expect(api.calls).toBe(2);
  });

  it('is not kept half open by answers that never come', async () => {
    const clock = fakeClock();
    const api = fakeApi();
    const breaker = createBreaker({ clock });
    const ask = breaker.guard(breaker.watch(api.ask));
    const times = async (count: number) => {
      for (let at = 0; at < count; at++) outcome(ask(users, as('ada')));
      await settled();
    };
    await times(5);
    for (const request of api.sent) await request.fail(down);
    await clock.pass(PROBE_EVERY_MS);
    await times(1);
    await api.sent.at(-1)?.answer();
    await times(10);
    expect(api.sent).toHaveLength(8);

    await clock.pass(PROBE_EVERY_MS);
    await times(10);

    expect(api.sent).toHaveLength(9);
  });
});
