import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';

const times = <Value>(count: number, make: (number: number) => Value) =>
  Array.from({ length: count }, (_, at) => make(at + 1));

const rows = {
  workspaces: times(20, (number) => ({
    id: String(number),
    title: `Project ${number}`,
    creator_id: String(number),
    primary_counterpart_id: String(number + 1),
  })),
  users: times(60, (number) => ({ id: String(number), full_name: `User ${number}` })),
  roles: times(3, (number) => ({ id: String(number), name: `Role ${number}` })),
  stories: times(5, (number) => ({ id: String(number), title: `Task ${number}`, workspace_id: '1' })),
  time_entries: times(5, (number) => ({
    id: String(number),
    time_in_minutes: number * 10,
    workspace_id: '1',
    user_id: '1',
  })),
  workspace_resources: times(1_000, (number) => ({
    id: String(number),
    workspace_id: '1',
    user_id: String((number % 60) + 1),
    role_id: String((number % 3) + 1),
  })),
  external_references: [
    { id: '1', subject_type: 'Workspace', subject_id: '7', service_name: 'books' },
    { id: '2', subject_type: 'Story', subject_id: '3', service_name: 'tracker' },
    { id: '3', subject_type: 'Story', subject_id: '4', service_name: 'tracker' },
  ],
  custom_field_values: [
    { id: '9', subject_type: 'Workspace', subject_id: '1', custom_field_name: 'Region', value: 'EMEA' },
  ],
};

const start = (options: Parameters<typeof startGateway>[1] = {}) =>
  startGateway(rows, { federation: true, ...options });

const TITLES = `query($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Workspace { title }
    ... on User { fullName }
    ... on Role { name }
    ... on Story { title }
    ... on TimeEntry { timeInMinutes }
  }
}`;

/** How a router names a workspace whose Kantata id is all that another subgraph knows. */
const project = (number: number) => ({ __typename: 'Workspace', kantataId: String(number) });
const projectFound = (number: number) => ({ __typename: 'Workspace', title: `Project ${number}` });

/** With this media type the HTTP status tells a refusal, too. */
const accept = 'application/graphql-response+json';

const only = (ids: readonly (number | string)[]) => `only=${ids.join(',')}`;

