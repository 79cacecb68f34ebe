/** Orders, pages, selections and cursors of the two endpoints at the heart of the gateway, as they are sent and obeyed. */
import { type GraphQLEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../src/schema/index.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { REFERENCES, RESOURCES, listed, numbers, page, rows } from './support/parameter-rows.ts';

describe('an order', () => {
  // By time of the last change 1, 2, 3; by creation the other way round, 4 and 5 with 2: equals stand by id.
  it.each([
    ['CREATED_AT_ASC', 'created_at:asc', ['3', '2', '4', '5', '1']],
    ['CREATED_AT_DESC', 'created_at:desc', ['1', '2', '4', '5', '3']],
    ['LAST_SYNCED_AT_ASC', 'last_synced_at:asc', ['3', '2', '4', '5', '1']],
    ['LAST_SYNCED_AT_DESC', 'last_synced_at:desc', ['1', '2', '4', '5', '3']],
  ])('of externalReferences is sent and obeyed, equal rows by id: %s', async (order, param, ids) => {
    const times = { 1: '03', 2: '02', 3: '01', 4: '02', 5: '02' };
    await using gateway = await startGateway({
      external_references: Object.entries(times).map(([id, day]) => ({
        id,
        subject_type: 'Story',
        created_at: `2026-01-${day}T10:00:00-08:00`,
        last_synced_at: `2026-02-${day}T10:00:00-08:00`,
      })),
    });

    expect(await listed(gateway, `${REFERENCES}, orderBy: ${order})`)).toEqual(ids);
    expect(gateway.requests()).toEqual([`GET /external_references?order=${param}&per_page=20&subject_type=Story`]);
    expect(enumValues('ExternalReferenceOrder')).toHaveLength(4);
    expect(enumValues('ExternalReferenceOrder')).toContain(order);
  });

  it.each([
    ['ALPHABETICAL', 'alphabetical', ['3', '1', '4', '2']],
    ['ALPHABETICALLY_ASC', 'alphabetically:asc', ['3', '1', '4', '2']],
    ['ALPHABETICALLY_DESC', 'alphabetically:desc', ['2', '1', '4', '3']],
    ['CREATED_AT_ASC', 'created_at:asc', ['4', '2', '3', '1']],
    ['CREATED_AT_DESC', 'created_at:desc', ['1', '2', '3', '4']],
    ['UPDATED_AT_ASC', 'updated_at:asc', ['1', '4', '2', '3']],
    ['UPDATED_AT_DESC', 'updated_at:desc', ['3', '2', '1', '4']],
  ])('of workspaceResources is sent and obeyed, equal rows by id: %s', async (order, param, ids) => {
    await using gateway = await startGateway({
      workspace_resources: [
        person('1', 'Grace', '2026-01-09T00:00:00Z', '2026-02-01T00:00:00Z'),
        person('2', 'Zoë', '2026-01-08T00:00:00Z', '2026-02-02T00:00:00Z'),
        person('3', 'Ada', '2026-01-08T00:00:00Z', '2026-02-03T00:00:00Z'),
        // The same moment as of 1, written in another zone.
        person('4', 'Grace', '2026-01-01T00:00:00Z', '2026-01-31T16:00:00-08:00'),
      ],
    });

    expect(await listed(gateway, `${RESOURCES}orderBy: ${order})`)).toEqual(ids);
    expect(gateway.requests()).toEqual([`GET /workspace_resources?order=${param}&per_page=20`]);
    expect(enumValues('WorkspaceResourceOrder')).toHaveLength(7);
    expect(enumValues('WorkspaceResourceOrder')).toContain(order);
  });
});

describe('a page', () => {
  it.each([
    ['', 'per_page=20', 1, 20],
    ['first: 1', 'per_page=1', 1, 1],
    ['first: 200', 'per_page=200', 1, 200],
    ['first: 50, offset: 0', 'per_page=50', 1, 50],
    // Pages where the offset is the start of one, limit and offset in their pair where it is not.
    ['first: 50, offset: 100', 'page=3&per_page=50', 101, 150],
    ['first: 50, offset: 101', 'limit=50&offset=101', 102, 151],
    ['first: 50, offset: 10', 'limit=50&offset=10', 11, 60],
    ['offset: 440', 'page=23&per_page=20', 441, 450],
    ['first: 100, offset: 420', 'limit=100&offset=420', 421, 450],
  ])('of %s is asked for as %s', async (args, params, from, to) => {
    await using gateway = await startGateway(manyReferences(450));

    expect(await listed(gateway, `${REFERENCES}, orderBy: CREATED_AT_ASC ${args})`)).toEqual(numbers(from, to));
    expect(gateway.requests()).toEqual([
      page('/external_references', `order=created_at:asc&subject_type=Story&${params}`, ''),
    ]);
  });

  it.each([
    ['first: 201', ['per_page=200', 'page=201&per_page=1'], 1, 201],
    ['first: 400', ['per_page=200', 'page=2&per_page=200'], 1, 400],
    ['first: 410', ['per_page=200', 'page=2&per_page=200', 'page=41&per_page=10'], 1, 410],
    // No page is asked for that has no rows.
    ['first: 1000', ['per_page=200', 'page=2&per_page=200', 'page=3&per_page=200'], 1, 450],
    ['first: 2000, offset: 250', ['limit=200&offset=250'], 251, 450],
    ['first: 300, offset: 100', ['limit=200&offset=100', 'page=4&per_page=100'], 101, 400],
  ])(
    'of more than 200 rows is asked for in pages of 200, and no more than there are: %s',
    async (args, requests, from, to) => {
      await using gateway = await startGateway(manyReferences(450));

      expect(await listed(gateway, `${REFERENCES}, orderBy: CREATED_AT_ASC, ${args})`)).toEqual(numbers(from, to));
      expect(gateway.requests()).toEqual(
        requests.map((params) => page('/external_references', `order=created_at:asc&subject_type=Story&${params}`, '')),
      );
    },
  );

  it('of ids has no page parameters, because `only` is not paged, and is cut here', async () => {
    await using gateway = await startGateway(manyReferences(150));
    const ids = JSON.stringify(numbers(1, 150));

    const query = `${REFERENCES}, orderBy: CREATED_AT_ASC, filter: { ids: ${ids} }, first: 10, offset: 5)`;
    const { data } = await gateway.query(`{ ${query} { totalCount nodes { kantataId } pageInfo { hasNextPage } } }`);

    expect(data.externalReferences.totalCount).toBe(150);
    expect(data.externalReferences.pageInfo).toEqual({ hasNextPage: true });
    expect(data.externalReferences.nodes.map(({ kantataId }: { kantataId: string }) => kantataId)).toEqual(
      numbers(6, 15),
    );
    expect(gateway.requests()).toEqual([
      `GET /external_references?only=${numbers(1, 150).join()}&order=created_at:asc&subject_type=Story`,
    ]);
  });

  it.each([
    ['first: 0', /^first: a number from 1 to 2000/],
    ['first: -1', /^first: /],
    ['first: 2001', /^first: /],
    ['offset: -1', /^offset: /],
    ['offset: 2147483647', /^offset: /],
    ['offset: 0, after: "x"', /give one of them/],
  ])('of %s is refused, and nothing is asked', async (args, reason) => {
    await using gateway = await startGateway(rows);

    const { errors } = await gateway.query(`{ ${REFERENCES}, ${args}) { totalCount nodes { id } } }`);

    expect(errors?.map(({ message }) => message)).toEqual([expect.stringMatching(reason)]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toEqual([]);
  });

  it.each([
    ['first: 4', { hasNextPage: true, hasPreviousPage: false }],
    ['first: 4, offset: 4', { hasNextPage: true, hasPreviousPage: true }],
    ['first: 4, offset: 8', { hasNextPage: false, hasPreviousPage: true }],
    ['first: 10', { hasNextPage: false, hasPreviousPage: false }],
    ['first: 10, offset: 10', { hasNextPage: false, hasPreviousPage: true }],
    ['first: 9', { hasNextPage: true, hasPreviousPage: false }],
  ])('of ten rows, %s, says whether others stand before and after', async (args, expected) => {
    await using gateway = await startGateway(manyReferences(10));

    const { data } = await gateway.query(`{ ${REFERENCES}, ${args}) { pageInfo { hasNextPage hasPreviousPage } } }`);

    expect(data.externalReferences.pageInfo).toEqual(expected);
  });

  it('gives rows, edges and their cursors, and the number of all rows, with one request', async () => {
    await using gateway = await startGateway(manyReferences(10));

    const { data } = await gateway.query(
      `{ ${REFERENCES}, first: 2, offset: 2, orderBy: CREATED_AT_ASC) {
           totalCount nodes { kantataId } edges { cursor node { kantataId } } pageInfo { startCursor endCursor } } }`,
    );

    const { totalCount, nodes, edges, pageInfo } = data.externalReferences;
    expect(totalCount).toBe(10);
    expect(nodes).toEqual([{ kantataId: '3' }, { kantataId: '4' }]);
    expect(edges.map(({ node }: { node: unknown }) => node)).toEqual(nodes);
    expect(pageInfo).toEqual({ startCursor: edges[0].cursor, endCursor: edges[1].cursor });
    expect(gateway.requests()).toEqual([
      'GET /external_references?order=created_at:asc&page=2&per_page=2&subject_type=Story',
    ]);
  });
});

describe('what is selected beside the attributes of workspace resources', () => {
  const associations = [
    ['customFieldValues', 'custom_field_values', [{ displayValue: 'CC-100' }], 'displayValue'],
    ['externalReferences', 'external_references', [{ serviceName: 'Salesforce' }], 'serviceName'],
    ['organizationMembership', 'organization_membership', { primary: true }, 'primary'],
    ['participation', 'participation', { role: 'MAVEN' }, 'role'],
    ['role', 'role', { name: 'Designer' }, 'name'],
    ['user', 'user', { fullName: 'Ada Lovelace' }, 'fullName'],
    ['workspace', 'workspace', { title: 'Harbour' }, 'title'],
  ] as const;
  const account = {
    workspace_resources: [
      {
        id: '1',
        user_id: '1',
        role_id: '21',
        workspace_id: '10',
        participation_id: '51',
        organization_membership_id: '61',
        custom_field_value_ids: ['71'],
        external_reference_ids: ['11'],
        resource_bill_rate: 15_000,
        resource_cost_rate: 9_000,
      },
    ],
    users: [{ id: '1', full_name: 'Ada Lovelace' }],
    roles: [{ id: '21', name: 'Designer' }],
    workspaces: [{ id: '10', title: 'Harbour' }],
    participations: [{ id: '51', user_id: '1', workspace_id: '10', role: 'maven' }],
    organization_memberships: [{ id: '61', primary: true }],
    custom_field_values: [{ id: '71', subject_type: 'Resource', subject_id: 1, display_value: 'CC-100' }],
    external_references: [{ id: '11', subject_type: 'WorkspaceResource', subject_id: 1, service_name: 'Salesforce' }],
  };

  it.each(associations)(
    'comes by its own include, and by no other: %s',
    async (field, include, expected, attribute) => {
      await using gateway = await startGateway(account);

      const { data, errors } = await gateway.query(`{ workspaceResources { nodes { ${field} { ${attribute} } } } }`);

      expect(errors).toBeUndefined();
      expect(data.workspaceResources.nodes).toEqual([{ [field]: expected }]);
      expect(gateway.requests()).toEqual([`GET /workspace_resources?include=${include}&per_page=20`]);
    },
  );

  it('comes with the one request for the page: all seven associations and both optional fields', async () => {
    await using gateway = await startGateway(account);
    const fields = associations.map(([field, , , attribute]) => `${field} { ${attribute} }`).join(' ');

    const { data, errors } = await gateway.query(
      `{ workspaceResources { nodes { resourceBillRate resourceCostRate ${fields} } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.workspaceResources.nodes).toEqual([
      {
        resourceBillRate: 15_000,
        resourceCostRate: 9_000,
        ...Object.fromEntries(associations.map(([field, , expected]) => [field, expected])),
      },
    ]);
    const includes = associations.map(([, include]) => include).join();
    expect(gateway.requests()).toEqual([
      `GET /workspace_resources?include=${includes}&optional_fields=resource_bill_rate,resource_cost_rate&per_page=20`,
    ]);
  });
});

describe('the number of rows alone', () => {
  it.each([
    ['all', '', 'per_page=1&subject_type=Story', 450],
    ['of a filter', ', filter: { serviceName: "Jira" }', 'per_page=1&service_name=Jira&subject_type=Story', 225],
    ['however many were asked for', ', first: 2000', 'per_page=1&subject_type=Story', 450],
    // `only` is not paged, and what the API counts there may be wrong: its rows are counted.
    ['of ids', ', filter: { ids: [1, 2, 999] }', 'only=1,2,999&subject_type=Story', 2],
  ])('costs one request for one row, and no include: %s', async (_, args, params, count) => {
    await using gateway = await startGateway(manyReferences(450));

    const { data } = await gateway.query(`{ ${REFERENCES}${args}) { __typename totalCount } }`);

    expect(data.externalReferences).toEqual({ __typename: 'ExternalReferenceConnection', totalCount: count });
    expect(gateway.requests()).toEqual([`GET /external_references?${params}`]);
  });
});

describe('a cursor', () => {
  const crawl = `query ($after: String) {
    externalReferences(subjectType: STORY, orderBy: CREATED_AT_ASC, first: 4, after: $after) {
      nodes { kantataId } pageInfo { hasNextPage endCursor }
    }
  }`;

  it('leads to the next page, until there is none', async () => {
    await using gateway = await startGateway(manyReferences(10));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await gateway.query(crawl, { variables: { after } });
      const { nodes, pageInfo } = data.externalReferences;
      seen.push(...nodes.map(({ kantataId }: { kantataId: string }) => kantataId));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);

    expect(seen).toEqual(numbers(1, 10));
    expect(gateway.requests()).toEqual([
      'GET /external_references?order=created_at:asc&per_page=4&subject_type=Story',
      'GET /external_references?order=created_at:asc&page=2&per_page=4&subject_type=Story',
      'GET /external_references?order=created_at:asc&page=3&per_page=4&subject_type=Story',
    ]);
  });

  it('of an edge leads to the row behind it', async () => {
    await using gateway = await startGateway(manyReferences(10));
    const { data } = await gateway.query(`{ ${REFERENCES}, orderBy: CREATED_AT_ASC) { edges { cursor } } }`);
    gateway.requests();

    const after = data.externalReferences.edges[6].cursor;
    expect(await listed(gateway, `${REFERENCES}, orderBy: CREATED_AT_ASC, first: 2, after: "${after}")`)).toEqual([
      '8',
      '9',
    ]);
    expect(gateway.requests()).toEqual([
      'GET /external_references?limit=2&offset=7&order=created_at:asc&subject_type=Story',
    ]);
  });

  it.each([
    ['another filter', 'externalReferences(subjectType: STORY, filter: { status: FAILED }, orderBy: CREATED_AT_ASC'],
    ['another order', 'externalReferences(subjectType: STORY, orderBy: CREATED_AT_DESC'],
    ['no order', 'externalReferences(subjectType: STORY'],
    ['another type of subject', 'externalReferences(subjectType: USER, orderBy: CREATED_AT_ASC'],
    ['another endpoint', 'workspaceResources(orderBy: CREATED_AT_ASC'],
  ])('is refused by a list with %s', async (_, list) => {
    await using gateway = await startGateway(manyReferences(10));
    const after = await firstCursor(gateway);

    const { errors } = await gateway.query(`{ ${list}, after: "${after}") { nodes { id } } }`);

    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^after: this is no cursor of this list/),
    ]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused when it is somebody else’s', async () => {
    await using gateway = await startGateway(manyReferences(10), {
      sandbox: { users: ['ada', 'bob'].map((token) => ({ token, userId: '1', name: token })) },
    });
    const after = await firstCursor(gateway, 'ada');

    const hers = await gateway.query(crawl, { token: 'ada', variables: { after } });
    const his = await gateway.query(crawl, { token: 'bob', variables: { after } });

    expect(hers.data.externalReferences.nodes).toHaveLength(4);
    expect(his.data).toEqual({ externalReferences: null });
    expect(his.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['garbage', '!!!'],
    ['a number', '4'],
    ['another encoding of a place', Buffer.from('4').toString('base64url')],
    ['a place with a made-up seal', Buffer.from('4.aaaaaaaaaaa').toString('base64url')],
    ['a negative place', Buffer.from('-4.aaaaaaaaaaa').toString('base64url')],
    ['a very long text', 'QUFB'.repeat(50_000)],
  ])('is refused when it is made up: %s', async (_, after) => {
    await using gateway = await startGateway(manyReferences(10));

    const { data, errors } = await gateway.query(crawl, { variables: { after } });

    expect(data).toEqual({ externalReferences: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toEqual([]);
  });

  it('whose place was changed leads to another place of the same list, and nowhere else', async () => {
    await using gateway = await startGateway(manyReferences(10));
    const [, seal] = Buffer.from(await firstCursor(gateway), 'base64url')
      .toString()
      .split('.');

    const after = Buffer.from(`7.${seal}`).toString('base64url');
    const { data } = await gateway.query(crawl, { variables: { after } });

    expect(data.externalReferences.nodes).toEqual([{ kantataId: '8' }, { kantataId: '9' }, { kantataId: '10' }]);
    expect(gateway.requests()).toEqual([
      'GET /external_references?limit=4&offset=7&order=created_at:asc&subject_type=Story',
    ]);
  });
});

function person(id: string, name: string, created_at: string, updated_at: string) {
  return { id, user_id: id, label: name, display_label: name, full_name: name, created_at, updated_at };
}

/** References to stories in the order of their ids, every second one of Jira. */
function manyReferences(count: number) {
  return {
    external_references: Array.from({ length: count }, (_, index) => ({
      id: String(index + 1),
      subject_type: 'Story',
      subject_id: 1,
      service_name: index % 2 === 0 ? 'Jira' : 'Salesforce',
      created_at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
    })),
  };
}

async function firstCursor(gateway: TestGateway, token?: string): Promise<string> {
  const { data } = await gateway.query(
    `{ ${REFERENCES}, orderBy: CREATED_AT_ASC, first: 2) { pageInfo { endCursor } } }`,
    {
      ...(token && { token }),
    },
  );
  gateway.requests();
  return data.externalReferences.pageInfo.endCursor;
}

const enumValues = (type: string) =>
  (createSchema().getType(type) as GraphQLEnumType).getValues().map(({ name }) => name);
