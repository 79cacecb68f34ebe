/** What is refused before anything is executed: documents, variables and bodies that were made to do harm. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../src/schema/index.ts';
import { MAX_ALIASES, MAX_DEPTH, MAX_REPEATS } from '../src/execution/document-limits.ts';
import { anyBodies, complaint, mutatedOperations, wordSalads } from './hostile/random-requests.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { sized } from './support/long-form.ts';

let gateway: TestGateway;
const lines: string[] = [];

beforeAll(async () => {
  gateway = await startGateway(undefined, { log: (line) => lines.push(line) });
});

afterAll(() => gateway[Symbol.asyncDispose]());

const post = (body: string | Uint8Array<ArrayBuffer>) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer demo',
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    },
    body,
  });

interface Refused {
  readonly errors: readonly { message: string; extensions: Record<string, unknown> }[];
}

/** Processor time of this thread, client and gateway, in milliseconds: others on the machine do not add to it. */
const processorMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** The answer to a request, and the processor time that it took: the best of three, for the first one compiles. */
async function refused(query: string, variables?: object) {
  const body = JSON.stringify({ query, variables });
  let spentMs = Number.POSITIVE_INFINITY;
  let status = 0;
  let json: Refused = { errors: [] };
  for (let time = 0; time < 3; time++) {
    const start = processorMs();
    const response = await post(body);
    json = (await response.json()) as Refused;
    spentMs = Math.min(spentMs, processorMs() - start);
    status = response.status;
  }
  return { status, json, spentMs };
}

const repeat = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');
const spreading = (length: number, more: (next: string) => string) =>
  `{ ...F0 } ${repeat(length, (at) => `fragment F${at} on Query { ${more(`F${at + 1}`)} }`)} fragment F${length} on Query { __typename }`;
const nested = (levels: number) => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;
const deepSchema = (levels: number) =>
  `{ __schema { types { ${'fields { type { '.repeat(levels)}name${' } }'.repeat(levels)} } } }`;

const COMPLEX = 'QUERY_TOO_COMPLEX';
const INVALID = 'GRAPHQL_VALIDATION_FAILED';

