/**
 * That one operation a type is enough to know the API. What `planner-shapes` and `planner-dialects` hold of a gateway that
 * has seen every row (calls as few as the bound, and as foretold), they hold of one that was warmed up so.
 */
import { getNullableType, isEnumType, isRequiredArgument } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ApiFacts } from '../src/loaders/api-facts.ts';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { resources } from '../src/schema/resource.ts';
import { factsAbout, ruleOf } from './planner/dialects.ts';
import { schema } from './planner/trial.ts';
import { startGateway } from './support/gateway.ts';

/** One list of each type that has one, with the arguments that it cannot do without. */
const warmUp = (ids: (collection: string) => readonly string[]) =>
  Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const plan = fieldPlanOf(field);
    if (plan?.kind !== 'list' || plan.resource.endpoint?.writes) return [];
    const required = field.args.filter(isRequiredArgument).map(({ name, type }) => {
      const named = getNullableType(type);
      const value = isEnumType(named) ? named.getValues()[0]?.name : JSON.stringify(ids(name)[0] ?? '1');
      return `${name}: ${value}, `;
    });
    return [{ key: plan.resource.key, query: `{ ${field.name}(${required.join('')}first: 200) { nodes { id } } }` }];
  });

describe.each(['recorded', 'contract', 'sparse', 'always-ref', 'recorded,mixed', 'sparse,mixed'])(
  'over an API that speaks %s',
  (words) => {
    it('one operation a type shows of each association what all rows show', async () => {
      const dialect = dialectOf(words) as Dialect;
      const facts = new ApiFacts(resources.values());
      await using gateway = await startGateway(undefined, {
        facts,
        sandbox: { size: 2_000, dialect },
        maxUpstreamCalls: 500,
      });
      const rows = Object.fromEntries([...gateway.sandbox.tables].map(([key, table]) => [key, [...table.values()]]));
      const lists = warmUp((name) =>
        (rows[name.startsWith('workspace') ? 'workspaces' : 'estimate_scenarios'] ?? []).map(({ id }) => id),
      );
      const came = new Set<string>();
      const foretold = { min: 0, max: 0 };
      for (const { key, query } of lists) {
        const { totals } = await gateway.explain(query);
        foretold.min += totals.min;
        foretold.max += totals.max;
        const { data, errors } = await gateway.query(query);
        if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
        const [list] = Object.values(data) as { nodes: unknown[] }[];
        if (list && list.nodes.length > 0) came.add(key);
      }
      const calls = gateway.requests().length;

      const all = new Map(
        factsAbout(rows, ruleOf(dialect, rows))
          .assumptions()
          .map(({ name, shown }) => [name, shown]),
      );
      const learned = facts.assumptions().filter(({ collection }) => came.has(collection.key));
      const otherwise = learned.filter(({ name, shown }) => shown !== all.get(name));
      expect(learned.length).toBeGreaterThan(250);
      // Of rows that write an id at random, a short list may have shown one kind alone.
      expect(otherwise.filter(({ name }) => all.get(name) !== 'varies').map(({ name }) => name)).toEqual([]);
      expect(otherwise.length).toBeLessThanOrEqual(words.startsWith('sparse') ? 5 : 0);
      expect(calls).toBeGreaterThanOrEqual(foretold.min);
      expect(calls).toBeLessThanOrEqual(foretold.max);
    }, 60_000);
  },
);
