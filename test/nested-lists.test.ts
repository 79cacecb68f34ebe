/** Lists under records: which there are, and what each asks of the API for one record. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphQLObjectType } from 'graphql';
import { compareIds } from '../src/loaders/id-order.ts';
import { dialectOf } from '../src/sandbox/dialect.ts';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { createSchema } from '../src/schema/index.ts';
import type { NestedList } from '../src/schema/nested-lists.ts';
import { resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { account, ids, start } from './support/nested-accounts.ts';

const schema = createSchema();

/** Every list under a record, by the type and the field. */
const LISTS: readonly (readonly [name: string, list: NestedList])[] = [...resources.values()].flatMap(({ type }) =>
  Object.values((schema.getType(type) as GraphQLObjectType).getFields()).flatMap((field) => {
    const plan = fieldPlanOf(field);
    return plan?.kind === 'nested' ? [[`${type}.${field.name}`, plan.list] as const] : [];
  }),
);

describe('lists under records', () => {
  describe('are derived from the filters that hold the ids of their records', () => {
    it('for every such list', () => {
      expect(
        LISTS.map(
          ([name, { param, several, by }]) =>
            `${name}: ${param}${several ? ', several' : ''}${by ? ` by ${by.name}` : ''}`,
        ).toSorted(),
      ).toMatchSnapshot();
    });

    it('and not from filters that leave rows out by them, or mean something else', () => {
      const names = LISTS.map(([name]) => name);

      expect(names).not.toContain('User.skillsConnection');
      expect(names).not.toContain('User.users');
      expect(names).not.toContain('Story.users');
    });

    it('beside a field of the same name that an include brings, under a name of their own', () => {
      const fields = (schema.getType('Workspace') as GraphQLObjectType).getFields();

      expect(String(fields.statusReports?.type)).toBe('[StatusReport!]');
      expect(String(fields.statusReportsConnection?.type)).toBe('StatusReportConnection');
      expect(fields.statusReportsConnection?.description).toContain('`statusReports` comes with the Workspace');
    });
  });

  describe('hold what the list itself holds for the record', () => {
    let gateway: TestGateway;

    beforeAll(async () => {
      gateway = await startGateway();
    });
    afterAll(() => gateway[Symbol.asyncDispose]());

    const rowsOf = (key: string) => [...(gateway.sandbox.tables.get(key)?.values() ?? [])];

    /** What the API lists for one record, asked directly. */
    async function listed({ resource, param }: NestedList, id: string) {
      const url = `${gateway.sandbox.url}${resource.endpoint?.path}?${param}=${id}&per_page=200`;
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${gateway.sandbox.users.at(-1)?.token}` },
      });
      return (await response.json()) as { count: number; results: { id: string }[] };
    }

    it.each(LISTS.filter(([, { parent }]) => parent.endpoint !== null))('%s', async (_, list) => {
      const { parent, resource, field, param, several, by } = list;
      const all = rowsOf(parent.key).map(({ id }) => id);
      const wanted = all.slice(0, 3);
      const expected = await Promise.all(wanted.map((id) => listed(list, id)));
      gateway.requests();

      const { data, errors } = await gateway.query(
        `query ($ids: [ID!]!) {
          found: ${rootFieldNames(parent).several}(ids: $ids) {
            kantataId
            list: ${field}(first: 2) { totalCount nodes { kantataId } pageInfo { hasNextPage } }
          }
        }`,
        { variables: { ids: wanted } },
      );

      expect(errors).toBeUndefined();
      expect(data.found).toEqual(
        wanted.map((kantataId, index) => {
          const { count, results } = expected[index] ?? { count: 0, results: [] };
          return {
            kantataId,
            list: {
              totalCount: count,
              nodes: results.slice(0, 2).map(({ id }) => ({ kantataId: id })),
              pageInfo: { hasNextPage: results.length > 2 },
            },
          };
        }),
      );
      const calls = gateway
        .requests()
        .filter((line) => line.startsWith(`GET ${resource.endpoint?.path}?`) && line.includes(`${param}=`));
      const isTogether = several && by !== null && wanted.length > 1;
      const named = calls.map((line) => new URLSearchParams(line.split('?')[1]).get(param));
      const inOrder = wanted.toSorted(compareIds);
      expect(named.toSorted((one, other) => compareIds(one ?? '', other ?? ''))).toEqual(
        isTogether ? [inOrder.join(',')] : inOrder,
      );
    });
  });

  describe('of one record', () => {
    it('go out together with the record, which they do not wait for', async () => {
      await using gateway = await start(account(3, 1));

      const { data } = await gateway.query(
        '{ workspace(id: "1") { title timeEntries(first: 2) { totalCount nodes { kantataId } pageInfo { hasNextPage } } } }',
      );

      expect(data.workspace).toEqual({
        title: 'Project 1',
        timeEntries: { totalCount: 3, nodes: ids(1, 0, 2), pageInfo: { hasNextPage: true } },
      });
      expect(gateway.requests()).toEqual([
        'GET /time_entries?per_page=2&workspace_ids=1',
        'GET /workspaces?apply_default_filters=false&include_archived=true&only=1',
      ]);
    });

    it('take filter, order and page, as the list does', async () => {
      await using gateway = await start(account(9));
      const list = 'timeEntries(first: 2, filter: { billable: true }, orderBy: DATE_PERFORMED_ASC';

      const first = await gateway.query(
        `{ workspace(id: "1") { ${list}) { nodes { kantataId } pageInfo { endCursor } } } }`,
      );
      const { nodes, pageInfo } = first.data.workspace.timeEntries;
      const second = await gateway.query(
        `query ($after: String) { workspace(id: "1") { ${list}, after: $after) { nodes { kantataId } pageInfo { hasPreviousPage hasNextPage } } } }`,
        { variables: { after: pageInfo.endCursor } },
      );

      expect(nodes).toEqual([{ kantataId: '10008' }, { kantataId: '10006' }]);
      expect(second.data.workspace.timeEntries).toEqual({
        nodes: [{ kantataId: '10004' }, { kantataId: '10002' }],
        pageInfo: { hasPreviousPage: true, hasNextPage: true },
      });
      expect(gateway.requests().filter((line) => line.includes('/time_entries'))).toEqual([
        'GET /time_entries?billable=true&order=date_performed:asc&per_page=2&workspace_ids=1',
        'GET /time_entries?billable=true&order=date_performed:asc&page=2&per_page=2&workspace_ids=1',
      ]);
    });

    it('are counted by one row, and read by pages of 200', async () => {
      await using gateway = await start(account(450));

      const counted = await gateway.query('{ workspace(id: "1") { timeEntries { totalCount } } }');
      const lines = gateway.requests();
      const read = await gateway.query(
        '{ workspace(id: "1") { timeEntries(first: 430) { nodes { kantataId } drifted } } }',
      );

      expect(counted.data.workspace.timeEntries).toEqual({ totalCount: 450 });
      expect(lines).toContain('GET /time_entries?per_page=1&workspace_ids=1');
      expect(read.data.workspace.timeEntries).toEqual({ nodes: ids(1, 0, 430), drifted: false });
      expect(gateway.requests().filter((line) => line.includes('/time_entries'))).toHaveLength(3);
    });

    it('are one list under several aliases, whatever each wants of it', async () => {
      await using gateway = await start(account(9));

      const { data } = await gateway.query(
        `{ workspace(id: "1") {
          few: timeEntries(first: 2) { nodes { kantataId } pageInfo { hasNextPage } }
          more: timeEntries(first: 4) { nodes { kantataId user { fullName } } }
          all: timeEntries { totalCount }
          others: timeEntries(first: 1, filter: { billable: false }) { nodes { kantataId } }
        } }`,
      );

      expect(data.workspace.few).toEqual({ nodes: ids(1, 0, 2), pageInfo: { hasNextPage: true } });
      expect(data.workspace.more.nodes[3]).toEqual({ kantataId: '10003', user: { fullName: 'User 1' } });
      expect(data.workspace.all).toEqual({ totalCount: 9 });
      expect(data.workspace.others.nodes).toEqual([{ kantataId: '10001' }]);
      const lines = gateway.requests().filter((line) => line.includes('/time_entries'));
      expect(lines.toSorted()).toEqual([
        'GET /time_entries?billable=false&per_page=1&workspace_ids=1',
        'GET /time_entries?include=user&per_page=4&workspace_ids=1',
      ]);
    });

    it('are not asked for where nothing of them is selected, nothing can match, or the record is not there', async () => {
      await using gateway = await start({ ...account(1), stories: [{ id: '7', title: 'A task', workspace_id: '99' }] });

      const { data } = await gateway.query(
        `query ($no: Boolean!) {
          workspace(id: "1") {
            title
            name: timeEntries { __typename }
            none: timeEntries(filter: { ids: [] }) { nodes { kantataId } totalCount }
            left: timeEntries @include(if: $no) { totalCount }
          }
          stories { nodes { workspace { timeEntries { totalCount } } } }
        }`,
        { variables: { no: false } },
      );

      expect(data).toEqual({
        workspace: {
          title: 'Project 1',
          name: { __typename: 'TimeEntryConnection' },
          none: { nodes: [], totalCount: 0 },
        },
        stories: { nodes: [{ workspace: null }] },
      });
      expect(gateway.requests().filter((line) => line.includes('/time_entries'))).toEqual([]);
    });
  });

  describe('are right in every way that the API may write', () => {
    const rows = account(250, 3, 120);
    const query =
      '{ workspacesById(ids: ["1", "2", "3"]) { timeEntries(first: 4) { nodes { kantataId } pageInfo { hasNextPage } } } }';
    /** Where the count is above the rows, a list that was read alone may go on, as it may at the root. */
    const right = (words: string) =>
      [1, 2, 3].map((id) => ({
        timeEntries: {
          nodes: ids(id, 0, id === 2 ? 3 : 4),
          pageInfo: { hasNextPage: id !== 2 || words.startsWith('count-above') },
        },
      }));

    it.each([
      'contract',
      'sparse',
      'mixed',
      'count-above',
      'count-below',
      'count-absent',
      'long-pages',
      'sparse,mixed,count-absent',
      'short-pages',
      'short-pages,no-meta',
      'no-offsets',
      'count-above,no-meta',
    ])('%s', async (words) => {
      await using gateway = await start(rows, { sandbox: { dialect: dialectOf(words) ?? undefined } });

      const explained = await gateway.explain(query);
      const { data, errors } = await gateway.query(query);
      const calls = gateway.requests();
      const again = await gateway.query(query);

      expect(errors).toBeUndefined();
      expect(data.workspacesById).toEqual(right(words));
      expect(again.data).toEqual(data);
      expect(calls.length).toBeGreaterThanOrEqual(explained.totals.min);
      expect(calls.length).toBeLessThanOrEqual(explained.totals.max);
      // Once it is known whether rows name their project, nothing is asked for twice.
      expect(gateway.requests().length).toBeLessThanOrEqual(calls.length);
    });
  });
});
