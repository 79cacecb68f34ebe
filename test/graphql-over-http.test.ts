/**
 * Every MUST and SHOULD that GraphQL over HTTP (September 2026) has for servers, each a row of the table in
 * docs/graphql-over-http.md, which this file writes: `npm test -- graphql-over-http -u`.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway } from '../src/http/gateway.ts';
import { type Listening, listen } from '../src/http/listen.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { rawRequest } from './support/raw-http.ts';

const GRAPHQL = 'application/graphql-response+json';
const PLAIN = 'application/json';
const authorization = 'Bearer demo';
const REQUEST_TIMEOUT_MS = 400;

let gateway: TestGateway;
/** The same behind the server that `npm start` has, whose parser and clock refuse some requests themselves. */
let served: Listening;

beforeAll(async () => {
  gateway = await startGateway({ users: [{ id: '1', full_name: 'Ada Lovelace' }], roles: [] });
  served = await listen(gateway.gateway.handler, {
    host: '127.0.0.1',
    port: 0,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  });
});

afterAll(async () => {
  await served.close(0);
  await gateway[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line no-explicit-any
  readonly json: any;
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, json: await response.json() };
}

const post = async (body: string, headers: Record<string, string> = {}, at = '/graphql') =>
  answerOf(
    await fetch(`${gateway.url}${at}`, {
      method: 'POST',
      headers: { authorization, 'content-type': PLAIN, accept: GRAPHQL, ...headers },
      body,
    }),
  );

const ask = (query: string, more: object = {}, headers: Record<string, string> = {}) =>
  post(JSON.stringify({ query, ...more }), headers);

const get = async (search: Record<string, string>, headers: Record<string, string> = {}) =>
  answerOf(
    await fetch(`${gateway.url}/graphql?${new URLSearchParams(search).toString()}`, {
      headers: { authorization, accept: GRAPHQL, ...headers },
    }),
  );

const typeOf = ({ headers }: Answer) => headers.get('content-type');

/** An answer without data, in the media type that was accepted. */
const isRefused = (answer: Answer, status: number) => {
  expect(answer.status).toBe(status);
  expect(typeOf(answer)).toBe(`${GRAPHQL}; charset=utf-8`);
  expect(answer.json).toEqual({ errors: [expect.objectContaining({ message: expect.any(String) })] });
};

const name = '{ user(id: 1) { fullName } }';
const partial = '{ roles { totalCount } user(id: 1) { fullName } }';

/** Answers of an operation of which a part fails. */
async function partly(headers: Record<string, string>) {
  gateway.sandbox.fail({ status: 403, times: 1, match: 'GET /roles' });
  return ask(partial, {}, headers);
}

interface Rule {
  readonly section: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly asks: string;
  /** What the gateway does, where the specification leaves a choice, or is not followed. */
  readonly here?: string;
  readonly check: () => Promise<void>;
}

const rules: readonly Rule[] = [
  {
    section: 'URL',
    level: 'MUST',
    asks: 'Serve each schema by a URL.',
    here: '`/graphql`',
    check: async () => expect(await ask('{ __typename }')).toMatchObject({ json: { data: { __typename: 'Query' } } }),
  },
  {
    section: 'URL',
    level: 'SHOULD',
    asks: 'Forbid a request by a 4xx or 5xx status, and not by what a well-formed one asks.',
    here:
      'Who has no token gets 401, before the body is read. With `PERSISTED_DOCUMENTS=only`, other documents get 400: the ' +
      'operator has asked for that.',
    check: async () => {
      isRefused(await post('{', { authorization: 'Basic x' }), 401);
      isRefused(await ask(name, {}, { authorization: 'Basic x' }), 401);
    },
  },
  {
    section: 'Media types',
    level: 'MUST',
    asks: 'Support JSON, and take it for UTF-8 where no encoding is named.',
    check: async () => {
      const lines = (type: string) => ({ 'content-type': type });
      for (const type of [PLAIN, 'application/json; charset=utf-8']) {
        gateway.requests();
        await ask('{ users(filter: { search: "Zo\u00eb" }) { totalCount } }', {}, lines(type));
        expect(gateway.requests()).toEqual(['GET /users?per_page=1&search=Zo\u00eb']);
      }
      const latin = Buffer.from('{"query":"{ __typename # Zo\u00eb\\n }"}', 'latin1');
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { authorization, 'content-type': PLAIN, accept: GRAPHQL },
        body: latin,
      });
      expect(answer.status).toBe(400);
    },
  },
  {
    section: 'Request',
    level: 'MUST',
    asks: 'Accept POST requests of the type `application/json`, in UTF-8.',
    check: async () =>
      expect(await ask(name, {}, { 'content-type': 'application/json; charset=utf-8' })).toMatchObject({ status: 200 }),
  },
  {
    section: 'POST',
    level: 'SHOULD',
    asks: 'Refuse a POST request without `Content-Type` by a 4xx status.',
    here: '415',
    check: async () => {
      const lines = ['POST /graphql HTTP/1.1', `Authorization: ${authorization}`, 'Content-Length: 2'];
      expect(await rawRequest(gateway.url, lines, '{}')).toMatchObject({ status: 415 });
    },
  },
  {
    section: 'POST',
    level: 'MUST',
    asks: 'Ignore properties of a request that are not understood.',
    check: async () => expect(await ask(name, { priority: 'high' })).toMatchObject({ status: 200 }),
  },
  {
    section: 'POST',
    level: 'MUST',
    asks: 'Add no properties to a request: what there is more to say stands in `extensions` or headers.',
    here: '`documentId` is read for persisted documents, as the drafts of the next edition name it. It changes nothing else.',
    check: async () => {
      const known = await ask(name, { documentId: 'nothing', priority: 'high', explain: true });
      expect(known.json).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
      expect(await post('{"document":"{ __typename }"}')).toMatchObject({ status: 422 });
    },
  },
  {
    section: 'POST',
    level: 'MUST',
    asks: 'Take `null` for optional parameters as leaving them out.',
    check: async () =>
      expect(await ask(name, { variables: null, operationName: null, extensions: null })).toMatchObject({
        status: 200,
      }),
  },
  {
    section: 'GET',
    level: 'MUST',
    asks: 'Read the parameters from the query of the URL, `variables` and `extensions` as JSON, empty ones as left out.',
    check: async () => {
      const search = { query: 'query($id: ID!) { user(id: $id) { fullName } }', operationName: '', extensions: '' };
      expect(await get({ ...search, variables: '{"id":"1"}' })).toMatchObject({
        json: { data: { user: { fullName: 'Ada Lovelace' } } },
      });
      // By the URL, this is a name.
      expect(await get({ query: 'query null { __typename }', operationName: 'null' })).toMatchObject({ status: 200 });
      isRefused(await get({ query: '{ __typename }', operationName: 'null' }), 422);
    },
  },
  {
    section: 'GET',
    level: 'MUST',
    asks: 'Execute no mutation by GET, and refuse it by a 4xx status; SHOULD: 405, with `Allow`.',
    check: async () => {
      const answer = await get({ query: 'mutation { users { totalCount } }' });
      isRefused(answer, 405);
      expect(answer.headers.get('allow')).toBe('POST');
    },
  },
  {
    section: 'Response',
    level: 'MUST',
    asks: 'Keep to HTTP (RFC 9110) besides.',
    here: '`HEAD` gets 405 at `/graphql`: all REST calls of an answer would be made for its headers.',
    check: async () => {
      const refused = await post('{}', { authorization: 'Basic x' });
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      const answer = await get({ query: '{ __typename }' });
      expect(answer.headers.get('date')).toEqual(expect.any(String));
      const head = await fetch(`${gateway.url}/graphql?query={__typename}`, {
        method: 'HEAD',
        headers: { authorization },
      });
      expect({ status: head.status, allow: head.headers.get('allow'), text: await head.text() }).toEqual({
        status: 405,
        allow: 'GET, POST',
        text: '',
      });
    },
  },
  {
    section: 'Response',
    level: 'MUST',
    asks: 'Answer with a GraphQL response, and name its media type; SHOULD: and its encoding.',
    check: async () => expect(typeOf(await ask(name))).toBe(`${GRAPHQL}; charset=utf-8`),
  },
  {
    section: 'Response',
    level: 'MUST',
    asks: 'Support `application/graphql-response+json`, and respect `Accept` by its priorities.',
    here: '`*/*` and no header get `application/json`, for clients that know nothing else.',
    check: async () => {
      const typeFor = async (accept: string) => typeOf(await ask(name, {}, { accept }));
      expect(await typeFor(`${PLAIN};q=0.9, ${GRAPHQL}`)).toBe(`${GRAPHQL}; charset=utf-8`);
      expect(await typeFor(`${GRAPHQL};q=0.5, ${PLAIN}`)).toBe(`${PLAIN}; charset=utf-8`);
      expect(await typeFor(`${GRAPHQL};q=0, */*;q=0.1`)).toBe(`${PLAIN}; charset=utf-8`);
      expect(await typeFor('*/*')).toBe(`${PLAIN}; charset=utf-8`);
    },
  },
  {
    section: 'Response',
    level: 'SHOULD',
    asks: 'Answer a legacy client, which accepts `application/json` only, with the same statuses.',
    here:
      'No. It gets 200 for an operation that cannot run, and never 294 or 422: by the media type it cannot tell our ' +
      'refusal from that of a proxy, so Apollo Client throws the errors of a 4xx away.',
    check: async () => {
      const plain = { accept: PLAIN };
      expect(await ask('{ nope }', {}, plain)).toMatchObject({ status: 200, json: { errors: [{}] } });
      expect(await post('{}', plain)).toMatchObject({ status: 400 });
      expect(await partly(plain)).toMatchObject({ status: 200, json: { errors: [{}] } });
    },
  },
  {
    section: 'Response',
    level: 'SHOULD',
    asks: 'Answer 406 where no type of ours is accepted.',
    check: async () => expect(await ask(name, {}, { accept: 'image/png' })).toMatchObject({ status: 406 }),
  },
  {
    section: 'Validation',
    level: 'SHOULD',
    asks: 'Apply all validation rules of GraphQL.',
    here: 'And limits of our own.',
    check: async () => isRefused(await ask('{ ...F } fragment F on Query { ...F }'), 422),
  },
  {
    section: 'Status codes',
    level: 'MUST',
    asks: 'Use `application/graphql-response+json` for nothing but GraphQL responses.',
    here: 'What Node refuses before there is a request, the probes and `/explain` are `application/json`.',
    check: async () => {
      const response = await fetch(`${gateway.url}/health`, { headers: { accept: GRAPHQL } });
      expect(typeOf(await answerOf(response))).toBe(`${PLAIN}; charset=utf-8`);
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '4xx or 5xx where no GraphQL response can be made; MUST: and another media type.',
    check: async () => {
      const broken = await rawRequest(`http://127.0.0.1:${served.port}`, ['NOTHING /graphql', `Accept: ${GRAPHQL}`]);
      expect(broken.status).toBe(400);
      expect(broken.headers['content-type'] ?? PLAIN).toMatch(/^application\/json/);
    },
  },
  {
    section: 'Status codes',
    level: 'MUST',
    asks: 'Answer 2xx where `data` is not null; SHOULD: 200 without `errors`.',
    check: async () => expect(await ask(name)).toMatchObject({ status: 200, json: { data: { user: {} } } }),
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: 'Answer 294 where there are `data`, even null, and `errors`.',
    here:
      'An answer in parts has sent its status before an error is known: 200. An example of the specification has 200 for ' +
      'all that was executed.',
    check: async () =>
      expect(await partly({ accept: GRAPHQL })).toMatchObject({
        status: 294,
        json: { data: { roles: null, user: { fullName: 'Ada Lovelace' } }, errors: [{ path: ['roles'] }] },
      }),
  },
  {
    section: 'Status codes',
    level: 'MUST',
    asks: 'Answer 4xx or 5xx where there is no `data`.',
    here: 'Clients of plain JSON are legacy clients: see above.',
    check: async () => isRefused(await ask('query A { __typename } query B { __typename }'), 422),
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '405, with `Allow`, for a method that is not supported.',
    check: async () => {
      const answer = await answerOf(
        await fetch(`${gateway.url}/graphql`, { method: 'PUT', headers: { accept: GRAPHQL } }),
      );
      isRefused(answer, 405);
      expect(answer.headers.get('allow')).toBe('GET, POST');
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '415 for a `Content-Type` that is not supported.',
    check: async () => isRefused(await ask(name, {}, { 'content-type': 'application/graphql' }), 415),
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '408 for a request that does not come in time.',
    check: async () => {
      const socket = connect(served.port, '127.0.0.1');
      const [data] = await (async () => {
        socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\n');
        return once(socket, 'data');
      })();
      expect(String(data)).toMatch(/^HTTP\/1\.1 408 /);
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '414 for a URL that is too long.',
    check: async () => {
      const lines = [`GET /graphql?query=${'x'.repeat(20_000)} HTTP/1.1`];
      expect(await rawRequest(`http://127.0.0.1:${served.port}`, lines)).toMatchObject({ status: 414 });
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '431 for headers that are too long.',
    check: async () => {
      const lines = ['GET /graphql HTTP/1.1', `X-Long: ${'x'.repeat(20_000)}`];
      expect(await rawRequest(`http://127.0.0.1:${served.port}`, lines)).toMatchObject({ status: 431 });
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '413 for a body that is too long.',
    check: async () => isRefused(await post(' '.repeat(300_000)), 413),
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '400 for a body that is no JSON.',
    check: async () => {
      for (const body of ['NONSENSE', '{"query":']) isRefused(await post(body), 400);
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '422 for what is no well-formed request: a misspelt `query`, `variables` that are a list.',
    check: async () => {
      for (const body of ['{"qeury":"{ __typename }"}', '{"query":"{ __typename }","variables":[7]}', '[]'])
        isRefused(await post(body), 422);
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '400 for a document that cannot be parsed.',
    check: async () => isRefused(await ask('{'), 400),
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '422 for a document that is not valid, without executing it.',
    check: async () => {
      gateway.requests();
      isRefused(await ask('{ users { totalCount } nope }'), 422);
      expect(gateway.requests()).toEqual([]);
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '422 where the operation cannot be determined, without executing one.',
    check: async () => isRefused(await ask('query A { __typename }', { operationName: 'B' }), 422),
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '422 for variables that cannot be coerced, without executing the operation.',
    check: async () => isRefused(await ask('query($id: ID!) { user(id: $id) { id } }', { variables: { id: {} } }), 422),
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '401, 403 or the like for a client that may not ask.',
    check: async () => {
      isRefused(await ask(name, {}, { authorization: '' }), 401);
      isRefused(await ask(name, {}, { 'content-type': 'text/plain', origin: 'https://elsewhere.example' }), 403);
    },
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '418 for a server that is a teapot.',
    here: 'It is none.',
    check: async () => isRefused(await ask('{ coffee }', {}, { 'content-type': 'message/coffeepot' }), 415),
  },
  {
    section: 'Status codes',
    level: 'SHOULD',
    asks: '503 where the server has too much to do.',
    here: 'As `application/json`: Apollo Client repeats no other.',
    check: async () => {
      const full = createGateway({ ...FULL, apiUrl: gateway.sandbox.url });
      const headers = { authorization, 'content-type': PLAIN, accept: GRAPHQL };
      const response = await full.fetch(
        new Request('http://localhost/graphql', { method: 'POST', headers, body: JSON.stringify({ query: name }) }),
      );
      const answer = await answerOf(response);
      await full.close();
      expect(answer).toMatchObject({ status: 503, json: { errors: [{ extensions: { code: 'OVERLOADED' } }] } });
      expect(typeOf(answer)).toBe(`${PLAIN}; charset=utf-8`);
    },
  },
];

/** A gateway that has no room for any request. */
const FULL = {
  graphiql: false,
  explain: false,
  maxInFlight: 0,
  maxQueued: 0,
  maxUpstreamCalls: 50,
  waveWaitMs: 0,
  upstreamCallTimeoutMs: 5_000,
  operationTimeoutMs: 10_000,
  upstreamMaxBodyBytes: 8 * 2 ** 20,
  upstreamConnections: 50,
  maxFirst: 2_000,
};

describe('GraphQL over HTTP, September 2026', () => {
  it.each(rules)('$section, $level: $asks', async ({ check }) => {
    expect.hasAssertions();
    await check();
  });

  it('stands as this table in docs/graphql-over-http.md', async () => {
    const page = new URL('../docs/graphql-over-http.md', import.meta.url);
    const [before] = readFileSync(page, 'utf8').split('| Section |');
    const row = ({ section, level, asks, here = 'Yes.' }: Rule) => `| ${section} | ${level} | ${asks} | ${here} |`;
    const table = ['| Section | Level | What it asks | Here |', '| --- | --- | --- | --- |', ...rules.map(row)];
    await expect(`${before}${table.join('\n')}\n`).toMatchFileSnapshot(fileURLToPath(page));
  });
});

describe('HTTP_STATUSES=older', () => {
  it('brings back 200 and 400, and nothing else', async () => {
    await using older = await startGateway({ users: [], roles: [] }, { httpStatuses: 'older' });
    const headers = { accept: GRAPHQL };
    older.sandbox.fail({ status: 403, times: 1, match: 'GET /roles' });

    expect(await older.query('{ roles { totalCount } users { totalCount } }', { headers })).toMatchObject({
      status: 200,
      data: { roles: null, users: { totalCount: 0 } },
    });
    for (const query of ['{', '{ nope }', 'query($id: ID!) { user(id: $id) { id } }'])
      expect(await older.query(query, { headers })).toMatchObject({ status: 400 });
    expect(await older.query('mutation { a }', { headers, token: '' })).toMatchObject({ status: 401 });
  });
});
