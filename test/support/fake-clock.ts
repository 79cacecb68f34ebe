/** A clock that stands still until it is moved, and an API behind which nothing happens by itself. */
import type { RestResponse, Send, Caller } from '../../src/upstream/send.ts';
import type { Clock } from '../../src/upstream/clock.ts';
import { type Failure, UpstreamError } from '../../src/upstream/errors.ts';
import { principalOf } from '../../src/upstream/principal.ts';
import { type RestRequest, urlOf } from '../../src/upstream/rest-request.ts';

export interface FakeClock extends Clock {
  /** Moves it, and lets everything happen on the way that is due. */
  pass(ms: number): Promise<void>;
  /** Timers that wait. */
  readonly timers: () => number;
}

/** @param from what it shows, in milliseconds. */
export function fakeClock(from = 0): FakeClock {
  let now = from;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, callback) => {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    timers: () => timers.length,
    async pass(ms) {
      const end = now + ms;
      await settled();
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
        if (!due) break;
        now = Math.max(now, due.at);
        timers = timers.filter((other) => other !== due);
        due.callback();
        await settled();
      }
      now = end;
      await settled();
    },
  };
}

/** Until every promise that can go on has gone on. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export const as = (token: string, more: Partial<Caller> = {}): Caller => ({
  token,
  principal: principalOf(token),
  ...more,
});

export const envelope = (part: Partial<RestResponse> = {}): RestResponse => ({
  count: 0,
  results: [],
  collections: new Map(),
  bytes: 2,
  status: 200,
  durationMs: 1,
  retries: 0,
  requestId: null,
  shared: false,
  ...part,
});

export const failed = (failure: Failure, question: RestRequest): UpstreamError =>
  new UpstreamError(failure, { method: 'GET', url: urlOf(question) });

export interface Sent {
  readonly question: RestRequest;
  readonly caller: Caller;
  readonly url: string;
  answer(part?: Partial<RestResponse>): Promise<void>;
  fail(failure: Failure): Promise<void>;
}

/** Keeps each request until the test answers it; one that its caller leaves is over by itself. */
export function fakeApi() {
  const sent: Sent[] = [];
  const ask: Send = (question, caller) =>
    new Promise((resolve, reject) => {
      caller.signal?.addEventListener('abort', () => reject(failed({ kind: 'aborted' }, question)));
      sent.push({
        question,
        caller,
        url: urlOf(question),
        answer(part) {
          resolve(envelope(part));
          return settled();
        },
        fail(failure) {
          reject(failed(failure, question));
          return settled();
        },
      });
    });
  return { ask, sent, urls: () => sent.map(({ caller, url }) => `${caller.token} ${url}`) };
}

/** How a question ended, once it has; `undefined` before. */
export function outcome(asked: Promise<RestResponse>) {
  const seen: { answer?: RestResponse; failure?: Failure; error?: unknown } = {};
  const watch = async () => {
    try {
      seen.answer = await asked;
    } catch (error) {
      seen.error = error;
      if (error instanceof UpstreamError) seen.failure = error.failure;
    }
  };
  void watch();
  return seen;
}
