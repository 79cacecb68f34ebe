/** The executor with graphql-js' signature, and the schema as graphql-js itself executes it. */
import {
  buildSchema,
  execute,
  graphql,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
} from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { createExecutor } from '../src/execution/execute.ts';
import { assertPlannable } from '../src/schema/check-schema.ts';
import { withFieldPlan } from '../src/schema/field-plan.ts';
import { createSchema, type SchemaContext } from '../src/schema/index.ts';
import { startGateway } from './support/gateway.ts';

const gateway = await startGateway(undefined, { federation: false });
afterAll(() => gateway[Symbol.asyncDispose]());

const { schema, executor } = gateway.gateway;
const contextValue = { executor, caller: { token: 'demo', isRouter: false, trace: false } } satisfies SchemaContext;

/** Each kind of answer: lists, records, references of several types, aliases, fragments, variables of every kind. */
const OPERATIONS: Readonly<Record<string, { query: string; variables?: Record<string, unknown> }>> = {
  'a list and what it leads to': {
    query: '{ seats: workspaceResources(first: 5) { totalCount nodes { id who: user { fullName } role { name } } } }',
  },
  'an interface and fragments': {
    query:
      'query ($id: ID!) { node(id: $id) { id ... on User { ...Name } } } fragment Name on User { fullName headline }',
    variables: { id: 'User:1' },
  },
  'an order, a filter and a size': {
    query:
      'query ($first: Int, $orderBy: WorkspaceOrder, $filter: WorkspaceFilter) { workspaces(first: $first, orderBy: $orderBy, filter: $filter) { nodes { title createdAt startDate } pageInfo { hasNextPage endCursor } } }',
    variables: { first: 3, orderBy: 'TITLE_ASC', filter: {} },
  },
  'a condition': {
    query: 'query ($no: Boolean = false) { users(first: 2) { nodes { fullName @include(if: $no) id } } }',
  },
  'a summary': {
    query:
      '{ hours: timeEntriesSummary(groupBy: [USER, MONTH]) { complete rows { user { fullName } month time: timeInMinutes billAmount { currency amountInCents } } } }',
  },
  introspection: { query: '{ __schema { queryType { name } } users { totalCount } }' },
};

