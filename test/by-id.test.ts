import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLInputField,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../src/schema/index.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

/** The request for workspace resources by id, with what lifts the filters that would hide them. */
const resources = (ids: readonly (string | number)[], extras = '') =>
  `GET /workspace_resources?apply_default_filters=false&${extras}include_unnamed=true&only=${ids.join()}`;

const references = (subjectType: string, ids: readonly (string | number)[]) =>
  `GET /external_references?apply_default_filters=false&only=${ids.join()}&subject_type=${subjectType}`;

const rows = {
  users: [{ id: '1', full_name: 'Ada' }],
  roles: [{ id: '1', name: 'Designer' }],
  workspace_resources: [
    { id: '1', user_id: '1', role_id: '1', display_label: 'Ada' },
    { id: '2', user_id: '1', role_id: '1', display_label: 'Ada again' },
    // Of nobody: lists leave it out unless asked.
    { id: '3', user_id: null, role_id: '1', display_label: 'Some designer' },
  ],
  external_references: [
    { id: '1', subject_type: 'Story', subject_id: 7, service_name: 'Jira' },
    { id: '2', subject_type: 'Story', subject_id: 8, service_name: 'NetSuite' },
    { id: '3', subject_type: 'WorkspaceGroup', subject_id: 9, service_name: 'Salesforce' },
  ],
};

describe('a workspace resource by id', () => {
  it.each(['1', 'WorkspaceResource:1'])('is found by either form of its id: %s', async (id) => {
    await using gateway = await startGateway(rows);

    expect(await answer(gateway, `{ workspaceResource(id: "${id}") { id kantataId displayLabel } }`)).toEqual({
      workspaceResource: { id: 'WorkspaceResource:1', kantataId: '1', displayLabel: 'Ada' },
    });
    expect(gateway.requests()).toEqual([resources([1])]);
  });

  it('is found though it is unnamed, and lists leave it out', async () => {
    await using gateway = await startGateway(rows);

    const data = await answer(
      gateway,
      '{ workspaceResources { nodes { kantataId } } workspaceResource(id: "3") { displayLabel userId } }',
    );

    expect(data.workspaceResources.nodes).not.toContainEqual({ kantataId: '3' });
    expect(data.workspaceResource).toEqual({ displayLabel: 'Some designer', userId: null });
    expect(gateway.requests()).toEqual(['GET /workspace_resources?per_page=20', resources([3])]);
  });

  it('is null without an error where there is none', async () => {
    await using gateway = await startGateway(rows);

    expect(await answer(gateway, '{ workspaceResource(id: "4") { id } }')).toEqual({ workspaceResource: null });
    expect(gateway.requests()).toEqual([resources([4])]);
  });

  it('is null without an error where the caller may not see it', async () => {
    await using gateway = await startGateway(rows, {
      sandbox: { users: [{ token: 'bob', userId: '1', name: 'Bob', sees: (_, { id }) => id !== '1' }] },
    });

    expect(await answer(gateway, '{ workspaceResourcesById(ids: [1, 2]) { kantataId } }')).toEqual({
      workspaceResourcesById: [null, { kantataId: '2' }],
    });
  });
});

