/** Limits that know how many rows there are, and say what would pass. */
import { describe, expect, it } from 'vitest';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { createMcp } from '../src/mcp/index.ts';
import { askInParts, FORMATS } from './incremental/client.ts';
import { merge } from './incremental/merge.ts';
import { assistantOverHttp } from './support/mcp.ts';
import { startGateway, type TestGatewayOptions } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const projects = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: String(at + 1),
    title: `Project ${at + 1}`,
    participant_ids: ['1'],
    approver_ids: ['1'],
  }));

const users = [{ id: '1', full_name: 'Ada', manager_id: null }];

const start = (count: number, options: TestGatewayOptions = {}) =>
  startGateway({ workspaces: projects(count), users }, options);

const MANY = '{ workspaces(first: 2000) { nodes { title } } }';
const COUNT = 'GET /workspaces?per_page=1';
const ERROR = { headers: { accept: 'application/graphql-response+json' } };

describe('an operation whose `first` would pass a limit', () => {
  it.each([
    ['records', { maxRecords: 100 }],
    ['REST calls', { maxUpstreamCalls: 4 }],
  ])('runs where one row tells that there are few: %s', async (_, limits) => {
    await using gateway = await start(8, limits);

    const { data, errors } = await gateway.query(MANY);

    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes).toHaveLength(8);
    expect(gateway.requests()).toEqual([COUNT, 'GET /workspaces?per_page=200']);
  });

  it('is judged by its associations as well: ten for each of the rows that there are', async () => {
    const query = '{ workspaces(first: 500) { nodes { participants { fullName manager { fullName } } } } }';
    await using gateway = await start(8, { maxRecords: 100 });

    const { data, errors } = await gateway.query(query);

    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes[7]).toEqual({ participants: [{ fullName: 'Ada', manager: null }] });
    expect(gateway.requests()[0]).toBe(COUNT);
  });

  it('is counted from where its page begins', async () => {
    await using gateway = await start(108, { maxRecords: 20 });

    const { data } = await gateway.query('{ workspaces(first: 2000, offset: 100) { nodes { title } } }');

    expect(data.workspaces.nodes).toHaveLength(8);
    expect(gateway.requests()[0]).toBe(COUNT);
  });

  it('counts equal lists once, and no more than three different ones', async () => {
    await using gateway = await start(8, { maxRecords: 100 });

    const { errors } = await gateway.query(`{
      a: workspaces(first: 2000) { nodes { title } }
      b: workspaces(first: 2000, orderBy: CREATED_AT_ASC) { nodes { title } }
      c: users(first: 2000) { nodes { fullName } }
    }`);

    expect(errors).toBeUndefined();
    expect(gateway.requests().slice(0, 2).toSorted()).toEqual(['GET /users?per_page=1', COUNT]);
    const four = ['users', 'workspaces', 'skills', 'roles'].map((list) => `${list}(first: 2000) { nodes { id } }`);
    expect((await gateway.query(`{ ${four.join(' ')} }`)).errors).toMatchObject([{ extensions: { estimate: 8000 } }]);
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused with what was counted and with a `first` that passes, where there are many', async () => {
    await using gateway = await start(300, { maxRecords: 100 });

    const { status, data, errors } = await gateway.query(MANY, ERROR);

    expect({ status, data }).toEqual({ status: 422, data: undefined });
    expect(errors).toEqual([
      {
        message:
          'This operation would answer about 300 records; the limit is 100. Most are in `workspaces`: `first: 100` would pass, or ask for less of each row. `workspaces` has 300 records.',
        extensions: {
          code: 'QUERY_TOO_COMPLEX',
          estimate: 300,
          limit: 100,
          costliest: 'workspaces',
          suggestedFirst: 100,
          suggestedFor: ['workspaces'],
          counts: { workspaces: 300 },
        },
      },
    ]);
    expect(gateway.requests()).toEqual([COUNT]);
  });

  it('is not counted where no count could let it pass', async () => {
    await using gateway = await start(8, { maxUpstreamCalls: 1 });

    const { errors } = await gateway.query(MANY);

    expect(errors).toMatchObject([
      { message: expect.stringContaining('would make 1 to 10 REST calls'), extensions: { suggestedFirst: 200 } },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused by the guess where the API counts nothing', async () => {
    const dialect = dialectOf('count-absent') as Dialect;
    await using gateway = await start(8, { maxRecords: 100, sandbox: { dialect } });

    const { errors } = await gateway.query(MANY);

    expect(errors).toMatchObject([{ extensions: { estimate: 2000, counts: { workspaces: null } } }]);
    expect(gateway.requests()).toEqual([COUNT]);
  });

  it('says why its rows could not be counted', async () => {
    await using gateway = await start(8, { maxRecords: 100 });
    gateway.sandbox.fail({ status: 403 });

    const { errors } = await gateway.query(MANY);

    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/could not be counted: .*GET \/workspaces/),
        extensions: { code: 'QUERY_TOO_COMPLEX', countFailure: 'FORBIDDEN' },
      },
    ]);
    expect(gateway.requests()).toEqual([COUNT]);
  });

  it('stops at the limit all the same, where more rows come than were counted', async () => {
    const dialect = dialectOf('count-below') as Dialect;
    await using gateway = await start(150, { maxRecords: 149, sandbox: { dialect } });

    const { data, errors } = await gateway.query(MANY);

    expect(data).toEqual({ workspaces: null });
    expect(errors).toMatchObject([{ path: ['workspaces'], extensions: { code: 'QUERY_TOO_COMPLEX', limit: 149 } }]);
  });

  it('keeps to the limit of calls, the counts among them', async () => {
    await using gateway = await start(8, { maxUpstreamCalls: 2 });

    const { data } = await gateway.query(MANY, { headers: { 'x-upstream-trace': '1' } });

    expect(data.workspaces.nodes).toHaveLength(8);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('tells its counts beside the answer', async () => {
    await using gateway = await start(8, { maxRecords: 100 });

    const { extensions } = await gateway.query(MANY, { headers: { 'x-upstream-trace': '1' } });

    expect(extensions.upstream).toMatchObject({
      total: 2,
      predicted: { min: 2, likely: 2, max: 2 },
      calls: [{ url: '/workspaces?per_page=1' }, { url: '/workspaces?per_page=200' }],
    });
  });

  it('comes in parts after its count', async () => {
    await using gateway = await start(8, { maxRecords: 100 });
    const query = '{ workspaces(first: 2000) { nodes { title ... @defer { participants { fullName } } } } }';

    const parts = await askInParts({ url: gateway.url, token: SOMEBODY, query, accept: FORMATS.current });

    const { workspaces } = merge(parts).data as { workspaces: { nodes: unknown[] } };
    expect(workspaces.nodes).toHaveLength(8);
    expect(workspaces.nodes[0]).toEqual({ title: 'Project 1', participants: [{ fullName: 'Ada' }] });
    expect(gateway.requests()[0]).toBe(COUNT);
  });

  it('counts nothing for a caller who limits calls, and says what would pass', async () => {
    await using gateway = await start(8, { maxRecords: 100, door: createMcp({ isSandbox: true }).door });
    await using assistant = await assistantOverHttp(gateway.url);

    const { isError, text } = await assistant.call('ask', { operation: MANY, maxCalls: 10 });

    expect(isError).toBe(true);
    expect(text).toContain('`first: 100` would pass');
    expect(gateway.requests()).toEqual([]);
  });
});

