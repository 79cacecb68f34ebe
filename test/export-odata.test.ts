/** Feeds at `/odata`, asked as Power Query and Excel ask. */
import { describe, expect, it } from 'vitest';
import { createExport, type ExportSettings } from '../src/export/index.ts';
import type { Row } from '../src/sandbox/server.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const entries = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    id: String(at + 1),
    notes: `Work ${at + 1}`,
    date_performed: '2026-03-02',
    time_in_minutes: at === 2 ? 'many' : at % 60,
    billable: true,
    created_at: new Date(Date.UTC(2026, 0, 1) + at * 1_000).toISOString(),
    user_id: '1',
    workspace_id: at % 2 === 0 ? '1' : '2',
  }));

const HOURS = `query Hours($workspaceId: ID, $billable: Boolean) {
  timeEntries(filter: { workspaceId: $workspaceId, billable: $billable }) {
    nodes { kantataId notes datePerformed timeInMinutes billable createdAt user { fullName } externalReferences { serviceName } }
  }
}`;

const OPERATIONS = [
  { name: 'hours-of-people', text: HOURS },
  { name: 'me', text: '{ me { fullName } }' },
];

const start = (count: number, settings: ExportSettings = {}) =>
  startGateway(
    { time_entries: entries(count), users: [{ id: '1', full_name: 'Ada' }], workspaces: [{ id: '1' }, { id: '2' }] },
    { door: createExport({ operations: OPERATIONS, ...settings }) },
  );

const ROW = '_row';

/** What Power Query sends, in Excel and in Power BI alike. */
const POWER_QUERY = {
  'user-agent': 'Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)',
  maxdataserviceversion: '3.0',
  'odata-maxversion': '4.0',
  'accept-encoding': 'gzip, deflate',
  accept:
    'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7',
};

const BASIC = { authorization: `Basic ${Buffer.from(`anybody:${SOMEBODY}`).toString('base64')}` };

const ask = async (gateway: TestGateway, address: string, headers: Record<string, string> = BASIC) => {
  const response = await fetch(address.startsWith('http') ? address : `${gateway.url}/odata/${address}`, {
    headers: { ...POWER_QUERY, ...headers },
  });
  const text = await response.text();
  // oxlint-disable-next-line no-explicit-any
  const body: any = text.startsWith('{') ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, body };
};

