/** Lists under records: where they may stand, and what goes wrong in one of them. */
import { describe, expect, it } from 'vitest';
import { askInParts, FORMATS } from './incremental/client.ts';
import { merge } from './incremental/merge.ts';
import type { TestGateway } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';
import { account, ids, start } from './support/nested-accounts.ts';

describe('lists under records', () => {
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
});
