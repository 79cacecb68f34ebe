/** What a request over HTTP is answered: refusals, headers and types, faults of the gateway. */
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, MAX_TOKENS } from '../src/execution/document-limits.ts';
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

  it('is named with no more than 100 characters of what it holds', async () => {
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

  it('suggests names that may have been meant, but not in production', async () => {
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

  it('is never kept, never sniffed, and names no software', async () => {
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

  it('is answered as an unexpected error with status 500, and logged in one line without the token', async () => {
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

  it('in one field is an error at its path, without its words, also where NODE_ENV is development', async () => {
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
