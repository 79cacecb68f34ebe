/** Exports over HTTP: every row of a connection, once, for as few REST calls as there are pages. */
import { describe, expect, it } from 'vitest';
import {
  ALL,
  entries,
  exported,
  idsOf,
  linesOf,
  OWN,
  PEOPLE,
  start,
  startOver,
  type Json,
} from './support/exported.ts';
import { SOMEBODY } from './support/token-watch.ts';

describe('an export', () => {
  it('is every row, a line each, for the fewest pages of 200', async () => {
    await using gateway = await start(990);

    const answer = await exported(gateway, '{ timeEntries { nodes { kantataId timeInMinutes user { fullName } } } }');

    const { rows, summary } = linesOf(answer);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(answer.headers.get('x-export-counted')).toBe('990');
    expect(rows[0]).toEqual({ kantataId: '1', timeInMinutes: 61, user: { fullName: 'Person 2' } });
    expect(idsOf(rows)).toEqual(entries(990).map(({ id }) => Number(id)));
    expect(summary).toMatchObject({
      rows: 990,
      counted: 990,
      calls: 5,
      stable: true,
      moved: false,
      complete: true,
      errors: {},
      failure: null,
      notes: [],
    });
    // Behind the first page each begins with the last row of the one before, which tells whether rows have moved.
    expect(gateway.requests()).toEqual([
      'GET /time_entries?include=user&order=created_at:asc&per_page=200',
      ...[199, 399, 599, 799].map(
        (offset) => `GET /time_entries?include=user&limit=200&offset=${offset}&order=created_at:asc`,
      ),
    ]);
  });

  it('says in its last line that nulls are of what the API did not tell, and that lists are cut', async () => {
    const hides = (key: string, name: string) => key === 'time_entries' && name === 'user_id';
    const user = { token: SOMEBODY, userId: '1', name: 'Person 1', hides };
    const workspaces = [{ id: '1', title: 'One', participant_ids: ['1', '2', '3'] }];
    await using gateway = await startOver(
      { time_entries: entries(450), workspaces },
      {},
      { sandbox: { users: [user] } },
    );

    const told = linesOf(await exported(gateway, '{ timeEntries { nodes { kantataId user { fullName } } } }'));
    const cut = linesOf(await exported(gateway, '{ workspaces { nodes { participants(first: 2) { fullName } } } }'));

    expect(told.rows.map(({ user: person }) => person)).toEqual(Array.from({ length: 450 }, () => null));
    expect(told.summary).toMatchObject({
      errors: {},
      complete: true,
      notes: [expect.stringMatching(/^NOT_TOLD at timeEntries.nodes.user: .*`user`/)],
    });
    expect(cut.summary.notes).toEqual([
      expect.stringMatching(/^CUT_BY_FIRST at workspaces.nodes.participants: This list has more records/),
    ]);
  });

  it.each([0, 1, 199, 200, 201, 399, 1_599, 1_798, 1_799, 3_390])(
    'of %d rows is for no page more than they fill',
    async (count) => {
      await using gateway = await start(count);

      const { rows, summary } = linesOf(await exported(gateway, ALL));

      expect(rows.length).toBe(count);
      expect(summary).toMatchObject({ rows: count, complete: true, moved: false });
      expect(gateway.requests().length).toBe(Math.max(1, Math.ceil(count / 200)));
    },
  );

  it('of many rows begins each stretch of pages with the last row of the one before', async () => {
    await using gateway = await start(10_000);

    const { rows, summary } = linesOf(await exported(gateway, ALL));

    expect(new Set(idsOf(rows)).size).toBe(10_000);
    expect(summary.calls).toBe(51);
    expect(gateway.requests().length).toBe(51);
    expect(gateway.sandbox.requests.some(({ params }) => params.offset === '199')).toBe(true);
  });

  it('pays no attention to `first`, and begins behind `after`', async () => {
    await using gateway = await start(300);
    const page = '{ timeEntries(first: 5, orderBy: CREATED_AT_ASC) { nodes { kantataId } pageInfo { endCursor } } }';
    const { data } = await gateway.query(page);
    const after = data.timeEntries.pageInfo.endCursor;

    const { rows } = linesOf(
      await exported(
        gateway,
        `{ timeEntries(first: 5, orderBy: CREATED_AT_ASC, after: "${after}") { nodes { kantataId } } }`,
      ),
    );

    expect(idsOf(rows)).toEqual(
      entries(300)
        .slice(5)
        .map(({ id }) => Number(id)),
    );
  });

  it('takes edges as well as nodes', async () => {
    await using gateway = await start(3);

    const { rows } = linesOf(
      await exported(gateway, '{ timeEntries { totalCount edges { cursor node { kantataId } } } }'),
    );

    expect(rows).toEqual([{ kantataId: '1' }, { kantataId: '2' }, { kantataId: '3' }]);
  });

  it('loads what rows lead to once, not once a page', async () => {
    const users = Array.from({ length: 5 }, (_, at) => ({ ...PEOPLE[at], id: String(at + 1), role_id: '9' }));
    await using gateway = await startOver({
      time_entries: entries(1_990),
      users,
      roles: [{ id: '9', name: 'Engineer' }],
    });

    const { rows, summary } = linesOf(
      await exported(gateway, '{ timeEntries { nodes { kantataId user { fullName role { name } } } } }'),
    );

    expect(rows.at(-1)).toEqual({ kantataId: '1990', user: { fullName: 'Person 1', role: { name: 'Engineer' } } });
    const others = gateway.requests().filter((line) => !line.startsWith('GET /time_entries'));
    expect(others.length).toBeLessThanOrEqual(2);
    expect(summary.calls).toBe(10 + others.length);
  });

  it('of several types reads one list after the other', async () => {
    const references = Array.from({ length: 450 }, (_, at) => ({
      id: String(at + 1),
      service_name: 'crm',
      subject_type: at % 2 === 0 ? 'Workspace' : 'User',
      subject_id: '1',
      created_at: '2026-01-01T00:00:00+00:00',
    }));
    await using gateway = await startOver({ external_references: references });

    const { rows, summary } = linesOf(
      await exported(gateway, '{ externalReferences(subjectTypes: [WORKSPACE, USER]) { nodes { kantataId } } }'),
    );

    expect(new Set(idsOf(rows)).size).toBe(450);
    expect(summary).toMatchObject({ rows: 450, complete: true, calls: 4 });
  });

  it('that names its rows by id is one call', async () => {
    await using gateway = await start(10);

    const { rows } = linesOf(
      await exported(gateway, '{ timeEntries(filter: { ids: ["3", "5"] }) { nodes { kantataId } } }'),
    );

    expect(idsOf(rows).toSorted((one, other) => one - other)).toEqual([3, 5]);
    expect(gateway.requests().length).toBe(1);
  });

  it('has the lists under its rows', async () => {
    await using gateway = await start(3);

    const { rows, summary } = linesOf(
      await exported(gateway, '{ workspaces { nodes { title timeEntries(first: 2) { nodes { kantataId } } } } }'),
    );

    expect(rows).toEqual([
      { title: 'One', timeEntries: { nodes: [{ kantataId: expect.any(String) }, { kantataId: expect.any(String) }] } },
    ]);
    expect(summary).toMatchObject({ rows: 1, complete: true, calls: 2 });
    expect(gateway.requests().length).toBe(2);
  });
});

