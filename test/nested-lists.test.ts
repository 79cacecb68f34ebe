/** Lists under records: which there are, what each asks of the API, and what goes wrong in one of them. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphQLObjectType } from 'graphql';
import { compareIds } from '../src/loaders/id-order.ts';
import { dialectOf } from '../src/sandbox/dialect.ts';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { createSchema } from '../src/schema/index.ts';
import type { NestedList } from '../src/schema/nested-lists.ts';
import { resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
import { askInParts, FORMATS } from './incremental/client.ts';
import { merge } from './incremental/merge.ts';
import { type Reply, startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const schema = createSchema();

/** Every list under a record, by the type and the field. */
const LISTS: readonly (readonly [name: string, list: NestedList])[] = [...resources.values()].flatMap(({ type }) =>
  Object.values((schema.getType(type) as GraphQLObjectType).getFields()).flatMap((field) => {
    const plan = fieldPlanOf(field);
    return plan?.kind === 'nested' ? [[`${type}.${field.name}`, plan.list] as const] : [];
  }),
);

const DAY_MS = 86_400_000;
const NEWEST_MS = Date.UTC(2026, 11, 31);

/** So many time entries of a project, one a day from the newest on, each numbered by project and day. */
const entriesOf = (workspace: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: String(workspace * 10_000 + index),
    workspace_id: String(workspace),
    user_id: String(1 + (index % 3)),
    date_performed: new Date(NEWEST_MS - index * DAY_MS).toISOString().slice(0, 10),
    billable: index % 2 === 0,
    time_in_minutes: index,
  }));

const workspaces = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index + 1), title: `Project ${index + 1}` }));

const users = [1, 2, 3].map((id) => ({ id: String(id), full_name: `User ${id}` }));

/** @param counts how many time entries each project has. */
const account = (...counts: readonly number[]) => ({
  users,
  workspaces: workspaces(counts.length),
  time_entries: counts.flatMap((count, index) => entriesOf(index + 1, count)),
});

const ids = (workspace: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ kantataId: String(workspace * 10_000 + from + index) }));