describe('a feed', () => {
  it('is found as Power Query looks for it: the service, its metadata, the first page', async () => {
    await using gateway = await start(3);

    const service = await ask(gateway, '');
    const metadata = await ask(gateway, '$metadata', { ...BASIC, accept: 'application/xml' });
    const page = await ask(gateway, service.body.value[0].url);

    expect(service.body).toEqual({
      '@odata.context': `${gateway.url}/odata/$metadata`,
      value: [{ name: 'hours_of_people', kind: 'EntitySet', url: 'hours_of_people' }],
    });
    expect(metadata.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(
      [...metadata.text.matchAll(/<Property Name="(\w+)" Type="(Edm\.\w+)"/g)].map(([, ...one]) => one.join(' ')),
    ).toEqual([
      '_row Edm.Int64',
      'kantataId Edm.String',
      'notes Edm.String',
      'datePerformed Edm.Date',
      'timeInMinutes Edm.Int64',
      'billable Edm.Boolean',
      'createdAt Edm.DateTimeOffset',
      'user_fullName Edm.String',
      'externalReferences_serviceName Edm.String',
      '_errors Edm.String',
    ]);
    expect(page.headers.get('odata-version')).toBe('4.0');
    expect(page.headers.get('content-type')).toMatch(
      /^application\/json;odata\.metadata=minimal;odata\.streaming=true/,
    );
    expect(page.body['@odata.context']).toBe(`${gateway.url}/odata/$metadata#hours_of_people`);
    expect(page.body.value[1]).toEqual({
      _row: 2,
      kantataId: '2',
      notes: 'Work 2',
      datePerformed: '2026-03-02',
      timeInMinutes: 1,
      billable: true,
      createdAt: '2026-01-01T00:00:01.000Z',
      user_fullName: 'Ada',
      externalReferences_serviceName: null,
      _errors: null,
    });
    expect(gateway.requests().length).toBe(1);
  });

  it('names what is not known of a row', async () => {
    await using gateway = await start(3);

    const { body } = await ask(gateway, 'hours_of_people');

    expect(body.value[2]).toMatchObject({ timeInMinutes: null, _errors: 'timeInMinutes: UPSTREAM_BAD_RESPONSE' });
  });

  it('is read to its end by the address of each next page, every row once, in as few calls as there are pages', async () => {
    await using gateway = await start(3_700);
    const rows: { [ROW]: number; kantataId: string }[] = [];
    const calls: number[] = [];
    const counts: unknown[] = [];

    for (let next: string | undefined = 'hours_of_people?$count=true'; next; ) {
      const { body, status } = await ask(gateway, next);
      expect(status).toBe(200);
      counts.push(body['@odata.count']);
      rows.push(...body.value);
      calls.push(gateway.requests().length);
      next = body['@odata.nextLink'];
    }

    expect(rows.map(({ kantataId }) => kantataId)).toEqual(entries(3_700).map(({ id }) => id));
    expect(rows.map((row) => row[ROW])).toEqual(entries(3_700).map((_, at) => at + 1));
    expect(calls).toEqual([8, 8, 3]);
    expect(counts).toEqual([3_700, 3_700, 3_700]);
  });

  it('takes variables of its operation as parameters, and $top and $select', async () => {
    await using gateway = await start(2_000);

    const { body } = await ask(gateway, 'hours_of_people?workspaceId=2&billable=true&$top=3&$select=kantataId');

    expect(body.value).toEqual([
      { _row: 1, kantataId: '2', _errors: null },
      { _row: 2, kantataId: '4', _errors: null },
      { _row: 3, kantataId: '6', _errors: null },
    ]);
    expect(body['@odata.nextLink']).toBeUndefined();
    expect(gateway.requests()).toEqual([
      'GET /time_entries?billable=true&include=external_references,user&order=created_at:asc&per_page=200&workspace_id=2',
    ]);
  });

  it('of no row has none, and their number all the same', async () => {
    await using gateway = await start(300);

    const { body } = await ask(gateway, 'hours_of_people?$top=0&$count=true');

    expect({ ...body, '@odata.context': null }).toEqual({ '@odata.context': null, '@odata.count': 300, value: [] });
    expect(gateway.requests().length).toBe(1);
  });

  it('is refused in the words of OData, without a call', async () => {
    await using gateway = await start(1);

    const answers = await Promise.all(
      [
        'nothing',
        'hours_of_people?$filter=x',
        'hours_of_people?$skiptoken=x',
        'hours_of_people?billable=maybe',
        'me',
        '%',
        '%E0%A4%A',
      ].map((address) => ask(gateway, address)),
    );
    const withoutToken = await ask(gateway, 'hours_of_people', {});

    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
      [404, 'NOT_FOUND'],
      [400, 'BAD_REQUEST'],
      [400, 'BAD_USER_INPUT'],
      [400, 'BAD_REQUEST'],
      [404, 'NOT_FOUND'],
      [404, 'NOT_FOUND'],
      [404, 'NOT_FOUND'],
    ]);
    expect(withoutToken.status).toBe(401);
    expect(withoutToken.headers.get('www-authenticate')).toBe('Basic realm="kantata-gateway", charset="UTF-8", Bearer');
    expect(gateway.requests()).toEqual([]);
  });

  it('breaks off where a page fails midway, so that no half of it is taken for the whole', async () => {
    await using gateway = await start(3_700);
    gateway.sandbox.fail({ match: /offset=599/, status: 502, times: 20 });

    await expect(ask(gateway, 'hours_of_people')).rejects.toThrow('terminated');
    gateway.sandbox.reset();
    expect((await ask(gateway, 'hours_of_people')).body.value.length).toBe(1_599);
  });

  it('is not for a page of another site', async () => {
    await using gateway = await start(1);

    const { status } = await ask(gateway, 'hours_of_people', {
      ...BASIC,
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'no-cors',
    });

    expect(status).toBe(403);
  });
});

describe('a saved operation', () => {
  const startWith = (text: string) =>
    startGateway({}, { door: createExport({ operations: [{ name: 'hours', text }] }) });

  it.each([
    ['cannot be read', '{ users {', 'Syntax Error: Expected Name'],
    ['asks for what is not there', '{ users { nothing } }', 'Cannot query field "nothing"'],
    ['has too many tokens', `{ users(filter: { ids: [${'1 '.repeat(10_000)}] }) { totalCount } }`, '10000 tokens'],
  ])('that %s keeps the gateway from starting, in the words that a client gets', async (_, text, words) => {
    await using gateway = await startGateway({});
    const { errors } = await gateway.query(text);
    const message = errors?.[0]?.message ?? '';

    expect(message).toContain(words);
    await expect(startWith(text)).rejects.toThrow(`The saved operation hours is not valid: ${message}`);
  });

  it.each([
    ['is one of several', 'query A { users { nodes { id } } } query B { users { nodes { id } } }'],
    ['asks for no list', '{ me { fullName } }'],
  ])('is no feed where it %s', async (_, text) => {
    await using gateway = await startWith(text);

    expect((await ask(gateway, '')).body.value).toEqual([]);
  });
});