describe('the explanation of an operation that would be counted', () => {
  it('has the count for sure, and the rest in case of few rows; nothing is called', async () => {
    await using gateway = await start(8, { maxUpstreamCalls: 4 });

    const { waves, totals } = await gateway.explain(MANY);

    const calls = waves.flatMap((wave: { calls: unknown[] }) => wave.calls);
    expect(calls[0]).toMatchObject({
      url: '/workspaces?per_page=1',
      certain: true,
      min: 1,
      max: 1,
      why: 'By `first` alone this operation would be refused. One row tells how many records there are; with few enough, it runs.',
    });
    expect(calls[1]).toMatchObject({ url: '/workspaces?per_page=200', certain: false, min: 0 });
    expect(totals).toEqual({ min: 1, likely: 11, max: 4, forecast: '1 to 11' });
    expect(gateway.requests()).toEqual([]);
  });

  it('is a price for assistants: the count, and no more than what few rows take', async () => {
    await using gateway = await start(8, { maxUpstreamCalls: 4, door: createMcp({ isSandbox: true }).door });
    await using assistant = await assistantOverHttp(gateway.url);

    const { text, value } = await assistant.call('price', { operation: MANY });

    expect(value.calls).toEqual({ min: 1, likely: 4, max: 4 });
    expect(text).toContain('REST calls: 1 to 4');
    expect(gateway.requests()).toEqual([]);
  });
});

describe('a `first` that is suggested', () => {
  const wide = (first: number) =>
    `{ workspaces(first: ${first}) { nodes { title participants { fullName manager { fullName } } approvers { fullName manager { headline } } } } }`;

  it.each([
    [wide(2000), { maxRecords: 1_234 }],
    [wide(2000), { maxUpstreamCalls: 60 }],
    [wide(1500), { maxUpstreamCalls: 31, maxRecords: 4_000 }],
  ])('passes, and little more would not: %#', async (query, limits) => {
    await using gateway = await start(3_000, limits);

    const { errors } = await gateway.query(query);
    const [error] = errors ?? [];
    const suggestedFirst = Number(error?.extensions.suggestedFirst);

    expect(error?.extensions.suggestedFor).toEqual(['workspaces']);
    const refusal = async (first: number) => (await gateway.query(wide(first))).errors?.[0]?.extensions.estimate;
    // First the one that brings no rows: sizes that are learned from them change what would pass.
    expect(await refusal(Math.ceil(suggestedFirst * 1.1) + 1)).toBeGreaterThan(0);
    expect(await refusal(suggestedFirst)).toBeUndefined();
  });

  it('is for each of several lists, where one alone would not do', async () => {
    await using gateway = await start(3_000, { maxRecords: 1_000 });

    const { errors } = await gateway.query(`{
      a: workspaces(first: 2000) { nodes { title } }
      b: workspaces(first: 2000, filter: { search: "x" }) { nodes { title } }
    }`);

    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('`first: 500` in each list would pass'),
        extensions: { suggestedFirst: 500, suggestedFor: ['a', 'b'] },
      },
    ]);
  });

  it('is none where not the rows are too many', async () => {
    await using gateway = await start(3, { maxRecords: 2 });

    const { errors } = await gateway.query('{ workspacesById(ids: [1, 2, 3]) { title } }');

    expect(errors?.[0]?.message).toContain('ask for fewer rows, or for less of each');
    expect(errors?.[0]?.extensions).not.toHaveProperty('suggestedFirst');
  });
});
