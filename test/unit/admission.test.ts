import { describe, expect, it } from 'vitest';
import { Admission, type AdmissionOptions } from '../../src/http/admission.ts';
import { type CallerId, callerIdOf, STRANGERS } from '../../src/identity/caller-id.ts';
import { fakeClock, settled } from '../support/fake-clock.ts';
import { seededRandom } from '../support/random.ts';
import { quantile } from '../support/figures.ts';

function start(options: Partial<AdmissionOptions> = {}) {
  const clock = fakeClock();
  const admission = new Admission({ maxInFlight: 4, maxQueued: 4, maxWaitMs: 100, clock, ...options });
  const as = (principal: CallerId, signal: AbortSignal = new AbortController().signal) => {
    const seen: { leave?: () => void; refusal?: { status: number; code: string; headers: object } } = {};
    const enter = async () => {
      try {
        seen.leave = await admission.enter(principal, signal);
      } catch (refusal) {
        seen.refusal = refusal as NonNullable<typeof seen.refusal>;
      }
    };
    void enter();
    return seen;
  };
  const ask = (token = 'ada', signal?: AbortSignal) => as(callerIdOf(token), signal);
  const strangers = async (count: number) => {
    const asked = Array.from({ length: count }, () => as(STRANGERS));
    await settled();
    return asked;
  };
  const times = async (count: number, token?: string) => {
    const asked = Array.from({ length: count }, () => ask(token));
    await settled();
    return asked;
  };
  return { clock, admission, ask, times, strangers };
}

const overloaded = { status: 503, code: 'OVERLOADED', headers: { 'retry-after': '1' } };

describe('admission', () => {
  it('lets in what there is room for, has a few wait, and refuses the rest at once', async () => {
    const { times, admission } = start();

    const asked = await times(10);

    expect(asked.filter(({ leave }) => leave)).toHaveLength(4);
    expect(admission.load).toEqual({ underWay: 4, waiting: 4 });
    expect(asked.slice(8).map(({ refusal }) => refusal)).toEqual([
      expect.objectContaining(overloaded),
      expect.objectContaining(overloaded),
    ]);
  });

  it('lets those who wait in as others leave, in their order', async () => {
    const { times, admission } = start();
    const asked = await times(6);

    asked[0]?.leave?.();
    await settled();

    expect(asked[4]?.leave).toBeDefined();
    expect(asked[5]?.leave).toBeUndefined();
    expect(admission.load).toEqual({ underWay: 4, waiting: 1 });
  });

  it('refuses who has waited for too long', async () => {
    const { clock, times, admission } = start();
    const asked = await times(5);

    await clock.pass(99);
    expect(asked[4]?.refusal).toBeUndefined();
    await clock.pass(1);

    expect(asked[4]?.refusal).toMatchObject(overloaded);
    expect(admission.load).toEqual({ underWay: 4, waiting: 0 });
  });

  it('forgets who leaves while waiting, and leaves no timer', async () => {
    const { clock, times, ask, admission } = start();
    await times(4);
    const leaving = new AbortController();
    ask('ada', leaving.signal);
    await settled();

    leaving.abort();

    expect(admission.load.waiting).toBe(0);
    expect(clock.timers()).toBe(0);
  });

  it('keeps some room for tokens that have less than their share, and tells the one with most of it to slow down', async () => {
    const { times } = start({ maxInFlight: 20, maxQueued: 10 });
    await times(30, 'greedy');

    const others = await times(5, 'modest');
    const more = await times(1, 'greedy');

    expect(others.filter(({ leave }) => leave)).toHaveLength(5);
    expect(more[0]?.refusal).toMatchObject({ status: 429, code: 'RATE_LIMITED', headers: { 'retry-after': '1' } });
  });

  it('gives one token two thirds of the room while others are here, and all of it when they are gone', async () => {
    const { times } = start({ maxInFlight: 6, maxQueued: 10 });
    const [other] = await times(1, 'modest');

    const greedy = await times(6, 'greedy');
    expect(greedy.filter(({ leave }) => leave)).toHaveLength(4);
    other?.leave?.();
    await settled();

    expect(greedy.filter(({ leave }) => leave)).toHaveLength(6);
  });

  it('gives room that comes free by turns to tokens', async () => {
    const { times } = start({ maxInFlight: 2, maxQueued: 10 });
    const holders = [...(await times(1, 'a')), ...(await times(1, 'b')), ...(await times(1, 'c'))];
    const greedy = await times(3, 'greedy');
    const [modest] = await times(1, 'modest');

    for (const { leave } of holders.slice(0, 2)) leave?.();
    await settled();

    expect(greedy.map(({ leave }) => leave !== undefined)).toEqual([true, false, false]);
    expect(modest?.leave).toBeDefined();
  });

  it('has one small seat for all tokens that the API has not answered, once others are here', async () => {
    const { times, admission, strangers } = start({ maxInFlight: 20, maxQueued: 8 });
    const alone = await strangers(20);
    expect(alone.filter(({ leave }) => leave)).toHaveLength(20);
    const [known] = await times(1, 'known');
    expect(known?.leave).toBeDefined();

    for (const { leave } of alone) leave?.();
    const more = await strangers(10);

    expect(more.filter(({ leave }) => leave)).toHaveLength(2);
    expect(more.filter(({ refusal }) => refusal)).toHaveLength(6);
    expect(admission.load).toEqual({ underWay: 3, waiting: 2 });
    expect((await times(13, 'known')).every(({ leave }) => leave)).toBe(true);
  });

  it('knows at once whether a request would be refused', async () => {
    const { times, admission } = start();
    await times(7);
    expect(() => admission.check(callerIdOf('ada'))).not.toThrow();
    await times(1);
    expect(() => admission.check(callerIdOf('ada'))).toThrow('ask again');
  });

  it('is empty once all have left', async () => {
    const { clock, times, admission } = start();
    const asked = [...(await times(20, 'ada')), ...(await times(20, 'bob'))];
    await clock.pass(100);
    for (const { leave } of asked) leave?.();
    await clock.pass(100);

    expect(admission.load).toEqual({ underWay: 0, waiting: 0 });
    expect((await times(4)).every(({ leave }) => leave)).toBe(true);
  });
});

