/** External references of several types of subject, merged from one list of the API for each into one connection. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

// A type and not an interface: only then is it also a row of whatever columns.
type ReferenceRow = {
  readonly id: string;
  readonly subject_type: string;
  readonly subject_id: number;
  readonly service_name?: string;
  readonly created_at: string | null;
  readonly last_synced_at: string | null;
};

const ORDERS = ['CREATED_AT_ASC', 'CREATED_AT_DESC', 'LAST_SYNCED_AT_ASC', 'LAST_SYNCED_AT_DESC'] as const;
type Order = (typeof ORDERS)[number];

const reference = (id: number, subject_type: string, half: number | null, created = half): ReferenceRow => ({
  id: String(id),
  subject_type,
  subject_id: id,
  service_name: id % 2 === 0 ? 'Jira' : 'NetSuite',
  last_synced_at: at(half),
  created_at: at(created),
});

/**
 * Half hours of one night, written as the API writes them in winter and in summer by turns: so an earlier one may
 * look the later.
 */
const at = (half: number | null) => {
  if (half === null) return null;
  const offset = half % 2 === 0 ? 8 : 7;
  const local = new Date(Date.UTC(2026, 0, 2, -offset, half * 30)).toISOString().slice(0, 19);
  return `${local}-0${offset}:00`;
};

/** Ids and times run across the types; 7, 8 and 9 were never brought in step, 4, 5 and 6 at the same time. */
const ROWS: readonly ReferenceRow[] = [
  reference(1, 'Story', 3, 1),
  reference(2, 'User', 9, 2),
  reference(3, 'Workspace', 1, 3),
  reference(4, 'User', 5, 7),
  reference(5, 'Story', 5, 7),
  reference(6, 'Workspace', 5, 7),
  reference(7, 'Workspace', null, 4),
  reference(8, 'Story', null, 5),
  reference(9, 'User', null, 6),
  reference(10, 'Story', 8, 0),
  reference(11, 'Story', 2, 9),
  reference(12, 'Workspace', 7, 8),
  // Of a type that nobody asks for here.
  reference(13, 'Role', 6, 6),
];

const TYPES = { STORY: 'Story', USER: 'User', WORKSPACE: 'Workspace' } as const;
const NAMES = Object.keys(TYPES).join(', ');

/** All rows of these types in an order: by the time, no time being below every other; equal times by id, upwards. */
function inOrder(rows: readonly ReferenceRow[], types: readonly string[], order: Order): string[] {
  const column = order.startsWith('CREATED') ? 'created_at' : 'last_synced_at';
  const sign = order.endsWith('DESC') ? -1 : 1;
  const time = (row: ReferenceRow) => (row[column] === null ? Number.NEGATIVE_INFINITY : Date.parse(row[column]));
  return rows
    .filter(({ subject_type }) => types.includes(subject_type))
    .toSorted((one, other) => {
      const [first, second] = [time(one), time(other)];
      return first === second ? Number(one.id) - Number(other.id) : sign * (first < second ? -1 : 1);
    })
    .map(({ id }) => id);
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    external_references: ROWS,
    stories: ROWS.map(({ id }) => ({ id, title: `Story ${id}` })),
    users: ROWS.map(({ id }) => ({ id, full_name: `User ${id}` })),
    workspaces: ROWS.map(({ id }) => ({ id, title: `Workspace ${id}` })),
  });
});
afterAll(() => gateway[Symbol.asyncDispose]());

