/** Lists that the API always answers whole, mostly in shapes of their own: no pages, and no records by id. */
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../src/sandbox/server.ts';
import { resources } from '../src/schema/resource.ts';
import { eventTypesIn, rowsNamedBy, rowsOfResults } from '../src/schema/whole-list.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { readExceptions, readLists } from '../tools/contract/contract.ts';
import { startGateway } from './support/gateway.ts';

const ROWS = {
  currencies: [
    { id: '1', iso_code: 'USD', name: 'United States Dollar', symbol: '$', subunit_to_unit: 100 },
    { id: '2', iso_code: 'JPY', name: 'Japanese Yen', symbol: '¥', subunit_to_unit: 1 },
  ],
  exchange_tables: [
    { id: '5', name: 'Month end', account_default: true, insights_account_default: false },
    { id: '6', name: 'Budget', account_default: false, insights_account_default: true },
  ],
  insights_reports: [
    { id: '1', identifier: 'utilization', title: 'Utilization', created_at: '2026-01-01T00:00:00-08:00' },
    { id: '2', identifier: 'margin', title: 'Margin by project', created_at: '2026-01-02T00:00:00-08:00' },
  ],
  revenue_recognition_methods: [
    { id: '42', name: 'By progress', type: 'percent_complete', active: true, account_id: 7 },
    { id: '43', name: 'By hours', type: 'time_and_materials', active: false, account_id: 7 },
  ],
  subscribed_event_types: [
    { id: '1', name: 'story:created', description: 'A task was made.', fields: { id: { type: 'integer' } } },
  ],
  rate_card_sets: [
    { id: '1', account_default: true, active_currencies: ['USD'] },
    { id: '2', account_default: false, active_currencies: ['JPY'] },
  ],
  rate_card_set_versions: [
    { id: '11', rate_card_set_id: '1' },
    { id: '12', rate_card_set_id: '2' },
  ],
  roles: [{ id: '3', name: 'Lead' }],
};

const LISTS = {
  currencies: {
    path: '/currencies',
    selection: 'id kantataId isoCode name symbol subunitToUnit',
    rows: [
      {
        id: 'Currency:USD',
        kantataId: 'USD',
        isoCode: 'USD',
        name: 'United States Dollar',
        symbol: '$',
        subunitToUnit: 100,
      },
      { id: 'Currency:JPY', kantataId: 'JPY', isoCode: 'JPY', name: 'Japanese Yen', symbol: '¥', subunitToUnit: 1 },
    ],
  },
  exchangeTables: {
    path: '/foreign_exchange/exchange_tables',
    selection: 'kantataId name accountDefault insightsAccountDefault',
    rows: [
      { kantataId: '5', name: 'Month end', accountDefault: true, insightsAccountDefault: false },
      { kantataId: '6', name: 'Budget', accountDefault: false, insightsAccountDefault: true },
    ],
  },
  insightsReports: {
    path: '/insights_reports',
    selection: 'kantataId identifier title createdAt updatedAt',
    rows: [
      {
        kantataId: 'utilization',
        identifier: 'utilization',
        title: 'Utilization',
        createdAt: '2026-01-01T08:00:00.000Z',
        updatedAt: null,
      },
      {
        kantataId: 'margin',
        identifier: 'margin',
        title: 'Margin by project',
        createdAt: '2026-01-02T08:00:00.000Z',
        updatedAt: null,
      },
    ],
  },
  revenueRecognitionMethods: {
    path: '/revenue_recognition_methods',
    selection: 'id kantataId name type active accountId percentCompleteFormula',
    rows: [
      {
        id: 'RevenueRecognitionMethod:42:percent_complete',
        kantataId: '42:percent_complete',
        name: 'By progress',
        type: 'PERCENT_COMPLETE',
        active: true,
        accountId: '7',
        percentCompleteFormula: null,
      },
      {
        id: 'RevenueRecognitionMethod:43:time_and_materials',
        kantataId: '43:time_and_materials',
        name: 'By hours',
        type: 'TIME_AND_MATERIALS',
        active: false,
        accountId: '7',
        percentCompleteFormula: null,
      },
    ],
  },
  subscribedEventTypes: {
    path: '/subscribed_events/event_types',
    selection: 'kantataId name description fields',
    rows: [
      {
        kantataId: 'story:created',
        name: 'story:created',
        description: 'A task was made.',
        fields: { id: { type: 'integer' } },
      },
    ],
  },
} as const;

const lists = Object.entries(LISTS);

const FILTERED: readonly (readonly [field: string, line: string, ids: readonly string[]])[] = [
  ['currencies(matching: "yen")', '/currencies?matching=yen', ['JPY']],
  ['currencies(addableToRateCardSetVersion: "11")', '/currencies?addable_to_rate_card_set_version=11', ['USD', 'JPY']],
  ['currencies(addableToRateCardSetVersion: "12")', '/currencies?addable_to_rate_card_set_version=12', ['USD']],
  ['insightsReports(title: "margin")', '/insights_reports?title=margin', ['margin']],
  ['revenueRecognitionMethods(active: true)', '/revenue_recognition_methods?active=true', ['42:percent_complete']],
  ['revenueRecognitionMethods(active: false)', '/revenue_recognition_methods?active=false', ['43:time_and_materials']],
];

