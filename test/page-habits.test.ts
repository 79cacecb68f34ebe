/**
 * What the API makes of pages, where it does otherwise than its contract says: cuts them at fewer than 200 rows, passes
 * over `limit` and `offset`, or counts more rows than there are. Each is found out once, and then planned with.
 */
import { describe, expect, it } from 'vitest';
import { ApiFacts } from '../src/loaders/api-facts.ts';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { resources } from '../src/schema/resource.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const several = (count: number, from = 1) => Array.from({ length: count }, (_, index) => String(from + index));

const USERS = [{ id: '1', full_name: 'Ada' }];
const rolesOf = (count: number) => ({
  roles: several(count).map((id) => ({ id, name: `Role ${id.padStart(4, '0')}` })),
  users: USERS,
});

const start = (words: string, count: number) =>
  startGateway(rolesOf(count), {
    sandbox: { dialect: dialectOf(words) as Dialect },
    facts: new ApiFacts(resources.values()),
  });

/** The ids that a list answers, the calls that it took, and those that were foretold. */
async function read(gateway: TestGateway, list: string) {
  const query = `{ list: ${list} { totalCount nodes { kantataId } pageInfo { hasNextPage } } }`;
  const { totals } = await gateway.explain(query);
  const { data, errors } = await gateway.query(query);
  expect(errors).toBeUndefined();
  return {
    ids: data.list.nodes.map(({ kantataId }: { kantataId: string }) => kantataId),
    count: data.list.totalCount,
    hasNext: data.list.pageInfo.hasNextPage,
    calls: gateway.requests(),
    totals,
  };
}

describe('an API that cuts pages at 50 rows', () => {
  it.each([
    // The page that shows it is the first of those that are needed.
    ['short-pages', 'roles(first: 130)', several(130), 3],
    ['short-pages', 'roles(first: 500)', several(230), 5],
    ['short-pages', 'roles(first: 200, offset: 200)', several(30, 201), 2],
    ['short-pages,no-meta', 'roles(first: 130)', several(130), 3],
    ['short-pages,no-meta', 'roles(first: 500)', several(230), 5],
    // One call more: rows of another part of the list came.
    ['short-pages,no-meta', 'roles(first: 100, offset: 100)', several(100, 101), 4],
  ] as const)('%s gives %s whole', async (words, list, ids, calls) => {
    await using gateway = await start(words, 230);

    const found = await read(gateway, list);

    expect(found.ids).toEqual(ids);
    expect(found.count).toBe(230);
    expect(found.hasNext).toBe(Number(ids.at(-1)) < 230);
    expect(found.calls).toHaveLength(calls);
  });

  it.each(['short-pages', 'short-pages,no-meta'])(
    'takes the fewest calls once that is known, and as many as foretold: %s',
    async (words) => {
      await using gateway = await start(words, 230);
      await read(gateway, 'roles(first: 120)');

      const all = await read(gateway, 'roles(first: 500)');
      const some = await read(gateway, 'roles(first: 60, offset: 20)');

      expect(all.ids).toEqual(several(230));
      expect(all.calls.toSorted()).toEqual([
        'GET /roles?page=2&per_page=50',
        'GET /roles?page=3&per_page=50',
        'GET /roles?page=4&per_page=50',
        'GET /roles?page=5&per_page=50',
        'GET /roles?per_page=50',
      ]);
      expect(all.totals).toMatchObject({ min: 1, max: 10 });
      expect(some.ids).toEqual(several(60, 21));
      expect(some.calls).toHaveLength(2);
    },
  );

  it('of one list says nothing of another', async () => {
    await using gateway = await start('short-pages', 230);
    await read(gateway, 'roles(first: 500)');

    await gateway.query('{ users(first: 200) { nodes { fullName } } }');

    expect(gateway.requests()).toEqual(['GET /users?per_page=200']);
  });

  it('is summed up whole', async () => {
    const entries = several(230).map((id) => ({ id, user_id: '1', time_in_minutes: 10, date_performed: '2026-03-02' }));
    await using gateway = await startGateway(
      { users: USERS, time_entries: entries },
      { sandbox: { dialect: dialectOf('short-pages') as Dialect } },
    );
    const query = '{ timeEntriesSummary { totalCount complete rowCount recordsRead callsNeeded } }';

    const first = await gateway.query(query);
    const calls = gateway.requests();
    const second = await gateway.query(query);

    expect(first.data).toEqual(second.data);
    expect(first.data.timeEntriesSummary).toMatchObject({
      totalCount: 230,
      complete: true,
      recordsRead: 230,
      callsNeeded: 5,
    });
    expect(calls).toHaveLength(5);
    expect(gateway.requests()).toHaveLength(5);
  });

  it('gives lists under records whole', async () => {
    const projects = several(3).map((id) => ({ id, title: `Project ${id}` }));
    const stories = several(120).map((id) => ({ id, title: `Task ${id}`, workspace_id: String(1 + (Number(id) % 3)) }));
    await using gateway = await startGateway(
      { users: USERS, workspaces: projects, stories },
      { sandbox: { dialect: dialectOf('short-pages') as Dialect } },
    );
    const query =
      '{ workspaces(first: 3) { nodes { kantataId stories(first: 60) { totalCount nodes { kantataId } } } } }';

    const right = projects.map(({ id }) => ({
      kantataId: id,
      totalCount: 40,
      tasks: stories.flatMap((task) => (task.workspace_id === id ? [task.id] : [])).toSorted(),
    }));
    const read = async () => {
      const { data, errors } = await gateway.query(query);
      expect(errors).toBeUndefined();
      // oxlint-disable-next-line no-explicit-any
      return data.workspaces.nodes.map(({ kantataId, stories: { totalCount, nodes } }: any) => ({
        kantataId,
        totalCount,
        tasks: nodes.map((node: { kantataId: string }) => node.kantataId).toSorted(),
      }));
    };

    expect(await read()).toEqual(right);
    // The projects, and three pages of their tasks.
    expect(gateway.requests()).toHaveLength(4);
    expect(await read()).toEqual(right);
    expect(gateway.requests()).toHaveLength(4);
  });
});