describe('external references of several types of subject', () => {
  it('cost one request for each type, with their subjects', async () => {
    gateway.requests();

    const { data, errors } = await gateway.query(
      `{ externalReferences(subjectTypes: [${NAMES}], first: 50) {
           totalCount drifted
           nodes { kantataId subject { ... on Story { title } ... on User { fullName } ... on Workspace { title } } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(gateway.requests().toSorted()).toEqual(
      ['Story', 'User', 'Workspace'].map(
        (type) => `GET /external_references?include=subject&per_page=50&subject_type=${type}`,
      ),
    );
    expect(data.externalReferences).toMatchObject({ totalCount: 12, drifted: false });
    expect(data.externalReferences.nodes.slice(0, 3)).toEqual([
      { kantataId: '2', subject: { fullName: 'User 2' } },
      { kantataId: '10', subject: { title: 'Story 10' } },
      { kantataId: '12', subject: { title: 'Workspace 12' } },
    ]);
    expect(data.externalReferences.nodes).toHaveLength(12);
  });

  it('cost one request for one row of each type where only their number is asked for', async () => {
    gateway.requests();

    const { data } = await gateway.query(`{ externalReferences(subjectTypes: [${NAMES}]) { totalCount } }`);

    expect(data).toEqual({ externalReferences: { totalCount: 12 } });
    expect(gateway.requests().toSorted()).toEqual(
      ['Story', 'User', 'Workspace'].map((type) => `GET /external_references?per_page=1&subject_type=${type}`),
    );
  });

  it.each(ORDERS)('stand in one order: %s', async (order) => {
    expect(await page({ order, first: 50 })).toMatchObject({ ids: inOrder(ROWS, Object.values(TYPES), order) });
  });

  it('stand in the order of the last exchange, the latest first, unless another is asked for', async () => {
    const { data } = await gateway.query(`{ externalReferences(subjectTypes: [${NAMES}]) { nodes { kantataId } } }`);

    expect(data.externalReferences.nodes.map(({ kantataId }: { kantataId: string }) => kantataId)).toEqual(
      inOrder(ROWS, Object.values(TYPES), 'LAST_SYNCED_AT_DESC'),
    );
  });

  it.each(ORDERS.flatMap((order) => [1, 2, 3, 4, 5, 6, 7].map((size) => [order, size] as const)))(
    'come page by page, each once and none left out: %s by %i',
    async (order, size) => {
      const all = inOrder(ROWS, Object.values(TYPES), order);

      const pages = await walk({ order, first: size });

      expect(pages.map(({ ids }) => ids)).toEqual(chunks(all, size));
      expect(pages.map(({ hasPreviousPage }) => hasPreviousPage)).toEqual(pages.map((_, index) => index > 0));
      expect(new Set(pages.map(({ totalCount }) => totalCount))).toEqual(new Set([12]));
    },
  );

  it('go on after any of their rows', async () => {
    const all = inOrder(ROWS, Object.values(TYPES), 'CREATED_AT_ASC');
    const { cursors } = await page({ order: 'CREATED_AT_ASC', first: 50 });

    for (const [index, cursor] of cursors.entries()) {
      const next = await page({ order: 'CREATED_AT_ASC', first: 3, after: cursor });

      expect(next.ids).toEqual(all.slice(index + 1, index + 4));
      expect(next.hasNextPage).toBe(index + 4 < all.length);
    }
  });

  it.each([0, 1, 4, 11, 12, 40])('can be passed by their number, and gone on with from there: %i', async (offset) => {
    const all = inOrder(ROWS, Object.values(TYPES), 'LAST_SYNCED_AT_DESC');

    const some = await page({ first: 3, offset });
    const more = await Promise.all(some.cursors.map((after) => page({ first: 2, after })));

    expect(some).toMatchObject({
      ids: all.slice(offset, offset + 3),
      hasPreviousPage: offset > 0,
      hasNextPage: offset + 3 < all.length,
    });
    expect(more.map(({ ids }) => ids)).toEqual(
      some.ids.map((_, index) => all.slice(offset + index + 1, offset + index + 3)),
    );
  });

  it('are filtered like those of one type', async () => {
    const { data, errors } = await gateway.query(
      `{ externalReferences(subjectTypes: [${NAMES}], filter: { serviceName: "Jira" }, orderBy: CREATED_AT_ASC) {
           totalCount nodes { kantataId } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.externalReferences).toEqual({
      totalCount: 6,
      nodes: ['10', '2', '8', '4', '6', '12'].map((kantataId) => ({ kantataId })),
    });
  });

  it('can be named by their ids, whose types nobody need know', async () => {
    gateway.requests();
    const { data } = await gateway.query(
      `{ externalReferences(subjectTypes: [${NAMES}], filter: { ids: ["1", "13", "2", "99"] }, orderBy: CREATED_AT_ASC) {
           totalCount nodes { id } } }`,
    );

    expect(data.externalReferences).toEqual({
      totalCount: 2,
      nodes: [{ id: 'ExternalReference:Story:1' }, { id: 'ExternalReference:User:2' }],
    });
    expect(gateway.requests()).toHaveLength(3);
  });
});

describe('the types of subject that are asked for', () => {
  it('are taken once, however often they are named', async () => {
    gateway.requests();

    const { data } = await gateway.query(
      '{ externalReferences(subjectTypes: [STORY, USER, STORY, STORY]) { totalCount nodes { kantataId } } }',
    );

    expect(data.externalReferences.totalCount).toBe(8);
    expect(data.externalReferences.nodes).toHaveLength(8);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('are one list like any other when they are one', async () => {
    gateway.requests();

    const { data } = await gateway.query(
      `{ several: externalReferences(subjectTypes: [STORY], first: 2) { pageInfo { endCursor } nodes { kantataId } }
         one: externalReferences(subjectType: STORY, first: 2) { pageInfo { endCursor } nodes { kantataId } } }`,
    );

    expect(data.several).toEqual(data.one);
    expect(gateway.requests()).toEqual(['GET /external_references?per_page=2&subject_type=Story']);
  });

  it('may be all that there are, with a cursor that tells the place in each of their lists', async () => {
    const every = ExternalReferenceSubjectType.values.map(({ name }) => name).join();
    const all = inOrder(ROWS, [...Object.values(TYPES), 'Role'], 'CREATED_AT_DESC');
    gateway.requests();

    const pages = await walk({ order: 'CREATED_AT_DESC', first: 7, names: every });

    expect(pages.map(({ ids }) => ids)).toEqual(chunks(all, 7));
    expect(gateway.requests()).toHaveLength(2 * 33);
  });

  it('may be none, which is an empty page and no request', async () => {
    gateway.requests();

    const { data, errors } = await gateway.query(
      '{ externalReferences(subjectTypes: []) { totalCount nodes { kantataId } pageInfo { hasNextPage endCursor } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.externalReferences).toEqual({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
    expect(gateway.requests()).toEqual([]);
  });

  it('are all where none is named, left out none', async () => {
    gateway.requests();

    const { data, errors, extensions } = await gateway.query(
      '{ externalReferences(orderBy: CREATED_AT_ASC, first: 50) { totalCount nodes { kantataId } } }',
    );

    expect([errors, extensions]).toEqual([undefined, undefined]);
    expect(data.externalReferences).toEqual({
      totalCount: 13,
      nodes: inOrder(ROWS, [...Object.values(TYPES), 'Role'], 'CREATED_AT_ASC').map((kantataId) => ({ kantataId })),
    });
    expect(gateway.requests().toSorted()).toEqual(
      ExternalReferenceSubjectType.values
        .map(({ wire }) => `GET /external_references?order=created_at:asc&per_page=50&subject_type=${wire}`)
        .toSorted(),
    );
  });

  it.each(['', '(first: 2)', '(subjectType: null, subjectTypes: null)'])(
    'are all where none is named, and counted by one row each: externalReferences%s',
    async (args) => {
      gateway.requests();

      const { data, errors } = await gateway.query(`{ externalReferences${args} { totalCount } }`);

      expect(errors).toBeUndefined();
      expect(data).toEqual({ externalReferences: { totalCount: 13 } });
      expect(gateway.requests()).toHaveLength(33);
    },
  );

  it('are walked page by page where none is named', async () => {
    const all = inOrder(ROWS, [...Object.values(TYPES), 'Role'], 'LAST_SYNCED_AT_DESC');
    const pages = await walk({ first: 4, names: null });

    expect(pages.map(({ ids }) => ids)).toEqual(chunks(all, 4));
  });

  it('cannot be given twice', async () => {
    gateway.requests();

    const { data, errors } = await gateway.query(
      '{ externalReferences(subjectType: STORY, subjectTypes: [USER]) { totalCount } roles(first: 1) { totalCount } }',
    );

    expect(data).toEqual({ externalReferences: null, roles: { totalCount: 0 } });
    expect(errors).toMatchObject([
      {
        message: 'subjectType and subjectTypes: give at most one of them.',
        path: ['externalReferences'],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(gateway.requests()).toEqual(['GET /roles?per_page=1']);
  });

  it('fetch no subject where the selection cannot match them, and count all the same', async () => {
    gateway.requests();

    const { data, errors } = await gateway.query(
      `{ externalReferences(subjectTypes: [${NAMES}], orderBy: CREATED_AT_ASC, first: 4) {
           totalCount nodes { subject { __typename ... on Story { title } } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.externalReferences).toEqual({
      totalCount: 12,
      nodes: [
        { subject: { __typename: 'Story', title: 'Story 10' } },
        { subject: { __typename: 'Story', title: 'Story 1' } },
        { subject: { __typename: 'User' } },
        { subject: { __typename: 'Workspace' } },
      ],
    });
    expect(gateway.requests().toSorted()).toEqual([
      'GET /external_references?include=subject&order=created_at:asc&per_page=4&subject_type=Story',
      'GET /external_references?order=created_at:asc&per_page=4&subject_type=User',
      'GET /external_references?order=created_at:asc&per_page=4&subject_type=Workspace',
    ]);
  });

  it('lead on to one request for each type of subject that must be fetched in its own right, and no more', async () => {
    gateway.requests();

    const { errors } = await gateway.query(
      `{ externalReferences(subjectTypes: [STORY, USER]) {
           nodes { subject { ... on Story { followers { fullName } } ... on User { skills { name } } } } } }`,
    );

    expect(errors).toBeUndefined();
    const requests = gateway.requests();
    expect(requests.slice(0, 2).toSorted()).toEqual([
      'GET /external_references?per_page=20&subject_type=Story',
      'GET /external_references?per_page=20&subject_type=User',
    ]);
    expect(requests.slice(2).toSorted()).toEqual([
      'GET /stories?all_on_account=true&apply_default_filters=false&include=followers&only=1,5,8,10,11&show_archived=true&show_deleted=true&show_todos=true',
      'GET /users?apply_default_filters=false&include=skills&on_my_account=true&only=2,4,9&show_disabled=true',
    ]);
  });
});

describe('a cursor of a merged list', () => {
  const refusal = [
    {
      message: expect.stringMatching(/^after: this is no cursor of this list/),
      path: ['externalReferences'],
      extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    },
  ];

  it.each([
    'subjectTypes: [STORY, USER], orderBy: CREATED_AT_ASC',
    'subjectTypes: [STORY, USER, ROLE], orderBy: CREATED_AT_ASC',
    'subjectType: STORY, orderBy: CREATED_AT_ASC',
    `subjectTypes: [${NAMES}], orderBy: CREATED_AT_DESC`,
    `subjectTypes: [${NAMES}]`,
    `subjectTypes: [${NAMES}], orderBy: CREATED_AT_ASC, filter: { serviceName: "Jira" }`,
  ])('is refused by another list: %s', async (args) => {
    const { cursors } = await page({ order: 'CREATED_AT_ASC', first: 1 });
    gateway.requests();

    const { data, errors } = await gateway.query(
      `{ externalReferences(${args}, after: "${cursors[0]}") { nodes { kantataId } } }`,
    );

    expect(data).toEqual({ externalReferences: null });
    expect(errors).toMatchObject(refusal);
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused when it was made for fewer lists, or for none', async () => {
    const { data } = await gateway.query(
      '{ externalReferences(subjectType: STORY, first: 1) { pageInfo { endCursor } } }',
    );

    for (const cursor of [data.externalReferences.pageInfo.endCursor, '', 'eyJ', '1,1,1']) {
      const { errors } = await gateway.query(
        `{ externalReferences(subjectTypes: [${NAMES}], after: "${cursor}") { nodes { kantataId } } }`,
      );
      expect(errors).toMatchObject(refusal);
    }
  });
});

describe('the size of a merged page', () => {
  it('is bounded with what is passed before it, because what is passed must be read', async () => {
    gateway.requests();

    const { data, errors } = await gateway.query(
      `{ externalReferences(subjectTypes: [${NAMES}], first: 1000, offset: 1001) { nodes { kantataId } } }`,
    );

    expect(data).toEqual({ externalReferences: null });
    expect(errors).toMatchObject([
      {
        message: 'offset and first together: at most 2000 across several types. Use `after`.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it('may be above 200, each type in pages of its own, asked for no further than there are rows', async () => {
    const rows = Array.from({ length: 450 }, (_, index) =>
      reference(index + 1, index % 3 === 0 ? 'User' : 'Story', index % 24, (index * 7) % 24),
    );
    await using large = await startGateway({ external_references: rows });

    const { data, errors } = await large.query(
      `{ externalReferences(subjectTypes: [STORY, USER], orderBy: CREATED_AT_ASC, first: 700) {
           totalCount drifted nodes { kantataId } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.externalReferences).toEqual({
      totalCount: 450,
      drifted: false,
      nodes: inOrder(rows, ['Story', 'User'], 'CREATED_AT_ASC').map((kantataId) => ({ kantataId })),
    });
    expect(large.requests().toSorted()).toEqual([
      'GET /external_references?order=created_at:asc&page=2&per_page=200&subject_type=Story',
      'GET /external_references?order=created_at:asc&per_page=200&subject_type=Story',
      'GET /external_references?order=created_at:asc&per_page=200&subject_type=User',
    ]);
  });
});

describe('a thousand failed references of all types', () => {
  // Of one type more than a page holds, so that one call more is needed than there are types.
  const TYPES_WITH_ROWS = ['Story', 'User', 'Workspace', 'Invoice', 'Expense', 'TimeEntry'];
  const rows = Array.from({ length: 1_050 }, (_, index) => ({
    ...reference(
      index + 1,
      index < 210 ? 'Story' : (TYPES_WITH_ROWS[1 + (index % 5)] as string),
      (index * 7) % 48,
      (index * 5) % 48,
    ),
    status: index < 1_000 ? 'failed' : 'successful',
  }));
  const expected = inOrder(rows.slice(0, 1_000), TYPES_WITH_ROWS, 'LAST_SYNCED_AT_DESC');

  it('cost one request for each type, and one for what a page does not hold, as was foretold', async () => {
    await using failed = await startGateway({ external_references: rows });
    const query = `{ externalReferences(filter: { status: FAILED }, first: 1000) {
      totalCount drifted pageInfo { hasNextPage } nodes { kantataId } } }`;

    const { totals } = await failed.explain(query);
    const { data, errors } = await failed.query(query);

    expect(errors).toBeUndefined();
    expect(data.externalReferences).toEqual({
      totalCount: 1_000,
      drifted: false,
      pageInfo: { hasNextPage: false },
      nodes: expected.map((kantataId) => ({ kantataId })),
    });
    expect(failed.requests()).toHaveLength(ExternalReferenceSubjectType.values.length + 1);
    expect(totals).toMatchObject({ min: 33, max: 37 });
  });

  it('cost as many as there are types that hold any, and that one, where those are named', async () => {
    await using failed = await startGateway({ external_references: rows });
    const types = TYPES_WITH_ROWS.map((type) => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase());
    const { data, errors } = await failed.query(
      `{ externalReferences(subjectTypes: [${types.join()}], filter: { status: FAILED }, first: 1000) { nodes { kantataId } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.externalReferences.nodes).toEqual(expected.map((kantataId) => ({ kantataId })));
    expect(failed.requests()).toHaveLength(TYPES_WITH_ROWS.length + 1);
  });

  it.each([250, 333, 800])('are read on only where the page of %i takes all of a list', async (first) => {
    await using failed = await startGateway({ external_references: rows });
    const asked = `filter: { status: FAILED }, subjectTypes: [STORY, USER, WORKSPACE, INVOICE, EXPENSE, TIME_ENTRY]`;
    const found: string[] = [];
    for (let after: string | null = null; ; ) {
      failed.requests();
      const query = `query($after: String) { externalReferences(${asked}, first: ${first}, after: $after) {
        pageInfo { hasNextPage endCursor } nodes { kantataId } } }`;
      const { totals } = await failed.explain(query, { variables: { after } });
      const { data, errors } = await failed.query(query, { variables: { after } });
      const made = failed.requests().length;

      expect(errors).toBeUndefined();
      const beyond = totals.max - (6 + Math.floor((first - 1) / 200));
      expect(beyond).toBeGreaterThanOrEqual(0);
      // Whether the API honours `limit` and `offset` is found out once: by one call, or two where no page has all of it.
      expect(beyond).toBeLessThanOrEqual(2);
      expect(made).toBeGreaterThanOrEqual(totals.min);
      expect(made).toBeLessThanOrEqual(totals.max);
      const { nodes, pageInfo } = data.externalReferences;
      found.push(...nodes.map(({ kantataId }: { kantataId: string }) => kantataId));
      if (!pageInfo.hasNextPage) break;
      expect(nodes).toHaveLength(first);
      after = pageInfo.endCursor;
    }
    expect(found).toEqual(expected);
  });
});

describe('a type that the token may not read', () => {
  const ROLES = 'roles(first: 1) { totalCount }';

  it.each(['totalCount', 'nodes { kantataId }'])(
    'is left out where no type is named, with a warning: %s',
    async (field) => {
      await using partly = await startGateway({ external_references: ROWS });
      partly.sandbox.fail({ match: 'subject_type=User', status: 403 });
      partly.sandbox.fail({ match: 'subject_type=Role', status: 403 });

      const { data, errors, extensions } = await partly.query(`{ externalReferences { ${field} } ${ROLES} }`);

      expect(errors).toBeUndefined();
      expect(data.externalReferences.totalCount ?? data.externalReferences.nodes.length).toBe(9);
      expect(extensions.warnings).toEqual([
        { code: 'LEFT_OUT', path: ['externalReferences'], message: expect.stringMatching(/: Role, User\.$/) },
      ]);
    },
  );

  it('is an error where it is named, and where none may be read', async () => {
    await using none = await startGateway({ external_references: ROWS });
    none.sandbox.fail({ match: 'subject_type=', status: 403 });

    for (const args of ['', '(subjectTypes: [USER, STORY])']) {
      const { data, errors, extensions } = await none.query(`{ externalReferences${args} { totalCount } ${ROLES} }`);

      expect(data).toEqual({ externalReferences: null, roles: { totalCount: 0 } });
      expect(errors).toMatchObject([{ path: ['externalReferences'], extensions: { code: 'FORBIDDEN' } }]);
      expect(extensions).toBeUndefined();
    }
  });

  it('is not one that failed in another way', async () => {
    await using partly = await startGateway({ external_references: ROWS });
    partly.sandbox.fail({ match: 'subject_type=User', status: 500 });

    const { data, errors } = await partly.query(`{ externalReferences { totalCount } ${ROLES} }`);

    expect(data).toEqual({ externalReferences: null, roles: { totalCount: 0 } });
    expect(errors).toMatchObject([{ path: ['externalReferences'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  });
});

describe('one of the merged lists that fails', () => {
  it('is an error of the whole field, and of no other', async () => {
    await using failing = await startGateway({ external_references: ROWS, roles: [{ id: '1', name: 'Designer' }] });
    failing.sandbox.fail({ match: 'subject_type=User', status: 403 });

    const { data, errors } = await failing.query(
      `{ externalReferences(subjectTypes: [${NAMES}]) { nodes { kantataId } } roles { nodes { name } } }`,
    );

    expect(data).toEqual({ externalReferences: null, roles: { nodes: [{ name: 'Designer' }] } });
    expect(errors).toMatchObject([{ path: ['externalReferences'], extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('any references at all', () => {
  it('come page by page in their one order, each once and none left out', async () => {
    await using any = await startGateway({});
    const table = any.sandbox.tables.get('external_references');
    const half = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null });
    const rows = fc
      .array(fc.tuple(fc.constantFrom('Story', 'User', 'Workspace', 'Role'), half, half), { maxLength: 24 })
      .map((all) => all.map(([type, synced, created], index) => reference(index + 1, type, synced, created)));

    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(...ORDERS),
        fc.integer({ min: 1, max: 7 }),
        fc.uniqueArray(fc.constantFrom('STORY', 'USER', 'WORKSPACE'), { minLength: 1 }),
        async (references, order, size, names) => {
          table?.clear();
          for (const row of references) table?.set(row.id, row);
          const expected = inOrder(
            references,
            names.map((name) => TYPES[name]),
            order,
          );

          const pages = await walk({ order, first: size, names: names.join() }, any);

          expect(pages.map(({ ids }) => ids)).toEqual(expected.length === 0 ? [[]] : chunks(expected, size));
          for (const { totalCount } of pages) expect(totalCount).toBe(expected.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

interface Page {
  readonly ids: string[];
  readonly cursors: string[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

interface PageArguments {
  readonly order?: Order;
  readonly first: number;
  readonly after?: string;
  readonly offset?: number;
  /** Null names no type. */
  readonly names?: string | null;
}

/** A page of the merged list; fails when the gateway does. */
async function page({ order, names = NAMES, ...args }: PageArguments, asked = gateway): Promise<Page> {
  const { data, errors } = await asked.query(
    `query($first: Int!, $after: String, $offset: Int) {
       externalReferences(${names === null ? '' : `subjectTypes: [${names}],`} ${order ? `orderBy: ${order}` : ''}
                          first: $first, after: $after, offset: $offset) {
         totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node { kantataId } } } }`,
    { variables: args },
  );
  expect(errors).toBeUndefined();
  const { totalCount, pageInfo, edges } = data.externalReferences;
  return {
    ids: edges.map(({ node }: { node: { kantataId: string } }) => node.kantataId),
    cursors: edges.map(({ cursor }: { cursor: string }) => cursor),
    totalCount,
    ...pageInfo,
  };
}

/** All pages, each from the cursor that ends the one before. */
async function walk(args: PageArguments, asked = gateway): Promise<Page[]> {
  const pages = [await page(args, asked)];
  for (let last = pages[0]; last?.hasNextPage; last = pages.at(-1)) {
    const after = last.cursors.at(-1);
    if (after === undefined || pages.length > 100) throw new Error('The list does not end.');
    pages.push(await page({ ...args, after }, asked));
  }
  return pages;
}

const chunks = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size));
