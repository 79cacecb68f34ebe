/** Ids, numbers and times of the API and of callers: told exactly, or refused at their path. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const answering = (body: string) => ({ body, headers: { 'content-type': 'application/json' } });

const UNUSABLE_IDS = [
  '9007199254740993',
  '-1',
  '7.5',
  '1e400',
  '" 7"',
  '"0017"',
  '"../9"',
  '"7.0"',
  '"٧"',
  'true',
  '[]',
];

describe('an id that the API writes', () => {
  it.each(UNUSABLE_IDS)('as %s is refused where it leads on, where it is told, and where it is named', async (id) => {
    await using gateway = await startGateway({ users: [{ id: '1', full_name: 'Ada' }] });
    gateway.sandbox.fail(
      answering(
        `{"count":1,"results":[{"key":"workspace_resources","id":"5"}],"workspace_resources":{"5":{"id":"5","label":"x","user_id":${id},"role_id":"3"}}}`,
      ),
    );

    const { data, errors } = await gateway.query(
      '{ workspaceResources { nodes { label userId user { kantataId } role { kantataId } } } }',
    );

    const [node] = data.workspaceResources.nodes;
    expect(node.label).toBe('x');
    expect(node.userId).toBeNull();
    expect(node.role).toEqual({ kantataId: '3' });
    expect(errors?.map(({ path, extensions }) => [path?.at(-1), extensions.code])).toContainEqual([
      'userId',
      'UPSTREAM_BAD_RESPONSE',
    ]);
    for (const line of gateway.requests()) expect(line).not.toContain('/users');
  });

  it.each(['9007199254740993', '"0017"', '-3', 'true', '{}'])(
    'in a list, as %s, is left out with an error at the list',
    async (id) => {
      await using gateway = await startGateway({ stories: [{ id: '1', title: 'a' }] });
      gateway.sandbox.fail(
        answering(
          `{"count":1,"results":[{"key":"stories","id":"1"}],"stories":{"1":{"id":"1","assignee_ids":["7",${id},"8"]}},"users":{}}`,
        ),
      );

      const { data, errors } = await gateway.query('{ stories { nodes { assigneeIds } } }');

      expect(data.stories.nodes).toEqual([{ assigneeIds: ['7', '8'] }]);
      expect(errors?.map(({ path }) => path)).toEqual([['stories', 'nodes', 0, 'assigneeIds']]);
    },
  );

  it.each([
    ['7', '7'],
    ['"7"', '7'],
    ['9007199254740991', '9007199254740991'],
    ['"9223372036854775807"', '9223372036854775807'],
    ['""', null],
  ])('as %s is told as %s', async (written, told) => {
    await using gateway = await startGateway({ workspaces: [{ id: '1' }] });
    gateway.sandbox.fail(
      answering(
        `{"count":1,"results":[{"key":"workspaces","id":"1"}],"workspaces":{"1":{"id":"1","account_id":${written}}}}`,
      ),
    );

    const { data, errors } = await gateway.query('{ workspaces { nodes { accountId } } }');

    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes).toEqual([{ accountId: told }]);
  });
});

describe('a value that the API writes', () => {
  const cases: readonly [field: string, written: string, told: unknown][] = [
    ['priceInCents', '"0x10"', null],
    ['priceInCents', '" "', null],
    ['priceInCents', '9007199254740993', null],
    ['priceInCents', '1e400', null],
    ['priceInCents', '"1250"', 1250],
    ['targetMargin', '" "', null],
    ['targetMargin', '1e400', null],
    ['targetMargin', '"Infinity"', null],
    ['targetMargin', '"12.50"', 12.5],
    ['title', '9007199254740993', null],
    ['title', '1e400', null],
    ['title', '42', '42'],
    ['createdAt', '"2026-03-01T10:30:00"', null],
    ['createdAt', '"2026-03-01"', null],
    ['createdAt', '"2026-03-01T10:30:00-0800"', '2026-03-01T18:30:00.000Z'],
    ['createdAt', '"2026-03-01T10:30:00+05:30"', '2026-03-01T05:00:00.000Z'],
  ];
  const wire = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

  it.each(cases)('%s: %s is told as %s, or is an error at its path', async (field, written, told) => {
    await using gateway = await startGateway({ workspaces: [{ id: '1' }] });
    gateway.sandbox.fail(
      answering(
        `{"count":1,"results":[{"key":"workspaces","id":"1"}],"workspaces":{"1":{"id":"1","${wire(field)}":${written}}}}`,
      ),
    );

    const { data, errors = [] } = await gateway.query(`{ workspaces { nodes { ${field} } } }`);

    expect(data.workspaces.nodes).toEqual([{ [field]: told }]);
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      told === null ? [[['workspaces', 'nodes', 0, field], 'UPSTREAM_BAD_RESPONSE']] : [],
    );
  });

  it('as free JSON is told whole, or not at all', async () => {
    await using gateway = await startGateway({ users: [{ id: '1' }] });
    gateway.sandbox.fail(
      answering(
        '{"count":2,"results":[{"key":"custom_field_values","id":"1"},{"key":"custom_field_values","id":"2"}],"custom_field_values":{"1":{"id":"1","value":[9007199254740993]},"2":{"id":"2","value":[12,"EUR"]}}}',
      ),
    );

    const { data, errors } = await gateway.query('{ customFieldValues(subjectType: USER) { nodes { value } } }');

    expect(data.customFieldValues.nodes).toEqual([{ value: null }, { value: [12, 'EUR'] }]);
    expect(errors?.map(({ path }) => path)).toEqual([['customFieldValues', 'nodes', 0, 'value']]);
  });
});

describe('a number of a caller that JSON cannot hold', () => {
  const post = (url: string, body: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
      body,
    }).then(
      (response) =>
        response.json() as Promise<{ errors?: { message: string; path?: unknown; extensions: { code: string } }[] }>,
    );

  it.each([
    ['query ($i: ID!) { user(id: $i) { fullName } }', '{"i": 9007199254740993}'],
    ['query ($i: [ID!]!) { usersById(ids: $i) { fullName } }', '{"i": ["7", 9007199254740993]}'],
    ['query ($i: UserFilter) { users(filter: $i) { totalCount } }', '{"i": {"ids": [18014398509481985]}}'],
  ])('is refused by its variable, and nothing is asked: %s', async (query, variables) => {
    await using gateway = await startGateway({ users: [{ id: '9007199254740992', full_name: 'Another' }] });

    const { errors } = await post(gateway.url, `{"query": ${JSON.stringify(query)}, "variables": ${variables}}`);

    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toContain('"$i"');
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused in a federation key, at its place alone', async () => {
    await using gateway = await startGateway(
      {
        users: [
          { id: '9007199254740992', full_name: 'Another' },
          { id: '7', full_name: 'Ada' },
        ],
      },
      { federation: true },
    );
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { fullName } } }';

    const reply = await post(
      gateway.url,
      `{"query": ${JSON.stringify(query)}, "variables": {"r": [{"__typename": "User", "kantataId": 9007199254740993}, {"__typename": "User", "kantataId": 7}]}}`,
    );

    expect((reply as { data?: unknown }).data).toEqual({ _entities: [null, { fullName: 'Ada' }] });
    expect(reply.errors?.map(({ path }) => path)).toEqual([['_entities', 0]]);
  });
});