describe('_entities', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await start();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const entities = async (representations: unknown, query = TITLES) => {
    gateway.requests();
    return gateway.query(query, { variables: { representations } });
  };

  it('brings 1,000 workspace resources by their Kantata ids, each with user and role, in 7 REST calls', async () => {
    const numbers = times(1_000, (number) => 1_001 - number);

    const { data, errors } = await entities(
      numbers.map((number) => ({ __typename: 'WorkspaceResource', kantataId: String(number) })),
      `query($representations: [_Any!]!) { _entities(representations: $representations) {
         ... on WorkspaceResource { id user { fullName } role { name } } } }`,
    );

    expect(gateway.requests()).toHaveLength(7);
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual(
      numbers.map((number) => ({
        id: `WorkspaceResource:${number}`,
        user: { fullName: `User ${(number % 60) + 1}` },
        role: { name: `Role ${(number % 3) + 1}` },
      })),
    );
  });

  it('calls once for each of five types, however they are mixed', async () => {
    const { data, errors } = await entities([
      { __typename: 'Story', kantataId: '2' },
      project(3),
      { __typename: 'User', kantataId: '4' },
      { __typename: 'Story', id: 'Story:1' },
      { __typename: 'TimeEntry', kantataId: '5' },
      { __typename: 'Role', id: 'Role:1' },
      { __typename: 'User', id: 'User:60' },
      project(1),
    ]);

    expect(gateway.requests().map((line) => line.replace(/\?.*(only=[^&]*).*/, ' $1'))).toEqual([
      'GET /stories only=1,2',
      'GET /workspaces only=1,3',
      'GET /users only=4,60',
      'GET /time_entries only=5',
      'GET /roles only=1',
    ]);
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([
      { __typename: 'Story', title: 'Task 2' },
      projectFound(3),
      { __typename: 'User', fullName: 'User 4' },
      { __typename: 'Story', title: 'Task 1' },
      { __typename: 'TimeEntry', timeInMinutes: 50 },
      { __typename: 'Role', name: 'Role 1' },
      { __typename: 'User', fullName: 'User 60' },
      projectFound(1),
    ]);
  });

  it('asks for a record once that is named several times, by either key or both, and keeps the order', async () => {
    const { data } = await entities([
      project(2),
      { __typename: 'Workspace', id: 'Workspace:2' },
      project(1),
      { __typename: 'Workspace', id: 'Workspace:2', kantataId: '2' },
      { __typename: 'Workspace', kantataId: 1, title: 'fields of no key are not looked at' },
    ]);

    expect(gateway.requests()).toEqual([
      `GET /workspaces?apply_default_filters=false&include_archived=true&${only([1, 2])}`,
    ]);
    expect(data._entities).toEqual([2, 2, 1, 2, 1].map(projectFound));
  });

  it('asks with the union of everything that is selected of a type, here and elsewhere in the operation', async () => {
    const { data } = await entities(
      [project(1)],
      `query($representations: [_Any!]!) {
         _entities(representations: $representations) {
           ... on Workspace { creator { fullName } }
           ... on Workspace { primaryCounterpart { fullName } }
         }
         again: _entities(representations: [{ __typename: "Workspace", id: "Workspace:3" }]) { ... on Workspace { title } }
         workspace(id: "2") { title }
       }`,
    );

    expect(gateway.requests()).toEqual([
      `GET /workspaces?apply_default_filters=false&include=creator,primary_counterpart&include_archived=true&${only([1, 2, 3])}`,
    ]);
    expect(data).toEqual({
      _entities: [{ creator: { fullName: 'User 1' }, primaryCounterpart: { fullName: 'User 2' } }],
      again: [{ title: 'Project 3' }],
      workspace: { title: 'Project 2' },
    });
  });

  it('reads external references by their id, and by their Kantata id with the type of their subject', async () => {
    const { data, errors } = await entities(
      [
        // A link of that number there is, but to a task.
        { __typename: 'ExternalReference', kantataId: '2', subjectType: 'WORKSPACE' },
        { __typename: 'ExternalReference', kantataId: '3', subjectType: 'STORY' },
        { __typename: 'ExternalReference', id: 'ExternalReference:Workspace:1' },
        { __typename: 'ExternalReference', id: 'ExternalReference:Story:2', kantataId: '2', subjectType: 'STORY' },
      ],
      `query($representations: [_Any!]!) { _entities(representations: $representations) {
         ... on ExternalReference { id serviceName } } }`,
    );

    expect(gateway.requests()).toEqual([
      'GET /external_references?apply_default_filters=false&only=1,2&subject_type=Workspace',
      'GET /external_references?apply_default_filters=false&only=2,3&subject_type=Story',
    ]);
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([
      null,
      { id: 'ExternalReference:Story:3', serviceName: 'tracker' },
      { id: 'ExternalReference:Workspace:1', serviceName: 'books' },
      { id: 'ExternalReference:Story:2', serviceName: 'tracker' },
    ]);
  });

  it('reads by its own path a record that no list gives without knowing where it belongs', async () => {
    const { data } = await entities(
      [{ __typename: 'CustomFieldValue', kantataId: '9' }],
      `query($representations: [_Any!]!) { _entities(representations: $representations) {
         ... on CustomFieldValue { customFieldName } } }`,
    );

    expect(gateway.requests()).toEqual(['GET /custom_field_values/9']);
    expect(data._entities).toEqual([{ customFieldName: 'Region' }]);
  });

  it('answers null, without an error, for a record that the token cannot see', async () => {
    const { data, errors } = await entities([project(1), project(404)]);

    expect(data._entities).toEqual([projectFound(1), null]);
    expect(errors).toBeUndefined();
  });

  it('calls nothing for no representations', async () => {
    const { data, errors } = await entities([]);

    expect(gateway.requests()).toEqual([]);
    expect(data).toEqual({ _entities: [] });
    expect(errors).toBeUndefined();
  });

  describe.each([
    [null, 'is no object'],
    [42, 'is no object'],
    ['Workspace:1', 'is no object'],
    [[project(1)], 'is no object'],
    [{}, 'has no `__typename`'],
    [{ __typename: 7, id: 'Workspace:1' }, 'has no `__typename`'],
    [{ __typename: 'Nope', id: 'Nope:1' }, '"Nope" is a type that this API does not have'],
    [{ __typename: 'constructor', id: 'constructor:1' }, 'is a type that this API does not have'],
    [{ __typename: 'PageInfo' }, 'is a type that this API does not have'],
    [{ __typename: 'AccountColor', kantataId: '1' }, 'cannot be asked for by id'],
    [{ __typename: 'Workspace' }, 'has no key. Workspace has `id` and `kantataId`.'],
    [{ __typename: 'Workspace', id: null }, 'has no key'],
    [{ __typename: 'Workspace', id: '1' }, 'its `id` is no global id. They look like "Workspace:42".'],
    [{ __typename: 'Workspace', id: 1 }, 'its `id` is no global id'],
    [{ __typename: 'Workspace', id: 'Story:1' }, 'its `id` is that of a Story, its `__typename` is Workspace'],
    [{ __typename: 'Workspace', id: 'Workspace:Story:1' }, 'is no global id'],
    [{ __typename: 'Workspace', id: 'Workspace:1/../2' }, 'its `id` is no global id'],
    [{ __typename: 'Workspace', kantataId: '1/../2' }, 'its `kantataId` is no number of the REST API'],
    [{ __typename: 'Workspace', kantataId: 1.5 }, 'its `kantataId` is no number of the REST API'],
    [{ __typename: 'Workspace', kantataId: ['1'] }, 'its `kantataId` is no number of the REST API'],
    [
      { __typename: 'Workspace', id: 'Workspace:1', kantataId: '2' },
      'its `id` is that of another record than its other key',
    ],
    [
      { __typename: 'ExternalReference', kantataId: '2' },
      'has no key. ExternalReference has `id` and `kantataId subjectType`.',
    ],
    [{ __typename: 'ExternalReference', kantataId: '2', subjectType: 'Story' }, 'its `subjectType` is none that a'],
    [
      { __typename: 'ExternalReference', id: 'ExternalReference:Story:2', subjectType: 'WORKSPACE' },
      'its `id` is that of another record than its other key',
    ],
  ])('given %j', (representation, message) => {
    it(`tells in its place that it ${message}, and answers the others`, async () => {
      const { status, data, errors } = await entities([project(1), representation, project(2)]);

      expect(status).toBe(200);
      expect(data._entities).toEqual([projectFound(1), null, projectFound(2)]);
      expect(errors).toEqual([
        expect.objectContaining({
          message: expect.stringContaining(message),
          path: ['_entities', 1],
          extensions: { code: 'BAD_USER_INPUT' },
        }),
      ]);
      expect(errors?.[0]?.message).toMatch(/^representations\[1\]/);
      expect(gateway.requests()).toHaveLength(1);
    });
  });

  it('loses no good representation, and never fails as a whole, whatever stands beside it', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'Workspace',
        'Story',
        'User',
        'ExternalReference',
        'AccountColor',
        'Query',
        '_Entity',
        '__proto__',
        'toString',
      ),
      fc.constantFrom(
        'Workspace:1',
        'Workspace:0',
        'Story:',
        ':1',
        'ExternalReference:Story:2',
        'ExternalReference::2',
        '-1',
        '1e3',
      ),
    );
    const value = fc.oneof(fc.jsonValue(), text, fc.integer());
    const broken = fc.oneof(
      { weight: 1, arbitrary: fc.jsonValue() },
      {
        weight: 3,
        arbitrary: fc.record(
          { __typename: fc.oneof(text, value), id: value, kantataId: value, subjectType: value, other: value },
          { requiredKeys: [] },
        ),
      },
    );
    const good = fc.integer({ min: 1, max: 20 });

    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(good.map(project), broken), { maxLength: 30 }), good, async (list, last) => {
        const { status, data, errors = [] } = await entities([...list, project(last)]);

        expect(status).toBe(200);
        expect(data._entities).toHaveLength(list.length + 1);
        expect(data._entities.at(-1)).toEqual(projectFound(last));
        const lost = list.filter((representation, index) => {
          const number = numberOf(representation);
          return number !== null && data._entities[index]?.title !== `Project ${number}`;
        });
        expect(lost).toEqual([]);
        for (const { path, extensions } of errors) {
          expect(extensions.code).toBe('BAD_USER_INPUT');
          expect(data._entities[path?.[1] as number]).toBeNull();
        }
        expect(gateway.requests().filter((line) => line.startsWith('GET /workspaces'))).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  });

  it('tells in /explain which calls it makes', async () => {
    const { waves, totals } = await gateway.explain(TITLES, {
      variables: { representations: [...times(160, project), { __typename: 'User', kantataId: '1' }, null] },
    });

    expect(totals).toMatchObject({ min: 3, max: 3 });
    expect(waves).toHaveLength(1);
    expect(
      waves[0].calls.map(({ path, certain, serves }: Record<string, unknown>) => ({ path, certain, serves })),
    ).toEqual(['/workspaces', '/workspaces', '/users'].map((path) => ({ path, certain: true, serves: ['_entities'] })));
  });

  it('is refused before anything is called when it would pass the limit of REST calls', async () => {
    await using small = await start({ maxUpstreamCalls: 1 });

    const { status, errors } = await small.query(TITLES, {
      variables: { representations: times(151, project) },
      headers: { accept },
    });

    expect(status).toBe(422);
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', estimate: 2, limit: 1 } }]);
    expect(small.requests()).toEqual([]);
  });

  it('is refused above its limit of representations, those of all aliases counted', async () => {
    await using small = await start({ maxEntities: 3 });
    const ask = (representations: unknown[]) =>
      small.query(
        `query($representations: [_Any!]!) {
           one: _entities(representations: $representations) { __typename }
           two: _entities(representations: $representations) { __typename } }`,
        { variables: { representations }, headers: { accept } },
      );

    const { status, data, errors } = await ask([project(1), null]);

    expect({ status, data }).toEqual({ status: 422, data: undefined });
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', entities: 4, limit: 3 } }]);
    expect(small.requests()).toEqual([]);
    expect(await ask([project(1)])).toMatchObject({ status: 200 });
  });

  it('is null with all data when its representations are', async () => {
    const { data, errors } = await gateway.query(
      'query($representations: [_Any!]! = []) { _entities(representations: $representations) { __typename } }',
      { variables: { representations: null } },
    );

    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

/** The number of a representation that is as good as {@link project} makes them; null for every other. */
const numberOf = (representation: unknown): number | null => {
  const { __typename, kantataId, ...others } = (representation ?? {}) as Record<string, unknown>;
  const isGood =
    __typename === 'Workspace' && /^(1?[1-9]|[12]0)$/.test(String(kantataId)) && Object.keys(others).length === 0;
  return isGood && !Array.isArray(kantataId) ? Number(kantataId) : null;
};

describe('with a secret that the router shares', () => {
  const secret = 'a secret of the router';
  const refused = { status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] };

  it.each([
    ['_entities', `{ _entities(representations: [{ __typename: "Workspace", kantataId: "1" }]) { __typename } }`],
    ['_service', '{ _service { sdl } }'],
    [
      '_service under another name, in a fragment',
      '{ ...Hidden } fragment Hidden on Query { a: _service { sdl } workspace(id: 1) { title } }',
    ],
  ])('only who sends it may ask for %s', async (_, query) => {
    await using gateway = await start({ federationSecret: secret });

    expect(await gateway.query(query, { headers: { accept } })).toMatchObject(refused);
    expect(await gateway.query(query, { headers: { accept, 'x-router-secret': 'another secret' } })).toMatchObject(
      refused,
    );
    expect(await gateway.explain(query)).toMatchObject(refused);
    expect(gateway.requests()).toEqual([]);
    const { status, errors } = await gateway.query(query, { headers: { 'x-router-secret': secret } });
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  });

  it('everybody may ask for everything else', async () => {
    await using gateway = await start({ federationSecret: secret });

    expect((await gateway.query('{ workspace(id: "1") { title } }')).data).toEqual({
      workspace: { title: 'Project 1' },
    });
  });

  it('the router still asks in the name of a user', async () => {
    await using gateway = await start({ federationSecret: secret });

    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-router-secret': secret },
      body: JSON.stringify({ query: '{ _entities(representations: []) { __typename } }' }),
    });

    expect(response.status).toBe(401);
  });
});

describe('without federation', () => {
  it('there are no _entities and no _service, but node', async () => {
    await using gateway = await start({ federation: false });

    const unknown = { status: 422, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };

    expect(
      await gateway.query('{ _entities(representations: []) { __typename } }', { headers: { accept } }),
    ).toMatchObject(unknown);
    expect(await gateway.query('{ _service { sdl } }', { headers: { accept } })).toMatchObject(unknown);
    expect((await gateway.query('{ node(id: "Role:1") { id } }')).data).toEqual({ node: { id: 'Role:1' } });
  });
});
