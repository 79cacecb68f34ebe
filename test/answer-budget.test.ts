import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const many = (count: number, row: (id: string) => object) =>
  Array.from({ length: count }, (_, at) => ({ id: String(at + 1), ...row(String(at + 1)) }));

const users = many(30, (id) => ({ full_name: `User ${id}` }));
const rows = {
  users,
  roles: [{ id: '1', name: 'Analyst' }],
  workspaces: many(20, (id) => ({ title: `Workspace ${id}`, participant_ids: users.map((user) => user.id) })),
  stories: many(5, (id) => ({ title: `Story ${id}`, sub_story_ids: [] })),
};

const large = '{ workspaces(first: 20) { nodes { title participants { fullName } } } roles { totalCount } }';

describe('the records of an answer', () => {
  it('are counted as they are written: the field that is too much ends, and says how far it came; others are answered', async () => {
    await using gateway = await startGateway(rows, { maxRecords: 200 });

    const { data, errors, status } = await gateway.query(large);

    expect(status).toBe(200);
    expect(data).toEqual({ workspaces: null, roles: { totalCount: 1 } });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ['workspaces'],
      message: expect.stringContaining('more than 200 records'),
      extensions: { code: 'QUERY_TOO_COMPLEX', records: 200, limit: 200 },
    });
    expect(gateway.requests()).toHaveLength(2);
  });

  it('are answered up to the very limit', async () => {
    await using gateway = await startGateway(rows, { maxRecords: 20 + 20 * 30 });

    expect((await gateway.query(large)).errors).toBeUndefined();
    expect(gateway.requests()).toHaveLength(2);
  });

  it('are judged by what is there, and not by what could be', async () => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(
      '{ stories(first: 500) { nodes { subStories { subStories { title } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.stories.nodes).toHaveLength(5);
    expect(gateway.requests()).toHaveLength(1);
  });
});

describe('the memory of a process', () => {
  // 200 rows of 10 KB: a page of 2 MB, whose rows take 4.
  const heavy = { stories: many(200, (id) => ({ title: `Story ${id}`, description: 'x'.repeat(10_000) })) };
  const page = '{ stories(first: 200) { nodes { title } } }';

  it('is given back when an operation ends, however it ends', async () => {
    await using gateway = await startGateway(heavy, { memoryBudget: 32 * 2 ** 20 });

    await gateway.query(page);
    gateway.sandbox.fail({ cut: 'half', times: 2 });
    await gateway.query(page);

    await expect.poll(() => gateway.gateway.state.memory.used).toBe(0);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('bounds what one operation may hold, and says so at its place', async () => {
    await using gateway = await startGateway(heavy, { memoryBudget: 6 * 2 ** 20 });

    const { data, errors } = await gateway.query(page);

    expect(data).toEqual({ stories: null });
    expect(errors).toMatchObject([{ path: ['stories'], extensions: { code: 'QUERY_TOO_COMPLEX' } }]);
    expect(gateway.requests()).toHaveLength(1);
  });

  it('bounds what all hold together, and whoever finds no room is told to come again', async () => {
    await using gateway = await startGateway(heavy, { memoryBudget: 20 * 2 ** 20 });
    await gateway.query('{ stories(first: 1) { nodes { title } } }');
    gateway.sandbox.fail({ delayMs: 50 });
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, gateway.gateway.state.memory.used)), 1);

    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, at) => gateway.query(`{ stories(first: ${200 - at}) { nodes { title } } }`)),
    );
    clearInterval(watching);

    const codes = replies.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
    expect(codes.filter((code) => code !== 'OVERLOADED')).toEqual([]);
    expect(replies.filter(({ errors }) => !errors).length).toBeGreaterThan(0);
    expect(most).toBeGreaterThan(4 * 2 ** 20);
    expect(most).toBeLessThanOrEqual(22 * 2 ** 20);
    await expect.poll(() => gateway.gateway.state.memory.used).toBe(0);
  });
});

describe('a large answer whose client leaves', () => {
  it('is not worked on any longer', async () => {
    const names = many(1000, (id) => ({ full_name: `User ${id}` }));
    await using gateway = await startGateway({
      ...rows,
      users: names,
      workspaces: many(45, () => ({ title: 'W', participant_ids: names.map(({ id }) => id) })),
    });
    // Most of the work is to write the answer: its rows are few, and stand in it many times.
    const columns = Array.from({ length: 30 }, (_, at) => `a${at}: fullName`).join(' ');
    const query = `{ workspaces(first: 45) { nodes { participants { ${columns} } } } }`;
    const workMs = async (run: () => Promise<unknown>) => {
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    await gateway.query(query);
    const wholeMs = await workMs(() => gateway.query(query));
    const calls = gateway.requests().length / 2;
    const leaving = new AbortController();
    const left = gateway.query(query, { signal: leaving.signal }).catch((error: Error) => error.name);
    // It is being answered once nothing is asked for any more.
    await expect.poll(() => gateway.sandbox.requests.length, { interval: 1, timeout: 10_000 }).toBe(3 * calls);
    await sleep(20);

    const afterwardsMs = await workMs(async () => {
      leaving.abort();
      expect(await left).toBe('AbortError');
      await expect.poll(() => gateway.gateway.state.requests.underWay, { interval: 5 }).toBe(0);
      await sleep(100);
    });

    expect(afterwardsMs).toBeLessThan(wholeMs / 6);
  });
});
