import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../src/upstream/send.ts';
import { createUpstream, type Upstream, type UpstreamOptions } from '../src/upstream/client.ts';
import { recordsOf } from '../src/upstream/envelope.ts';
import { UpstreamError } from '../src/upstream/errors.ts';
import { MemoryBudget } from '../src/upstream/memory-budget.ts';
import { principalOf } from '../src/upstream/principal.ts';
import { retryAfterMs } from '../src/upstream/retry-after.ts';
import { certificate, privateKey } from './support/certificate.ts';

const token = 'cANARY-4f1d2c3b4a5968778695a4b3c2d1e0ff';
const as = (token: string): Caller => ({ token, principal: principalOf(token) });
const caller = as(token);
const users = { path: '/users', params: { include: 'role', only: '1,2' } };
const body = JSON.stringify({
  count: 2,
  results: [
    { key: 'users', id: '2' },
    { key: 'users', id: '1' },
  ],
  users: { 1: { name: 'Ada', id: '1' }, 2: { name: 'Zoë 👋', id: '2' } },
  meta: { count: 2, page_count: 1, page_number: 1, page_size: 20 },
});

describe('a question to the API', () => {
  it('becomes one GET below the base of the API, with the token as it was given and no header of anybody else', async () => {
    await using api = await startApi((_, response) => json(response, body));
    await using upstream = connect(`${api.url}/api/v1/`);

    await upstream.send(users, caller);

    expect(api.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/v1/users?include=role&only=1,2',
    ]);
    expect(api.requests[0]?.headers).toEqual({
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': 'kantata-graphql-gateway',
      host: new URL(api.url).host,
      connection: 'keep-alive',
    });
  });

  it('is answered with the envelope and what it cost', async () => {
    await using api = await startApi((_, response) => json(response, body, { 'x-request-id': 'a1b2-c3' }));
    await using upstream = connect(api.url);

    const answer = await upstream.send(users, caller);

    expect(answer).toEqual({
      count: 2,
      results: [
        { key: 'users', id: '2' },
        { key: 'users', id: '1' },
      ],
      collections: new Map([['users', recordsOf({ 1: { name: 'Ada', id: '1' }, 2: { name: 'Zoë 👋', id: '2' } })]]),
      bytes: Buffer.byteLength(body),
      status: 200,
      durationMs: expect.any(Number),
      retries: 0,
      requestId: 'a1b2-c3',
      shared: false,
    });
    expect(answer.durationMs).toBeGreaterThan(0);
    expect(answer.durationMs).toBeLessThan(5000);
  });

  it('reuses the connection of the one before, and takes no cookie from it', async () => {
    await using api = await startApi((_, response) => json(response, body, { 'set-cookie': 'session=1; Path=/' }));
    await using upstream = connect(api.url);

    for (let call = 0; call < 3; call++) await upstream.send(users, caller);

    expect(api.connections()).toBe(1);
    expect(api.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined, undefined]);
  });

  it('leaves no timer behind', async () => {
    await using api = await startApi((_, response) => json(response, body));
    await using upstream = connect(api.url, { callTimeoutMs: 54_321 });
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    await upstream.send(users, caller);
    const before = timers();

    for (let call = 0; call < 20; call++) await upstream.send(users, caller);

    expect(timers()).toBeLessThan(before + 10);
  });

  it.each(['with spaces', 'x'.repeat(129), 'line%0abreak', ''])(
    'gets no name from a header that is none: %j',
    async (id) => {
      await using api = await startApi((_, response) => json(response, body, { 'x-request-id': id }));
      await using upstream = connect(api.url);

      expect((await upstream.send(users, caller)).requestId).toBeNull();
    },
  );

  it('shares the request of an equal one under way, but never across tokens', async () => {
    await using api = await startApi((_, response) => void setTimeout(() => json(response, body), 20));
    await using upstream = connect(api.url);

    const answers = await Promise.all([token, token, 'another-token'].map((token) => upstream.send(users, as(token))));

    expect(answers.map(({ shared }) => shared)).toEqual([false, true, false]);
    expect(api.requests).toHaveLength(2);
    expect(new Set(api.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Bearer ${token}`, 'Bearer another-token']),
    );
  });

  it('waits in line when every connection is busy', async () => {
    await using api = await startApi((_, response) => void setTimeout(() => json(response, body), 10));
    await using upstream = connect(api.url, { connections: 2 });

    const pages = Array.from({ length: 8 }, (_, page) => ({ path: '/users', params: { page: String(page) } }));
    await Promise.all(pages.map((page) => upstream.send(page, caller)));

    expect(api.requests).toHaveLength(8);
    expect(api.connections()).toBe(2);
  });

  it('speaks HTTP/2 where the API does, over one connection', async () => {
    await using api = await startSecureApi((_, response) => json(response, body));
    await using upstream = connect(api.url, { ca: certificate });

    const pages = Array.from({ length: 20 }, (_, page) => ({ path: '/users', params: { page: String(page) } }));
    const answers = await Promise.all(pages.map((page) => upstream.send(page, caller)));

    expect(answers.map(({ count }) => count)).toEqual(Array(20).fill(2));
    expect(api.requests.map(({ httpVersion }) => httpVersion)).toEqual(Array(20).fill('2.0'));
    expect(api.connections()).toBe(1);
  });

  it.each(['', 'two words', 'line\r\nbreak', 'tokén'])('is not sent with %j, which is no token', async (token) => {
    await using api = await startApi((_, response) => json(response, body));
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, as(token)))).failure).toEqual({ kind: 'unauthenticated' });
    expect(api.requests).toEqual([]);
  });

  it('is not sent when it must never be', async () => {
    await using api = await startApi((_, response) => json(response, body));
    await using upstream = connect(api.url);

    await expect(upstream.send({ path: '/users', params: { only: '' } }, caller)).rejects.toThrow(TypeError);
    await expect(upstream.send({ path: '/users/../admin', params: {} }, caller)).rejects.toThrow(TypeError);
    expect(api.requests).toEqual([]);
  });
});

describe('the body of an answer', () => {
  it('is inflated when it comes as gzip, whether small or large, and counted as it came', async () => {
    const large = JSON.stringify({ ...JSON.parse(body), noise: Array.from({ length: 5000 }, (_, at) => Math.sin(at)) });
    for (const text of [body, large]) {
      const zipped = gzipSync(text);
      await using api = await startApi((_, response) => json(response, zipped, { 'content-encoding': 'gzip' }));
      await using upstream = connect(api.url);

      const answer = await upstream.send(users, caller);

      expect(answer.collections.get('users')?.byId['2']).toEqual({ name: 'Zoë 👋', id: '2' });
      expect(answer.bytes).toBe(zipped.length);
    }
  });

  it.each([
    ['announced', { 'content-length': '500000' }, {}],
    ['in chunks', { 'transfer-encoding': 'chunked' }, {}],
    ['as gzip', { 'content-encoding': 'gzip' }, { zipped: true }],
  ])(
    'is given up where memory has no room for it, %s, and gives back what it held',
    async (_, headers, { zipped = false }: { zipped?: boolean }) => {
      const text = JSON.stringify({ ...JSON.parse(body), padding: 'x'.repeat(500_000) }).slice(0, 500_000);
      await using api = await startApi((_, response) => {
        response.writeHead(200, headers);
        response.end(zipped ? gzipSync(text) : text);
      });
      const memory = new MemoryBudget(200_000);
      await using upstream = connect(api.url, { memory });

      const { failure } = await errorOf(upstream.send(users, caller));

      expect(failure).toEqual({ kind: 'overloaded', retryAfterMs: 1000 });
      expect(memory.used).toBe(0);
    },
  );

  it('is read whole, however it is cut into chunks', async () => {
    await using api = await startApi((_, response) => void writeInPieces(response, Buffer.from(body)));
    await using upstream = connect(api.url);

    const { collections } = await upstream.send(users, caller);

    expect(collections.get('users')?.byId['2']).toEqual({ name: 'Zoë 👋', id: '2' });
  });

  it.each([
    [
      'announces more than the limit',
      (response: ServerResponse) => response.writeHead(200, { 'content-length': 5000 }).flushHeaders(),
    ],
    ['turns out longer than the limit', endless],
  ])('is refused at once when it %s', async (_, answer) => {
    await using api = await startApi((_, response) => answer(response));
    await using upstream = connect(api.url, { maxBodyBytes: 4096 });

    const { failure } = await errorOf(upstream.send(users, caller));

    expect(failure).toEqual({ kind: 'malformed', detail: 'it is longer than 4096 bytes' });
    await expect.poll(() => api.openConnections()).toBe(0);
  });

  it.each([1, 30])(
    'is refused when it inflates beyond the limit, before it has: a gzip bomb of %i MB',
    async (megabytes) => {
      const bomb = gzipSync(Buffer.alloc(megabytes * 1024 * 1024, 32));
      await using api = await startApi((_, response) => json(response, bomb, { 'content-encoding': 'gzip' }));
      await using upstream = connect(api.url, { maxBodyBytes: 512 * 1024 });
      const before = process.memoryUsage().arrayBuffers;

      const { failure } = await errorOf(upstream.send(users, caller));

      expect(failure).toEqual({ kind: 'malformed', detail: 'it is longer than 524288 bytes once inflated' });
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    },
  );

  it.each([
    ['deflate', deflateSync(body)],
    ['br', Buffer.from(body)],
    ['gzip, gzip', gzipSync(gzipSync(body))],
    [Array(100).fill('gzip').join(', '), gzipSync(body)],
  ])('is refused in a coding that was not asked for: %s', async (coding, bytes) => {
    await using api = await startApi((_, response) => json(response, bytes, { 'content-encoding': coding }));
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({
      kind: 'malformed',
      detail: 'it is encoded in a way that was not asked for',
    });
  });

  const zipped = gzipSync(body);
  it.each([
    ['is empty', '', {}, 'it is empty'],
    ['is an HTML page', '<html>Sign in</html>', { 'content-type': 'text/html' }, 'it is an HTML page'],
    ['is no JSON', 'OK', {}, 'its 2 bytes are not JSON'],
    ['is JSON that ends early', body.slice(0, -10), {}, 'are not JSON'],
    ['is JSON, but no envelope', '{"error": "no"}', {}, 'it has no list "results"'],
    ['is gzip that ends early', zipped.subarray(0, -10), { 'content-encoding': 'gzip' }, 'its gzip is broken'],
    ['calls itself gzip and is not', body, { 'content-encoding': 'gzip' }, 'its gzip is broken'],
  ])('is malformed when it %s', async (_, text, headers, detail) => {
    await using api = await startApi((_, response) => json(response, text, headers));
    await using upstream = connect(api.url);

    const { failure, message } = await errorOf(upstream.send(users, caller));

    expect(failure).toEqual({ kind: 'malformed', detail: expect.stringContaining(detail) });
    expect(message).toContain('GET /users');
  });

  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
  it.each([
    ['is shorter than announced', `${head}content-length: ${body.length + 500}\r\n\r\n${body}`],
    ['is longer than announced', `${head}content-length: 20\r\n\r\n${body}`],
    ['stops in the middle of a chunk', `${head}transfer-encoding: chunked\r\n\r\nfff\r\n${body}`],
    ['stops before the last chunk', `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n`],
    ['stops right after the headers', `${head}content-length: 100\r\n\r\n`],
    ['stops where only the end of the connection tells', `${head}connection: close\r\n\r\n${body.slice(0, 40)}`],
  ])('is malformed, and no page at all, when it %s', async (_, text) => {
    await using api = await startTcp((socket) => socket.once('data', () => socket.end(text)));
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure.kind).toBe('malformed');
  });

  it('is malformed when the connection is reset in the middle of it', async () => {
    await using api = await startTcp((socket) =>
      socket.once('data', () => {
        socket.write(`${head}content-length: 5000\r\n\r\n${body}`);
        setTimeout(() => socket.resetAndDestroy(), 20);
      }),
    );
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({
      kind: 'malformed',
      detail: `it was cut off after ${Buffer.byteLength(body)} bytes`,
    });
  });

  it('is malformed when it is not HTTP', async () => {
    await using api = await startTcp((socket) => socket.once('data', () => socket.end('220 mail.example ESMTP\r\n')));
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({
      kind: 'malformed',
      detail: 'it is not HTTP',
    });
  });
});

describe('the status of an answer', () => {
  const errors = (...errors: unknown[]) => JSON.stringify({ errors });

  it.each([
    [401, errors({ type: 'oauth', message: 'expired' }), { kind: 'unauthenticated' }],
    [403, errors({ type: 'system', message: 'no' }), { kind: 'forbidden' }],
    [404, errors({ type: 'system', message: 'gone' }), { kind: 'notFound' }],
    [429, errors({ type: 'system', message: 'slow down' }), { kind: 'rateLimited', retryAfterMs: 1000, unnamed: true }],
    [500, '<h1>We are sorry</h1>', { kind: 'unavailable', status: 500 }],
    [503, errors({ type: 'system', message: 'search is unavailable' }), { kind: 'unavailable', status: 503 }],
    [504, '', { kind: 'unavailable', status: 504 }],
    [400, '', { kind: 'rejected', status: 400, messages: [] }],
    [409, '', { kind: 'rejected', status: 409, messages: [] }],
    [402, '', { kind: 'forbidden', status: 402 }],
    [451, '', { kind: 'forbidden', status: 451 }],
    [410, '', { kind: 'notFound', status: 410 }],
    [408, '', { kind: 'unavailable', status: 408 }],
    [421, '', { kind: 'unavailable', status: 421 }],
    [425, '', { kind: 'unavailable', status: 425 }],
    [405, '', { kind: 'malformed', status: 405, detail: expect.stringContaining('KANTATA_API_URL') }],
    [407, '', { kind: 'malformed', status: 407, detail: expect.stringContaining('proxy') }],
    [414, '<h1>URI too long</h1>', { kind: 'malformed', status: 414, detail: expect.stringContaining('URL') }],
    [431, '', { kind: 'malformed', status: 431, detail: expect.stringContaining('headers') }],
    [418, '{"errors": "teapot"}', { kind: 'malformed', status: 418, detail: 'unexpected status 418' }],
  ])('%i, with the body %j, is %j', async (status, text, failure) => {
    await using api = await startApi((_, response) => json(response, text, {}, status));
    await using upstream = connect(api.url);

    const error = await errorOf(upstream.send(users, caller));

    expect(error.failure).toEqual(failure);
    expect(error.request).toEqual({ method: 'GET', url: '/users?include=role&only=1,2' });
    expect(error.message).toMatch(/GET \/users\b.*: .*\.$/);
  });

  it.each([
    [
      'as they are',
      errors({ type: 'system', message: 'No.' }, { type: 'system', message: 'Never.' }),
      ['No.', 'Never.'],
    ],
    [
      'with the field they are about',
      errors({ type: 'validation', field: 'title', message: 'is missing' }),
      ['title: is missing'],
    ],
    [
      'without the field that means all of it',
      errors({ type: 'validation', field: 'base', message: 'Too many.' }),
      ['Too many.'],
    ],
    [
      'from its other form',
      JSON.stringify({ error_message: 'workspace_id is required' }),
      ['workspace_id is required'],
    ],
    ['of entries that have one', errors(null, 'text', { message: 7 }, {}, { message: 'No.' }), ['No.']],
    ['on one line', errors({ message: 'a\nb\u0000\u001b[31mc\u2028d\u202ee' }), ['a b [31mc d e']],
    ['cut to 300 characters', errors({ message: 'x'.repeat(1000) }), ['x'.repeat(300)]],
    ['cut to ten', errors(...Array.from({ length: 50 }, () => ({ message: 'No.' }))), Array(10).fill('No.')],
    [
      'without the token, even where they would repeat it',
      errors({ message: `${'x'.repeat(290)} ${token}` }),
      [`${'x'.repeat(290)} [token]`],
    ],
  ])('422 carries the messages of the API %s', async (_, text, messages) => {
    await using api = await startApi((_, response) => json(response, text, {}, 422));
    await using upstream = connect(api.url);

    const error = await errorOf(upstream.send(users, caller));

    expect(error.failure).toEqual({ kind: 'rejected', status: 422, messages });
    // The API's words are data of that failure, and no part of ours.
    for (const message of messages) expect(error.message).not.toContain(message);
  });

  it('422 carries its messages when they come as gzip', async () => {
    const zipped = gzipSync(errors({ message: 'No.' }));
    await using api = await startApi((_, response) => json(response, zipped, { 'content-encoding': 'gzip' }, 422));
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({
      kind: 'rejected',
      status: 422,
      messages: ['No.'],
    });
  });

  it('422 says nothing in more than 64 KB', async () => {
    await using api = await startApi((_, response) =>
      json(response, errors({ message: 'x'.repeat(64 * 1024) }), {}, 422),
    );
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({
      kind: 'rejected',
      status: 422,
      messages: [],
    });
  });

  it.each([422, 503])('%i is what it is however long its body', async (status) => {
    await using api = await startApi((_, response) => endless(response.writeHead(status)));
    await using upstream = connect(api.url);

    const { failure } = await errorOf(upstream.send(users, caller));

    expect(failure).toEqual(
      status === 503 ? { kind: 'unavailable', status } : { kind: 'rejected', status, messages: [] },
    );
    await expect.poll(() => api.openConnections()).toBe(0);
  });

  it('is what it is when the body never comes', async () => {
    await using api = await startApi((_, response) => response.writeHead(403).flushHeaders());
    await using upstream = connect(api.url, { callTimeoutMs: 100 });

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({ kind: 'forbidden' });
  });

  it.each([301, 302, 303, 307, 308])('%i is not followed, and points to the setting that is wrong', async (status) => {
    await using elsewhere = await startApi((_, response) => json(response, body));
    await using api = await startApi((_, response) =>
      json(response, '', { location: `${elsewhere.url}/users` }, status),
    );
    await using upstream = connect(api.url);

    const { failure } = await errorOf(upstream.send(users, caller));

    expect(failure).toEqual({ kind: 'malformed', detail: expect.stringContaining('KANTATA_API_URL') });
    expect(elsewhere.requests).toEqual([]);
    expect(api.requests).toHaveLength(1);
  });

  it.each([201, 204, 206, 304])('%i is malformed, because it is not the page that was asked for', async (status) => {
    await using api = await startApi((_, response) =>
      json(response, status === 204 || status === 304 ? '' : body, {}, status),
    );
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure.kind).toBe('malformed');
  });

  it('may be preceded by news of what is to come', async () => {
    await using api = await startApi((_, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      json(response, body);
    });
    await using upstream = connect(api.url);

    expect((await upstream.send(users, caller)).count).toBe(2);
  });

  it('may be preceded by such news alone, and is not here then', async () => {
    await using api = await startTcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 103 Early Hints\r\n\r\n')),
    );
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({ kind: 'unavailable' });
  });

  it('429 says how long to wait, if the API says so', async () => {
    await using api = await startApi((_, response) => json(response, '', { 'retry-after': '7' }, 429));
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({
      kind: 'rateLimited',
      retryAfterMs: 7000,
    });
  });

  it.each([
    ['503 that says how long', 503, '7', { retryAfterMs: 7000 }],
    ['503 that says too long', 503, '1000000000', { retryAfterMs: 60_000 }],
    ['503 that says nothing that can be read', 503, 'soon', {}],
    ['502, of which no such thing is known', 502, '7', {}],
  ])('%s', async (_, status, header, wait) => {
    await using api = await startApi((_, response) => json(response, '', { 'retry-after': header }, status));
    await using upstream = connect(api.url);

    expect((await errorOf(upstream.send(users, caller))).failure).toEqual({ kind: 'unavailable', status, ...wait });
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('1994-11-06T08:49:37Z');

  it.each([
    ['no header', undefined, 1000],
    ['seconds', '12', 12_000],
    ['no seconds at all', '0', 0],
    ['a date', 'Sun, 06 Nov 1994 08:50:07 GMT', 30_000],
    ['a date in the older form', 'Sunday, 06-Nov-94 08:50:07 GMT', 30_000],
    ['a date in the oldest form, which is UTC without saying so', 'Sun Nov  6 08:50:07 1994', 30_000],
    ['a date that has passed', 'Sun, 06 Nov 1994 08:00:00 GMT', 0],
    ['more than a minute', '999999999999', 60_000],
    ['a date of next year', 'Mon, 06 Nov 1995 08:49:37 GMT', 60_000],
    ['a negative number', '-5', 1000],
    ['a fraction', '1.5', 1000],
    ['nonsense', 'soon', 1000],
    ['nonsense that begins like a date', 'Sunday', 1000],
  ])('reads %s', (_, header, wait) => {
    expect(retryAfterMs(header, now)).toBe(wait);
  });
});

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

describe('the token', () => {
  it.each<[string, (response: ServerResponse, request: IncomingMessage) => void]>([
    ['is refused', (response) => json(response, token, {}, 401)],
    ['comes back in messages', (response) => json(response, JSON.stringify({ errors: [{ message: token }] }), {}, 422)],
    ['comes back in a body that is no JSON', (response) => json(response, `Bearer ${token}`)],
    ['comes back in a redirect', (response) => json(response, '', { location: `http://127.0.0.1/?t=${token}` }, 302)],
    [
      'comes back in every header',
      (response) => json(response, body, { 'content-type': token, 'content-encoding': token, 'x-request-id': token }),
    ],
    [
      'comes back as something that is no HTTP',
      (response) => void response.socket?.end(`HTTP/1.1 ${token}\r\n\r\n${token}`),
    ],
    ['was sent to who hung up', (response) => void response.socket?.resetAndDestroy()],
    ['was sent to who never answers', () => {}],
  ])('is in nothing that an error shows when it %s', async (_, answer) => {
    await using api = await startApi((request, response) => answer(response, request));
    await using upstream = connect(api.url, { callTimeoutMs: 200 });

    const error = await errorOf(upstream.send(users, caller));

    const shown = [
      error.message,
      error.stack,
      String(error),
      JSON.stringify(error),
      inspect(error, { depth: 20, showHidden: true }),
    ];
    expect(shown.join('\n')).not.toContain(token);
    // A reader can still tell what was asked.
    expect(JSON.parse(JSON.stringify(error)).request.url).toBe('/users?include=role&only=1,2');
  });
});