describe('a hostile document is refused within 20 ms of processor time, with nothing called', () => {
  it.each<[title: string, query: string, code: string]>([
    ['an open brace', '{', 'GRAPHQL_PARSE_FAILED'],
    ['nothing', '', 'GRAPHQL_PARSE_FAILED'],
    ['a comment alone', '# nothing', 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', '{ helo }', INVALID],
    ['two operations and no name', 'query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
    ['5,000 levels', nested(5_000), COMPLEX],
    ['50,000 levels', nested(50_000), COMPLEX],
    ['a chain of 5,000 fragments', spreading(5_000, (next) => `...${next}`), COMPLEX],
    [
      '25 fragments that double under aliases',
      spreading(25, (next) => `a: user(id: 1) { id } ...${next} b: user(id: 1) { id } ...${next}`),
      COMPLEX,
    ],
    ['101 aliases of one field', `{ ${repeat(101, (at) => `a${at}: __typename`)} }`, COMPLEX],
    ['1,000 aliases of one field', `{ ${repeat(1_000, (at) => `a${at}: user(id: 1) { id }`)} }`, COMPLEX],
    ['10,000 aliases of one field', `{ ${repeat(10_000, (at) => `a${at}: __typename`)} }`, COMPLEX],
    [
      'aliases of one field, spread over inline fragments',
      `{ ${repeat(20, (part) => `... on Query { ${repeat(6, (at) => `a${part}x${at}: __typename`)} }`)} }`,
      COMPLEX,
    ],
    [
      'more aliases than may be, of many fields',
      `{ ${repeat(11, (part) => `r${part}: user(id: 1) { ${repeat(92, (at) => `a${at}: id`)} }`)} }`,
      COMPLEX,
    ],
    ['one field 500 times', `{ ${'__typename '.repeat(500)} }`, COMPLEX],
    ['one field 5,000 times', `{ ${'__typename '.repeat(5_000)} }`, COMPLEX],
    ['one field 20,000 times', `{ ${'__typename '.repeat(20_000)} }`, COMPLEX],
    ['10 directives on a field', `{ __typename ${'@a '.repeat(10)} }`, COMPLEX],
    ['20,000 directives on a field', `{ __typename ${'@a '.repeat(20_000)} }`, COMPLEX],
    ['1,000 @skip on a field', `{ __typename ${'@skip(if: true) '.repeat(1_000)} }`, COMPLEX],
    ['5,000 @skip on a field', `{ __typename ${'@skip(if: true) '.repeat(5_000)} }`, COMPLEX],
    ['1,000 directives on the operation', `query ${'@a '.repeat(1_000)} { __typename }`, COMPLEX],
    ['1,000 directives on a variable', `query ($a: Int ${'@a '.repeat(1_000)}) { __typename }`, COMPLEX],
    ['1,000 directives on a fragment', `{ ...F } fragment F on Query ${'@a '.repeat(1_000)} { __typename }`, COMPLEX],
    ['a fragment that spreads itself', '{ ...A } fragment A on Query { ...A }', INVALID],
    ['fragments that spread each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', INVALID],
    ['the schema, deeper than it is', deepSchema(20), INVALID],
    ['the schema, 200 levels deep', deepSchema(200), COMPLEX],
    [
      'too much, which would be skipped',
      `{ __typename user(id: 1) @skip(if: true) { ${repeat(101, (at) => `a${at}: id`)} } }`,
      COMPLEX,
    ],
    [
      'too much, which a variable would skip',
      `query ($no: Boolean = true) { __typename user(id: 1) @skip(if: $no) { ${repeat(101, (at) => `a${at}: id`)} } }`,
      COMPLEX,
    ],
  ])('%s', async (_, query, code) => {
    gateway.requests();

    const { status, json, spentMs } = await refused(query);

    expect(status).toBe(code === 'GRAPHQL_PARSE_FAILED' ? 400 : 422);
    expect(json).not.toHaveProperty('data');
    expect(json.errors[0]?.extensions.code).toBe(code);
    expect(json.errors.length).toBeLessThanOrEqual(code === COMPLEX ? 1 : 20);
    expect(spentMs).toBeLessThan(20);
    expect(gateway.requests()).toEqual([]);
  });

  it('while everybody else is served as before', async () => {
    const hostile = spreading(25, (next) => `a: user(id: 1) { id } ...${next} b: user(id: 1) { id } ...${next}`);
    const sending = Promise.all(
      Array.from({ length: 20 }, () => post(JSON.stringify({ query: hostile })).then((response) => response.text())),
    );

    let longestMs = 0;
    for (let time = 0; time < 10; time++) {
      const start = processorMs();
      await (await fetch(`${gateway.url}/health`)).text();
      longestMs = Math.max(longestMs, processorMs() - start);
    }
    await sending;

    expect(longestMs).toBeLessThan(200);
  });
});

describe('what is just within the limits runs', () => {
  it.each([
    ['one field as often as may be', `{ ${repeat(MAX_REPEATS, (at) => `a${at}: __typename`)} }`],
    [
      'as many aliases as may be',
      `{ ${repeat(10, (part) => `r${part}: user(id: 1) { ${repeat(MAX_ALIASES / 10 - 1, (at) => `a${at}: id`)} }`)} }`,
    ],
    ['the directives that there are', '{ __typename @skip(if: false) @include(if: true) }'],
    ['many fragments', spreading(MAX_DEPTH / 2 - 2, (next) => `...${next}`)],
  ])('%s', async (_, query) => {
    const { status, json } = await refused(query);

    expect(json).not.toHaveProperty('errors');
    expect(status).toBe(200);
  });
});

describe('records in an answer', () => {
  // Each of them is another list, so that no count of a few could let the operation run.
  const list = (name: string) => `${name}: users(first: 1000, filter: { search: "${name}" }) { nodes { fullName } }`;

  it('are counted before anything is called, and too many that are asked for are refused with their number', async () => {
    gateway.requests();

    const { status, json, spentMs } = await refused(`{ ${repeat(60, (at) => list(`a${at}`))} }`);

    expect(status).toBe(422);
    expect(json.errors).toEqual([
      {
        message:
          'This operation would answer about 60000 records; the limit is 50000. Most are in `a0`: ask for fewer rows, or for less of each.',
        extensions: { code: COMPLEX, estimate: 60_000, limit: 50_000, costliest: 'a0' },
      },
    ]);
    expect(spentMs).toBeLessThan(150);
    expect(gateway.requests()).toEqual([]);
  });

  it('count wherever they stand, though they are loaded once', async () => {
    const same = (name: string) => `${name}: users(first: 1000) { nodes { fullName } }`;
    expect((await refused(`{ ${repeat(50, (at) => same(`a${at}`))} }`)).json).not.toHaveProperty('errors');
    expect((await refused(`{ ${repeat(54, (at) => list(`a${at}`))} }`)).json.errors[0]?.extensions).toMatchObject({
      code: COMPLEX,
      estimate: 54_000,
    });
  });

  it('may be as many as the operator says', async () => {
    const users = Array.from({ length: 11 }, (_, at) => ({ id: String(at + 1), full_name: `User ${at}` }));
    await using small = await startGateway({ users }, { maxRecords: 10 });

    expect(await small.query('{ users(first: 10) { nodes { id } } }')).not.toHaveProperty('errors');
    expect(await small.query('{ users(first: 11) { nodes { id } } }')).toMatchObject({
      errors: [{ extensions: { estimate: 11, limit: 10 } }],
    });
    expect(await small.query('{ usersById(ids: [1,2,3,4,5,6,7,8,9,10,11]) { id } }')).toMatchObject({
      errors: [{ extensions: { estimate: 11, limit: 10 } }],
    });
  });
});

describe('variables', () => {
  it.each([
    ['lists', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['objects', '{"a":'.repeat(40_000) + '1' + '}'.repeat(40_000)],
  ])('that nest 40,000 levels deep, as %s, are refused', async (_, text) => {
    const response = await post(`{"query":"query($a: Int) { __typename }","variables":{"a":${text}}}`);

    expect(response.status).toBe(422);
    expect(((await response.json()) as Refused).errors[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it.each([
    [
      '40,000 ids',
      'query($ids: [ID!]!) { usersById(ids: $ids) { fullName } }',
      { ids: Array.from({ length: 40_000 }, (_, at) => at + 1) },
      COMPLEX,
    ],
    [
      '40,000 ids that are none',
      'query($ids: [ID!]!) { usersById(ids: $ids) { fullName } }',
      { ids: Array.from({ length: 40_000 }, () => true) },
      'BAD_USER_INPUT',
    ],
    [
      'a text of 200 KB in place of a number',
      'query($first: Int) { users(first: $first) { totalCount } }',
      { first: 'x'.repeat(200_000) },
      'BAD_USER_INPUT',
    ],
  ])('with %s are refused, and nothing is called', async (_, query, variables, code) => {
    gateway.requests();

    const { status, json } = await refused(query, variables);

    expect(status).toBe(422);
    expect(json.errors[0]?.extensions.code).toBe(code);
    expect(JSON.stringify(json).length).toBeLessThan(6_000);
    expect(gateway.requests()).toEqual([]);
  });
});

/** Requests of each kind; `npm run test:fuzz` sends 10,000 of each. */
const RUNS = sized({ long: 700, short: 250 });

describe('requests made at random', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);

  beforeAll(() => void process.on('unhandledRejection', note));
  afterAll(() => void process.off('unhandledRejection', note));

  it.each([
    ['words of the language in any order', wordSalads],
    ['good operations with a few characters taken, doubled or changed', mutatedOperations(createSchema())],
    ['bodies of any JSON, and of any bytes', anyBodies],
  ])(
    'as %s',
    async (_, bodies) => {
      const checked = fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const response = await post(body);
          expect(complaint(response.status, await response.text())).toBeNull();
        }),
        { numRuns: RUNS, seed: 20_261_122, endOnFailure: true },
      );

      await expect(checked).resolves.toBeUndefined();
    },
    120_000,
  );

  it('leave no forgotten promise, and no line in the log', () => {
    expect(unhandled).toEqual([]);
    expect(lines).toEqual([]);
  });
});

describe('documents of 200 KB that are one field and a comment', () => {
  it('are answered by what they ask, and none of them is kept', { timeout: 120_000 }, async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const keptMb = async () => {
      // What a connection still holds of the last request goes with the next turns of the event loop.
      for (let time = 0; time < 3; time++) {
        await sleep(50);
        collect();
      }
      const { heapUsed, external } = process.memoryUsage();
      return (heapUsed + external) / 2 ** 20;
    };
    const send = async (from: number, count: number) => {
      for (let at = from; at < from + count; at++) {
        const query = `{ __typename } # ${String(at).padEnd(200_000, 'x')}`;
        const response = await post(JSON.stringify({ query }));
        expect({ status: response.status, body: await response.text() }).toEqual({
          status: 200,
          body: '{"data":{"__typename":"Query"}}',
        });
      }
    };
    await send(0, 20);
    const before = await keptMb();

    await send(20, 300);

    // 300 of them are 60 MB.
    expect((await keptMb()) - before).toBeLessThan(15);
  });
});
