/** What becomes of the body of an answer: how it is read, and which are refused. */
import { type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../src/upstream/envelope.ts';
import type { RestRequest } from '../src/upstream/rest-request.ts';
import { MemoryBudget } from '../src/upstream/memory-budget.ts';
import { as, body, caller, connect, endless, errorOf, json, startApi, startTcp, users } from './support/rest-api.ts';

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

  it('that is still being inflated when its caller leaves holds no memory after that', async () => {
    const zipped = gzipSync(JSON.stringify({ ...JSON.parse(body), padding: 'x'.repeat(64_000_000) }));
    await using api = await startApi((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' });
      response.end(zipped);
    });
    const memory = new MemoryBudget(1_000_000_000);
    await using upstream = connect(api.url, { memory, maxBodyBytes: 100_000_000 });
    const leaving = new AbortController();

    const failed = errorOf(upstream.send(users, { ...caller, signal: leaving.signal }));
    await expect.poll(() => memory.used, { interval: 1 }).toBe(zipped.length);
    await sleep(5);
    leaving.abort();

    expect((await failed).failure).toEqual({ kind: 'aborted' });
    await sleep(500);
    expect(memory.used).toBe(0);
  });

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

describe('large bodies that come in one moment', () => {
  const BODIES = 8;
  const padding = 'x'.repeat(100_000);

  /** An API that answers only once all have asked, and calls for it whose answers are noted as they are read. */
  async function startTogether(zipped: boolean) {
    const waiting: ServerResponse[] = [];
    const text = JSON.stringify({ ...JSON.parse(body), padding });
    const api = await startApi((_, response) => {
      if (waiting.push(response) < BODIES) return;
      for (const one of waiting)
        if (zipped) json(one, gzipSync(text), { 'content-encoding': 'gzip' });
        else json(one, text);
    });
    return {
      api,
      requestOf: (at: number, read: RestRequest['read']) => ({ path: '/users', params: { page: `${at}` }, read }),
    };
  }

  const each = Array.from({ length: BODIES }, (_, at) => at);

  it.each([false, true])('are read one in each turn of the event loop (as gzip: %s)', async (zipped) => {
    const { api, requestOf } = await startTogether(zipped);
    await using _ = api;
    await using upstream = connect(api.url);
    let turn = 0;
    let isOver = false;
    const next = () => {
      turn++;
      if (!isOver) setImmediate(next);
    };
    const turns: number[] = [];

    next();
    const answers = await Promise.all(
      each.map((at) =>
        upstream.send(
          requestOf(at, (parsed) => (turns.push(turn), readEnvelope(parsed, { method: 'GET', url: '' }))),
          caller,
        ),
      ),
    );
    isOver = true;

    expect(answers.map(({ results }) => results.length)).toEqual(each.map(() => 2));
    expect(new Set(turns).size).toBe(BODIES);
  });

  it.each([false, true])('are read by turns between callers (as gzip: %s)', async (zipped) => {
    const { api, requestOf } = await startTogether(zipped);
    await using _ = api;
    await using upstream = connect(api.url);
    const other = as('another');
    const read: number[] = [];
    const reader = (at: number) => (parsed: unknown) => (
      read.push(at), readEnvelope(parsed, { method: 'GET', url: '' })
    );

    // The last one is another caller's.
    await Promise.all(each.map((at) => upstream.send(requestOf(at, reader(at)), at === BODIES - 1 ? other : caller)));

    expect(read).toHaveLength(BODIES);
    expect(read.indexOf(BODIES - 1)).toBeLessThan(BODIES / 2);
  });

  it.each([false, true])('are not read once their callers have left (as gzip: %s)', async (zipped) => {
    const { api, requestOf } = await startTogether(zipped);
    await using _ = api;
    const memory = new MemoryBudget(50_000_000);
    await using upstream = connect(api.url, { memory });
    const leaving = new AbortController();
    let read = 0;
    const leave = (parsed: unknown) => {
      read++;
      leaving.abort();
      return readEnvelope(parsed, { method: 'GET', url: '' });
    };

    const calls = each.map((at) => upstream.send(requestOf(at, leave), { ...caller, signal: leaving.signal }));
    const settled = await Promise.allSettled(calls);

    expect(read).toBe(1);
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(BODIES);
    expect(memory.used).toBe(0);
  });

  it('have come in time, however long they wait to be read', async () => {
    const { api, requestOf } = await startTogether(false);
    await using _ = api;
    const callTimeoutMs = 300;
    await using upstream = connect(api.url, { callTimeoutMs });
    const slowly = (parsed: unknown) => {
      const untilMs = performance.now() + callTimeoutMs / 4;
      while (performance.now() < untilMs);
      return readEnvelope(parsed, { method: 'GET', url: '' });
    };

    const answers = await Promise.all(each.map((at) => upstream.send(requestOf(at, slowly), caller)));

    expect(answers).toHaveLength(BODIES);
  });
});

/** Every piece ends inside of something: words, escapes, characters of several bytes. */
async function writeInPieces(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += 7) {
    response.write(bytes.subarray(at, at + 7));
    if (at % 5 === 0) await sleep(1);
  }
  response.end();
}
