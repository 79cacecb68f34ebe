/** Exports over HTTP: every row of a connection, once, for as few REST calls as there are pages. */
import { describe, expect, it } from 'vitest';
import { createExport, type ExportSettings } from '../src/export/index.ts';
import type { Row } from '../src/sandbox/server.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';
import { seededRandom } from './support/random.ts';
import { SOMEBODY } from './support/token-watch.ts';

const entry = (id: number, more: Row = {}): Row => ({
  id: String(id),
  date_performed: '2026-03-02',
  time_in_minutes: 60 + (id % 7),
  notes: `Work ${id}`,
  // Three are written in each second: the order has to go by the id as well.
  created_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(id / 3) * 1_000).toISOString().replace('.000Z', '+00:00'),
  updated_at: '2026-03-02T00:00:00+00:00',
  user_id: String((id % 5) + 1),
  workspace_id: '1',
  ...more,
});

const entries = (count: number) => Array.from({ length: count }, (_, at) => entry(at + 1));

const PEOPLE = Array.from({ length: 5 }, (_, at) => ({ id: String(at + 1), full_name: `Person ${at + 1}` }));

const startOver = (
  rows: Readonly<Record<string, readonly Row[]>>,
  settings: ExportSettings = {},
  options: TestGatewayOptions = {},
) =>
  startGateway(
    { users: PEOPLE, workspaces: [{ id: '1', title: 'One' }], ...rows },
    { door: createExport(settings), ...options },
  );

const start = (count: number, settings?: ExportSettings, options?: TestGatewayOptions) =>
  startOver({ time_entries: entries(count) }, settings, options);

interface Exported {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The transfer ended as it should. */
  readonly isWhole: boolean;
}

async function exported(
  gateway: TestGateway,
  query: string,
  search = '',
  headers: Record<string, string> = {},
): Promise<Exported> {
  const response = await fetch(`${gateway.url}/export${search}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SOMEBODY}`, ...headers },
    body: JSON.stringify({ query }),
  });
  const { status, headers: answered } = response;
  let text = '';
  let isWhole = true;
  try {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString('latin1');
  } catch {
    isWhole = false;
  }
  return { status, headers: answered, text: Buffer.from(text, 'latin1').toString(), isWhole };
}

/** The key of what is no row. */
const OWN = '__export';

// oxlint-disable-next-line no-explicit-any
type Json = any;

/** The rows of lines of JSON, and what the last line says. */
function linesOf({ text }: Exported): { readonly rows: readonly Json[]; readonly summary: Json } {
  const lines: Json[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const summary = lines.at(-1)?.[OWN];
  return { rows: lines.filter((line) => line[OWN] === undefined), summary };
}

const idsOf = (rows: readonly Json[]) => rows.map(({ kantataId }) => Number(kantataId));

const ALL = '{ timeEntries { nodes { kantataId } } }';

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

describe('rows that come and go while they are read', () => {
  /** Changes the rows with every page that is asked for. */
  const moving = (gateway: TestGateway, seed: number) => {
    const random = seededRandom(seed);
    const table = gateway.sandbox.tables.get('time_entries');
    const removed = new Set<number>();
    const added = new Set<number>();
    let next = 100_000;
    gateway.sandbox.latency(() => {
      const ids = [...(table?.keys() ?? [])];
      // What cancels out in the count while the same pages are under way cannot be noticed.
      const kind = random();
      for (let times = kind < 0.3 ? 1 + Math.floor(random() * 6) : 0; times > 0; times--) {
        const id = ids[Math.floor(random() * ids.length)] as string;
        if (table?.delete(id)) removed.add(Number(id));
      }
      for (let times = kind > 0.7 ? 1 + Math.floor(random() * 6) : 0; times > 0; times--) {
        const row = entry(next);
        table?.set(String(next), row);
        added.add(next++);
      }
      return 0;
    });
    return { removed, added };
  };

  it.each([1, 2, 3])('are neither lost nor doubled, %d', async (seed) => {
    await using gateway = await start(5_000);
    const { removed, added } = moving(gateway, seed);

    const { rows, summary } = linesOf(await exported(gateway, ALL));

    const ids = idsOf(rows);
    const lost = entries(5_000)
      .map(({ id }) => Number(id))
      .filter((id) => !removed.has(id) && !ids.includes(id));
    expect(lost).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id > 5_000).every((id) => added.has(id))).toBe(true);
    expect(removed.size).toBeGreaterThan(20);
    expect(summary.complete).toBe(true);
  });

  it('are told of where the list has no order that holds', async () => {
    const skills = Array.from({ length: 5_000 }, (_, at) => ({
      id: String(at + 1),
      name: `Skill ${String(at).padStart(5, '0')}`,
    }));
    await using gateway = await startOver({ skills });
    const table = gateway.sandbox.tables.get('skills');
    let at = 0;
    gateway.sandbox.latency(() => {
      at++;
      if (at === 4) table?.delete('1');
      return 0;
    });

    const { summary, rows } = linesOf(await exported(gateway, '{ skills { nodes { kantataId } } }'));

    expect(new Set(idsOf(rows)).size).toBe(rows.length);
    expect(summary).toMatchObject({ stable: false, moved: true });
    expect(summary.notes.join(' ')).toContain('no order that holds');
  });
});

