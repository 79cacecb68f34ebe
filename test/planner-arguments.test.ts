/** The planner's promise on every filter and every order of every list, each at least once, beside others at random. */
import { assert, asyncProperty, sample } from 'fast-check';
import { type GraphQLField, Kind, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { type Account, accounts } from './planner/random-account.ts';
import { type Asked, askedOf, operationsAsking, type RandomOperation } from './planner/random-operation.ts';
import { schema, Trial } from './planner/trial.ts';

const seed = Number(process.env.FC_SEED ?? 20_261_130);
console.info(`planner, by arguments: FC_SEED=${seed}`);

const TIMEOUT_MS = 180_000;

/** Roots of one list in an operation; more of them meet each other's records. */
const TOGETHER = 5;

const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
  (field) => fieldPlanOf(field)?.kind === 'list',
);

const nameOf = ({ argument, name }: Asked) => [argument, ...(name === null ? [] : [name])].join('.');

const inParts = (asked: readonly Asked[]) =>
  Array.from({ length: Math.ceil(asked.length / TOGETHER) }, (_, at) =>
    asked.slice(at * TOGETHER, (at + 1) * TOGETHER),
  );

/** The arguments that an operation gives to root fields of this name, read from its text. */
function givenTo(list: string, { query }: RandomOperation): string[] {
  const info = new TypeInfo(schema);
  const given: string[] = [];
  visit(
    parse(query),
    visitWithTypeInfo(info, {
      Argument({ name: { value: argument }, value }) {
        if (info.getParentType()?.name !== 'Query' || info.getFieldDef()?.name !== list) return;
        if (argument === 'filter' && value.kind === Kind.OBJECT)
          given.push(...value.fields.map(({ name }) => `filter.${name.value}`));
        else given.push(value.kind === Kind.ENUM && argument === 'orderBy' ? `orderBy.${value.value}` : argument);
      },
    }),
  );
  return given;
}

let trial: Trial;
beforeAll(async () => {
  const [account] = sample(accounts({ crowded: false }), { seed, numRuns: 1 });
  trial = await Trial.start(account as Account);
});
afterAll(() => trial[Symbol.asyncDispose]());

describe('a list, asked by each of its arguments, is answered with the fewest calls, and as it was foretold', () => {
  it.each(lists.map((field) => [field.name, field] as const))(
    '%s',
    async (list, field: GraphQLField<unknown, unknown>) => {
      const asked = askedOf(field);
      const given = new Set<string>();
      for (const some of inParts(asked)) {
        const promise = asyncProperty(operationsAsking(schema, list, some), async (operation) => {
          for (const name of givenTo(list, operation)) given.add(name);
          const outcome = await trial.run(operation);
          if (outcome.complaints.length > 0) throw new Error(trial.report(operation, outcome));
        });
        await assert(promise, { seed, numRuns: 1, interruptAfterTimeLimit: 90_000, markInterruptAsFailure: true });
      }
      expect(asked.map(nameOf).filter((name) => !given.has(name))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
