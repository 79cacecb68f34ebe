/** Plans are made once for a document, and found again in well under a microsecond. */
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { Planner } from './planner.ts';
import type { Plan } from './plan.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Plans of one document, by operation and by the variables that its directives read. */
interface PlannedDocument {
  readonly conditions: readonly string[];
  readonly plans: Map<string, Plan>;
}

/** A document with many switches has many plans; past this many, the oldest goes. */
const MAX_PLANS_PER_DOCUMENT = 64;

const planned = new WeakMap<DocumentNode, PlannedDocument>();

/**
 * The plan of a validated operation. A document that was planned before, with the same values of the
 * variables in its `@skip` and `@include`, gives the plan it gave then.
 */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Plan {
  let known = planned.get(document);
  if (!known) planned.set(document, (known = { conditions: conditionsOf(document), plans: new Map() }));
  const key = known.conditions.reduce(
    (text, name) => text + (variables[name] ? '1' : '0'),
    `${operation.name?.value ?? ''} `,
  );
  let plan = known.plans.get(key);
  if (!plan) {
    plan = new Planner(schema, document, variables).plan(operation);
    if (known.plans.size >= MAX_PLANS_PER_DOCUMENT) known.plans.delete(known.plans.keys().next().value as string);
    known.plans.set(key, plan);
  }
  return plan;
}

/** Directives whose argument `if` decides what is planned. Of `@stream`, `initialCount` is read when it is answered. */
const CONDITIONAL: ReadonlySet<string> = new Set(['skip', 'include', 'defer', 'stream']);

function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: args }) {
      if (!CONDITIONAL.has(name.value)) return;
      for (const { name: argument, value } of args ?? [])
        if (argument.value === 'if' && value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