describe('an API that passes over limit and offset', () => {
  it.each([
    // 20 rows come either way.
    ['no-offsets', 'roles(first: 20, offset: 7)', several(20, 8)],
    ['no-offsets', 'roles(first: 7, offset: 3)', several(7, 4)],
    ['no-offsets', 'roles(first: 90, offset: 200)', several(30, 201)],
    ['no-offsets', 'roles(first: 180, offset: 50)', several(180, 51)],
    ['no-offsets,count-absent', 'roles(first: 7, offset: 3)', several(7, 4)],
    ['no-offsets,short-pages', 'roles(first: 40, offset: 30)', several(40, 31)],
    ['no-offsets,long-pages', 'roles(first: 7, offset: 3)', several(7, 4)],
  ] as const)('%s gives %s', async (words, list, ids) => {
    await using gateway = await start(words, 230);
    const query = `{ list: ${list} { nodes { kantataId } } }`;
    const idsNow = async () => {
      const { data } = await gateway.query(query);
      return data.list.nodes.map(({ kantataId }: { kantataId: string }) => kantataId);
    };

    expect(await idsNow()).toEqual(ids);
    expect(await idsNow()).toEqual(ids);
  });

  it('takes one call more to find out, and none after that', async () => {
    await using gateway = await start('no-offsets', 230);

    const first = await read(gateway, 'roles(first: 7, offset: 3)');
    const second = await read(gateway, 'roles(first: 7, offset: 3)');
    const across = await read(gateway, 'roles(first: 180, offset: 50)');

    expect(first.calls).toEqual(['GET /roles?limit=7&offset=3', 'GET /roles?per_page=10']);
    expect(first.totals).toMatchObject({ min: 1, max: 2 });
    expect(second.calls).toEqual(['GET /roles?per_page=10']);
    expect(second.totals).toMatchObject({ min: 1, max: 1 });
    expect(across.calls).toEqual(['GET /roles?per_page=180', 'GET /roles?page=2&per_page=180']);
  });

  it('is asked by them where it honours them, without a further call', async () => {
    await using gateway = await start('recorded', 230);

    const odd = await read(gateway, 'roles(first: 7, offset: 3)');
    const usual = await read(gateway, 'roles(first: 20, offset: 7)');

    expect(odd.ids).toEqual(several(7, 4));
    expect(odd.calls).toEqual(['GET /roles?limit=7&offset=3']);
    expect(usual.ids).toEqual(several(20, 8));
    expect(usual.calls).toEqual(['GET /roles?limit=20&offset=7']);
  });

  it('may contradict what was known: the rows are right all the same', async () => {
    await using gateway = await start('no-offsets', 230);
    const facts = new ApiFacts(resources.values());
    facts.pages.offset('roles', true);
    await using believing = await startGateway(undefined, { apiUrl: gateway.sandbox.url, facts });

    const query = '{ roles(first: 7, offset: 3) { nodes { kantataId } } }';
    const { data } = await believing.query(query, { token: 'demo' });

    expect(data.roles.nodes.map(({ kantataId }: { kantataId: string }) => kantataId)).toEqual(several(7, 4));
    expect(facts.pages.offsetsOf('roles')).toBe('varies');
  });
});

describe('an API that counts more rows than there are, and does not say how many a page may hold', () => {
  it('costs one call to tell from short pages, once', async () => {
    await using gateway = await start('count-above,no-meta', 30);

    const first = await read(gateway, 'roles(first: 35)');
    const second = await read(gateway, 'roles(first: 35)');

    expect(first.ids).toEqual(several(30));
    expect(first.calls).toEqual(['GET /roles?per_page=35', 'GET /roles?page=2&per_page=30']);
    expect(second.ids).toEqual(several(30));
    expect(second.calls).toEqual(['GET /roles?per_page=35']);
  });
});

describe('facts about pages', () => {
  it('are saved with the others, and are those of one API', () => {
    const [facts, same, other] = [1, 2, 3].map(() => new ApiFacts(resources.values())) as [
      ApiFacts,
      ApiFacts,
      ApiFacts,
    ];
    facts.pages.cut('roles', 50);
    facts.pages.offset('roles', false);
    facts.pages.offset('users', true);
    facts.pages.offset('users', false);
    facts.pages.cut('no_such_collection', 10);
    expect(facts.revision).toBe(4);
    const text = facts.save('one');

    expect(JSON.parse(text).pages).toEqual({ sizes: { roles: 50 }, offsets: { roles: 'never', users: 'varies' } });
    expect([same.restore(text, 'one'), other.restore(text, 'other')]).toEqual([true, false]);
    expect(same.save('one')).toBe(text);
    expect([same.pages.sizeOf('roles'), other.pages.sizeOf('roles')]).toEqual([50, 200]);
  });

  it.each(['7', '"x"', '{"sizes":{"roles":"50","users":0.5},"offsets":{"roles":"perhaps"}}', 'null'])(
    'that are none are passed over: %s',
    (pages) => {
      const facts = new ApiFacts(resources.values());

      expect(facts.restore(`{"format":1,"api":"one","writes":{},"pages":${pages}}`, 'one')).toBe(true);

      expect([facts.pages.sizeOf('roles'), facts.pages.offsetsOf('roles')]).toEqual([200, 'unknown']);
    },
  );
});
