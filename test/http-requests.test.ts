/** What a request over HTTP may be: its token, its path, its body and how long that is. */
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';
import { rawRequest } from './support/raw-http.ts';
import {
  GRAPHQL,
  ask,
  authorization,
  gateway,
  onlyError,
  post,
  reply,
  useGateway,
  usersQuery,
} from './support/http-requests.ts';

useGateway();

const get = async (search: Record<string, string>, headers: Record<string, string> = {}) =>
  reply(
    await fetch(`${gateway.url}/graphql?${new URLSearchParams(search).toString()}`, {
      headers: { authorization, accept: GRAPHQL, ...headers },
    }),
  );

describe('the token of a request', () => {
  const lines = (...headers: string[]) => [
    'POST /graphql HTTP/1.1',
    'Content-Type: application/json',
    `Content-Length: ${usersQuery.length}`,
    ...headers,
  ];

  it.each([
    ['is missing', []],
    ['is empty', ['Authorization: ']],
    ['is not a bearer token', ['Authorization: Basic ZGVtbzpkZW1v']],
    ['is a scheme alone', ['Authorization: Bearer']],
    ['is two words', ['Authorization: Bearer demo demo']],
    ['is a list', ['Authorization: Bearer demo, Bearer demo']],
    ['has characters that no token has', ['Authorization: Bearer d\u00ebmo']],
    ['comes twice', ['Authorization: Bearer demo', 'Authorization: Bearer demo']],
    ['comes twice in other letters', ['authorization: Bearer demo', 'AUTHORIZATION: Bearer other']],
  ])('that %s is refused with 401, and nothing is called', async (_, headers) => {
    const answer = await rawRequest(gateway.url, lines(...headers), usersQuery);

    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(JSON.parse(answer.body)).toEqual({
      errors: [
        {
          message: 'This request has no usable token. Send one in the header `Authorization: Bearer <token>`.',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    });
    expect(gateway.requests()).toEqual([]);
  });

  it('is looked at before the body, whatever the body is', async () => {
    expect(await post('{', { authorization: 'Basic x' })).toMatchObject({ status: 401 });
    expect(await post('{', { authorization: 'Basic x', 'content-type': 'text/plain' })).toMatchObject({ status: 401 });
    expect(await get({ query: '{' }, { authorization: 'Bearer' })).toMatchObject({ status: 401 });
  });

  it('goes to the API as it came, and nothing else of the caller does', async () => {
    const headers = {
      cookie: 'session=1',
      'x-forwarded-for': '192.0.2.1',
      'user-agent': 'somebody',
      traceparent: '00-1',
    };

    expect(await ask('{ users { totalCount } }', {}, headers)).toMatchObject({ status: 200 });

    expect(Object.keys(gateway.sandbox.requests.at(-1)?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'authorization',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(gateway.sandbox.requests.at(-1)?.headers).toMatchObject({
      authorization,
      'user-agent': 'kantata-graphql-gateway',
    });
  });

  it('goes with the name that the client has for its request, which comes back', async () => {
    const named = await ask('{ users { totalCount } }', {}, { 'x-request-id': 'cart-7' });
    const asked = gateway.sandbox.requests.at(-1)?.headers['x-request-id'];

    expect({ asked, back: named.headers.get('x-request-id') }).toEqual({ asked: 'cart-7', back: 'cart-7' });
    expect((await post('{', { 'x-request-id': 'cart-8' })).headers.get('x-request-id')).toBe('cart-8');
  });

  it.each([
    ['is too long', 'x'.repeat(129)],
    ['has other characters', 'cart 7'],
  ])('goes without a name that %s', async (_, name) => {
    const answer = await ask('{ users { totalCount } }', {}, { 'x-request-id': name });

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers.get('x-request-id')).not.toBe(name);
    expect(gateway.sandbox.requests.at(-1)?.headers).not.toHaveProperty('x-request-id');
  });

  it('is in no answer, not even where the API repeats it', async () => {
    const secret = 'cANARY-0123456789';
    gateway.sandbox.fail({
      status: 422,
      times: 1,
      body: { errors: [{ type: 'x', message: `no such token ${secret}` }] },
    });

    const { text } = await ask('{ users { totalCount } }', {}, { authorization: `Bearer ${secret}` });

    expect(text).not.toContain(secret);
    expect(text).toContain('no such token [token]');
  });
});

describe('a path', () => {
  it('for health needs no token', async () => {
    const answer = await reply(await fetch(`${gateway.url}/health`));

    expect(answer).toMatchObject({ status: 200, json: { status: 'ok' } });
    expect((await fetch(`${gateway.url}/health`, { method: 'HEAD' })).status).toBe(200);
  });

  it.each([
    '/',
    '/graphql/',
    '/graphql/x',
    '/x/../graphql',
    '/x//graphql',
    '/GraphQL',
    '/health/x',
    '/explain/',
    '//graphql',
    '/%67raphql',
  ])('that nothing is at, %s, is 404 in JSON', async (path) => {
    const answer = await rawRequest(gateway.url, [`POST ${path} HTTP/1.1`, `Authorization: ${authorization}`]);

    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(JSON.parse(answer.body).errors[0].extensions).toEqual({ code: 'NOT_FOUND' });
  });

  it.each([
    ['/graphql', 'GET, POST', ['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']],
    ['/health', 'GET, HEAD', ['POST', 'TRACE']],
    ['/explain', 'POST', ['GET', 'HEAD', 'OPTIONS']],
  ])('%s takes %s and no other method', async (path, allow, methods) => {
    for (const method of methods) {
      const answer = await rawRequest(gateway.url, [`${method} ${path} HTTP/1.1`, 'X-Secret: 42']);

      expect(answer).toMatchObject({ status: 405, headers: { allow } });
      expect(answer.body).not.toContain('42');
      // A HEAD has no body.
      expect(answer.body).toMatch(method === 'HEAD' ? /^$/ : /"extensions":\{"code":"BAD_REQUEST"\}/);
    }
  });

  it('is served whatever the Host header says', async () => {
    const lines = ['GET /graphql?query=%7B__typename%7D HTTP/1.1', `Authorization: ${authorization}`];

    expect(await rawRequest(gateway.url, [...lines, 'Host: [::nonsense'])).toMatchObject({ status: 200 });
  });

  it('does not come to another by how its query string ends', async () => {
    const answer = await get({ query: '{ __typename }', operationName: '/health' });

    expect(onlyError(answer).extensions.code).toBe('OPERATION_RESOLUTION_FAILURE');
  });
});

describe('a body', () => {
  it.each([
    ['{', 'JSON'],
    ['', 'JSON'],
    ['{"query":"{__typename}"} secret', 'JSON'],
    ['null', 'JSON object'],
    ['1', 'JSON object'],
    ['"secret"', 'JSON object'],
    ['[]', 'Batching'],
    ['[{"query":"{ __typename }"},{"query":"{ __typename }"}]', 'Batching'],
    ['{}', '"query"'],
    ['{"query":null}', '"query"'],
    ['{"query":1}', '"query"'],
    ['{"query":["{ __typename }"]}', '"query"'],
    ['{"query":"{ __typename }","variables":"secret"}', '"variables"'],
    ['{"query":"{ __typename }","variables":[]}', '"variables"'],
    ['{"query":"{ __typename }","extensions":1}', '"extensions"'],
    ['{"query":"{ __typename }","operationName":{}}', '"operationName"'],
    [`{"query":"{ __typename }","variables":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`, 'nest deeper'],
  ])('that is no GraphQL request is refused and not repeated: %.60s', async (body, told) => {
    const answer = await post(body);

    // 400 is what cannot be parsed, 422 what can be and is something else.
    expect(answer.status).toBe(told === 'JSON' ? 400 : 422);
    expect(await post(body, { accept: 'application/json' })).toMatchObject({ status: 400, json: answer.json });
    expect(onlyError(answer)).toMatchObject({
      message: expect.stringContaining(told),
      extensions: { code: 'BAD_REQUEST' },
    });
    expect(answer.text).not.toContain('secret');
    expect(gateway.requests()).toEqual([]);
  });

  it.each(['"secret":1', '"__proto__":{"query":"secret"}', '"id":7'])(
    'may hold what the gateway does not know, which changes nothing: %s',
    async (more) => {
      expect(await post(`{"query":"{ __typename }",${more}}`)).toMatchObject({
        status: 200,
        json: { data: { __typename: 'Query' } },
      });
    },
  );

  it('that is not UTF-8 is refused', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: Buffer.from('{"query":"{ __typename } # \xff"}', 'latin1'),
    });

    expect(onlyError(await reply(response)).extensions.code).toBe('BAD_REQUEST');
    expect(response.status).toBe(400);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/graphql+json',
    'application/jsonx',
    'application/json; charset=utf-16',
  ])('of the type %s is refused with 415', async (type) => {
    const answer = await post('{"query":"{ users { totalCount } }"}', { 'content-type': type });

    expect(answer.status).toBe(415);
    expect(onlyError(answer).extensions.code).toBe('BAD_REQUEST');
    expect(gateway.requests()).toEqual([]);
  });

  it('without a type, or with a content encoding, is refused with 415', async () => {
    const lines = ['POST /graphql HTTP/1.1', `Authorization: ${authorization}`, `Content-Length: ${usersQuery.length}`];

    expect(await rawRequest(gateway.url, lines, usersQuery)).toMatchObject({ status: 415 });
    expect(await post(usersQuery, { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'of the type %s is read',
    async (type) => {
      expect(await post('{"query":"{ __typename }"}', { 'content-type': type })).toMatchObject({
        status: 200,
        json: { data: { __typename: 'Query' } },
      });
    },
  );
});

describe('the length of a body', () => {
  const limit = 262_144;
  const padded = (bytes: number) => {
    const body = '{"query":"{ __typename }"}';
    return body + ' '.repeat(bytes - body.length);
  };

  it('is 256 KB at most', async () => {
    expect(await post(padded(limit))).toMatchObject({ status: 200 });

    const answer = await post(padded(limit + 1));
    expect(answer.status).toBe(413);
    expect(onlyError(answer)).toEqual({
      message: 'The body is longer than 262144 bytes. Ask for less in one request.',
      extensions: { code: 'REQUEST_ENTITY_TOO_LARGE' },
    });
  });

  it('is what comes, where none is announced, and the connection is closed behind it', async () => {
    const request = httpRequest(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
    });
    const answered = once(request, 'response');
    request.on('error', () => {});
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const sending = setInterval(() => request.write(chunk), 1);
    const [response] = await answered;
    clearInterval(sending);
    response.resume();

    expect(response).toMatchObject({ statusCode: 413, headers: { connection: 'close' } });
    request.destroy();
  });

  it('is checked before any of it is read', async () => {
    const answer = await rawRequest(gateway.url, [
      'POST /graphql HTTP/1.1',
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      'Content-Length: 1000000000000',
    ]);

    expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } });
  });

  it('is what the operator says', async () => {
    await using small = await startGateway({}, { maxRequestBodyBytes: 1024 });

    expect(await post(padded(1025), {}, small)).toMatchObject({ status: 413 });
    expect(await post(padded(1024), {}, small)).toMatchObject({ status: 200 });
  });

  it('holds for /explain as well', async () => {
    const response = await fetch(`${gateway.url}/explain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: padded(limit + 1),
    });

    expect(response.status).toBe(413);
  });
});

describe('a GET', () => {
  it('asks by its query string', async () => {
    const answer = await get({
      query: 'query A { __typename } query B($id: ID!) { user(id: $id) { fullName } }',
      operationName: 'B',
      variables: '{"id":"1"}',
    });

    expect(answer).toMatchObject({ status: 200, json: { data: { user: { fullName: 'Ada Lovelace' } } } });
  });

  it.each<[name: string, value: string, status: number]>([
    ['variables', '{', 400],
    ['variables', '"secret"', 422],
    ['variables', '[]', 422],
    ['extensions', 'secret', 400],
  ])('with %s=%s is refused with %s', async (name, value, status) => {
    const answer = await get({ query: '{ __typename }', [name]: value });

    expect(answer.status).toBe(status);
    expect(onlyError(answer)).toMatchObject({
      message: expect.stringContaining(name),
      extensions: { code: 'BAD_REQUEST' },
    });
    expect(answer.text).not.toContain('secret');
  });

  it('that asks nothing is refused with 422', async () => {
    expect(await get({})).toMatchObject({ status: 422 });
  });

  it('for a mutation is refused with 405', async () => {
    const answer = await get({ query: 'mutation { users { totalCount } }' });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(gateway.requests()).toEqual([]);
  });
});
