/** Pages of a list, whatever the API counts and however much it sends. */
import { describe, expect, it } from 'vitest';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const several = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

const rowsOf = (count: number) => ({
  roles: several(count).map((id) => ({ id, name: `Role ${id}` })),
  users: [{ id: '1', full_name: 'Ada' }],
});

const start = (words: string, count: number) =>
  startGateway(rowsOf(count), { sandbox: { dialect: dialectOf(words) as Dialect } });

interface PageRead {
  readonly ids: readonly string[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** The pages that one gets who follows `endCursor` while `hasNextPage` says so. */
async function follow(gateway: TestGateway, list: string, first: number): Promise<PageRead[]> {
  const pages: PageRead[] = [];
  let after: string | null = null;
  do {
    const query = `query ($after: String) {
      list: ${list.replace('FIRST', `first: ${first}, after: $after`)} {
        nodes { kantataId } pageInfo { hasNextPage endCursor }
      }
    }`;
    const { data, errors } = await gateway.query(query, { variables: { after } });
    expect(errors).toBeUndefined();
    const { nodes, pageInfo } = data.list;
    pages.push({ ids: nodes.map(({ kantataId }: { kantataId: string }) => kantataId), ...pageInfo });
    after = pageInfo.endCursor;
    // Whoever pages for ever is found out here.
    if (pages.length > 40) break;
  } while (pages.at(-1)?.hasNextPage);
  return pages;
}

const idsOf = (pages: readonly PageRead[]) => pages.flatMap(({ ids }) => ids);

describe('paging to the end', () => {
  it.each([
    ['recorded', 12, 5, 3],
    ['recorded', 10, 5, 2],
    ['count-above', 12, 5, 4],
    ['count-above', 5, 5, 2],
    ['count-below', 13, 5, 3],
    ['count-below', 20, 5, 5],
    ['count-absent', 12, 5, 3],
    ['count-absent', 10, 5, 3],
    ['long-pages', 12, 5, 3],
    ['long-pages,count-absent', 12, 5, 3],
  ])('in the dialect %s, over %i rows by %i, gives each row once in %i pages', async (words, count, first, most) => {
    await using gateway = await start(words, count);

    const pages = await follow(gateway, 'roles(FIRST)', first);

    expect(idsOf(pages).toSorted((one, other) => Number(one) - Number(other))).toEqual(several(count));
    expect(pages).toHaveLength(most);
    expect(gateway.requests()).toHaveLength(most);
    expect(pages.at(-1)?.hasNextPage).toBe(false);
    expect(pages.filter(({ ids }) => ids.length > first)).toEqual([]);
    expect(pages.filter(({ hasNextPage, endCursor }) => hasNextPage && endCursor === null)).toEqual([]);
  });

  it('ends where a search counts rows that are gone', async () => {
    await using gateway = await startGateway(
      { users: several(7).map((id) => ({ id, full_name: `Ada ${id}` })) },
      { sandbox: { dialect: dialectOf('stale-search') as Dialect } },
    );

    const pages = await follow(gateway, 'users(filter: { search: "ada" }, FIRST)', 4);

    expect(idsOf(pages)).toEqual(several(7));
    expect(pages.length).toBeLessThanOrEqual(4);
  });

  it.each(['recorded', 'count-above', 'count-below', 'count-absent', 'long-pages'])(
    'ends where lists are merged, each row once: %s',
    async (words) => {
      const kinds = ['Story', 'Workspace', 'User'];
      const references = several(11).map((id) => ({
        id,
        subject_type: kinds[Number(id) % 3],
        subject_id: 1,
        created_at: `2026-03-${id.padStart(2, '0')}T10:00:00-08:00`,
      }));
      await using gateway = await startGateway(
        { external_references: references },
        { sandbox: { dialect: dialectOf(words) as Dialect } },
      );

      const pages = await follow(
        gateway,
        'externalReferences(subjectTypes: [STORY, WORKSPACE, USER], orderBy: CREATED_AT_ASC, FIRST)',
        4,
      );

      expect(idsOf(pages)).toEqual(several(11));
      expect(pages.at(-1)?.hasNextPage).toBe(false);
    },
  );
});

describe('a window above one page', () => {
  it.each(['recorded', 'count-above', 'count-below', 'count-absent', 'long-pages', 'long-pages,count-below'])(
    'is filled to its end, whatever is counted: %s',
    async (words) => {
      await using gateway = await start(words, 450);

      const { data } = await gateway.query('{ roles(first: 500) { nodes { kantataId } pageInfo { hasNextPage } } }');

      expect(new Set(data.roles.nodes.map(({ kantataId }: { kantataId: string }) => kantataId)).size).toBe(450);
      expect(data.roles.pageInfo.hasNextPage).toBe(false);
      expect(gateway.requests()).toHaveLength(3);
    },
  );

  it('goes on where it is read to its middle', async () => {
    await using gateway = await start('count-absent', 450);

    const { data } = await gateway.query('{ roles(first: 400) { nodes { kantataId } pageInfo { hasNextPage } } }');

    expect(data.roles.nodes).toHaveLength(400);
    expect(data.roles.pageInfo.hasNextPage).toBe(true);
  });
});

describe('a list that is not counted', () => {
  it('has no total, and says so at its path', async () => {
    await using gateway = await start('count-absent', 450);

    const { data, errors } = await gateway.query(
      '{ all: roles { totalCount } some: roles(first: 2) { totalCount nodes { name } } }',
    );

    expect(data.all.totalCount).toBeNull();
    expect(data.some.totalCount).toBeNull();
    expect(data.some.nodes).toHaveLength(2);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['all', 'totalCount'], 'UPSTREAM_BAD_RESPONSE'],
      [['some', 'totalCount'], 'UPSTREAM_BAD_RESPONSE'],
    ]);
    expect(gateway.requests()).toHaveLength(1);
  });

