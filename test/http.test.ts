import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_DEPTH, MAX_TOKENS } from '../src/execution/document-limits.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { rawRequest } from './support/raw-http.ts';

const GRAPHQL = 'application/graphql-response+json';
const authorization = 'Bearer demo';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({ users: [{ id: '1', full_name: 'Ada Lovelace' }], workspace_resources: [] });
});

afterAll(() => gateway[Symbol.asyncDispose]());

beforeEach(() => {
  gateway.requests();
});

/** The status, headers and JSON of an answer. */
async function reply(response: Response) {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : undefined };
}

const post = async (body: string, headers: Record<string, string> = {}, at: TestGateway = gateway) =>
  reply(
    await fetch(`${at.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', accept: GRAPHQL, ...headers },
      body,
    }),
  );

const ask = (query: string, more: object = {}, headers: Record<string, string> = {}) =>
  post(JSON.stringify({ query, ...more }), headers);

const get = async (search: Record<string, string>, headers: Record<string, string> = {}) =>
  reply(
    await fetch(`${gateway.url}/graphql?${new URLSearchParams(search).toString()}`, {
      headers: { authorization, accept: GRAPHQL, ...headers },
    }),
  );

const onlyError = ({ json }: { json: { errors: { message: string; extensions: { code: string } }[] } }) => {
  expect(json).not.toHaveProperty('data');
  expect(json.errors).toHaveLength(1);
  return json.errors[0] as { message: string; extensions: { code: string } };
};

const usersQuery = JSON.stringify({ query: '{ users { totalCount } }' });

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

describe('an operation that cannot run', () => {
  it.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['', 'GRAPHQL_PARSE_FAILED'],
    ['# nothing but this', 'GRAPHQL_PARSE_FAILED'],
    ['{ users { nope } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ user { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['fragment F on Query { ...F } { ...F }', 'GRAPHQL_VALIDATION_FAILED'],
    ['fragment A on Query { ...B } fragment B on Query { ...A } { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
    ['mutation { users { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { users { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['fragment F on Query { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
    ['query A { users { totalCount } } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('is refused, and nothing is called: %s', async (query, code) => {
    const answer = await ask(query);

    expect(answer.status).toBe(code === 'GRAPHQL_PARSE_FAILED' ? 400 : 422);
    expect(answer.headers.get('content-type')).toBe(`${GRAPHQL}; charset=utf-8`);
    expect(answer.json.errors[0].extensions).toEqual({ code });
    expect(answer.json).not.toHaveProperty('data');
    expect(gateway.requests()).toEqual([]);
  });

  it('has status 200 for clients that accept plain JSON only, with the same error', async () => {
    for (const query of [
      '{',
      '{ nope }',
      'query A { __typename } query B { __typename }',
      'query($id: ID!) { user(id: $id) { id } }',
    ]) {
      const modern = await ask(query);
      const plain = await ask(query, {}, { accept: 'application/json' });

      expect(plain).toMatchObject({ status: 200, json: modern.json });
      expect(modern.status).toBe(query === '{' ? 400 : 422);
    }
  });

  it('because its name is not there, is refused', async () => {
    const answer = await ask('query A { users { totalCount } }', { operationName: 'B' });

    expect(answer.status).toBe(422);
    expect(onlyError(answer)).toEqual({
      message: 'The document has no operation of that name.',
      extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
    });
    expect(gateway.requests()).toEqual([]);
  });

  it.each([
    ['missing', {}],
    ['null', { ids: null }],
    ['of the wrong type', { ids: [{}] }],
    ['a list with a null', { ids: ['1', null] }],
  ])('because a variable is %s, is refused', async (_, variables) => {
    const answer = await ask('query($ids: [ID!]!) { usersById(ids: $ids) { id } }', { variables });

    expect(answer.status).toBe(422);
    expect(onlyError(answer)).toMatchObject({
      message: expect.stringContaining('$ids'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(gateway.requests()).toEqual([]);
  });

  it('runs all the same with a variable that it does not know', async () => {
    expect(await ask('{ __typename }', { variables: { other: 1 } })).toMatchObject({ status: 200 });
  });

  it('is told with no more than 100 characters of what it holds', async () => {
    const long = 'x'.repeat(5000);
    const answers = [
      await ask('query($first: Int) { users(first: $first) { totalCount } }', { variables: { first: long } }),
      await ask('query($first: Int) { users(first: $first) { totalCount } }', {
        variables: { first: Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`x${at}`, 1])) },
      }),
      await ask(`{ ${long} }`),
      await ask(`{ users(orderBy: "${long}") { totalCount } }`),
      await ask(`query ${long}`),
      await ask(`{ users { totalCount } } "${long}`),
    ];

    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 400, 400]);
    for (const answer of answers) {
      expect(answer.text.length).toBeLessThan(600);
      expect(answer.text).not.toContain('x'.repeat(101));
    }
  });

  it('has at most 20 errors', async () => {
    const { json } = await ask(`{ ${Array.from({ length: 500 }, (_, at) => `nope${at}`).join(' ')} }`);

    expect(json.errors).toHaveLength(20);
  });

  it('is told which names may have been meant, but not in production', async () => {
    await using production = await startGateway({}, { suggestions: false });
    const query = 'query($by: UserOrder) { userz(orderBy: $by) { totalCount } }';

    expect((await ask(query)).text).toContain('Did you mean');
    const { status, text } = await post(JSON.stringify({ query }), {}, production);
    expect(status).toBe(422);
    expect(text).not.toContain('Did you mean');
  });
});

