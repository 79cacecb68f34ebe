/** Lists below the root that `first` cuts: a warning says so, where nothing in the answer shows it, at no REST call. */
import { describe, expect, it } from 'vitest';
import { dialectOf } from '../src/sandbox/dialect.ts';
import type { TestGateway } from './support/gateway.ts';
import { askInParts, FORMATS } from './incremental/client.ts';
import { account, entriesOf, start } from './support/nested-accounts.ts';
import { SOMEBODY } from './support/token-watch.ts';

interface Warning {
  readonly code: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

const cutIn = (extensions: { warnings?: readonly Warning[] } | null | undefined) =>
  (extensions?.warnings ?? []).filter(({ code }) => code === 'CUT_BY_FIRST');

/** Asks, counting the requests, which must be as many as were foretold. */
async function ask(gateway: TestGateway, query: string, variables: Record<string, unknown> = {}) {
  const { totals } = await gateway.explain(query, { variables });
  gateway.requests();
  const { data, errors, extensions } = await gateway.query(query, { variables });
  const requests = gateway.requests();
  expect(errors).toBeUndefined();
  expect(requests.length).toBeGreaterThanOrEqual(totals.min);
  expect(requests.length).toBeLessThanOrEqual(totals.max);
  return { data, warnings: cutIn(extensions), requests };
}

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index + 1), full_name: `User ${index + 1}` }));

const team = (...counts: readonly number[]) => ({
  users: people(9),
  workspaces: counts.map((count, index) => ({
    id: String(index + 1),
    title: `Project ${index + 1}`,
    participant_ids: people(count).map(({ id }) => id),
  })),
});

