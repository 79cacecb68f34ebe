/** What is sent to the API, and on which connections: questions, tokens, the URL that an operator sets. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { recordsOf } from '../src/upstream/envelope.ts';
import { certificate } from './support/certificate.ts';
import {
  as,
  body,
  caller,
  connect,
  errorOf,
  json,
  startApi,
  startSecureApi,
  token,
  users,
} from './support/rest-api.ts';

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
      pageSize: 20,
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