describe('createUpstream', () => {
  it.each([
    '',
    'api.example',
    'ftp://api.example',
    'https://ada:secret@api.example',
    'https://ada@api.example',
    'https://api.example/?a=1',
    'https://api.example/#a',
  ])('refuses %j as the base of an API, without repeating it', (url) => {
    expect(() => connect(url)).toThrow(TypeError);
    expect(() => connect(url)).not.toThrow('secret');
  });

  it('waits for what is under way before it hangs up', async () => {
    await using api = await startApi((_, response) => void setTimeout(() => json(response, body), 50));
    const upstream = connect(api.url);
    const asked = upstream.send(users, caller);

    await upstream.close();

    expect((await asked).count).toBe(2);
    await expect.poll(() => api.openConnections()).toBe(0);
  });
});

function connect(url: string, options: Partial<UpstreamOptions> = {}): Upstream {
  return createUpstream({ url, callTimeoutMs: 5000, maxBodyBytes: 1024 * 1024, connections: 8, ...options });
}

const errorOf = (asked: Promise<unknown>): Promise<UpstreamError> =>
  asked.then(
    () => Promise.reject(new Error('it was answered')),
    (error: unknown) => (error instanceof UpstreamError ? error : Promise.reject(error)),
  );

function json(
  response: ServerResponse,
  text: string | Buffer,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

/** Sends until nobody listens any more. */
function endless(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(4000, 32)));
  };
  response.on('drain', more);
  more();
}