describe('a list under a record', () => {
  it('that the default of `first` cuts is a warning at its path, and no request more', async () => {
    await using gateway = await start(account(21));

    const { data, warnings, requests } = await ask(
      gateway,
      '{ workspace(id: 1) { timeEntries { nodes { kantataId } } } }',
    );

    expect(data.workspace.timeEntries.nodes).toHaveLength(20);
    expect(warnings).toEqual([
      {
        code: 'CUT_BY_FIRST',
        path: ['workspace', 'timeEntries'],
        message:
          'This list has more records than the 20 that come where `first` is not given. Select `pageInfo { hasNextPage }` to see where, and ask for more by `first` or `after`.',
      },
    ]);
    expect(requests).toHaveLength(2);
  });

  it('that `first` cuts is one warning for all records, at the first of them that has more, with how many have', async () => {
    await using gateway = await start(account(1, 3, 2, 9));

    const { warnings, requests } = await ask(
      gateway,
      '{ workspaces { nodes { entries: timeEntries(first: 2) { edges { node { kantataId } } } } } }',
    );

    expect(warnings).toEqual([
      {
        code: 'CUT_BY_FIRST',
        path: ['workspaces', 'nodes', 1, 'entries'],
        message: expect.stringMatching(
          /^This list has more records than the 2 that `first` allows\. It is one of 2 such lists at this field\. /,
        ),
      },
    ]);
    expect(requests).toEqual(['GET /workspaces?per_page=20', 'GET /time_entries?per_page=200&workspace_ids=1,2,3,4']);
  });

  it('is never cut by the page that several records share: where that does not reach a record, more is read', async () => {
    // The newest 200 entries are all of the first project.
    const late = entriesOf(2, 2).map((row) => ({ ...row, date_performed: '2020-01-01' }));
    await using gateway = await start({ ...account(250, 0), time_entries: [...entriesOf(1, 250), ...late] });

    const { data, warnings } = await ask(
      gateway,
      '{ workspaces { nodes { timeEntries(first: 5, orderBy: DATE_PERFORMED_DESC) { nodes { kantataId } } } } }',
    );

    expect(data.workspaces.nodes[1].timeEntries.nodes).toHaveLength(2);
    expect(warnings.map(({ path }) => path)).toEqual([['workspaces', 'nodes', 0, 'timeEntries']]);
  });

  it('may go on where no page that was needed tells: then the warning says that it may', async () => {
    // The page of all holds both entries of the second project, and does not show whether a third follows.
    const newest = entriesOf(2, 2).map((row) => ({ ...row, date_performed: '2027-01-01' }));
    await using gateway = await start({ ...account(250, 0), time_entries: [...entriesOf(1, 250), ...newest] });
    const query = (more: string) =>
      `{ workspacesById(ids: [2, 1]) { timeEntries(first: 2, orderBy: DATE_PERFORMED_DESC) { nodes { kantataId } ${more} } } }`;

    const silent = await ask(gateway, query(''));
    const known = await ask(gateway, query('pageInfo { hasNextPage }'));

    expect(silent.warnings).toMatchObject([
      {
        path: ['workspacesById', 1, 'timeEntries'],
        message: expect.stringMatching(/^This list has .* 1 more may be cut\. /),
      },
    ]);
    expect(silent.requests).toHaveLength(2);
    expect(known.warnings).toEqual([]);
    expect(known.data.workspacesById[0].timeEntries.pageInfo).toEqual({ hasNextPage: false });
    expect(known.requests).toHaveLength(3);
  });

  it('whose length the API does not count may go on after a full page', async () => {
    await using gateway = await start(account(5, 3), {
      sandbox: { dialect: dialectOf('count-absent') ?? undefined },
    });

    const { warnings } = await ask(gateway, '{ workspace(id: 1) { timeEntries(first: 5) { nodes { kantataId } } } }');

    expect(warnings).toMatchObject([
      { message: expect.stringMatching(/^This list may have more records than the 5 /) },
    ]);
  });

  it.each([
    ['`hasNextPage` is selected', 'timeEntries(first: 2) { nodes { kantataId } pageInfo { hasNextPage } }'],
    ['`totalCount` is selected', 'timeEntries(first: 2) { nodes { kantataId } totalCount }'],
    ['either comes in a later part', 'timeEntries(first: 2) { nodes { kantataId } ... @defer { totalCount } }'],
    ['no rows are selected', 'timeEntries(first: 2) { pageInfo { endCursor } }'],
    ['one record is asked for', 'timeEntries(first: 1) { nodes { kantataId } }'],
    ['all records fit', 'timeEntries(first: 3) { nodes { kantataId } }'],
    ['no record can match', 'timeEntries(first: 2, filter: { ids: [] }) { nodes { kantataId } }'],
  ])('is no warning where %s', async (_, list) => {
    await using gateway = await start(account(3, 3));

    expect((await ask(gateway, `{ workspaces { nodes { ${list} } } }`)).warnings).toEqual([]);
  });

  it.each([
    ['`endCursor` alone', 'timeEntries(first: 2) { nodes { kantataId } pageInfo { endCursor } }'],
    ['a later page', 'timeEntries(first: 2, after: $after) { nodes { kantataId } }'],
  ])('is a warning where the client has %s, which does not tell', async (_, list) => {
    await using gateway = await start(account(5));
    const first = await gateway.query('{ workspace(id: 1) { timeEntries(first: 2) { pageInfo { endCursor } } } }');
    const after = list.includes('$after') ? first.data.workspace.timeEntries.pageInfo.endCursor : null;

    const { warnings } = await ask(
      gateway,
      `query ($after: String) { workspace(id: 1) { ${list} again: timeEntries(after: $after) { totalCount } } }`,
      { after },
    );

    expect(warnings.map(({ path }) => path)).toEqual([['workspace', 'timeEntries']]);
  });

  it('at the root is none: its page is what the operation is about', async () => {
    await using gateway = await start(account(9));

    expect((await ask(gateway, '{ timeEntries(first: 2) { nodes { kantataId } } }')).warnings).toEqual([]);
  });

  it('of an entity that a router points at is one', async () => {
    await using gateway = await start(account(3), { federation: true });

    const { extensions, errors } = await gateway.query(
      `{ _entities(representations: [{ __typename: "Workspace", id: "Workspace:1" }]) {
           ... on Workspace { timeEntries(first: 2) { nodes { kantataId } } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(cutIn(extensions)).toMatchObject([{ path: ['_entities', 0, 'timeEntries'] }]);
  });
});

describe('records of an association', () => {
  it('that `first` leaves out are a warning, and no request', async () => {
    await using gateway = await start(team(2, 3, 4));

    const { data, warnings, requests } = await ask(
      gateway,
      '{ workspaces { nodes { participants(first: 2, orderBy: ALPHABETICAL_DESC) { fullName } } } }',
    );

    expect(data.workspaces.nodes[1].participants).toEqual([{ fullName: 'User 3' }, { fullName: 'User 2' }]);
    expect(warnings).toEqual([
      {
        code: 'CUT_BY_FIRST',
        path: ['workspaces', 'nodes', 1, 'participants'],
        message:
          'This list has more records than the 2 that `first` allows. It is one of 2 such lists at this field. Ask for more by `first`, or for all without it.',
      },
    ]);
    expect(requests).toEqual(['GET /workspaces?include=participants&per_page=20']);
  });

  it.each([
    ['the ids of all stand beside them', 'participants(first: 2) { fullName } participantIds'],
    ['all fit', 'participants(first: 3) { fullName }'],
    ['one is asked for', 'participants(first: 1) { fullName }'],
    ['they are only put in order', 'participants(orderBy: ALPHABETICAL_ASC) { fullName }'],
    ['all are answered', 'participants { fullName }'],
  ])('are none where %s', async (_, fields) => {
    await using gateway = await start(team(3));

    expect((await ask(gateway, `{ workspaces { nodes { ${fields} } } }`)).warnings).toEqual([]);
  });

  it('count where they can be seen alone', async () => {
    await using gateway = await start({ ...team(3), users: people(2) });

    expect((await ask(gateway, '{ workspaces { nodes { participants(first: 2) { fullName } } } }')).warnings).toEqual(
      [],
    );
  });

  it('count where the other arguments leave them', async () => {
    const link = (id: string, service_name: string) => ({ id, subject_type: 'Workspace', subject_id: 1, service_name });
    await using gateway = await start({
      workspaces: [{ id: '1', external_reference_ids: ['1', '2', '3', '4'] }],
      external_references: [link('1', 'Jira'), link('2', 'Jira'), link('3', 'Jira'), link('4', 'Sage')],
    });
    const references = (args: string) => `{ workspace(id: 1) { externalReferences(${args}) { serviceName } } }`;

    const { warnings } = await ask(gateway, references('serviceName: "Jira", first: 2'));

    expect(warnings).toMatchObject([{ path: ['workspace', 'externalReferences'] }]);
    expect((await ask(gateway, references('serviceName: "Jira", first: 3'))).warnings).toEqual([]);
  });
});

describe('an answer in parts', () => {
  it.each([
    [
      'a deferred list',
      '{ workspaces { nodes { title ... @defer { timeEntries(first: 2) { nodes { kantataId } } } } } }',
    ],
    [
      'streamed records',
      '{ workspaces { nodes @stream(initialCount: 1) { timeEntries(first: 2) { nodes { kantataId } } } } }',
    ],
    [
      'a streamed list',
      '{ workspaces { nodes { timeEntries(first: 2) { nodes @stream(initialCount: 1) { kantataId } } } } }',
    ],
  ])('has the warning of the whole once, in its last part: %s', async (_, query) => {
    await using gateway = await start(account(1, 3, 9));
    const whole = query.replaceAll(/@(?:defer|stream)(?:\([^)]*\))?/g, '').replace('...  {', '... {');
    const { warnings, requests } = await ask(gateway, whole);

    const parts = (await askInParts({
      url: gateway.url,
      token: SOMEBODY,
      query,
      variables: {},
      accept: FORMATS.current,
    })) as { extensions?: { warnings?: Warning[] } }[];

    expect(warnings).toMatchObject([{ message: expect.stringContaining('one of 2 such lists') }]);
    expect(parts.map(({ extensions }) => cutIn(extensions)).filter((cut) => cut.length > 0)).toEqual([warnings]);
    expect(cutIn(parts.at(-1)?.extensions)).toEqual(warnings);
    expect(gateway.requests()).toHaveLength(requests.length);
  });

  it('counts a list once, though the part that it stands in was tried before all of it had come', async () => {
    await using gateway = await start(account(3));
    gateway.sandbox.latency(({ line }) => (line.includes('/stories') ? 80 : 0));

    const parts = (await askInParts({
      url: gateway.url,
      token: SOMEBODY,
      query:
        '{ workspace(id: 1) { title ... @defer { timeEntries(first: 2) { nodes { kantataId } } stories { nodes { title } } } } }',
      accept: FORMATS.current,
    })) as { extensions?: { warnings?: Warning[] } }[];

    expect(parts.length).toBeGreaterThan(1);
    expect(cutIn(parts.at(-1)?.extensions).map(({ message }) => message)).toEqual([
      expect.not.stringContaining('such lists'),
    ]);
  });
});
