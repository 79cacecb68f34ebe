import { queryObjects } from 'node:v8';
import { describe, expect, it } from 'vitest';
import type { RestResponse, Send, Caller, AbortSignalLike } from '../../src/upstream/send.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { shareRequests } from '../../src/upstream/policies/request-sharing.ts';
import { principalOf } from '../../src/upstream/principal.ts';
import { type RestRequest, urlOf } from '../../src/upstream/rest-request.ts';

const users: RestRequest = { path: '/users', params: { page: '1', order: 'id:asc' } };
const roles: RestRequest = { path: '/roles', params: {} };

describe('createFlights', () => {
  it('sends equal questions of one token once, and says who shared', async () => {
    const api = fakeApi();

    const asked = [api.ask(users, ada()), api.ask({ path: '/users', params: { order: 'id:asc', page: '1' } }, ada())];
    api.sent[0]?.answer();
    const [first, second] = await Promise.all(asked);

    expect(api.urls()).toEqual(['ada /users?order=id:asc&page=1']);
    expect([first?.shared, second?.shared]).toEqual([false, true]);
    expect(second?.collections).toBe(first?.collections);
  });

  it('never shares between two tokens', async () => {
    const api = fakeApi();

    const asked = [api.ask(users, ada()), api.ask(users, as('bob'))];
    for (const request of api.sent) request.answer({ requestId: request.caller.token });
    const answers = await Promise.all(asked);

    expect(answers.map(({ requestId, shared }) => [requestId, shared])).toEqual([
      ['ada', false],
      ['bob', false],
    ]);
  });

  it('keeps tokens and URLs apart even where they could be joined to the same text', () => {
    const api = fakeApi();

    void api.ask({ path: '/a', params: {} }, as('x/a'));
    void api.ask({ path: '/a/a', params: {} }, as('x'));

    expect(api.sent).toHaveLength(2);
  });

  it('sends different questions apart', () => {
    const api = fakeApi();

    void api.ask(users, ada());
    void api.ask(roles, ada());

    expect(api.sent).toHaveLength(2);
  });

  it('remembers nothing once a question is answered', async () => {
    const api = fakeApi();
    const first = api.ask(users, ada());
    api.sent[0]?.answer();
    await first;

    const second = api.ask(users, ada());
    api.sent[1]?.answer();

    expect((await second).shared).toBe(false);
    expect(api.sent).toHaveLength(2);
  });

  it('gives every waiter the failure in an error of its own, and remembers nothing of it', async () => {
    const api = fakeApi();
    const asked = [api.ask(users, ada()), api.ask(users, ada()), api.ask(users, ada())];
    api.sent[0]?.fail({ kind: 'unavailable', status: 503 });
    const errors = await Promise.all(asked.map(errorOf));

    expect(errors.map(({ failure }) => failure)).toEqual(asked.map(() => ({ kind: 'unavailable', status: 503 })));
    expect(errors.map(({ request }) => request.url)).toEqual(Array(3).fill('/users?order=id:asc&page=1'));
    expect(new Set(errors).size).toBe(3);

    void api.ask(users, ada());
    expect(api.sent).toHaveLength(2);
  });

  it('lets one leave at once while the others stay, and keeps the request', async () => {
    const api = fakeApi();
    const leaving = new AbortController();
    const staying = api.ask(users, ada());
    const left = api.ask(users, ada(leaving.signal));

    leaving.abort();
    expect((await errorOf(left)).failure).toEqual({ kind: 'aborted' });
    expect(api.sent[0]?.aborted()).toBe(false);

    api.sent[0]?.answer();
    expect((await staying).count).toBe(0);
  });

  it('lets the first one leave while those who joined stay', async () => {
    const api = fakeApi();
    const leaving = new AbortController();
    const left = api.ask(users, ada(leaving.signal));
    const staying = api.ask(users, ada(new AbortController().signal));

    leaving.abort();
    expect((await errorOf(left)).failure).toEqual({ kind: 'aborted' });
    expect(api.sent[0]?.aborted()).toBe(false);

    api.sent[0]?.answer();
    expect((await staying).shared).toBe(true);
  });

  it('aborts the request when the last one has left', async () => {
    const api = fakeApi();
    const [one, two] = [new AbortController(), new AbortController()];
    const left = [api.ask(users, ada(one.signal)), api.ask(users, ada(two.signal))];

    one.abort();
    expect(api.sent[0]?.aborted()).toBe(false);
    two.abort();

    expect(api.sent[0]?.aborted()).toBe(true);
    expect((await Promise.all(left.map(errorOf))).map(({ failure }) => failure.kind)).toEqual(['aborted', 'aborted']);
  });

  it('sends a new request for who asks after everybody left, and keeps it when the old one ends', async () => {
    const api = fakeApi();
    const leaving = new AbortController();
    const left = api.ask(users, ada(leaving.signal));
    // Something else of the same token stays under way all the while.
    void api.ask(roles, ada());
    leaving.abort();
    await errorOf(left);

    const second = api.ask(users, ada());
    api.sent[0]?.fail({ kind: 'aborted' });
    await settled();
    const third = api.ask(users, ada());
    api.sent[2]?.answer();

    expect(api.urls()).toEqual(['ada /users?order=id:asc&page=1', 'ada /roles', 'ada /users?order=id:asc&page=1']);
    expect([(await second).shared, (await third).shared]).toEqual([false, true]);
  });

  it('asks nothing for a caller who has left already', async () => {
    const api = fakeApi();

    const error = await errorOf(api.ask(users, ada(AbortSignal.abort())));

    expect(error.failure).toEqual({ kind: 'aborted' });
    expect(api.sent).toEqual([]);
  });

  it('takes its listeners back, whichever way a question ends', async () => {
    const api = fakeApi();
    const [answered, failed, left] = [countingSignal(), countingSignal(), countingSignal()];
    const asked = [api.ask(users, ada(answered)), api.ask(roles, ada(failed)), api.ask(users, ada(left))];
    left.abort();
    api.sent[0]?.answer();
    api.sent[1]?.fail({ kind: 'forbidden' });
    await Promise.allSettled(asked);

    expect([answered.listeners(), failed.listeners(), left.listeners()]).toEqual([0, 0, 0]);
  });

  it('keeps nothing of a token whose questions are answered', async () => {
    const api = fakeApi();
    const maps = () => queryObjects(Map, { format: 'count' });
    const before = maps();

    const asked = Array.from({ length: 500 }, (_, user) => api.ask(users, as(`user ${user}`)));
    for (const request of api.sent.splice(0)) request.answer({ collections: none });
    await Promise.all(asked);

    expect(maps() - before).toBeLessThan(100);
  });

  it('rejects what must never be sent, and sends nothing', async () => {
    const api = fakeApi();

    await expect(api.ask({ path: '/users', params: { only: '' } }, ada())).rejects.toThrow(TypeError);
    expect(api.sent).toEqual([]);
  });
});

