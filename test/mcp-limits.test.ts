/** What an assistant is promised of an answer before it asks: its size, and the REST calls behind it. */
import { describe, expect, it } from 'vitest';
import { createMcp } from '../src/mcp/index.ts';
import { estimateTokens } from '../src/mcp/tokens.ts';
import { limitsFigures, runLimits } from './mcp/limits.ts';
import { holds, table } from './support/figures.ts';
import { sized } from './support/long-form.ts';
import { assistantOverHttp } from './support/mcp.ts';
import { startGateway, type TestGatewayOptions } from './support/gateway.ts';

/** `npm run test:mcp -- 10000` is longer still. */
const OPERATIONS = sized({ long: 250, short: 80 });

const door = () => createMcp({ isSandbox: true }).door;
const start = (rows: Parameters<typeof startGateway>[0], options: TestGatewayOptions = {}) =>
  startGateway(rows, { door: door(), ...options });

const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: String(at + 1), full_name: `Person ${at + 1}`, headline: 'Builds' }));

describe('random operations', () => {
  it(`keep to maxTokens and maxCalls in ${OPERATIONS} of ${OPERATIONS}`, { timeout: 300_000 }, async () => {
    const run = await runLimits({ operations: OPERATIONS, seed: 20_261_130 });
    const figures = limitsFigures(run);

    expect(run.broken).toEqual([]);
    // The whole table, so that a failure shows it.
    expect(figures.every(holds) ? 'holds' : table(figures)).toBe('holds');
  });
});

describe('an answer that is cut', () => {
  it('ends between rows, and goes on where it ended, until there is no more', async () => {
    await using gateway = await start({ users: people(90) });
    await using assistant = await assistantOverHttp(gateway.url);
    const names: string[] = [];
    const ends: unknown[] = [];
    let pages = 0;
    let after: string | null = null;

    do {
      const operation = `query ($after: String) { users(first: 90, after: $after) { pageInfo { hasNextPage endCursor } nodes { fullName headline } } }`;
      const { value } = await assistant.call('ask', { operation, variables: { after }, maxTokens: 500 });
      names.push(...value.data.users.nodes.map(({ fullName }: { fullName: string }) => fullName));
      const [more] = value.more ?? [];
      ends.push(value.data.users.pageInfo, more);
      after = more?.after ?? null;
      pages += 1;
    } while (after !== null && pages < 50);

    expect(pages).toBeGreaterThan(3);
    expect(ends.slice(0, 2)).toMatchObject([{ hasNextPage: true }, { path: 'users', total: 90 }]);
    expect(ends[0]).toHaveProperty('endCursor', (ends[1] as { after: string }).after);
    expect(ends.slice(-2)).toMatchObject([{ hasNextPage: false }, undefined]);
    expect(names.toSorted()).toEqual(
      people(90)
        .map(({ full_name }) => full_name)
        .toSorted(),
    );
  });

  it('says how many records by id it has, so that the others can be asked for', async () => {
    await using gateway = await start({ users: people(60) });
    await using assistant = await assistantOverHttp(gateway.url);
    const ids = people(60).map(({ id }) => id);

    const { value } = await assistant.call('ask', {
      operation: 'query ($ids: [ID!]!) { usersById(ids: $ids) { id fullName headline } }',
      variables: { ids },
      maxTokens: 400,
    });

    const { length } = value.data.usersById;
    expect(length).toBeGreaterThan(5);
    expect(length).toBeLessThan(60);
    expect(value.more).toEqual([{ path: 'usersById', rows: length, total: 60 }]);
  });

  it('takes from a record what does not fit, and says so', async () => {
    await using gateway = await start({ users: [{ id: '1', full_name: 'Ada', bio: 'long '.repeat(2_000) }] });
    await using assistant = await assistantOverHttp(gateway.url);

    const { value, text } = await assistant.call('ask', {
      operation: '{ user(id: 1) { fullName bio } }',
      maxTokens: 300,
    });

    expect(estimateTokens(text)).toBeLessThanOrEqual(300);
    expect(value.data.user.fullName).toBe('Ada');
    expect(value.data.user.bio).toMatch(/^long long .*…$/);
    expect(value.shortened).toContain('maxTokens');
  });

  it('costs no call more than the operation alone, and a list that is only counted reads one row', async () => {
    await using gateway = await start({ users: people(300) });
    await using assistant = await assistantOverHttp(gateway.url);
    gateway.requests();

    const { value } = await assistant.call('ask', { operation: '{ users { totalCount } }' });

    expect(value.data).toEqual({ users: { totalCount: 300 } });
    expect(gateway.requests()).toEqual(['GET /users?per_page=1']);
  });
});

describe('an operation above maxCalls', () => {
  it('is refused before anything is called, with what it would take', async () => {
    await using gateway = await start({ users: people(300) });
    await using assistant = await assistantOverHttp(gateway.url);
    gateway.requests();

    const { isError, text } = await assistant.call('ask', {
      operation: '{ users(first: 1000) { nodes { id } } }',
      maxCalls: 2,
    });

    expect(isError).toBe(true);
    expect(text).toContain('would make 1 to 5 REST calls; the limit is 2. Most go to `users`: `first: 400` would pass');
    expect(gateway.requests()).toEqual([]);
  });

  it('counts a call that is sent again once, and says how many requests came on top', async () => {
    await using gateway = await start({ users: people(3) });
    await using assistant = await assistantOverHttp(gateway.url);
    const ask = () => assistant.call('ask', { operation: '{ users { nodes { id } } }', maxCalls: 1 });

    gateway.sandbox.fail({ status: 503, times: 1 });
    const once = await ask();
    gateway.sandbox.fail({ status: 503 });
    const failing = await ask();
    expect(gateway.requests()).toHaveLength(4);
    gateway.sandbox.reset();
    const well = await ask();

    expect(once.value).toMatchObject({
      data: { users: { nodes: people(3).map(({ id }) => ({ id: `User:${id}` })) } },
      calls: 1,
      repeated: 1,
    });
    expect(failing.value).toMatchObject({ data: { users: null }, calls: 1, repeated: 1 });
    expect(well.value).not.toHaveProperty('repeated');
  });

  it('may not pass the limit of the operator', async () => {
    await using gateway = await start({ users: people(300) }, { maxUpstreamCalls: 3 });
    await using assistant = await assistantOverHttp(gateway.url);
    gateway.requests();

    const { text } = await assistant.call('ask', {
      operation: '{ users(first: 1000) { nodes { id } } }',
      maxCalls: 100,
    });

    expect(text).toContain('the limit is 3');
    expect(gateway.requests()).toEqual([]);
  });
});