describe('workspace resources by their ids', () => {
  it('come in the order asked, as often as asked, null where there is none, with one request for each id once', async () => {
    await using gateway = await startGateway(rows);

    const { workspaceResourcesById } = await answer(
      gateway,
      '{ workspaceResourcesById(ids: ["3", "99", "WorkspaceResource:1", "3", 2, "1"]) { kantataId displayLabel } }',
    );

    const [ada, again, designer] = rows.workspace_resources.map(({ id, display_label }) => ({
      kantataId: id,
      displayLabel: display_label,
    }));
    expect(workspaceResourcesById).toEqual([designer, null, ada, designer, again, ada]);
    expect(gateway.requests()).toEqual([resources([1, 2, 3, 99])]);
  });

  it('come without a request when there are none to come', async () => {
    await using gateway = await startGateway(rows);

    expect(await answer(gateway, '{ workspaceResourcesById(ids: []) { id } nodes(ids: []) { id } }')).toEqual({
      workspaceResourcesById: [],
      nodes: [],
    });
    expect(gateway.requests()).toEqual([]);
  });

  it.each([
    [150, [150]],
    [151, [150, 1]],
    [1_000, [150, 150, 150, 150, 150, 150, 100]],
  ])('come 150 to a request: %i of them', async (count, sizes) => {
    await using gateway = await startGateway({ workspace_resources: manyResources(count) }, { maxUpstreamCalls: 7 });
    const ids = manyResources(count).map(({ id }) => id);

    const { workspaceResourcesById } = await answer(
      gateway,
      `{ workspaceResourcesById(ids: ${JSON.stringify(ids.toReversed())}) { kantataId } }`,
    );

    expect(workspaceResourcesById).toEqual(ids.toReversed().map((kantataId) => ({ kantataId })));
    const asked = idsAsked(gateway);
    expect(asked.map(({ length }) => length)).toEqual(sizes);
    expect(new Set(asked.flat())).toEqual(new Set(ids));
  });

  it('come fewer to a request where their ids are so long that the URL would be', async () => {
    await using gateway = await startGateway({});
    const ids = Array.from({ length: 150 }, (_, index) => `${9_000_000_000_000_000n + BigInt(index)}000`);

    await answer(gateway, `{ workspaceResourcesById(ids: ${JSON.stringify(ids)}) { kantataId } }`);

    const lines = gateway.sandbox.requests.map(({ line }) => line);
    expect(lines).toHaveLength(2);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2_800);
    expect(new Set(idsAsked(gateway).flat())).toEqual(new Set(ids));
  });

  it('come with one request, with user and role, however many aliases ask', async () => {
    await using gateway = await startGateway({
      workspace_resources: manyResources(50),
      users: [{ id: '1', full_name: 'Ada' }],
      roles: [{ id: '1', name: 'Designer' }],
    });
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);

    const data = await answer(
      gateway,
      `{ ${numbers.map((id) => `r${id}: workspaceResource(id: ${id}) { kantataId user { fullName } role { name } }`).join(' ')} }`,
    );

    expect(Object.values(data)).toEqual(
      numbers.map((id) => ({ kantataId: String(id), user: { fullName: 'Ada' }, role: { name: 'Designer' } })),
    );
    expect(gateway.requests()).toEqual([resources(numbers, 'include=role,user&')]);
  });

  it('come with one request, which brings what any of them is asked for', async () => {
    await using gateway = await startGateway(rows);

    await answer(
      gateway,
      `{ a: workspaceResource(id: 1) { user { fullName } } b: workspaceResource(id: 2) { role { name } }
         c: workspaceResourcesById(ids: [2, 3]) { displayLabel } d: node(id: "WorkspaceResource:1") { id } }`,
    );

    expect(gateway.requests()).toEqual([resources([1, 2, 3], 'include=role,user&')]);
  });
});

describe('an external reference by id', () => {
  it('is found by the id that names the type of its subject', async () => {
    await using gateway = await startGateway(rows);

    expect(
      await answer(gateway, '{ externalReference(id: "ExternalReference:Story:1") { id kantataId serviceName } }'),
    ).toEqual({ externalReference: { id: 'ExternalReference:Story:1', kantataId: '1', serviceName: 'Jira' } });
    expect(gateway.requests()).toEqual([references('Story', [1])]);
  });

  it('is null without an error where there is none, or its subject is of another type', async () => {
    await using gateway = await startGateway(rows);

    const data = await answer(
      gateway,
      '{ externalReferencesById(ids: ["ExternalReference:Story:9", "ExternalReference:User:1"]) { id } }',
    );

    expect(data).toEqual({ externalReferencesById: [null, null] });
    expect(gateway.requests()).toEqual([references('Story', [9]), references('User', [1])]);
  });

  it('is one of a request for each type of subject, in the order asked', async () => {
    await using gateway = await startGateway(rows);

    const data = await answer(
      gateway,
      `{ externalReferencesById(ids: [
           "ExternalReference:Story:2", "ExternalReference:WorkspaceGroup:3", "ExternalReference:Story:1",
           "ExternalReference:Story:2"]) { serviceName } }`,
    );

    expect(data.externalReferencesById.map((node: { serviceName: string }) => node.serviceName)).toEqual([
      'NetSuite',
      'Salesforce',
      'Jira',
      'NetSuite',
    ]);
    expect(gateway.requests()).toEqual([references('Story', [1, 2]), references('WorkspaceGroup', [3])]);
  });

  it.each([
    ['its number alone', '1', /without the type of its subject/],
    ['a global id without the type of its subject', 'ExternalReference:1', /without the type of its subject/],
    ['a type that no subject has', 'ExternalReference:Dinosaur:1', /without the type of its subject/],
    ['the id of another type', 'WorkspaceResource:1', /is the id of a WorkspaceResource, not of a ExternalReference/],
  ])('is not asked for by %s', async (_, id, reason) => {
    await using gateway = await startGateway(rows);

    expect(await refusal(gateway, `{ externalReference(id: "${id}") { id } }`)).toMatch(reason);
  });
});