const none: RestResponse['collections'] = new Map();

const as = (token: string, signal?: AbortSignalLike): Caller => ({ token, principal: principalOf(token), signal });
const ada = (signal?: AbortSignalLike): Caller => as('ada', signal);

const settled = () => new Promise((resolve) => setImmediate(resolve));

const errorOf = (asked: Promise<unknown>): Promise<UpstreamError> =>
  asked.then(
    () => Promise.reject(new Error('it was answered')),
    (error: unknown) => (error instanceof UpstreamError ? error : Promise.reject(error)),
  );

/** What stands behind the flights: keeps each request until the test answers it. */
function fakeApi() {
  const sent: {
    question: RestRequest;
    caller: Caller;
    aborted: () => boolean;
    answer: (part?: Partial<RestResponse>) => void;
    fail: (failure: UpstreamError['failure']) => void;
  }[] = [];
  const send: Send = (question, caller) =>
    new Promise((resolve, reject) => {
      let told = false;
      caller.signal?.addEventListener('abort', () => {
        told = true;
      });
      sent.push({
        question,
        caller,
        aborted: () => told,
        answer: (part) =>
          resolve({
            count: 0,
            results: [],
            collections: none,
            bytes: 2,
            status: 200,
            durationMs: 1,
            retries: 0,
            requestId: null,
            shared: false,
            ...part,
          }),
        fail: (failure) => reject(new UpstreamError(failure, { method: 'GET', url: urlOf(question) })),
      });
    });
  return {
    ask: shareRequests(send),
    sent,
    urls: () => sent.map(({ question, caller }) => `${caller.token} ${urlOf(question)}`),
  };
}

/** A signal that is no `AbortSignal`, as servers have them, and knows who listens. */
function countingSignal() {
  const listeners = new Set<() => void>();
  return {
    aborted: false,
    addEventListener: (_: 'abort', listener: () => void) => void listeners.add(listener),
    removeEventListener: (_: 'abort', listener: () => void) => void listeners.delete(listener),
    listeners: () => listeners.size,
    abort() {
      this.aborted = true;
      for (const listener of listeners) listener();
    },
  };
}
