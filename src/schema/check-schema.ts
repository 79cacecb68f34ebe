/** Whether operations over a schema can be planned, said when the schema is made and not when the first one comes. */
import {
  DirectiveLocation,
  type GraphQLDirective,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type FieldPlan, fieldPlanOf } from './field-plan.ts';

/** Fields whose value is known wherever their parent is: ids, and what the gateway itself says of a list. */
const ALWAYS_KNOWN: ReadonlySet<FieldPlan['kind']> = new Set([
  'id',
  'kantataId',
  'nodes',
  'edges',
  'pageInfo',
  'totalCount',
  'cursor',
  'hasNextPage',
  'hasPreviousPage',
  'drifted',
  'entities',
  'service',
]);

/** Directives of a document that the planner reads. */
const PLANNED: ReadonlySet<string> = new Set(['skip', 'include', 'defer', 'stream']);

const IN_DOCUMENTS: ReadonlySet<DirectiveLocation> = new Set([
  DirectiveLocation.QUERY,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

const checked = new WeakSet<GraphQLSchema>();

/**
 * Throws a TypeError that names the place where a schema cannot be planned: a field that no declaration made, a directive
 * of documents that the planner does not know, a field that may not be null though its value may be unknown.
 */
export function assertPlannable(schema: GraphQLSchema): void {
  if (checked.has(schema)) return;
  for (const type of Object.values(schema.getTypeMap())) checkType(type);
  for (const directive of schema.getDirectives()) checkDirective(directive);
  checked.add(schema);
}

/** Spares a schema the check that it has passed in another form. */
export const trustPlannable = (schema: GraphQLSchema): void => void checked.add(schema);

function checkType(type: GraphQLNamedType): void {
  // `_Service` is answered by Federation's own resolver.
  if (!(isObjectType(type) || isInterfaceType(type)) || type.name.startsWith('__') || type.name === '_Service') return;
  for (const field of Object.values(type.getFields()))
    checkField(`${type.name}.${field.name}`, field, isObjectType(type));
}

function checkField(name: string, field: GraphQLField<unknown, unknown>, isOfObject: boolean): void {
  const plan = fieldPlanOf(field);
  if (!plan && isOfObject)
    throw new TypeError(
      `${name} has no plan, so it cannot be resolved. The gateway executes the schema of createSchema() unchanged: add fields in another subgraph.`,
    );
  const isKnown = plan && (ALWAYS_KNOWN.has(plan.kind) || ('isKnown' in plan && plan.isKnown));
  if (plan && isNonNullType(field.type) && !isKnown)
    throw new TypeError(
      `${name} is non-null, but its value may be unknown (${plan.kind}): one failed record would null its parent.`,
    );
}

function checkDirective({ name, locations }: GraphQLDirective): void {
  if (PLANNED.has(name) || !locations.some((location) => IN_DOCUMENTS.has(location))) return;
  throw new TypeError(
    `The directive @${name} is allowed in documents, but the planner does not support it: it would have no effect.`,
  );
}