/** Sends a byte now and then, so that something is always coming and nothing ever comes. */
async function dribble(response: ServerResponse): Promise<void> {
  for (let sent = 0; !response.destroyed && sent < 500; sent++) {
    response.write(' ');
    await sleep(10);
  }
}

/** Every piece ends inside of something: words, escapes, characters of several bytes. */
async function writeInPieces(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += 7) {
    response.write(bytes.subarray(at, at + 7));
    if (at % 5 === 0) await sleep(1);
  }
  response.end();
}

/** A REST API on a free port, recording what it is asked; it closes with the test that started it. */
async function startApi(listener: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  return { requests, ...(await listen(server, 'http://127.0.0.1')) };
}

/** The same over TLS, where it speaks HTTP/2. */
async function startSecureApi(listener: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createSecureServer({ key: privateKey, cert: certificate, allowHTTP1: true }, (request, response) => {
    // Node's compatibility layer: the classes differ, and what these tests use of them does not.
    requests.push(request as unknown as IncomingMessage);
    listener(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  return { requests, ...(await listen(server, 'https://localhost')) };
}

/** Something that listens, and answers whatever bytes it likes. */
const startTcp = (onSocket: (socket: Socket) => void) => listen(createTcpServer(onSocket), 'http://127.0.0.1');

async function listen(server: Server, origin: string) {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections++;
    open.add(socket);
    // Hanging up is what these tests are about.
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${origin}:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    openConnections: () => open.size,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