  it.each([['"450"'], ['null'], ['-1'], ['1e400'], ['4.5'], ['{}']])('where its count is %s', async (count) => {
    await using gateway = await start('recorded', 3);
    gateway.sandbox.fail({ body: `{"count":${count},"results":[{"key":"roles","id":"1"}],"roles":{"1":{"id":"1"}}}` });

    const { data } = await gateway.query('{ roles { totalCount nodes { kantataId } pageInfo { hasNextPage } } }');

    expect(data.roles).toEqual({
      totalCount: null,
      nodes: [{ kantataId: '1' }],
      pageInfo: { hasNextPage: false },
    });
  });
});

it('a page holds no more than was asked for, and what it holds is not asked for more than that', async () => {
  await using gateway = await start('long-pages', 30);

  const { data } = await gateway.query(
    '{ roles(first: 5, offset: 10) { nodes { kantataId } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage } } }',
  );

  expect(data.roles.nodes).toHaveLength(5);
  expect(data.roles.edges).toHaveLength(5);
  expect(data.roles.totalCount).toBe(30);
  expect(data.roles.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
});

describe('a count beside lists of the same rows in other orders', () => {
  const counted = 'counted: workspaces(orderBy: UPDATED_AT_DESC) { totalCount }';
  const own = 'own: workspaces(first: 2, orderBy: UPDATED_AT_DESC) { nodes { title } }';
  const other = 'other: workspaces(first: 2, orderBy: TITLE_ASC) { nodes { title } }';

  it.each([
    ['first', `{ ${counted} ${own} ${other} }`],
    ['last', `{ ${other} ${own} ${counted} }`],
  ])('hangs on the page of its own list, where it stands %s', async (_, query) => {
    await using gateway = await startGateway({ workspaces: [{ id: '1', title: 'Bridge' }] });
    gateway.sandbox.fail({ match: /order=title/, status: 403 });

    const { data, errors } = await gateway.query(query);

    expect(data).toEqual({ counted: { totalCount: 1 }, own: { nodes: [{ title: 'Bridge' }] }, other: null });
    expect(errors).toMatchObject([{ path: ['other'], extensions: { code: 'FORBIDDEN' } }]);
    expect(gateway.requests()).toHaveLength(2);
  });
});