const start = (rows: Parameters<typeof startGateway>[0], options?: TestGatewayOptions) => startGateway(rows, options);

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

  describe('of several records', () => {
    const query = (first: number, rest = 'nodes { kantataId }') =>
      `{ workspaces(first: 50, orderBy: CREATED_AT_ASC) { nodes { kantataId timeEntries(first: ${first}) { ${rest} } } } }`;
    const entryCalls = (gateway: TestGateway) => gateway.requests().filter((line) => line.includes('/time_entries'));
    const answered = ({ data }: Reply) =>
      Object.fromEntries(
        data.workspaces.nodes.map((node: { kantataId: string; timeEntries: unknown }) => [
          node.kantataId,
          node.timeEntries,
        ]),
      );

    it('are one call for all, where all their rows fit a page', async () => {
      await using gateway = await start(account(3, 0, 120));

      const reply = await gateway.query(query(2, 'totalCount nodes { kantataId } pageInfo { hasNextPage }'));

      expect(answered(reply)).toEqual({
        1: { totalCount: 3, nodes: ids(1, 0, 2), pageInfo: { hasNextPage: true } },
        2: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } },
        3: { totalCount: 120, nodes: ids(3, 0, 2), pageInfo: { hasNextPage: true } },
      });
      expect(entryCalls(gateway)).toEqual(['GET /time_entries?per_page=200&workspace_ids=1,2,3']);
    });

    it('are one call as well where a page has the rows that are wanted of each, however many there are', async () => {
      // All three have entries of the same days, so the newest stand on the first page.
      await using gateway = await start(account(300, 300, 300));

      const reply = await gateway.query(query(10));

      expect(answered(reply)).toEqual({
        1: { nodes: ids(1, 0, 10) },
        2: { nodes: ids(2, 0, 10) },
        3: { nodes: ids(3, 0, 10) },
      });
      expect(entryCalls(gateway)).toHaveLength(1);
    });

    it('take one row more of each where it is to be told whether more follow', async () => {
      const rows = account(198, 3);
      // Two entries of the second project are among the newest 200, the third is the oldest of all.
      const late = rows.time_entries.map((entry) =>
        entry.id === '20002' ? { ...entry, date_performed: '2001-01-01' } : entry,
      );
      await using gateway = await start({ ...rows, time_entries: late });

      const rowsAlone = await gateway.query(query(2));
      const alone = entryCalls(gateway);
      const withMore = await gateway.query(query(2, 'nodes { kantataId } pageInfo { hasNextPage }'));

      expect(answered(rowsAlone)[2]).toEqual({ nodes: ids(2, 0, 2) });
      expect(alone).toHaveLength(1);
      expect(answered(withMore)[2]).toEqual({ nodes: ids(2, 0, 2), pageInfo: { hasNextPage: true } });
      expect(entryCalls(gateway)).toEqual([
        'GET /time_entries?per_page=200&workspace_ids=1,2',
        'GET /time_entries?per_page=2&workspace_ids=2',
      ]);
    });

    it('take the further pages where those are fewer than the records that lack rows', async () => {
      const rows = account(190, 190, 4, 4, 4);
      // The last three have none but old entries.
      const old = rows.time_entries.map((entry) =>
        Number(entry.workspace_id) > 2 ? { ...entry, date_performed: '2020-01-01' } : entry,
      );
      await using gateway = await start({ ...rows, time_entries: old });

      const reply = await gateway.query(query(2));

      expect(answered(reply)[5]).toEqual({ nodes: ids(5, 0, 2) });
      expect(entryCalls(gateway)).toEqual([
        'GET /time_entries?per_page=200&workspace_ids=1,2,3,4,5',
        'GET /time_entries?page=2&per_page=200&workspace_ids=1,2,3,4,5',
      ]);
    });

    it('are asked for one by one where that is fewer calls, and only those that lack rows', async () => {
      await using gateway = await start(account(400, 250, 1));
      const late = gateway.sandbox.tables.get('time_entries');
      late?.set('30000', { ...late.get('30000'), id: '30000', date_performed: '2001-01-01' });

      const reply = await gateway.query(query(5));

      expect(answered(reply)).toEqual({
        1: { nodes: ids(1, 0, 5) },
        2: { nodes: ids(2, 0, 5) },
        3: { nodes: ids(3, 0, 1) },
      });
      expect(entryCalls(gateway)).toEqual([
        'GET /time_entries?per_page=200&workspace_ids=1,2,3',
        'GET /time_entries?per_page=5&workspace_ids=3',
      ]);
    });

    it('read all pages side by side to count the rows of each, or count one by one', async () => {
      await using many = await start(account(150, 150, 150, 150));
      await using few = await start(account(500, 500));

      const read = await many.query(query(1, 'totalCount'));
      const counted = await few.query(query(1, 'totalCount'));

      expect(answered(read)).toEqual({
        1: { totalCount: 150 },
        2: { totalCount: 150 },
        3: { totalCount: 150 },
        4: { totalCount: 150 },
      });
      expect(entryCalls(many)).toHaveLength(3);
      expect(answered(counted)).toEqual({ 1: { totalCount: 500 }, 2: { totalCount: 500 } });
      expect(entryCalls(few)).toEqual([
        'GET /time_entries?per_page=200&workspace_ids=1,2',
        'GET /time_entries?per_page=1&workspace_ids=1',
        'GET /time_entries?per_page=1&workspace_ids=2',
      ]);
    });

    it('of 50 projects with their 10 newest entries each are as few calls as the rule allows, and said so before', async () => {
      await using even = await start(account(...Array.from({ length: 50 }, () => 30)));
      await using sparse = await start(account(...Array.from({ length: 50 }, () => 3)));

      const explained = await even.explain(query(10));
      const reply = await even.query(query(10));
      const calls = entryCalls(even);
      const small = await sparse.query(query(10));

      // 1,500 entries, the 10 newest of each among the newest 500: three pages.
      expect(answered(reply)[50]).toEqual({ nodes: ids(50, 0, 10) });
      expect(calls).toHaveLength(3);
      expect(answered(small)[50]).toEqual({ nodes: ids(50, 0, 3) });
      expect(entryCalls(sparse)).toHaveLength(1);
      expect(explained.totals).toEqual({ min: 1, max: 50, likely: 4, forecast: '1 to 4, at most 50' });
      expect(
        explained.waves
          .slice(1)
          .flatMap(({ calls: some }: { calls: { min: number; max: number; why: string }[] }) =>
            some.map(({ min, max, why }) => ({ min, max, why })),
          ),
      ).toEqual([
        {
          min: 0,
          max: 1,
          why: 'workspaces.nodes.timeEntries: the API takes several ids in workspace_ids, and each row names its Workspace by workspace. So one list for all of them is asked for, in the order wanted, and its rows are divided.',
        },
        {
          min: 0,
          max: 1,
          why: 'workspaces.nodes.timeEntries: the same page with the include of workspace, if its rows do not name their Workspace without it.',
        },
        {
          min: 0,
          max: 50,
          why: 'workspaces.nodes.timeEntries: where that page does not reach every Workspace, its further pages, or a call for each Workspace that lacks rows, whichever is fewer.',
        },
      ]);
    });

    it('are a call for each where the API takes one id, or rows do not name their record', async () => {
      const rows = {
        ...account(1, 1),
        expenses: [{ id: '5', workspace_id: '2', date: '2026-01-01' }],
        workspace_resources: [{ id: '6', workspace_id: '1', user_id: '2' }],
        workspace_allocations: [{ id: '7', workspace_resource_id: '6' }],
      };
      await using gateway = await start(rows);

      const asked =
        '{ workspacesById(ids: ["1", "2"]) { expenses { nodes { kantataId } } } usersById(ids: ["1", "2"]) { workspaceAllocations { nodes { kantataId } } } }';
      const explained = await gateway.explain(asked);
      const { data } = await gateway.query(asked);

      expect(data).toEqual({
        workspacesById: [{ expenses: { nodes: [] } }, { expenses: { nodes: [{ kantataId: '5' }] } }],
        usersById: [{ workspaceAllocations: { nodes: [] } }, { workspaceAllocations: { nodes: [{ kantataId: '7' }] } }],
      });
      expect(gateway.requests().toSorted()).toEqual([
        'GET /expenses?per_page=20&workspace_id=1',
        'GET /expenses?per_page=20&workspace_id=2',
        'GET /users?apply_default_filters=false&on_my_account=true&only=1,2&show_disabled=true',
        'GET /workspace_allocations?per_page=20&user_ids=1',
        'GET /workspace_allocations?per_page=20&user_ids=2',
        'GET /workspaces?apply_default_filters=false&include_archived=true&only=1,2',
      ]);
      expect(explained.totals).toMatchObject({ min: 6, likely: 6 });
    });

    it.each([
      ['names a record that was not asked for', { 10000: { id: '10000', workspace_id: '9' } }],
      ['names none', { 10000: { id: '10000', workspace_id: null } }],
      ['is listed and not sent', {}],
    ])('are asked for one by one where a row of the page %s', async (_, time_entries) => {
      await using gateway = await start(account(2, 1));
      const results = [{ key: 'time_entries', id: '10000' }];
      gateway.sandbox.fail({ match: 'workspace_ids=1,2', status: 200, body: { count: 1, results, time_entries } });

      const { data } = await gateway.query(
        '{ workspacesById(ids: ["1", "2"]) { timeEntries(first: 2) { nodes { kantataId } } } }',
      );

      expect(data.workspacesById).toEqual([
        { timeEntries: { nodes: ids(1, 0, 2) } },
        { timeEntries: { nodes: ids(2, 0, 1) } },
      ]);
      expect(entryCalls(gateway)).toEqual([
        'GET /time_entries?per_page=200&workspace_ids=1,2',
        'GET /time_entries?per_page=2&workspace_ids=1',
        'GET /time_entries?per_page=2&workspace_ids=2',
      ]);
    });

    it('share a call with those of other places, as long as filter and order are the same', async () => {
      await using gateway = await start({
        ...account(2, 2, 2),
        stories: [{ id: '7', title: 'A task', workspace_id: '3' }],
      });

      const { data } = await gateway.query(`{
        workspaces(first: 2, orderBy: CREATED_AT_ASC) { nodes { timeEntries(first: 1) { nodes { timeInMinutes } } } }
        stories { nodes { workspace { timeEntries(first: 2) { nodes { kantataId story { title } } } } } }
      }`);

      expect(data.stories.nodes[0].workspace.timeEntries.nodes).toHaveLength(2);
      expect(entryCalls(gateway)).toEqual(['GET /time_entries?include=story&per_page=200&workspace_ids=1,2,3']);
    });

    it('nest at every depth, each level in a wave of its own', async () => {
      await using gateway = await start(account(2, 3));

      const { data } = await gateway.query(`{
        workspaces(orderBy: CREATED_AT_ASC) { nodes {
          timeEntries(first: 2) { nodes { user { fullName timeEntries(first: 1, orderBy: DATE_PERFORMED_ASC) { totalCount edges { node { workspace { title } } } } } } }
        } }
      }`);

      expect(data.workspaces.nodes[1].timeEntries.nodes[0].user).toEqual({
        fullName: 'User 1',
        timeEntries: { totalCount: 2, edges: [{ node: { workspace: { title: 'Project 1' } } }] },
      });
      expect(entryCalls(gateway)).toEqual([
        'GET /time_entries?include=user&per_page=200&workspace_ids=1,2',
        'GET /time_entries?include=workspace&order=date_performed:asc&per_page=200&with_user_ids=1,2',
      ]);
    });
  });

  describe('of several records take as many calls as the rule says, and answer what each has,', () => {
    /** The rule, on rows as they are: of which project each is, newest first. */
    function callsFor(
      owners: readonly string[],
      first: number,
      { rows, counts, more }: Record<'rows' | 'counts' | 'more', boolean>,
    ) {
      const projects = ['1', '2', '3', '4', '5'];
      const alone = (total: number) => (rows ? Math.max(1, Math.ceil(Math.min(first, total) / 200)) : 1);
      const of = (id: string, some = owners) => some.filter((owner) => owner === id).length;
      for (let calls = 1; ; calls++) {
        const left = Math.ceil(owners.length / 200) - calls;
        const read = owners.slice(0, calls * 200);
        const open = projects.filter((id) => counts || of(id, read) < first + (more ? 1 : 0));
        if (left <= 0 || open.length === 0) return calls;
        if (open.length * (rows ? Math.ceil(first / 200) : 1) <= left)
          return calls + open.reduce((sum, id) => sum + alone(of(id)), 0);
        if (counts) return calls + left;
      }
    }

    const spreads = fc.record({
      counts: fc.array(fc.oneof(fc.nat(6), fc.nat(300)), { minLength: 5, maxLength: 5 }),
      /** How much newer the entries of each project are, in days. */
      newer: fc.array(fc.nat(400), { minLength: 5, maxLength: 5 }),
      first: fc.constantFrom(1, 2, 10, 40, 201, 250),
      selected: fc.subarray(['nodes { kantataId }', 'totalCount', 'pageInfo { hasNextPage }'], { minLength: 1 }),
    });

    it('however their rows are spread', async () => {
      await fc.assert(
        fc.asyncProperty(spreads, async ({ counts, newer, first, selected }) => {
          const entries = counts.flatMap((count, at) =>
            entriesOf(at + 1, count).map((entry, index) => ({ at: index - (newer[at] as number), entry })),
          );
          const inOrder = entries.toSorted(
            (one, other) => one.at - other.at || compareIds(one.entry.id, other.entry.id),
          );
          const day = (at: number) => new Date(NEWEST_MS - at * DAY_MS).toISOString().slice(0, 10);
          const time_entries = inOrder.map(({ at, entry }) => ({ ...entry, date_performed: day(at) }));
          await using gateway = await start(
            { users, workspaces: workspaces(5), time_entries },
            { maxUpstreamCalls: 1_000 },
          );
          const query = `{ workspacesById(ids: ["1", "2", "3", "4", "5"]) { timeEntries(first: ${first}) { ${selected.join(' ')} } } }`;

          const explained = await gateway.explain(query);
          const { data, errors } = await gateway.query(query);
          const calls = gateway.requests();

          expect(errors).toBeUndefined();
          expect(data.workspacesById).toEqual(
            ['1', '2', '3', '4', '5'].map((id) => {
              const own = time_entries.filter(({ workspace_id }) => workspace_id === id);
              const parts = {
                'nodes { kantataId }': { nodes: own.slice(0, first).map((entry) => ({ kantataId: entry.id })) },
                totalCount: { totalCount: own.length },
                'pageInfo { hasNextPage }': { pageInfo: { hasNextPage: own.length > first } },
              };
              return { timeEntries: Object.assign({}, ...selected.map((part) => parts[part as keyof typeof parts])) };
            }),
          );
          const more = selected.includes('pageInfo { hasNextPage }');
          const wants = {
            rows: more || selected.includes('nodes { kantataId }'),
            counts: selected.includes('totalCount'),
            more,
          };
          const expected = callsFor(
            time_entries.map(({ workspace_id }) => workspace_id),
            first,
            wants,
          );
          expect(calls.length - 1).toBe(expected);
          expect(calls.length).toBeGreaterThanOrEqual(explained.totals.min);
          expect(calls.length).toBeLessThanOrEqual(explained.totals.max);
        }),
        { numRuns: 40, seed: Number(process.env.FC_SEED ?? 20_261_201) },
      );
    }, 120_000);
  });

  describe('stand wherever their record does:', () => {
    const rows = {
      ...account(2, 1),
      stories: [
        { id: '7', title: 'A task', workspace_id: '1' },
        { id: '8', title: 'Another', workspace_id: '2' },
      ],
    };
    const entries = 'timeEntries(first: 1) { nodes { kantataId } totalCount }';
    const first = { nodes: ids(1, 0, 1), totalCount: 2 };
    const lines = (gateway: TestGateway) => gateway.requests().filter((line) => line.includes('/time_entries'));

    it('at the end of an association, in the wave in which its id is known', async () => {
      await using gateway = await start(rows);

      const { data, extensions } = await gateway.query(
        `{ stories(orderBy: CREATED_AT_ASC) { nodes { workspace { ${entries} stage } } } }`,
        { headers: { 'x-upstream-trace': '1' } },
      );

      expect(
        data.stories.nodes.map(({ workspace }: { workspace: { timeEntries: unknown } }) => workspace.timeEntries),
      ).toEqual([first, { nodes: ids(2, 0, 1), totalCount: 1 }]);
      // `stage` takes a call for the projects themselves, and the list does not wait for that.
      expect(
        extensions.upstream.calls.map(({ wave, url }: { wave: number; url: string }) => [wave, url.split('?')[0]]),
      ).toEqual([
        [1, '/stories'],
        [2, '/time_entries'],
        [2, '/workspaces'],
      ]);
    });

    it('under `node`, `nodes` and `me`', async () => {
      await using gateway = await start(rows);

      const { data } = await gateway.query(`{
        node(id: "Workspace:1") { ... on Workspace { ${entries} } }
        nodes(ids: ["Story:7", "Workspace:2"]) { ... on Workspace { ${entries} } ... on Story { title } }
        me { timeEntries(first: 1) { totalCount } }
      }`);

      expect(data).toEqual({
        node: { timeEntries: first },
        nodes: [{ title: 'A task' }, { timeEntries: { nodes: ids(2, 0, 1), totalCount: 1 } }],
        me: { timeEntries: { totalCount: 2 } },
      });
      expect(lines(gateway)).toEqual([
        'GET /time_entries?per_page=200&workspace_ids=1,2',
        'GET /time_entries?per_page=1&with_user_ids=1',
      ]);
    });

    it('under entities of a larger graph', async () => {
      await using gateway = await start(rows, { federation: true });

      const { data } = await gateway.query(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Workspace { ${entries} } } }`,
        {
          variables: {
            representations: [
              { __typename: 'Workspace', kantataId: '1' },
              { __typename: 'Workspace', kantataId: '2' },
            ],
          },
        },
      );

      expect(data._entities).toEqual([{ timeEntries: first }, { timeEntries: { nodes: ids(2, 0, 1), totalCount: 1 } }]);
      expect(lines(gateway)).toHaveLength(1);
    });

    it('in a part that is deferred, and with rows that are streamed, at the same calls', async () => {
      await using gateway = await start(rows);
      const query = (defer: string, stream: string) =>
        `{ workspacesById(ids: ["1", "2"]) { title ... ${defer} { timeEntries(first: 2) { nodes ${stream} { kantataId user { fullName } } totalCount } } } }`;

      const whole = await gateway.query(query('', ''));
      const calls = gateway.requests();
      const inParts = { url: gateway.url, token: SOMEBODY, query: query('@defer', '@stream(initialCount: 1)') };
      const parts = await askInParts({ ...inParts, accept: FORMATS.current });

      expect(parts.length).toBeGreaterThan(1);
      expect(merge(parts).data).toEqual(whole.data);
      expect(gateway.requests()).toEqual(calls);
    });

    it('beside records that are kept from before, for whose lists the API is asked all the same', async () => {
      await using gateway = await start(rows, { cacheTtlSeconds: 60 });
      const query = `{ workspace(id: "1") { title ${entries} } }`;

      const before = await gateway.query(query);
      gateway.requests();
      const after = await gateway.query(query);

      expect(after.data).toEqual(before.data);
      expect(gateway.requests()).toEqual(['GET /time_entries?per_page=1&workspace_ids=1']);
    });
  });

  describe('are refused, before anything is called,', () => {
    const cases = [
      [
        'with an argument that names the record once more',
        'timeEntries(filter: { workspaceIds: ["2"] }) { totalCount }',
        /workspaceIds: `timeEntries` of a Workspace lists those of that Workspace already/,
      ],
      [
        'with its other spelling',
        'timeEntries(filter: { workspaceId: "2" }) { totalCount }',
        /workspaceId: `timeEntries` of a Workspace/,
      ],
      [
        'with more rows than a list may have',
        'timeEntries(first: 100000) { totalCount }',
        /first: a number from 1 to 2000/,
      ],
      [
        'with a value that the API could not read',
        'timeEntries(filter: { createdBy: "nobody" }) { totalCount }',
        /createdBy/,
      ],
    ] as const;

    it.each(cases)('%s', async (_, selection, message) => {
      await using gateway = await start(account(1, 1));

      const { data, errors } = await gateway.query(`{ workspaces { nodes { ${selection} } } }`);

      expect(data).toBeUndefined();
      expect(errors).toMatchObject([
        { message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
      expect(gateway.requests()).toEqual([]);
    });
  });

  describe('fail alone:', () => {
    const byId = (rest = 'nodes { kantataId }') =>
      `{ workspacesById(ids: ["1", "2"]) { title expenses(first: 1) { ${rest} } timeEntries(first: 1) { ${rest} } } }`;

    it('a call that the API refuses is an error where its list stands, and the others stay', async () => {
      await using gateway = await start({
        ...account(1, 1),
        expenses: [{ id: '5', workspace_id: '2', date: '2026-01-01' }],
      });
      gateway.sandbox.fail({ match: '/expenses?per_page=1&workspace_id=1', status: 403 });

      const { data, errors } = await gateway.query(byId());

      expect(data.workspacesById).toEqual([
        { title: 'Project 1', expenses: null, timeEntries: { nodes: ids(1, 0, 1) } },
        { title: 'Project 2', expenses: { nodes: [{ kantataId: '5' }] }, timeEntries: { nodes: ids(2, 0, 1) } },
      ]);
      expect(errors).toMatchObject([{ path: ['workspacesById', 0, 'expenses'], extensions: { code: 'FORBIDDEN' } }]);
    });

    it('a call for several records is an error at each of their lists', async () => {
      await using gateway = await start(account(1, 1));
      gateway.sandbox.fail({ match: '/time_entries', status: 403 });

      const { data, errors } = await gateway.query(byId());

      expect(
        data.workspacesById.map(({ title, timeEntries }: Record<string, unknown>) => [title, timeEntries]),
      ).toEqual([
        ['Project 1', null],
        ['Project 2', null],
      ]);
      expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual(
        [0, 1].map((index) => [['workspacesById', index, 'timeEntries'], 'FORBIDDEN']),
      );
    });

    it('a further page that fails takes nothing from the records that have their rows already', async () => {
      const rows = account(190, 190, 4, 4, 4);
      const old = rows.time_entries.map((entry) =>
        Number(entry.workspace_id) > 2 ? { ...entry, date_performed: '2020-01-01' } : entry,
      );
      await using gateway = await start({ ...rows, time_entries: old });
      gateway.sandbox.fail({ match: '?page=2', status: 403 });

      const { data, errors } = await gateway.query(
        '{ workspacesById(ids: ["1", "2", "3", "4", "5"]) { timeEntries(first: 1) { nodes { kantataId } } } }',
      );

      expect(data.workspacesById.map(({ timeEntries }: { timeEntries: unknown }) => timeEntries !== null)).toEqual([
        true,
        true,
        false,
        false,
        false,
      ]);
      expect(errors?.map(({ path }) => path?.[1])).toEqual([2, 3, 4]);
    });

    it('a cursor of another record is an error there, and goes on where it belongs', async () => {
      await using gateway = await start(account(3, 3));
      const { data: before } = await gateway.query(
        '{ workspace(id: "2") { timeEntries(first: 1) { pageInfo { endCursor } } } }',
      );
      gateway.requests();

      const { data, errors } = await gateway.query(
        'query ($after: String) { workspacesById(ids: ["1", "2"]) { timeEntries(first: 1, after: $after) { nodes { kantataId } } } }',
        { variables: { after: before.workspace.timeEntries.pageInfo.endCursor } },
      );

      expect(data.workspacesById).toEqual([{ timeEntries: null }, { timeEntries: { nodes: ids(2, 1, 2) } }]);
      expect(errors).toMatchObject([
        {
          path: ['workspacesById', 0, 'timeEntries'],
          message: expect.stringContaining('no cursor of this list'),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
      expect(gateway.requests().filter((line) => line.includes('/time_entries'))).toEqual([
        'GET /time_entries?page=2&per_page=1&workspace_ids=2',
      ]);
    });

    it('past the limit of calls the lists that were not asked for are errors, and the rest is answered', async () => {
      await using gateway = await start(account(300, 1, 1), { maxUpstreamCalls: 2 });
      for (const id of ['20000', '30000'])
        gateway.sandbox.tables
          .get('time_entries')
          ?.set(id, { ...gateway.sandbox.tables.get('time_entries')?.get(id), id, date_performed: '2001-01-01' });
      gateway.sandbox.tables.get('time_entries')?.set('10000', {
        ...gateway.sandbox.tables.get('time_entries')?.get('10000'),
        id: '10000',
        time_in_minutes: 7,
      });

      const { data, errors } = await gateway.query(
        '{ workspacesById(ids: ["1", "2", "3"]) { timeEntries(first: 1) { totalCount } } }',
      );

      expect(gateway.requests()).toHaveLength(2);
      expect(
        data.workspacesById.filter(({ timeEntries }: { timeEntries: unknown }) => timeEntries === null).length,
      ).toBe(errors?.length);
      expect(errors?.every(({ extensions }) => extensions.code === 'QUERY_TOO_COMPLEX')).toBe(true);
    });

    it('a list that does not come in time is an error where it stands', async () => {
      await using gateway = await start(account(1, 1), { operationTimeoutMs: 400 });
      gateway.sandbox.fail({ match: '/time_entries', delayMs: 5_000 });

      const { data, errors } = await gateway.query('{ workspace(id: "1") { title timeEntries { totalCount } } }');

      expect(data).toEqual({ workspace: { title: 'Project 1', timeEntries: null } });
      expect(errors).toMatchObject([{ path: ['workspace', 'timeEntries'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
    });

    it('a cursor of another user is an error', async () => {
      await using gateway = await start(account(3));
      const { data: before } = await gateway.query(
        '{ workspace(id: "1") { timeEntries(first: 1) { pageInfo { endCursor } } } }',
        {
          token: 'demo',
        },
      );

      const { data, errors } = await gateway.query(
        'query ($after: String) { workspace(id: "1") { timeEntries(first: 1, after: $after) { totalCount } } }',
        { variables: { after: before.workspace.timeEntries.pageInfo.endCursor } },
      );

      expect(data.workspace.timeEntries).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    });

    it('what would answer too many records is refused before it runs', async () => {
      await using gateway = await start(account(1, 1));

      const { errors } = await gateway.query(
        'query ($ids: [ID!]!) { workspacesById(ids: $ids) { timeEntries(first: 2000) { nodes { kantataId } } } }',
        { variables: { ids: Array.from({ length: 30 }, (_, at) => String(at + 1)) } },
      );

      expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX' } }]);
      expect(gateway.requests()).toEqual([]);
    });

    it('what would answer too many records runs where a count tells that few records have the list', async () => {
      await using gateway = await start(account(1, 1));

      const { data, errors } = await gateway.query(
        '{ workspaces(first: 200) { nodes { timeEntries(first: 2000) { nodes { kantataId } } } } }',
      );

      expect(errors).toBeUndefined();
      expect(data.workspaces.nodes).toEqual(
        ['10000', '20000'].map((kantataId) => ({ timeEntries: { nodes: [{ kantataId }] } })),
      );
      const [count, ...others] = gateway.requests();
      expect(count).toBe('GET /workspaces?per_page=1');
      expect(others).toHaveLength(2);
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