describe('graphql-js', () => {
  it.each(Object.entries(OPERATIONS))('answers %s as the gateway does, by as many REST calls', async (_, operation) => {
    const { query, variables } = operation;
    const expected = await gateway.query(query, { token: 'demo', ...(variables && { variables }) });
    const calls = gateway.requests();

    const result = await graphql({ schema, source: query, variableValues: variables, contextValue });

    expect(expected.errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(result))).toEqual({ data: expected.data });
    expect(gateway.requests()).toEqual(calls);
  });

  it('has errors at their paths, with their codes, and everything else', async () => {
    const query = '{ users(first: 1) { nodes { fullName } } wrong: user(id: "no id") { fullName } }';
    const expected = await gateway.query(query, { token: 'demo' });
    gateway.requests();

    const result = await graphql({ schema, source: query, contextValue });

    expect(expected.errors).toMatchObject([{ path: ['wrong'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.parse(JSON.stringify(result))).toEqual({ data: expected.data, errors: expected.errors });
    expect(gateway.requests()).toHaveLength(1);
  });

  it('refuses what the gateway refuses, in the same words and without the HTTP status', async () => {
    const lists = Array.from({ length: 60 }, (_, at) => `l${at}: users(filter: { ids: [${at}] }) { totalCount }`);
    const query = `{ ${lists.join(' ')} }`;
    const expected = await gateway.query(query, { token: 'demo' });

    const { data, errors } = await graphql({ schema, source: query, contextValue });

    expect(data).toEqual(Object.fromEntries(lists.map((_, at) => [`l${at}`, null])));
    const [refusal] = expected.errors ?? [];
    expect(refusal?.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX' });
    expect(errors?.map(({ message, extensions }) => ({ message, extensions }))).toEqual(
      lists.map(() => ({ message: refusal?.message, extensions: refusal?.extensions })),
    );
    expect(gateway.requests()).toEqual([]);
  });

  it('runs an operation once for all its root fields', async () => {
    let runs = 0;
    const counting: typeof executor = {
      ...executor,
      execute: (args) => {
        runs++;
        return executor.execute(args);
      },
    };

    const { errors } = await graphql({
      schema,
      source: '{ a: users { totalCount } b: users(first: 1) { nodes { id } } skills { totalCount } }',
      contextValue: { ...contextValue, executor: counting },
    });

    expect(errors).toBeUndefined();
    expect(runs).toBe(1);
    // Both lists of users come by one call.
    expect(gateway.requests()).toHaveLength(2);
  });

  it('runs an operation anew for each execution of a document', async () => {
    const document = parse('query ($id: ID!) { user(id: $id) { id } }');
    const { data: known } = await gateway.query('{ users(first: 2) { nodes { id kantataId } } }', { token: 'demo' });
    const users = known.users.nodes as { id: string; kantataId: string }[];
    gateway.requests();
    const ids = [];
    for (const { kantataId: id } of users)
      ids.push(await execute({ schema, document, variableValues: { id }, contextValue: { ...contextValue } }));

    expect(ids.map(({ data }) => data?.user)).toMatchObject(users.map(({ id }) => ({ id })));
    expect(gateway.requests()).toHaveLength(2);
  });

  it('is told what is missing where it has no executor', async () => {
    const { errors } = await graphql({ schema, source: '{ users { totalCount } }' });

    expect(errors).toMatchObject([
      { message: expect.stringContaining('Execute it with `contextValue: { executor, caller }`'), path: ['users'] },
    ]);
    expect(gateway.requests()).toEqual([]);
  });
});

describe('the executor', () => {
  it('takes the arguments of graphql-js, and answers as the gateway does', async () => {
    const document = parse('query One($id: ID!) { user(id: $id) { fullName } } query Other { users { totalCount } }');
    const args = { schema, document, operationName: 'One', variableValues: { id: '1' }, contextValue };

    const { data, errors } = await executor.execute(args);

    expect(errors).toBeUndefined();
    expect(data).toEqual((await gateway.query('{ user(id: 1) { fullName } }', { token: 'demo' })).data);
  });

  it('refuses a schema that it was not made for', async () => {
    const other = createSchema({ maxFirst: 7 });

    await expect(executor.execute({ schema: other, document: parse('{ __typename }'), contextValue })).rejects.toThrow(
      'another schema',
    );
  });
});

describe('a schema that cannot be planned', () => {
  const name = { type: new GraphQLNonNull(GraphQLString) };
  const query = (field: object) => new GraphQLObjectType({ name: 'Query', fields: { name: { ...name, ...field } } });
  const attribute = { kind: 'attribute', wire: 'name', attribute: {} } as never;
  const marked = new GraphQLDirective({ name: 'mine', locations: ['FIELD' as never] });
  const schemas: readonly (readonly [string, GraphQLSchema, string])[] = [
    ['has a field of others', buildSchema('type Query { a: Int }'), 'Query.a has no plan'],
    [
      'promises a value that may be unknown',
      new GraphQLSchema({ query: query(withFieldPlan(attribute)) }),
      'Query.name is non-null, but its value may be unknown',
    ],
    [
      'has a directive that nothing reads',
      new GraphQLSchema({
        query: query(withFieldPlan({ kind: 'cursor' })),
        directives: [marked],
      }),
      'The directive @mine',
    ],
  ];

  it.each(schemas)('because it %s is refused when the executor is made', (_, wrong, message) => {
    const make = () =>
      createExecutor({
        schema: wrong,
        send: () => Promise.reject(new Error('Nothing is asked.')),
        maxUpstreamCalls: 1,
        waveWaitMs: 1,
        operationTimeoutMs: 1,
        maxFirst: 1,
        maxEntities: 1,
      });

    expect(make).toThrow(message);
  });

  it.each([true, false])('is none of ours: federation %s', (federation) => {
    expect(() => assertPlannable(createSchema({ federation }))).not.toThrow();
  });
});
