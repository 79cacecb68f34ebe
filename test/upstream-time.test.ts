/** APIs that do not answer, and callers who leave before they do. */
import { type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificate } from './support/certificate.ts';
import { body, caller, connect, errorOf, json, startApi, startSecureApi, startTcp, users } from './support/rest-api.ts';

describe('an API that does not answer', () => {
  it.each([
    ['before the headers', () => {}],
    ['after the headers', (response: ServerResponse) => response.writeHead(200).flushHeaders()],
    ['while it dribbles', (response: ServerResponse) => void dribble(response)],
  ])('has timed out after the limit of one call: %s', async (_, answer) => {
    await using api = await startApi((_, response) => answer(response));
    await using upstream = connect(api.url, { callTimeoutMs: 150 });
    const start = performance.now();

    const { failure, message } = await errorOf(upstream.send(users, caller));

    expect(failure).toEqual({ kind: 'timedOut', afterMs: 150 });
    expect(message).toContain('150 ms');
    expect(performance.now() - start).toBeGreaterThanOrEqual(145);
    expect(performance.now() - start).toBeLessThan(600);
    await expect.poll(() => api.openConnections()).toBe(0);
  });

  // Three timers of the same length; on a busy machine the first may fire a moment before the others.
  it('has timed out for those who stand in line as well, and never hears of them', { retry: 2 }, async () => {
    await using api = await startApi(() => {});
    await using upstream = connect(api.url, { callTimeoutMs: 150, connections: 1 });

    const errors = await Promise.all(
      ['1', '2', '3'].map((page) => errorOf(upstream.send({ path: '/users', params: { page } }, caller))),
    );
    await sleep(50);

    expect(errors.map(({ failure }) => failure)).toEqual(errors.map(() => ({ kind: 'timedOut', afterMs: 150 })));
    expect(api.requests.map(({ url }) => url)).toEqual(['/users?page=1']);
  });

  it('does not keep the next question from an answer', async () => {
    let calls = 0;
    await using api = await startApi((_, response) => {
      if (++calls > 1) json(response, body);
    });
    await using upstream = connect(api.url, { callTimeoutMs: 100, connections: 1 });
    await errorOf(upstream.send(users, caller));

    expect((await upstream.send(users, caller)).count).toBe(2);
  });

  it('has timed out over HTTP/2 too', async () => {
    await using api = await startSecureApi(() => {});
    await using upstream = connect(api.url, { ca: certificate, callTimeoutMs: 300 });

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({ kind: 'timedOut', afterMs: 300 });
  });

  it('is unavailable when it refuses connections', async () => {
    const api = await startApi(() => {});
    await api[Symbol.asyncDispose]();
    await using upstream = connect(api.url);

    const error = await errorOf(upstream.send(users, caller));

    expect(error.failure).toEqual({ kind: 'unavailable' });
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('is unavailable when it hangs up before it has said anything', async () => {
    await using api = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await using upstream = connect(api.url);

    const { failure, code } = await errorOf(upstream.send(users, caller));
    expect(failure).toEqual({ kind: 'unavailable' });
    expect(code).toBe('ECONNRESET');
  });

  it('is unavailable when its name is not known', async () => {
    await using upstream = connect('http://api.invalid');

    const { failure, code } = await errorOf(upstream.send(users, caller));
    expect(failure).toEqual({ kind: 'unavailable' });
    expect(code).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/);
  });

  it('has sent headers longer than are read, which is its fault and no question of the way', async () => {
    await using api = await startApi((_, response) => json(response, body, { 'x-long': 'x'.repeat(40_000) }));
    await using upstream = connect(api.url);

    const { failure, code } = await errorOf(upstream.send(users, caller));
    expect(failure).toEqual({ kind: 'malformed', detail: 'its headers are too long' });
    expect(code).toBe('UND_ERR_HEADERS_OVERFLOW');
  });

  describe('because nobody vouches for its certificate', () => {
    // Node prints a warning when it sees this set, which here is the point.
    beforeEach(() => void (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'));
    afterEach(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);

    it('is unavailable, and no environment variable can talk us out of it', async () => {
      await using api = await startSecureApi((_, response) => json(response, body));
      await using upstream = connect(api.url);

      const { failure, code } = await errorOf(upstream.send(users, caller));
      expect(failure).toEqual({ kind: 'unavailable' });
      expect(code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
      expect(api.requests).toEqual([]);
    });
  });

  it('is unavailable once we have hung up ourselves', async () => {
    await using api = await startApi((_, response) => json(response, body));
    const upstream = connect(api.url);
    await upstream.close();
    await upstream.close();

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({ kind: 'unavailable' });
  });
});

describe('a caller who leaves', () => {
  it.each([
    ['HTTP/1.1', startApi, {}],
    ['HTTP/2', startSecureApi, { ca: certificate }],
  ] as const)('is gone at once, and the API knows within 100 ms over %s', async (_, start, options) => {
    let gone = Number.NaN;
    await using api = await start((_, response) => void response.once('close', () => (gone = performance.now())));
    await using upstream = connect(api.url, options);
    const leaving = new AbortController();
    const asked = errorOf(upstream.send(users, { ...caller, signal: leaving.signal }));
    await expect.poll(() => api.requests.length).toBe(1);

    const left = performance.now();
    leaving.abort();
    const { failure } = await asked;

    expect(failure).toEqual({ kind: 'aborted' });
    expect(performance.now() - left).toBeLessThan(50);
    await expect.poll(() => gone - left).toBeLessThan(100);
  });

  it('is gone at once while the body is coming', async () => {
    await using api = await startApi((_, response) => void dribble(response));
    await using upstream = connect(api.url);
    const leaving = new AbortController();
    const asked = errorOf(upstream.send(users, { ...caller, signal: leaving.signal }));
    await expect.poll(() => api.requests.length).toBe(1);
    await sleep(50);
    leaving.abort();

    expect((await asked).failure).toEqual({ kind: 'aborted' });
    await expect.poll(() => api.openConnections()).toBe(0);
  });

  it('leaves no request behind that stood in line', async () => {
    const waiting: ServerResponse[] = [];
    await using api = await startApi((_, response) => void waiting.push(response));
    await using upstream = connect(api.url, { connections: 1 });
    const first = upstream.send({ path: '/users', params: { page: '1' } }, caller);
    const leaving = new AbortController();
    const second = errorOf(
      upstream.send({ path: '/users', params: { page: '2' } }, { ...caller, signal: leaving.signal }),
    );
    await expect.poll(() => waiting.length).toBe(1);

    leaving.abort();
    expect((await second).failure).toEqual({ kind: 'aborted' });
    json(waiting[0] as ServerResponse, body);
    await first;
    await sleep(50);

    expect(api.requests.map(({ url }) => url)).toEqual(['/users?page=1']);
  });

  it('may have left before asking, and costs nothing then', async () => {
    await using api = await startApi((_, response) => json(response, body));
    await using upstream = connect(api.url);

    const { failure } = await errorOf(upstream.send(users, { ...caller, signal: AbortSignal.abort() }));

    expect(failure).toEqual({ kind: 'aborted' });
    expect(api.requests).toEqual([]);
  });
});

/** Sends a byte now and then, so that something is always coming and nothing ever comes. */
async function dribble(response: ServerResponse): Promise<void> {
  for (let sent = 0; !response.destroyed && sent < 500; sent++) {
    response.write(' ');
    await sleep(10);
  }
}
