/** Which failure each status is, and when to ask again. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../src/upstream/retry-after.ts';
import { body, caller, connect, endless, errorOf, json, startApi, startTcp, token, users } from './support/rest-api.ts';

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
