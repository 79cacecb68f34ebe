/** What a summary calls, where it ends, and what it says of what is missing. */
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { createMcp } from '../src/mcp/index.ts';
import { askInParts, FORMATS } from './incremental/client.ts';
import { merge } from './incremental/merge.ts';
import { recordedFacts, startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';
import { assistantOverHttp } from './support/mcp.ts';
import { SOMEBODY } from './support/token-watch.ts';
import { people, timeRows } from './summary/time-rows.ts';

/** A gateway over so many time entries, which knows of the API what one knows that has run for a while. */
const start = (count: number, options: TestGatewayOptions = {}): Promise<TestGateway> =>
  startGateway({ time_entries: timeRows(count), users: people() }, { facts: recordedFacts(), ...options });

const page = (number: number, { include = '', filter = '' } = {}) =>
  `GET /time_entries?${filter && `${filter}&`}${include && `include=${include}&`}order=created_at:asc${number > 1 ? `&page=${number}` : ''}&per_page=200`;

const pages = (count: number, options = {}) => Array.from({ length: count }, (_, at) => page(at + 1, options));

const minutesOf = (rows: readonly { readonly time_in_minutes: number }[]) =>
  rows.reduce((sum, row) => sum + row.time_in_minutes, 0);

const BY_USER = '{ complete missing { reason column records calls } rows { userId timeInMinutes } }';
const TOTAL = '{ complete missing { reason column records calls } recordsRead rows { count timeInMinutes } }';

describe('the calls of a summary', () => {
  it('are its pages in a stable order, without an include or an optional field', async () => {
    await using gateway = await start(450);

    const { data } = await gateway.query(`{ timeEntriesSummary(groupBy: [USER, MONTH]) ${BY_USER} }`);

    expect(data.timeEntriesSummary.complete).toBe(true);
    expect(gateway.requests()).toEqual(pages(3));
  });

  it('are the same whatever several summaries group by, and shared with a list that wants such a page', async () => {
    await using gateway = await start(450);

    const { data } = await gateway.query(`{
      byUser: timeEntriesSummary(groupBy: USER) ${BY_USER}
      byMonth: timeEntriesSummary(groupBy: MONTH) { rows { month count } }
      timeEntries(first: 200, orderBy: CREATED_AT_ASC) { totalCount nodes { timeInMinutes } }
    }`);

    expect(gateway.requests()).toEqual(pages(3));
    expect(data.byUser.complete).toBe(true);
    expect(data.timeEntries.totalCount).toBe(450);
    expect(data.timeEntries.nodes[0]).toEqual({ timeInMinutes: timeRows(1)[0]?.time_in_minutes });
  });

  it('load the records of the groups in one batch with whatever else wants such records', async () => {
    await using gateway = await start(30);

    const { data } = await gateway.query(`{
      timeEntriesSummary(groupBy: USER, first: 2) { rows { user { fullName } } }
      time: timeEntries(first: 2) { nodes { user { fullName manager { fullName } } } }
    }`);

    expect(data.timeEntriesSummary.rows).toHaveLength(2);
    expect(data.timeEntriesSummary.rows[0].user.fullName).toMatch(/^Person/);
    const requests = gateway.requests();
    expect(requests.filter((line) => line.startsWith('GET /users'))).toHaveLength(1);
    expect(requests).toHaveLength(3);
  });

  it('are none for the records of groups of which only the id is selected', async () => {
    await using gateway = await start(30);

    const { data } = await gateway.query(
      '{ timeEntriesSummary(groupBy: USER) { rows { user { kantataId } userId } } }',
    );

    expect(data.timeEntriesSummary.rows[0].user.kantataId).toBe(data.timeEntriesSummary.rows[0].userId);
    expect(gateway.requests()).toEqual(pages(1));
  });

  it('are one for one row, where only the number of records and of calls is selected', async () => {
    await using gateway = await start(450);

    const { data } = await gateway.query('{ timeEntriesSummary(groupBy: USER) { totalCount callsNeeded } }');

    expect(data.timeEntriesSummary).toEqual({ totalCount: 450, callsNeeded: 3 });
    expect(gateway.requests()).toEqual(['GET /time_entries?order=created_at:asc&per_page=1']);
  });

  it('are none for a filter that no record can match', async () => {
    await using gateway = await start(3);

    const { data } = await gateway.query(`{ timeEntriesSummary(filter: { ids: [] }) ${TOTAL} }`);

    expect(data.timeEntriesSummary).toEqual({
      complete: true,
      missing: [],
      recordsRead: 0,
      rows: [{ count: 0, timeInMinutes: 0 }],
    });
    expect(gateway.requests()).toEqual([]);
  });

  it('is one for records that the filter names', async () => {
    await using gateway = await start(30);

    const { data } = await gateway.query(`{ timeEntriesSummary(filter: { ids: ["1000000", "1000003"] }) ${TOTAL} }`);

    const rows = timeRows(30).filter((_, at) => at === 0 || at === 3);
    expect(data.timeEntriesSummary).toMatchObject({
      complete: true,
      rows: [{ count: 2, timeInMinutes: minutesOf(rows) }],
    });
    expect(gateway.requests()).toEqual(['GET /time_entries?only=1000000,1000003&order=created_at:asc']);
  });

  it('are told by /explain, which calls nothing: the first page for sure, the others up to the limit', async () => {
    await using gateway = await start(450, { maxSummaryCalls: 20 });

    const { waves, totals, limit } = await gateway.explain(
      '{ timeEntriesSummary(groupBy: USER) { rows { user { fullName } } } }',
    );

    expect(gateway.requests()).toEqual([]);
    expect(totals).toMatchObject({ min: 1, likely: 21, forecast: '1 to 21, at most 47' });
    expect(limit).toBe(50 + 20);
    const calls = waves.flatMap((wave: { calls: unknown[] }) => wave.calls);
    expect(calls).toMatchObject([
      { url: page(1).slice(4), certain: true, min: 1, max: 1 },
      { url: '/time_entries?order=created_at:asc&page={2 to 20}&per_page=200', certain: false, min: 0, max: 19 },
      { path: '/users', certain: false, min: 0, serves: ['timeEntriesSummary.rows.user'] },
    ]);
  });

  it('are told of beside the answer, with the rows that came and were used', async () => {
    await using gateway = await start(250);

    const { extensions } = await gateway.query(`{ timeEntriesSummary(groupBy: USER) ${BY_USER} }`, {
      headers: { 'x-upstream-trace': '1' },
    });

    expect(extensions.upstream).toMatchObject({
      total: 2,
      predicted: { min: 1, likely: 100, max: 100 },
      calls: [
        { wave: 1, rowsReceived: 200, rowsUsed: 200 },
        { wave: 2, rowsReceived: 50, rowsUsed: 50 },
      ],
    });
  });

  it('leave nothing in the cache of records', async () => {
    await using gateway = await start(30, { cacheTtlSeconds: 60 });
    await gateway.query(`{ timeEntriesSummary(groupBy: USER) ${BY_USER} }`);
    gateway.requests();

    await gateway.query('{ timeEntry(id: "1000003") { timeInMinutes } }');

    expect(gateway.requests()).toHaveLength(1);
  });
});

describe('where the API writes ids of associations with their include alone, a summary', () => {
  const contract = { dialect: dialectOf('contract') as Dialect };

  it('reads its first page once more, and all others with the include', async () => {
    await using gateway = await startGateway({ time_entries: timeRows(450), users: people() }, { sandbox: contract });
    const query = `{ timeEntriesSummary(groupBy: USER) ${BY_USER} }`;

    const first = await gateway.query(query);
    expect(gateway.requests()).toEqual([page(1), ...pages(3, { include: 'user' })]);
    const second = await gateway.query(query);
    expect(gateway.requests()).toEqual(pages(3, { include: 'user' }));

    expect(first.data.timeEntriesSummary.complete).toBe(true);
    expect(first.data).toEqual(second.data);
  });

  it('takes no further call for records that came with the pages', async () => {
    await using gateway = await startGateway({ time_entries: timeRows(250), users: people() }, { sandbox: contract });
    const query = '{ timeEntriesSummary(groupBy: USER) { complete rows { user { fullName } } } }';
    await gateway.query(query);
    gateway.requests();

    const { data } = await gateway.query(query);

    expect(data.timeEntriesSummary.rows[3].user.fullName).toBe('Person 3');
    expect(gateway.requests()).toEqual(pages(2, { include: 'user' }));
  });

  it('sends no include that its groups do not need', async () => {
    await using gateway = await startGateway({ time_entries: timeRows(20) }, { sandbox: contract });

    await gateway.query('{ timeEntriesSummary(groupBy: [MONTH, BILLABLE]) { rows { month count } } }');

    expect(gateway.requests()).toEqual(pages(1));
  });
});

describe('the limit of pages', () => {
  it('ends a summary, which then says that it is not complete, and what the rest takes', async () => {
    await using gateway = await start(1_150, { maxSummaryCalls: 3 });

    const { data, errors } = await gateway.query(`{ timeEntriesSummary ${TOTAL} }`);

    expect(errors).toBeUndefined();
    expect(gateway.requests()).toEqual(pages(3));
    expect(data.timeEntriesSummary).toEqual({
      complete: false,
      missing: [{ reason: 'CALL_LIMIT', column: null, records: 550, calls: 3 }],
      recordsRead: 600,
      rows: [{ count: 600, timeInMinutes: minutesOf(timeRows(1_150).slice(0, 600)) }],
    });
  });

  it('is shared out among summaries: those that need little have it, the others as much each', async () => {
    await using gateway = await start(1_000, { maxSummaryCalls: 6 });
    const rows = timeRows(1_000);
    const small = rows.filter((row) => row.workspace_id === '503');
    expect(small.length).toBeLessThan(200);

    const { data } = await gateway.query(`{
      small: timeEntriesSummary(filter: { workspaceId: "503" }) ${TOTAL}
      one: timeEntriesSummary ${TOTAL}
      same: timeEntriesSummary(groupBy: MONTH) { complete missing { calls } }
      other: timeEntriesSummary(filter: { billable: true }) ${TOTAL}
    }`);

    expect(data.small).toMatchObject({ complete: true, rows: [{ count: small.length }] });
    expect(data.one).toMatchObject({ complete: false, recordsRead: 600, missing: [{ calls: 2, records: 400 }] });
    expect(data.same).toEqual({ complete: false, missing: [{ calls: 2 }] });
    expect(data.other.recordsRead).toBe(400);
    expect(gateway.requests()).toHaveLength(6);
  });

  it('refuses summaries of more lists than there are pages, and no other field', async () => {
    await using gateway = await start(10, { maxSummaryCalls: 1 });

    const { data, errors } = await gateway.query(`{
      one: timeEntriesSummary(filter: { billable: true }) ${TOTAL}
      other: timeEntriesSummary(filter: { billable: false }) ${TOTAL}
      timeEntries(first: 1) { totalCount }
    }`);

    expect(data).toMatchObject({ one: null, other: null, timeEntries: { totalCount: 10 } });
    expect(errors).toMatchObject([
      { path: ['one'], extensions: { code: 'QUERY_TOO_COMPLEX' } },
      { path: ['other'], extensions: { code: 'QUERY_TOO_COMPLEX' } },
    ]);
    expect(gateway.requests()).toHaveLength(1);
  });

  it('stands beside that of all other calls', async () => {
    await using gateway = await start(450, { maxUpstreamCalls: 1 });

    const { data, errors } = await gateway.query(
      '{ timeEntriesSummary(groupBy: USER) { rows { user { fullName } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.timeEntriesSummary.rows).toHaveLength(59);
    expect(gateway.requests()).toHaveLength(4);
  });

  it('is what a caller leaves of it who allows fewer calls', async () => {
    await using gateway = await start(1_150, { door: createMcp({ isSandbox: true }).door });
    await using assistant = await assistantOverHttp(gateway.url);

    const { value } = await assistant.call('ask', {
      operation: `{ timeEntriesSummary(groupBy: USER) { complete missing { calls } rows { user { fullName } count } } }`,
      maxCalls: 4,
    });

    expect(value.data.timeEntriesSummary).toMatchObject({ complete: false, missing: [{ calls: 3 }] });
    expect(value.data.timeEntriesSummary.rows[0].user.fullName).toBe('Person 0');
    expect(value.calls).toBe(4);
    expect(gateway.requests()).toHaveLength(4);
  });
});

describe('what is unknown', () => {
  const hiding = (...fields: readonly string[]): TestGatewayOptions => ({
    sandbox: {
      users: [{ token: SOMEBODY, userId: '100', name: 'Somebody', hides: (_, field) => fields.includes(field) }],
    },
  });

  it('is no zero: a sum is null where a value is hidden, and the summary says of how many records', async () => {
    await using gateway = await start(30, hiding('cost_rate_in_cents'));

    const { data } = await gateway.query(
      '{ timeEntriesSummary { complete missing { reason column records message } rows { count timeInMinutes costAmount { amountInCents } } } }',
    );

    expect(data.timeEntriesSummary).toEqual({
      complete: false,
      missing: [
        {
          reason: 'UNKNOWN_VALUE',
          column: 'costAmount',
          records: 30,
          message: expect.stringContaining('`costAmount` of 30 records'),
        },
      ],
      rows: [{ count: 30, timeInMinutes: minutesOf(timeRows(30)), costAmount: null }],
    });
  });

  it('matters only where it is selected', async () => {
    await using gateway = await start(30, hiding('cost_rate_in_cents'));

    const { data } = await gateway.query(`{ timeEntriesSummary ${TOTAL} }`);

    expect(data.timeEntriesSummary.complete).toBe(true);
  });

  it('is no group of its own: its records are in no row, and are counted', async () => {
    await using gateway = await start(30, hiding('story_id'));

    const { data } = await gateway.query(
      '{ timeEntriesSummary(groupBy: STORY) { complete missing { reason column records } rowCount rows { storyId } } }',
    );

    expect(data.timeEntriesSummary).toEqual({
      complete: false,
      missing: [{ reason: 'UNKNOWN_VALUE', column: 'story', records: 30 }],
      rowCount: 0,
      rows: [],
    });
  });

  it.each(['soon', 1e300, '0x10', {}])('is a length of %j', async (wrong) => {
    const rows = timeRows(3).map((row, at) => (at === 1 ? { ...row, time_in_minutes: wrong } : row));
    await using gateway = await startGateway({ time_entries: rows });

    const { data } = await gateway.query(
      `{ timeEntriesSummary { complete missing { column records } rows { count timeInMinutes } } }`,
    );

    expect(data.timeEntriesSummary).toEqual({
      complete: false,
      missing: [{ column: 'timeInMinutes', records: 1 }],
      rows: [{ count: 3, timeInMinutes: null }],
    });
  });

  it('is a sum above what JSON holds exactly', async () => {
    const rows = timeRows(2).map((row) => ({ ...row, time_in_minutes: Number.MAX_SAFE_INTEGER }));
    await using gateway = await startGateway({ time_entries: rows });

    const { data } = await gateway.query('{ timeEntriesSummary { complete rows { count timeInMinutes } } }');

    expect(data.timeEntriesSummary).toEqual({ complete: false, rows: [{ count: 2, timeInMinutes: null }] });
  });
});

describe('a summary while records change', () => {
  it('counts a record once that moves to the next page, and says so', async () => {
    await using gateway = await start(500);
    const entries = gateway.sandbox.tables.get('time_entries');
    // The third page is read before a record of the first is gone, the second after: its last one is on both.
    gateway.sandbox.latency(({ params }) => {
      if (params.page !== '2') return 0;
      setTimeout(() => entries?.delete('1000001'), 50);
      return 150;
    });
    const whole = timeRows(500);

    const { data } = await gateway.query(`{ timeEntriesSummary ${TOTAL} }`);

    expect(data.timeEntriesSummary).toMatchObject({
      complete: false,
      missing: [{ reason: 'CHANGED', records: null, calls: null }],
      recordsRead: 499,
      rows: [{ count: 499, timeInMinutes: minutesOf(whole.filter((_, at) => at !== 200)) }],
    });
  });
});

describe('a page that fails', () => {
  it('is the error of its summary, never a smaller sum; other fields are answered', async () => {
    await using gateway = await start(700);
    gateway.sandbox.fail({ match: 'page=3', status: 403 });

    const { data, errors } = await gateway.query(`{
      timeEntriesSummary(groupBy: USER) ${BY_USER}
      other: timeEntriesSummary(filter: { workspaceId: "503" }) ${TOTAL}
      users(first: 1) { nodes { fullName } }
    }`);

    expect(data.timeEntriesSummary).toBeNull();
    expect(data.other.complete).toBe(true);
    expect(data.users.nodes).toEqual([{ fullName: 'Person 0' }]);
    expect(errors).toMatchObject([
      { path: ['timeEntriesSummary'], extensions: { code: 'FORBIDDEN', upstream: 'GET /time_entries' } },
    ]);
  });

  it('keeps no other summary waiting where it is the first one', async () => {
    await using gateway = await start(450);
    gateway.sandbox.fail({ match: 'billable=true', status: 403 });

    const { data, errors } = await gateway.query(`{
      failing: timeEntriesSummary(filter: { billable: true }) ${TOTAL}
      other: timeEntriesSummary ${TOTAL}
    }`);

    expect(data.failing).toBeNull();
    expect(data.other).toMatchObject({ complete: true, recordsRead: 450 });
    expect(errors).toHaveLength(1);
  });
});

describe('the arguments of a summary', () => {
  it.each([
    ['rows { user { fullName } }', 'groupBy: MONTH', 'rows.user: rows are not grouped by it. Add USER to groupBy.'],
    ['rows { when: month }', 'groupBy: USER', 'rows.when: rows are not grouped by it. Add MONTH to groupBy.'],
    ['rows { billable }', '', 'rows.billable: rows are not grouped by it. Add BILLABLE to groupBy.'],
    ['rowCount', 'first: 0', 'first: a number from 1 to 2000.'],
    ['rowCount', 'filter: { workspaceId: "x" }', expect.stringContaining('workspaceId')],
  ])('refuse { %s } with (%s) before anything is called', async (selection, args, message) => {
    await using gateway = await start(3);

    const { data, errors } = await gateway.query(`{ timeEntriesSummary${args && `(${args})`} { ${selection} } }`);

    expect(data).toEqual({ timeEntriesSummary: null });
    expect(errors).toMatchObject([{ message, path: ['timeEntriesSummary'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(gateway.requests()).toEqual([]);
  });

  it('order rows by no sum of money, which is one for each currency', () => {
    const { definitions } = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));
    const enums = definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value.endsWith('SummaryOrder')
        ? [[definition.name.value, (definition.values ?? []).map(({ name }) => name.value)] as const]
        : [],
    );

    expect(Object.fromEntries(enums)).toEqual({
      ExpenseSummaryOrder: ['COUNT_ASC', 'COUNT_DESC', 'GROUP_ASC'],
      ExternalReferenceSummaryOrder: ['COUNT_ASC', 'COUNT_DESC', 'GROUP_ASC'],
      StoryAllocationDaySummaryOrder: ['COUNT_ASC', 'COUNT_DESC', 'GROUP_ASC', 'MINUTES_ASC', 'MINUTES_DESC'],
      TimeEntrySummaryOrder: ['COUNT_ASC', 'COUNT_DESC', 'GROUP_ASC', 'TIME_IN_MINUTES_ASC', 'TIME_IN_MINUTES_DESC'],
    });
  });

  it('order rows and cut them; the number of groups and the sums stay', async () => {
    await using gateway = await start(600);
    const query = (args: string) =>
      `{ timeEntriesSummary(groupBy: USER${args}) { complete rowCount recordsRead rows { userId count timeInMinutes } } }`;

    const { data: all } = await gateway.query(query(''));
    const { data: most } = await gateway.query(query(', orderBy: TIME_IN_MINUTES_DESC, first: 5'));
    const { data: fewest } = await gateway.query(query(', orderBy: COUNT_ASC, first: 5'));

    const { rows } = all.timeEntriesSummary;
    type Row = { readonly userId: string; readonly count: number; readonly timeInMinutes: number };
    const by = (compare: (one: Row, other: Row) => number) =>
      rows.toSorted((one: Row, other: Row) => compare(one, other) || Number(one.userId) - Number(other.userId));
    expect(rows).toHaveLength(60);
    expect(rows).toEqual(by(() => 0));
    expect(most.timeEntriesSummary).toEqual({
      complete: true,
      rowCount: 60,
      recordsRead: 600,
      rows: by((one, other) => other.timeInMinutes - one.timeInMinutes).slice(0, 5),
    });
    expect(fewest.timeEntriesSummary.rows).toEqual(by((one, other) => one.count - other.count).slice(0, 5));
  });
});

describe('a summary as a field among others', () => {
  const query = `query ($names: Boolean = true) {
    hours: timeEntriesSummary(groupBy: [USER, YEAR]) {
      __typename
      complete
      people: rows { ...Row user @include(if: $names) { id fullName } }
    }
  }
  fragment Row on TimeEntrySummaryRow { __typename year count }`;

  it('takes aliases, fragments and @include', async () => {
    await using gateway = await start(30);

    const { data } = await gateway.query(query);
    expect(gateway.requests()).toHaveLength(2);
    const { data: bare } = await gateway.query(query, { variables: { names: false } });
    expect(gateway.requests()).toHaveLength(1);

    expect(data.hours.__typename).toBe('TimeEntrySummary');
    expect(data.hours.people[0]).toEqual({
      __typename: 'TimeEntrySummaryRow',
      year: expect.any(Number),
      count: expect.any(Number),
      user: { id: expect.stringMatching(/^User:1\d\d$/), fullName: expect.stringMatching(/^Person/) },
    });
    expect(bare.hours.people[0]).not.toHaveProperty('user');
  });

  it.each(Object.entries(FORMATS))('comes in parts (%s) as it comes whole, for the same calls', async (_, accept) => {
    await using gateway = await start(450);
    const deferred = `{
      ... @defer { timeEntriesSummary(groupBy: USER) {
        complete
        rows @stream(initialCount: 2) { userId count ... @defer { user { fullName } } }
      } }
      users(first: 1) { nodes { fullName } }
    }`;
    const whole = await gateway.query(deferred.replaceAll(/@\w+(\([^)]*\))?/g, ''));
    const calls = gateway.requests();

    const parts = await askInParts({ url: gateway.url, token: SOMEBODY, query: deferred, accept });

    expect(merge(parts).data).toEqual(whole.data);
    expect(gateway.requests().toSorted()).toEqual(calls.toSorted());
    expect(parts.length).toBeGreaterThan(1);
    expect(parts[0]?.data).toEqual({ users: { nodes: [{ fullName: 'Person 0' }] } });
  });

  it('is there in a subgraph', async () => {
    await using gateway = await start(30, { federation: true });

    const { data } = await gateway.query(
      '{ timeEntriesSummary(groupBy: USER, first: 1) { rows { user { fullName } } } }',
    );

    expect(data.timeEntriesSummary.rows).toEqual([{ user: { fullName: 'Person 5' } }]);
    expect(gateway.requests()).toHaveLength(2);
  });
});