describe('a document made to stop the gateway', () => {
  const nested = (levels: number) => `{ ${'a { '.repeat(levels)} b ${'}'.repeat(levels)} }`;
  const chained = (length: number, more = '') =>
    `{ ...F0 } ${Array.from({ length }, (_, at) => `fragment F${at} on Query { ...F${at + 1} ${more} }`).join(' ')} fragment F${length} on Query { __typename }`;
  const doubling = (length: number) =>
    `{ ...F0 } ${Array.from({ length }, (_, at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`).join(' ')} fragment F${length} on Query { __typename }`;

  it.each([
    ['nests 5,000 deep', nested(5_000)],
    ['nests 50,000 deep', nested(50_000)],
    ['nests one level more than may be', nested(MAX_DEPTH)],
    ['holds a list 5,000 deep', `{ users(filter: ${'['.repeat(5_000)}${']'.repeat(5_000)}) { totalCount } }`],
    ['chains 5,000 fragments', chained(5_000)],
    ['chains 150 fragments', chained(150)],
    ['doubles 25 times by fragments', doubling(25)],
    [
      'doubles 25 times by aliased objects',
      Array.from(
        { length: 25 },
        (_, at) => `fragment F${at} on Workspace { a: primaryCounterpart { id } ...F${at + 1} ...F${at + 1} }`,
      ).join(' ') + ' fragment F25 on Workspace { id } { workspaces { nodes { ...F0 } } }',
    ],
    ['repeats a field 20,000 times', `{ ${'__typename '.repeat(20_000)} }`],
    ['repeats a field with selections 2,000 times', `{ ${'users { totalCount } '.repeat(2_000)} }`],
    ['has one token more than may be', `{ ${'a '.repeat(MAX_TOKENS - 1)} }`],
    [
      'asks for the whole schema 100 times',
      `{ ${Array.from({ length: 100 }, (_, at) => `s${at}: __schema { ...S }`).join(' ')} } fragment S on __Schema { types { name description fields { name description args { name type { name } } type { name ofType { name } } } } }`,
    ],
  ])('is refused at once where it %s', async (_, query) => {
    const start = performance.now();
    const answer = await ask(query);

    expect(answer.status).toBe(422);
    expect(onlyError(answer)).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX' } });
    expect(performance.now() - start).toBeLessThan(1_500);
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused by /explain in the same words', async () => {
    const { status, errors } = await gateway.explain(nested(5_000));

    expect(status).toBe(400);
    expect(errors[0]).toMatchObject({
      message: `This document nests deeper than ${MAX_DEPTH} levels. Ask for less depth in one operation.`,
    });
  });

  it('is not what GraphiQL asks first', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const { status, json } = await ask(
      getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true }),
    );

    expect(status).toBe(200);
    expect(json).toMatchObject({ data: { __schema: { queryType: { name: 'Query' } } } });
  });
});

describe('an answer', () => {
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/json', 'application/json'],
    [GRAPHQL, GRAPHQL],
    [`${GRAPHQL}, application/json`, GRAPHQL],
    [`application/json, ${GRAPHQL}`, 'application/json'],
    [`application/json;q=0.5, ${GRAPHQL};q=0.9`, GRAPHQL],
    [`${GRAPHQL};q=0, */*`, 'application/json'],
    [`${GRAPHQL};charset=utf-16, */*;q=0.1`, 'application/json'],
    [`${GRAPHQL}; charset=utf-8, application/json; charset=utf-8`, GRAPHQL],
    ['text/event-stream, multipart/mixed, application/json', 'application/json'],
    ['image/png, */*;q=0.1', 'application/json'],
  ])('to Accept: %s has the type %s', async (accept, type) => {
    const answer = await rawRequest(gateway.url, [
      'GET /graphql?query=%7B__typename%7D HTTP/1.1',
      `Authorization: ${authorization}`,
      ...(accept === undefined ? [] : [`Accept: ${accept}`]),
    ]);

    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': `${type}; charset=utf-8` },
      body: '{"data":{"__typename":"Query"}}',
    });
  });

  it.each([
    'image/png',
    'text/event-stream',
    'multipart/form-data',
    'application/json;q=0',
    'application/json; charset=latin1',
  ])('that is accepted as %s alone is refused with 406', async (accept) => {
    const answer = await ask('{ users { totalCount } }', {}, { accept });

    expect(answer.status).toBe(406);
    expect(onlyError(answer).extensions.code).toBe('BAD_REQUEST');
    expect(gateway.requests()).toEqual([]);
  });

  it('is the same the first time and ever after, errors and extensions included', async () => {
    const query = 'query Same($id: ID!) { user(id: $id) { id fullName } other: user(id: "nope") { id } }';
    const answers = [];
    for (let time = 0; time < 3; time++) answers.push(await ask(query, { variables: { id: '1' } }));

    const [first, ...others] = answers.map(({ status, json, headers }) => ({
      status,
      json,
      type: headers.get('content-type'),
    }));
    expect(first).toMatchObject({
      status: 294,
      json: {
        data: { user: { id: 'User:1', fullName: 'Ada Lovelace' }, other: null },
        errors: [{ path: ['other'], extensions: { code: 'BAD_USER_INPUT' } }],
      },
    });
    expect(others).toEqual([first, first]);
  });

  it('to a document that is known is still refused where its variables are wrong', async () => {
    const query = 'query Known($id: ID!) { user(id: $id) { id } }';
    await ask(query, { variables: { id: '1' } });

    expect(await ask(query, { variables: {} })).toMatchObject({
      status: 422,
      json: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
    expect(await ask(query, { operationName: 'Other' })).toMatchObject({
      status: 422,
      json: { errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] },
    });
  });

  it('is kept by nobody, guessed by nobody, and names no software', async () => {
    const origin = { origin: 'https://elsewhere.example' };
    const answers = [
      await ask('{ __typename }', {}, origin),
      await ask('{', {}, origin),
      await post('{', origin),
      await ask('{ __typename }', {}, { ...origin, authorization: 'Basic x' }),
      await reply(await fetch(`${gateway.url}/nowhere`, { headers: origin })),
      await reply(await fetch(`${gateway.url}/health`, { headers: origin })),
      await reply(
        await fetch(`${gateway.url}/graphql`, {
          method: 'OPTIONS',
          headers: { ...origin, 'access-control-request-method': 'POST' },
        }),
      ),
    ];

    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(
        [...headers.keys()].filter((name) => /^(server|x-powered-by|access-control-|set-cookie|x-yoga)/.test(name)),
      ).toEqual([]);
    }
  });
});

describe('a fault of the gateway itself', () => {
  const secret = 'cANARY-0123456789';

  /** A number of milliseconds that, once the gateway has started, throws where it is used, with a secret in its words. */
  function breaking() {
    let broken = false;
    const setting = {
      [Symbol.toPrimitive]() {
        if (broken) throw new TypeError(`cannot use ${secret}\nat all`);
        return 5_000;
      },
    };
    return { setting: setting as unknown as number, break: () => void (broken = true) };
  }

  it('is told as an unexpected error with status 500, and logged in one line without the token', async () => {
    const lines: string[] = [];
    const timeout = breaking();
    await using faulty = await startGateway(
      {},
      { operationTimeoutMs: timeout.setting, log: (line) => lines.push(line) },
    );
    timeout.break();

    for (const accept of [GRAPHQL, 'application/json']) {
      const answer = await post(usersQuery, { authorization: `Bearer ${secret}`, accept }, faulty);

      expect(answer).toMatchObject({
        status: 500,
        json: { errors: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
      });
      expect(Object.keys(answer.json.errors[0])).toEqual(['message', 'extensions']);
    }

    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/^unexpected error: TypeError: cannot use \[token\] at all < at .+execute\.ts:\d+/);
      expect(line).not.toMatch(/[\n\r]/);
      expect(line).not.toContain(secret);
    }
  });

  it('in one field is told at its path, without its words, also where NODE_ENV is development', async () => {
    const lines: string[] = [];
    const timeout = breaking();
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'development';
    try {
      await using faulty = await startGateway(
        {},
        { upstreamCallTimeoutMs: timeout.setting, log: (line) => lines.push(line) },
      );
      timeout.break();

      const { status, json } = await post(
        '{"query":"{ users { totalCount } __typename }"}',
        { authorization: `Bearer ${secret}` },
        faulty,
      );

      expect(status).toBe(294);
      expect(json.data).toEqual({ users: null, __typename: 'Query' });
      expect(json.errors).toEqual([
        {
          message: 'Unexpected error.',
          locations: [{ line: 1, column: 3 }],
          path: ['users'],
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ]);
    } finally {
      process.env.NODE_ENV = before;
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('cannot use [token] at all');
    expect(lines[0]).not.toContain(secret);
  });
});
