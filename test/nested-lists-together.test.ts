/** Lists under several records at once: what they ask of the API together. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIds } from '../src/loaders/id-order.ts';
import { type Reply, type TestGateway } from './support/gateway.ts';
import { account, DAY_MS, entriesOf, ids, NEWEST_MS, start, users, workspaces } from './support/nested-accounts.ts';

describe('lists under records', () => {
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

      // 1,500 entries, the 10 newest of each among the newest 500: no fewer than three pages hold these, 600 rows.
      expect(answered(reply)[50]).toEqual({ nodes: ids(50, 0, 10) });
      const each = Array.from({ length: 50 }, (_, index) => index + 1).join();
      expect(calls).toEqual(
        ['', 'page=2&', 'page=3&'].map((page) => `GET /time_entries?${page}per_page=200&workspace_ids=${each}`),
      );
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
});
