/** External references of several types of subject, merged from one list of the API for each into one connection. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import {
  chunks,
  inOrder,
  NAMES,
  ORDERS,
  page,
  reference,
  ROWS,
  startOverReferences,
  TYPES,
  walk,
} from './support/references.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startOverReferences();
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
    expect(await page(gateway, { order, first: 50 })).toMatchObject({
      ids: inOrder(ROWS, Object.values(TYPES), order),
    });
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

      const pages = await walk(gateway, { order, first: size });

      expect(pages.map(({ ids }) => ids)).toEqual(chunks(all, size));
      expect(pages.map(({ hasPreviousPage }) => hasPreviousPage)).toEqual(pages.map((_, index) => index > 0));
      expect(new Set(pages.map(({ totalCount }) => totalCount))).toEqual(new Set([12]));
    },
  );

  it('go on after any of their rows', async () => {
    const all = inOrder(ROWS, Object.values(TYPES), 'CREATED_AT_ASC');
    const { cursors } = await page(gateway, { order: 'CREATED_AT_ASC', first: 50 });

    for (const [index, cursor] of cursors.entries()) {
      const next = await page(gateway, { order: 'CREATED_AT_ASC', first: 3, after: cursor });

      expect(next.ids).toEqual(all.slice(index + 1, index + 4));
      expect(next.hasNextPage).toBe(index + 4 < all.length);
    }
  });

  it.each([0, 1, 4, 11, 12, 40])('can be passed by their number, and gone on with from there: %i', async (offset) => {
    const all = inOrder(ROWS, Object.values(TYPES), 'LAST_SYNCED_AT_DESC');

    const some = await page(gateway, { first: 3, offset });
    const more = await Promise.all(some.cursors.map((after) => page(gateway, { first: 2, after })));

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

    const pages = await walk(gateway, { order: 'CREATED_AT_DESC', first: 7, names: every });

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
    const pages = await walk(gateway, { first: 4, names: null });

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

          const pages = await walk(any, { order, first: size, names: names.join() });

          expect(pages.map(({ ids }) => ids)).toEqual(expected.length === 0 ? [[]] : chunks(expected, size));
          for (const { totalCount } of pages) expect(totalCount).toBe(expected.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