describe('node and nodes', () => {
  it('find records of any type by their global ids, in the order asked, one request for each type', async () => {
    await using gateway = await startGateway(rows);

    const data = await answer(
      gateway,
      `{ node(id: "WorkspaceResource:3") { __typename id }
         nodes(ids: ["ExternalReference:Story:2", "User:1", "WorkspaceResource:99", "ExternalReference:Story:2"]) {
           id ... on ExternalReference { serviceName } ... on User { fullName } } }`,
    );

    expect(data).toEqual({
      node: { __typename: 'WorkspaceResource', id: 'WorkspaceResource:3' },
      nodes: [
        { id: 'ExternalReference:Story:2', serviceName: 'NetSuite' },
        { id: 'User:1', fullName: 'Ada' },
        null,
        { id: 'ExternalReference:Story:2', serviceName: 'NetSuite' },
      ],
    });
    expect(gateway.requests().toSorted()).toEqual(
      [
        references('Story', [2]),
        'GET /users?apply_default_filters=false&on_my_account=true&only=1&show_disabled=true',
        resources([3, 99]),
      ].toSorted(),
    );
  });

  it.each([
    ['a number, which says no type', '1', /no global id/],
    ['a type that does not exist', 'Dinosaur:1', /names a type that this API does not have/],
    ['a type in another spelling', 'workspace_resources:1', /no global id/],
    ['a type that comes only with a parent', 'AccountColor:1', /cannot be asked for by id/],
    ['a part too many', 'User:Story:1', /no global id/],
    ['no number', 'User:', /no global id/],
  ])('refuse %s', async (_, id, reason) => {
    await using gateway = await startGateway(rows);

    expect(await refusal(gateway, `{ node(id: "${id}") { id } }`)).toMatch(reason);
    expect(await refusal(gateway, `{ nodes(ids: ["User:1", "${id}"]) { id } }`)).toMatch(reason);
  });
});

describe('an id that is none', () => {
  const positions = idPositions();
  // One document may hold only so many fields.
  const documents = Array.from({ length: Math.ceil(positions.length / 100) }, (_, part) => {
    const some = positions.slice(part * 100, (part + 1) * 100);
    const fields = some.map((position, index) => `p${index}: ${position}`).join(' ');
    return [some.map((_, index) => `p${index}`), `query ($id: ID!) { ${fields} }`] as const;
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    '1/../../admin',
    '..',
    '1?per_page=9',
    '1#x',
    '1%2f2',
    '1,2',
    '\0',
    '1\0',
    '１２',
    '',
    ' 1',
    '1\n',
    '0',
    '01',
    '-1',
    '+1',
    '1.0',
    '1e3',
    '0x1',
    '123456789012345678901234567890',
    'null',
    'User:0',
    'User:1:2:3',
    'User:../admin',
    'Story:1?x=1',
  ])('is refused wherever an id is asked for, and nothing is called: %j', async (id) => {
    await using gateway = await startGateway({});

    for (const [aliases, query] of documents) {
      const { data, errors } = await gateway.query(query, { variables: { id } });

      expect(data).toEqual(Object.fromEntries(aliases.map((alias) => [alias, null])));
      expect(errors?.map(({ path }) => path)).toEqual(aliases.map((alias) => [alias]));
      for (const { message, extensions } of errors ?? []) {
        expect(extensions).toEqual({ code: 'BAD_USER_INPUT' });
        expect(message).toMatch(/ is (not an|no global) id\. /);
      }
    }
    expect(gateway.requests()).toEqual([]);
  });

  it('is looked for at every argument and input field of the schema that takes ids', () => {
    expect(positions.length).toBeGreaterThan(200);
    for (const position of [
      'workspaceResource(id: $id) { __typename }',
      'nodes(ids: [$id]) { __typename }',
      'workspaceResources(filter: { userId: $id }) { __typename }',
      'workspaceResources(filter: { customFields: [{ choice: { fieldId: "1", choiceIds: [$id] } }] }) { __typename }',
      'participations(workspaceId: "1", filter: { ids: [$id] }) { __typename }',
      'participations(workspaceId: $id) { __typename }',
    ])
      expect(positions).toContain(position);
  });

  it('is also the global id of a type that is not asked for', async () => {
    await using gateway = await startGateway({});

    for (const [aliases, query] of documents) {
      // No argument takes ids of this type: its records come only with a parent.
      const { errors } = await gateway.query(query, { variables: { id: 'Workweek:1' } });

      expect(errors).toHaveLength(aliases.length);
      for (const { message, extensions } of errors ?? []) {
        expect(extensions).toEqual({ code: 'BAD_USER_INPUT' });
        expect(message).toMatch(/"Workweek:1" is (not an id|the id of a Workweek)|a Workweek cannot be asked for/);
      }
    }
    expect(gateway.requests()).toEqual([]);
  });

  it('refuses the whole field that it stands in, good ids beside it or not, and no other field', async () => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(
      '{ bad: workspaceResourcesById(ids: [1, "x", 2]) { id } good: workspaceResource(id: 1) { kantataId } }',
    );

    expect(data).toEqual({ bad: null, good: { kantataId: '1' } });
    expect(errors?.map(({ path, extensions }) => ({ path, code: extensions.code }))).toEqual([
      { path: ['bad'], code: 'BAD_USER_INPUT' },
    ]);
    expect(gateway.requests()).toEqual([resources([1])]);
  });

  it('below a record refuses the operation before anything is called', async () => {
    await using gateway = await startGateway(rows);
    const nested = nestedIdArguments();

    const { errors, data, status } = await gateway.query(
      '{ workspaceResource(id: 1) { displayLabel customField(id: "1/../../admin") { displayValue } } }',
    );

    expect(new Set(nested.map((coordinate) => coordinate.split('.')[1]))).toEqual(new Set(['customField(id:)']));
    expect({ data, status }).toEqual({ data: undefined, status: 400 });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
    expect(gateway.requests()).toEqual([]);
  });
});

