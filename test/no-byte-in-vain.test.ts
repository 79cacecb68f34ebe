/**
 * What is fetched is read. Optional fields and includes are held against the operation itself, by the schema's declarations
 * alone: what the planner thinks of an operation takes no part.
 */
import { sample } from 'fast-check';
import {
  getDirectiveValues,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  parse,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { peerShapes } from '../bench/peer/shapes.ts';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { createSchema } from '../src/schema/index.ts';
import { resources } from '../src/schema/resource.ts';
import { type Account, accounts } from './planner/random-account.ts';
import { operations, type RandomOperation } from './planner/random-operation.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const schema = createSchema();

const objectsOf = (type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : [type];

const isLeftOut = (node: SelectionNode, { variables }: RandomOperation) =>
  getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true ||
  getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if === false;

/** For each endpoint, what the operation reads of its records: optional fields and associations, as the API calls them. */
function namesIn(operation: RandomOperation): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  const types = new TypeInfo(schema);
  const namesOf = (path: string) => {
    const known = names.get(path) ?? new Set();
    names.set(path, known);
    return known;
  };
  const note = (type: GraphQLObjectType, field: string) => {
    const found = type.getFields()[field];
    const plan = found && fieldPlanOf(found);
    const path = resources.get(type.name)?.endpoint?.path;
    if (!plan || path === undefined) return;
    // Rows of a list under several records tell by an association whose they are.
    if (plan.kind === 'nested' && plan.list.by) namesOf(plan.resource.endpoint?.path ?? '').add(plan.list.by.name);
    const known = namesOf(path);
    if (plan.kind === 'attribute' && plan.attribute.optional) known.add(plan.wire);
    if ('link' in plan) known.add(plan.link);
  };
  const enter = (node: SelectionNode) => {
    if (isLeftOut(node, operation)) return false;
    const parent = types.getParentType();
    if (node.kind === Kind.FIELD && parent) for (const type of objectsOf(parent)) note(type, node.name.value);
    return undefined;
  };
  const visitor = { Field: enter, InlineFragment: enter, FragmentSpread: enter };
  visit(parse(operation.query), visitWithTypeInfo(types, visitor));
  return names;
}

/** The optional fields and the includes that a request asks for. */
const extrasOf = (request: string): readonly string[] => {
  const { searchParams } = new URL(request.replace('GET ', ''), 'http://api');
  return ['include', 'optional_fields'].flatMap((name) => searchParams.get(name)?.split(',') ?? []);
};

/** What requests ask for beside rows that the operation does not read, one line for each. */
function inVain(operation: RandomOperation, requests: readonly string[]): string[] {
  const names = namesIn(operation);
  return requests.flatMap((request) => {
    const [path = ''] = /\/\w+/.exec(request) ?? [];
    const own = names.get(path);
    return extrasOf(request).flatMap((name) => (own?.has(name) ? [] : [`${name} of ${path}`]));
  });
}

/** The rows of these requests, as the API answers them: `users 7`. */
async function rowsOf({ sandbox }: TestGateway, requests: readonly string[], token: string): Promise<string[]> {
  const rows: string[] = [];
  for (const request of requests) {
    const response = await fetch(sandbox.url + request.replace('GET ', ''), {
      headers: { authorization: `Bearer ${token}` },
    });
    const { results: _, count: __, ...collections } = (await response.json()) as Record<string, object>;
    for (const [key, byId] of Object.entries(collections))
      if (key !== 'meta') for (const id of Object.keys(byId)) rows.push(`${key} ${id}`);
  }
  return rows;
}

interface ReportedCall {
  readonly rowsReceived: number;
  readonly rowsUsed: number;
}

describe('what an operation fetches', () => {
  it('is read, and every record comes once, in all shapes of the bench beside other gateways', async () => {
    await using gateway = await startGateway(undefined, { sandbox: { seed: 1, size: 2_000 } });
    const [someone] = gateway.sandbox.users;
    for (const { name, query, variables } of peerShapes(gateway.sandbox.tables)) {
      const headers = { 'x-upstream-trace': '1' };
      const { errors, extensions } = await gateway.query(query, { variables, headers });
      const requests = gateway.requests();
      const rows = await rowsOf(gateway, requests, someone?.token ?? '');
      const calls = extensions.upstream.calls as readonly ReportedCall[];

      expect({ name, errors, calls: requests.length, vain: inVain({ query, variables }, requests) }).toEqual({
        name,
        calls: name === 'deep' ? 2 : 1,
        vain: [],
      });
      expect(rows.toSorted()).toEqual([...new Set(rows)].toSorted());
      expect(rows.length).toBe(calls.reduce((sum, { rowsReceived }) => sum + rowsReceived, 0));
      expect(calls.map(({ rowsUsed }) => rowsUsed)).toEqual(calls.map(({ rowsReceived }) => rowsReceived));
      gateway.requests();
    }
  });

  it.each([1, 2, 3])('is nothing that a random operation does not read, over account %i', async (number) => {
    const [account] = sample(accounts({ crowded: false }), { seed: 20_261_130 + number, numRuns: 1 }) as [Account];
    await using gateway = await startGateway(account, { maxUpstreamCalls: 1_000, maxRecords: 1_000_000 });
    let extras = 0;
    for (const operation of sample(operations(schema, { crowded: false }), { seed: number, numRuns: 30 })) {
      const { errors } = await gateway.query(operation.query, { variables: operation.variables });
      const requests = gateway.requests();
      extras += requests.flatMap(extrasOf).length;

      expect({ ...operation, errors, vain: inVain(operation, requests) }).toEqual({ ...operation, vain: [] });
    }
    expect(extras).toBeGreaterThan(50);
  });

  it('would be caught in vain', () => {
    const query = `query ($no: Boolean!) { users { nodes { fullName role @include(if: $no) { name } manager { city } } } }`;

    expect(
      inVain({ query, variables: { no: false } }, [
        'GET /users?include=manager,role&optional_fields=performance&per_page=20',
      ]),
    ).toEqual(['role of /users', 'performance of /users']);
  });
});
