/** Plans are made once for a document that is kept, and found again in well under a microsecond. */
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { compiled, WEIGHT } from './compiled-cache.ts';
import { Planner } from './planner.ts';
import type { Plan } from './plan.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The variables that the directives of a document read. */
const conditions = new WeakMap<DocumentNode, readonly string[]>();

/**
 * The plan of a validated operation. A document that is kept and was planned before, with the same values of the
 * variables in its directives, gives the plan it gave then.
 */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Plan {
  let names = conditions.get(document);
  if (!names) conditions.set(document, (names = conditionsOf(document)));
  const key = names.reduce(
    (text, name) => `${text} ${JSON.stringify(variables[name])}`,
    `plan ${operation.name?.value ?? ''}`,
  );
  return compiled(document, key, () => new Planner(schema, document, variables).plan(operation), weightOf);
}

const weightOf = ({ allRequirements, fieldCount }: Plan) =>
  fieldCount() * WEIGHT.field + allRequirements.length * WEIGHT.requirement;

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
