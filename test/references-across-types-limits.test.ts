/** Cursors, sizes and failures of the list that external references of several types are merged into. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { inOrder, NAMES, page, reference, ROWS, startOverReferences } from './support/references.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startOverReferences();
});
afterAll(() => gateway[Symbol.asyncDispose]());

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
    const { cursors } = await page(gateway, { order: 'CREATED_AT_ASC', first: 1 });
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