describe('an export that fails midway', () => {
  it('says so in its last line, breaks off, and is gone on with from there', async () => {
    await using gateway = await start(4_000);
    gateway.sandbox.fail({ match: /offset=1798/, status: 500, times: 3 });

    const broken = await exported(gateway, ALL);
    const { rows, summary } = linesOf(broken);
    const goneOn = await exported(gateway, ALL, `?after=${summary.position}`);

    expect(broken.status).toBe(200);
    expect(broken.isWhole).toBe(false);
    expect(summary).toMatchObject({ complete: false, failure: { code: 'UPSTREAM_UNAVAILABLE' }, rows: rows.length });
    expect(goneOn.isWhole).toBe(true);
    expect(idsOf([...rows, ...linesOf(goneOn).rows])).toEqual(entries(4_000).map(({ id }) => Number(id)));
    expect(linesOf(goneOn).summary).toMatchObject({ complete: true, rows: 4_000 });
  });

  it('has a status of its own where no row has come', async () => {
    await using gateway = await start(10);
    gateway.sandbox.fail({ match: /time_entries/, status: 403 });

    const { status, text } = await exported(gateway, ALL);

    expect(status).toBe(403);
    expect(JSON.parse(text).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('ends at its limit of calls, from where it is gone on with', async () => {
    await using gateway = await start(4_000, { maxCalls: 10 });

    const first = linesOf(await exported(gateway, ALL));
    const calls = gateway.requests().length;
    const second = linesOf(await exported(gateway, ALL, '', { 'x-export-after': first.summary.position }));
    const third = linesOf(await exported(gateway, ALL, `?after=${second.summary.position}`));

    expect(first.summary).toMatchObject({ complete: false, failure: { code: 'QUERY_TOO_COMPLEX', limit: 10 } });
    expect(calls).toBeLessThanOrEqual(10);
    expect(idsOf([...first.rows, ...second.rows, ...third.rows])).toEqual(entries(4_000).map(({ id }) => Number(id)));
  });

  it('goes on with no row lost or doubled, though rows came and went between', async () => {
    await using gateway = await start(4_000, { maxCalls: 10 });
    const table = gateway.sandbox.tables.get('time_entries');

    const first = linesOf(await exported(gateway, ALL));
    for (let id = 1; id <= 900; id += 3) table?.delete(String(id));
    for (let id = 50_000; id < 50_400; id++) table?.set(String(id), entry(id));
    const ids = idsOf(first.rows);
    for (let { summary } = first; !summary.complete; ) {
      const more = linesOf(await exported(gateway, ALL, `?after=${summary.position}`));
      ids.push(...idsOf(more.rows));
      ({ summary } = more);
    }

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(4_400);
  });

  it('takes no position of another operation or another user', async () => {
    await using gateway = await start(300);
    const { summary } = linesOf(await exported(gateway, ALL, '?limit=50'));

    const other = await exported(
      gateway,
      '{ timeEntries(filter: { billable: true }) { nodes { kantataId } } }',
      `?after=${summary.position}`,
    );
    const another = await exported(gateway, ALL, `?after=${summary.position}`, { authorization: 'Bearer demo' });

    expect([other, another].map(({ status, text }) => [status, JSON.parse(text).errors[0].message])).toEqual([
      [400, expect.stringContaining('no position of this export for this user')],
      [400, expect.stringContaining('no position of this export for this user')],
    ]);
  });
});

describe('a field that cannot be answered', () => {
  const rows = {
    time_entries: entries(3).map((row) => ({
      ...row,
      user_id: row.id === '2' ? '77' : '1',
      time_in_minutes: row.id === '3' ? 'many' : 5,
    })),
  };

  it('is named in its row, in lines of JSON', async () => {
    await using gateway = await startOver(rows);

    const { rows: read, summary } = linesOf(
      await exported(gateway, '{ timeEntries { nodes { kantataId timeInMinutes } } }'),
    );

    expect(read[2]).toMatchObject({
      kantataId: '3',
      timeInMinutes: null,
      __errors: [{ path: ['timeInMinutes'], code: 'UPSTREAM_BAD_RESPONSE' }],
    });
    expect(summary).toMatchObject({ complete: true, errors: { UPSTREAM_BAD_RESPONSE: 1 } });
  });

  it('is no empty cell in a table', async () => {
    await using gateway = await startOver(rows);

    const { text } = await exported(
      gateway,
      '{ timeEntries { nodes { kantataId timeInMinutes notes } } }',
      '?format=csv',
    );

    expect(text.split('\r\n')[3]).toBe('3,#UNKNOWN UPSTREAM_BAD_RESPONSE,Work 3');
  });
});

describe('a table', () => {
  it('has columns by their path, in the order of the operation, before its first row', async () => {
    await using gateway = await start(0);

    const { text, headers } = await exported(
      gateway,
      `query ($no: Boolean = false) {
        timeEntries {
          nodes { ...Who minutes: timeInMinutes createdAt @include(if: $no) user { headline } externalReferences { serviceName } }
        }
      }
      fragment Who on TimeEntry { id user { fullName } }`,
      '',
      { accept: 'text/csv' },
    );

    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(text).toBe('id,user.fullName,user.headline,minutes,externalReferences.serviceName\r\n');
  });

  it('quotes what has to be quoted, joins lists, and runs no formula', async () => {
    const notes = [
      'plain',
      'a, b',
      'says "no"',
      'two\nlines',
      '=1+1',
      '+1',
      '-2.5',
      '@sum',
      null,
      '-x',
      '=HYPERLINK("http://x")',
    ];
    const external_references = ['crm', 'erp'].map((service_name, at) => ({
      id: String(at + 1),
      service_name,
      subject_type: 'TimeEntry',
      subject_id: '1',
    }));
    await using gateway = await startOver({
      time_entries: notes.map((text, at) =>
        entry(at + 1, { notes: text, ...(at === 0 && { external_reference_ids: ['1', '2'] }) }),
      ),
      external_references,
    });
    const query = '{ timeEntries { nodes { kantataId notes externalReferences { serviceName } } } }';

    const { text } = await exported(gateway, query, '?format=csv');
    const kept = await exported(gateway, query, '?format=csv&formulas=keep&header=off');

    expect(text.split('\r\n')).toEqual([
      'kantataId,notes,externalReferences.serviceName',
      '1,plain,crm; erp',
      '2,"a, b",',
      '3,"says ""no""",',
      '4,"two\nlines",',
      "5,'=1+1,",
      '6,+1,',
      '7,-2.5,',
      "8,'@sum,",
      '9,,',
      "10,'-x,",
      `11,"'=HYPERLINK(""http://x"")",`,
      '',
    ]);
    expect(kept.text.split('\r\n')[4]).toBe('5,=1+1,');
  });

  it('says at its end only what went wrong, and breaks off then', async () => {
    await using gateway = await start(2_000);
    gateway.sandbox.fail({ match: /offset=599/, status: 500, times: 3 });

    const broken = await exported(gateway, ALL, '?format=csv');
    const last = broken.text.trimEnd().split('\r\n').at(-1) ?? '';
    const { position } = JSON.parse(last.replace('# export ', ''));
    const rest = await exported(gateway, ALL, `?format=csv&after=${position}`);

    expect(broken.isWhole).toBe(false);
    expect(last).toMatch(/^# export \{/);
    const lines = [...broken.text.trimEnd().split('\r\n').slice(1, -1), ...rest.text.trimEnd().split('\r\n')];
    expect(lines).toEqual(entries(2_000).map(({ id }) => id));
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