/**
 * An API that works on 10 requests at once, for 200 ms on average, with room for 12 here: what happens to
 * twenty tokens that together ask for a third of what it bears, by a clock that no busy machine stops.
 */
async function neighbours(noisyPerSecond: number) {
  const { clock, ask } = start({ maxInFlight: 12, maxQueued: 10, maxWaitMs: 100 });
  const line: (() => void)[] = [];
  const random = seededRandom(1);
  let busy = 0;
  const times: number[] = [];
  let refused = 0;
  const request = async (token: string) => {
    const from = clock.now();
    const seen = ask(token);
    while (!seen.leave && !seen.refusal) await new Promise<void>((resolve) => void clock.after(1, resolve));
    if (!seen.leave) {
      if (token !== 'noisy') refused++;
      return;
    }
    if (busy >= 10) await new Promise<void>((resolve) => void line.push(resolve));
    busy++;
    await new Promise<void>((resolve) => void clock.after(100 + random() * 200, resolve));
    busy--;
    line.shift()?.();
    seen.leave();
    if (token !== 'noisy') times.push(clock.now() - from);
  };
  let noisy = 0;
  for (let ms = 0; ms < 10_000; ms += 5) {
    for (noisy += noisyPerSecond / 200; noisy >= 1; noisy--) void request('noisy');
    if (ms % 60 === 0) void request(`other ${(ms / 60) % 20}`);
    await clock.pass(5);
  }
  return { refused, p99: quantile(times, 0.99) };
}

describe('a token that asks for ten times what there is', () => {
  it('costs its neighbours no answer, and not half as much time again', async () => {
    const alone = await neighbours(0);
    const beside = await neighbours(500);

    expect(alone.refused).toBe(0);
    expect(alone.p99).toBeLessThan(305);
    expect(beside.refused).toBe(0);
    expect(beside.p99).toBeLessThanOrEqual(1.5 * alone.p99);
  });
});