describe('a list that the API always answers whole', () => {
  it('is one of five', () => {
    const declared = [...resources.values()].filter(({ declaration }) => declaration.whole);

    expect(declared.map(({ type, endpoint }) => [type, endpoint])).toEqual([
      ['Currency', null],
      ['ExchangeTable', null],
      ['InsightsReport', null],
      ['RevenueRecognitionMethod', null],
      ['SubscribedEventType', null],
    ]);
  });

  it.each(lists)('%s: comes with one request without pages, in the order of the API', async (name, list) => {
    await using gateway = await startGateway(ROWS);

    const { data, errors } = await gateway.query(`{ ${name} { ${list.selection} } }`);

    expect(errors).toBeUndefined();
    expect(data).toEqual({ [name]: list.rows });
    expect(gateway.requests()).toEqual([`GET ${list.path}`]);
  });

  it.each(lists)('%s: is foretold exactly', async (name, list) => {
    await using gateway = await startGateway(ROWS);

    const { totals, waves } = await gateway.explain(`{ ${name} { kantataId } again: ${name} { id } }`);

    expect(gateway.requests()).toEqual([]);
    expect(totals).toEqual({ min: 1, max: 1, likely: 1, forecast: '1' });
    expect(waves).toMatchObject([
      {
        calls: [
          { url: list.path, certain: true, why: 'The operation asks for this list, which the API answers whole.' },
        ],
      },
    ]);
    await gateway.query(`{ ${name} { kantataId } again: ${name} { id } }`);
    expect(gateway.requests()).toEqual([`GET ${list.path}`]);
  });

  it.each(lists)(
    '%s: is an error at its path where the body is something else, and loses nothing else',
    async (name, list) => {
      await using gateway = await startGateway(ROWS);
      gateway.sandbox.fail({ match: `GET ${list.path}`, status: 200, body: '{"results":7}' });

      const { data, errors } = await gateway.query(`{ ${name} { kantataId } roles { nodes { name } } }`);

      expect(data).toEqual({ [name]: null, roles: { nodes: [{ name: 'Lead' }] } });
      expect(errors).toMatchObject([{ path: [name], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
    },
  );

  it.each(FILTERED)('%s: is filtered by the API', async (field, line, ids) => {
    await using gateway = await startGateway(ROWS);

    const { data } = await gateway.query(`{ rows: ${field} { kantataId } }`);

    expect(data.rows.map(({ kantataId }: { kantataId: string }) => kantataId)).toEqual(ids);
    expect(gateway.requests()).toEqual([`GET ${line}`]);
  });

  it('has a row above for each documented parameter that it offers', () => {
    const asked = FILTERED.flatMap(([, line]) => [...new URL(line, 'http://localhost').searchParams.keys()]);
    const reasons = readExceptions().leftOut;
    const documented = [...resources.values()]
      .filter(({ declaration }) => declaration.whole)
      .flatMap(({ type }) =>
        Object.keys(readLists().get(type)?.parameters ?? {}).filter((name) => !(name in (reasons[type] ?? {}))),
      );

    expect(documented.length).toBeGreaterThan(0);
    expect([...new Set(asked)].toSorted()).toEqual(documented.toSorted());
  });

  it('has no pages: the stand-in tells of a parameter that it does not have', async () => {
    const sandbox = await startSandbox({ rows: ROWS });
    const authorization = `Bearer ${sandbox.users[0]?.token}`;

    await fetch(`${sandbox.url}/currencies?matching=yen&per_page=5`, { headers: { authorization } });

    expect([...sandbox.warnings]).toEqual(['/currencies: unknown parameter per_page']);
    await sandbox.close();
  });

  it('gives no record by its id, and says so before anything is called', async () => {
    await using gateway = await startGateway(ROWS);

    const { data, errors } = await gateway.query('{ node(id: "ExchangeTable:5") { id } }');

    expect(data).toEqual({ node: null });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('only in a list of all'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(gateway.requests()).toEqual([]);
  });
});

describe('a body that is no such list', () => {
  it.each([
    ['no list', rowsNamedBy('iso_code'), { iso_code: 'USD' }],
    ['a list with something that is no row', rowsNamedBy('iso_code'), [7]],
    ['a row without its name', rowsNamedBy('iso_code'), [{ name: 'Dollar' }]],
    ['two rows of one name', rowsNamedBy('iso_code'), [{ iso_code: 'USD' }, { iso_code: 'USD' }]],
    [
      'results without their records',
      rowsOfResults('methods'),
      { results: [{ key: 'methods', id: '1:a' }], methods: {} },
    ],
    ['no results', rowsOfResults('methods'), { methods: {} }],
    ['no names of kinds', eventTypesIn, { subscribed_event_type_schemas: {} }],
  ])('is not read in part: %s', (_, read, body) => {
    expect(read(body)).toBeNull();
  });

  it('is still the kinds of event where one has no schema', () => {
    expect(eventTypesIn({ subscribed_event_types: ['a:b'] })).toEqual([{ id: 'a:b', name: 'a:b' }]);
  });
});
