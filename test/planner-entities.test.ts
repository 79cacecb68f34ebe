/**
 * That a router gets through `_entities` what everybody gets by id, by the same calls, in each way that the API may
 * write its answers. `ENTITY_RUNS` asks more operations of each, and `FC_SEED` draws others.
 */
import { sample } from 'fast-check';
import {
  astFromValue,
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  GraphQLID,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Dialect, dialectOf, READINGS } from '../src/sandbox/dialect.ts';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import type { Resource } from '../src/schema/resource.ts';
import { factsAbout, ruleOf } from './planner/dialects.ts';
import { type Account, accounts } from './planner/random-account.ts';
import { operations, type RandomOperation } from './planner/random-operation.ts';
import { schema } from './planner/trial.ts';
import { startGateway } from './support/gateway.ts';
import { sized } from './support/long-form.ts';

const seed = Number(process.env.FC_SEED ?? 20_261_130);
const RUNS = Number(process.env.ENTITY_RUNS ?? sized({ long: 40, short: 6 }));
const RUNS_AN_ACCOUNT = 40;

interface Asked {
  readonly query: string;
  /** The keys of fields whose records are asked for as entities, and whether that is one record. */
  readonly keys: ReadonlyMap<string, boolean>;
}

/** A subgraph has no `Node`: it belongs to the larger graph. */
const isOfSubgraph = (query: string) => !/\bnodes?\(|\bon Node\b/.test(query);

/** Has fields that ask for records by id ask for them as a router does. The other fields stay. */
function throughEntities({ query, variables }: RandomOperation): Asked {
  const document = parse(query);
  const [operation, ...rest] = document.definitions as [OperationDefinitionNode, ...DocumentNode['definitions']];
  const keys = new Map<string, boolean>();
  const selections = operation.selectionSet.selections.map((field): SelectionNode => {
    const definition = field.kind === Kind.FIELD ? schema.getQueryType()?.getFields()[field.name.value] : undefined;
    const meaning = definition && fieldPlanOf(definition);
    if (field.kind !== Kind.FIELD || !definition || (meaning?.kind !== 'one' && meaning?.kind !== 'several'))
      return field;
    const { type } = meaning.resource as Resource;
    const args = getArgumentValues(definition, field, variables);
    const ids = meaning.kind === 'one' ? [args.id as string] : (args.ids as string[]);
    keys.set(field.alias?.value ?? field.name.value, meaning.kind === 'one');
    return asEntities(field, ids, type);
  });
  const changed = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const text = print({ ...document, definitions: [{ ...changed, variableDefinitions: [] }, ...rest] });
  // Those that named an id are of no use any more.
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) =>
    new RegExp(`\\$${variable.name.value}\\b`).test(text),
  );
  return { query: print({ ...document, definitions: [{ ...changed, variableDefinitions }, ...rest] }), keys };
}

function asEntities(field: FieldNode, ids: readonly string[], type: string): FieldNode {
  const value = (text: string) => astFromValue(text, GraphQLID);
  const representations = ids.map((id) => {
    const fields = { __typename: type, [id.includes(':') ? 'id' : 'kantataId']: id };
    return {
      kind: Kind.OBJECT,
      fields: Object.entries(fields).map(([key, text]) => ({
        kind: Kind.OBJECT_FIELD,
        name: { kind: Kind.NAME, value: key },
        value: value(text),
      })),
    };
  });
  const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } };
  return {
    ...field,
    alias: { kind: Kind.NAME, value: field.alias?.value ?? field.name.value },
    name: { kind: Kind.NAME, value: '_entities' },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'representations' },
        value: { kind: Kind.LIST, values: representations },
      },
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: field.selectionSet }],
    },
  } as FieldNode;
}

describe('records as entities', () => {
  it.each([...READINGS, 'recorded,mixed', 'sparse,mixed'])(
    'are those that are asked for by id, by the same calls: %s',
    async (words) => {
      let asked = 0;
      for (let number = 1; asked < RUNS; number++) {
        const [account] = sample(accounts({ crowded: false }), { seed: seed + number, numRuns: 1 }) as [Account];
        const dialect = dialectOf(words) as Dialect;
        await using gateway = await startGateway(account, {
          federation: true,
          facts: factsAbout(account, ruleOf(dialect, account)),
          sandbox: { dialect },
          maxUpstreamCalls: Number.POSITIVE_INFINITY,
          maxRecords: Number.POSITIVE_INFINITY,
          maxEntities: 100_000,
        });
        for (const operation of sample(operations(schema, { crowded: false }), {
          seed: seed + number,
          numRuns: RUNS_AN_ACCOUNT,
        })) {
          if (!isOfSubgraph(operation.query) || asked >= RUNS) continue;
          const { query, keys } = throughEntities(operation);
          if (keys.size === 0) continue;
          asked++;
          const { variables } = operation;
          const right = await gateway.query(operation.query, { variables });
          const rightCalls = gateway.requests();
          const got = await gateway.query(query, { variables });

          expect(got.errors, `of ${query}`).toBeUndefined();
          const data = Object.fromEntries(
            Object.entries(got.data as Record<string, unknown>).map(([key, value]) => [
              key,
              keys.get(key) ? (value as unknown[])[0] : value,
            ]),
          );
          expect(data, `of ${query}`).toEqual(right.data);
          expect(gateway.requests().toSorted(), `of ${query}`).toEqual(rightCalls.toSorted());
        }
      }
    },
    60_000 + RUNS * 500,
  );
});