describe('the price of an export', () => {
  it('is told beforehand, in the order in which it is read, and nothing is called', async () => {
    await using gateway = await start(1_000, {}, { exportMaxCalls: 500 });
    const query = '{ timeEntries(first: 3) { nodes { kantataId user { fullName } } } }';

    const response = await fetch(`${gateway.url}/explain?for=export`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const told: Json = await response.json();
    const { summary } = linesOf(await exported(gateway, query, '?limit=200'));

    expect(told.waves[0].calls).toMatchObject([
      { url: '/time_entries?include=user&order=created_at:asc&per_page=200', certain: true },
    ]);
    expect(told.limit).toBe(500);
    expect(told.export).toMatchObject({ order: 'created_at:asc', stable: true });
    expect(told.export.likely[0].rows).toBe(200);
    expect(told.export.likely[0].calls).toBeGreaterThanOrEqual(summary.calls);
    expect(gateway.requests().length).toBe(summary.calls);
  });
});

describe('an operation that cannot be exported', () => {
  it.each([
    ['has no connection', '{ me { fullName } }', 'exactly one connection'],
    ['has two connections', '{ timeEntries { nodes { id } } users { nodes { id } } }', 'exactly one connection'],
    ['selects no rows', '{ timeEntries { totalCount } }', 'select `nodes`'],
    ['selects its rows twice', '{ timeEntries { nodes { id } more: nodes { notes } } }', 'select `nodes`'],
    [
      'has a filter that cannot be read',
      '{ timeEntries(filter: { workspaceId: "x" }) { nodes { id } } }',
      'is not an id',
    ],
  ])('because it %s is refused before anything is called', async (_, query, problem) => {
    await using gateway = await start(1);

    const { status, text } = await exported(gateway, query);

    expect(status).toBe(400);
    expect(JSON.parse(text).errors).toMatchObject([
      { message: expect.stringContaining(problem), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it('because it has too many rows is refused for one call', async () => {
    await using gateway = await start(1_000, { maxRows: 900 });

    const { status, text } = await exported(gateway, ALL);

    expect(status).toBe(400);
    expect(JSON.parse(text).errors).toMatchObject([
      {
        message: expect.stringContaining('about 1000 rows; the limit is 900'),
        extensions: { code: 'QUERY_TOO_COMPLEX', estimate: 1_000, limit: 900 },
      },
    ]);
    expect(gateway.requests().length).toBe(1);
    expect(linesOf(await exported(gateway, ALL, '?limit=900')).summary).toMatchObject({ rows: 900, complete: true });
  });
});

describe('what an export may be asked', () => {
  it.each([
    ['?format=xml', {}, 400],
    ['?limit=0', {}, 400],
    ['?positions=maybe', {}, 400],
    ['?after=nonsense', {}, 400],
    ['', { accept: 'application/xml' }, 406],
  ])('is not %s', async (search, headers, expected) => {
    await using gateway = await start(1);

    const { status } = await exported(gateway, ALL, search, headers);

    expect(status).toBe(expected);
    expect(gateway.requests()).toEqual([]);
  });

  it('is of one operation, though /graphql takes several', async () => {
    await using gateway = await start(2, {}, { batchLimit: 2 });

    const response = await fetch(`${gateway.url}/export`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SOMEBODY}` },
      body: JSON.stringify([{ query: ALL }, { query: ALL }]),
    });

    expect(response.status).toBe(400);
    expect(gateway.requests()).toEqual([]);
  });

  it('comes by GET as well', async () => {
    await using gateway = await start(2);

    const response = await fetch(`${gateway.url}/export?format=csv&query=${encodeURIComponent(ALL)}`, {
      headers: { authorization: `Bearer ${SOMEBODY}` },
    });

    expect(await response.text()).toBe('kantataId\r\n1\r\n2\r\n');
  });

  it('tells positions on the way, for who may be interrupted', async () => {
    await using gateway = await start(4_000);

    const { text } = await exported(gateway, ALL, '?positions=on');

    const lines: Json[] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const at = lines.findIndex((line) => line[OWN]?.position);
    const before = idsOf(lines.slice(0, at));
    const rest = linesOf(await exported(gateway, ALL, `?after=${lines[at][OWN].position}`));
    expect(before.length).toBe(200);
    expect(idsOf(rest.rows)[0]).toBe(201);
  });
});

describe('beside other operations', () => {
  it('an export has seats of its own, and leaves them when its client does', async () => {
    await using gateway = await start(2_000, { concurrency: 1 }, { maxInFlight: 1 });
    await exported(gateway, ALL, '?limit=1');
    gateway.sandbox.latency(() => 300);
    const left = new AbortController();
    const first = fetch(`${gateway.url}/export`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SOMEBODY}` },
      body: JSON.stringify({ query: ALL }),
      signal: left.signal,
    });
    await expect.poll(() => gateway.sandbox.requests.length).toBeGreaterThan(0);

    const small = await gateway.query('{ users { totalCount } }');
    const second = exported(gateway, ALL, '?limit=1');
    await new Promise((resolve) => void setTimeout(resolve, 50));
    const third = await exported(gateway, ALL);
    (await first.catch(() => null))?.body?.cancel().catch(() => {});
    left.abort();

    expect(small.data.users.totalCount).toBe(5);
    expect(third.status).toBe(503);
    expect((await second).status).toBe(200);
  });
});