function manyResources(count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: String(index + 1), user_id: '1', role_id: '1' }));
}

// oxlint-disable-next-line typescript/no-explicit-any -- as the reply itself has it
async function answer(gateway: TestGateway, query: string): Promise<any> {
  const { data, errors } = await gateway.query(query);
  expect(errors).toBeUndefined();
  return data;
}

/** Why the one field of a query is refused, without a request. */
async function refusal(gateway: TestGateway, query: string): Promise<string | undefined> {
  const { data, errors } = await gateway.query(query);
  expect(Object.values(data)).toEqual([null]);
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
  expect(gateway.requests()).toEqual([]);
  return errors?.[0]?.message;
}

/** The ids of each request so far. */
const idsAsked = ({ sandbox }: TestGateway) => sandbox.requests.map(({ params }) => params.only?.split(',') ?? []);

type Input = GraphQLArgument | GraphQLInputField;

/** Root fields, each with `$id` in another of the places where an id can stand. */
function idPositions(): string[] {
  const query = createSchema().getQueryType();
  return Object.values(query?.getFields() ?? {}).flatMap((field) =>
    field.args.flatMap((argument) =>
      valuesWithId(argument).map((value) => {
        const others = field.args.filter((other) => other !== argument && needed(field.name, other));
        const args = [...others.map((other) => `${other.name}: ${usual(other)}`), `${argument.name}: ${value}`];
        return `${field.name}(${args.join(', ')}) { __typename }`;
      }),
    ),
  );
}

/** Every way to write a value of this input with `$id` in it, once. */
function valuesWithId({ type }: Input): string[] {
  const named = getNamedType(type);
  const wrap = (value: string) => (isListType(getNullableType(type)) ? `[${value}]` : value);
  if (named.name === 'ID') return [wrap('$id')];
  if (!isInputObjectType(named)) return [];
  const fields = Object.values(named.getFields());
  return fields.flatMap((field) =>
    valuesWithId(field).map((value) => {
      const others = fields.filter((other) => other !== field && needed(named.name, other));
      return wrap(
        `{ ${[...others.map((other) => `${other.name}: ${usual(other)}`), `${field.name}: ${value}`].join(', ')} }`,
      );
    }),
  );
}

/** Not required by their types, but without them the rest is refused before it is read. */
const WANTED = new Set([
  'externalReferences.subjectType',
  'CustomChoiceFilter.choiceIds',
  'CustomDateFilter.from',
  'CustomDateFilter.to',
  'SelectedChoices.choiceIds',
]);

const needed = (parent: string, { name, type, defaultValue }: Input): boolean =>
  (isNonNullType(type) && defaultValue === undefined) || WANTED.has(`${parent}.${name}`);

/** A value that is good enough to stand beside the one that is not. */
function usual({ type }: Input): string {
  const named = getNamedType(type);
  const value = isEnumType(named) ? named.getValues()[0]?.name : USUAL[named.name];
  return isListType(getNullableType(type)) ? `[${value}]` : `${value}`;
}

const USUAL: Readonly<Record<string, string>> = { ID: '"1"', Float: '1', Int: '1', Date: '"2026-03-01"' };

/** Arguments that take ids below the root: `Workspace.customField(id:)`. */
const nestedIdArguments = (): string[] =>
  Object.values(createSchema().getTypeMap())
    .filter((type) => isObjectType(type) && type.name !== 'Query')
    .flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields()).flatMap(({ name, args }) =>
            args
              .filter((argument) => getNamedType(argument.type).name === 'ID')
              .map((argument) => `${type.name}.${name}(${argument.name}:)`),
          )
        : [],
    );
