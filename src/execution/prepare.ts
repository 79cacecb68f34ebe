/** From a document and its variables to a plan with its arguments read, or a refusal before anything is called. */
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { variableValues as coerceVariables } from './graphql-versions.ts';
import type { Executable } from './write-roots.ts';
import { truncate } from './truncate.ts';
import { allowedValues } from './allowed-values.ts';
import { operationOf } from './document.ts';
import { checkEntities, checkFederated, replaceNullEntities } from './entities.ts';
import { refusal, toGraphQLError } from './errors.ts';
import type { ExplainArgs } from './execute.ts';
import { Refused } from './refused.ts';
import { readRequests, type RootRequest } from './root-request.ts';
import { planOf } from './plan-cache.ts';
import type { PlanPart } from './planner.ts';
import type { Plan } from './plan.ts';

/** An operation, planned and its arguments read. */
export interface Prepared extends Executable {
  /** The root fields of deferred fragments, in a plan for what follows the first answer. */
  readonly deferred: readonly { readonly label: string | undefined; readonly requests: readonly RootRequest[] }[];
}

interface PrepareOptions {
  readonly schema: GraphQLSchema;
  readonly maxFirst: number;
  readonly maxEntities: number;
  readonly suggestions?: boolean;
  readonly introspection?: boolean;
}

const MAX_VARIABLE_ERRORS = 20;

/**
 * Makes what prepares operations. It throws {@link Refused}, or a GraphQL error, for one that cannot
 * run; a root field that cannot be asked is part of the result, and keeps its error to itself.
 */
export const createPrepare =
  (options: PrepareOptions) =>
  (
    { schema, document, operationName, variableValues, contextValue }: ExplainArgs,
    part: PlanPart = 'whole',
  ): Prepared => {
    if (schema !== options.schema) throw new TypeError('This executor was made for another schema.');
    const { token, cursorKey = token, isRouter, stats } = contextValue.caller;
    const operation = operationOf(document, operationName);
    if (stats) stats.operationName = operation.name?.value ?? null;
    const definitions = operation.variableDefinitions ?? [];
    const coerced = coerceVariables(schema, definitions, replaceNullEntities(definitions, variableValues ?? {}), {
      maxErrors: MAX_VARIABLE_ERRORS,
      hideSuggestions: options.suggestions === false,
    });
    if (coerced.errors)
      throw new Refused(
        coerced.errors.map(({ message }) => {
          const allowed = options.suggestions === false ? '' : allowedValues(schema, message);
          return refusal(truncate(message) + allowed, 'BAD_USER_INPUT', 422);
        }),
      );
    const plan = planOf(schema, document, operation, coerced.coerced, part);
    const read = (roots: Plan['roots']) => readRequests({ ...plan, roots }, coerced.coerced, cursorKey, options);
    const requests = read(plan.roots);
    const deferred = plan.deferred.map(({ label, fields }) => ({ label, requests: read(fields) }));
    checkNarrowed(plan, coerced.coerced);
    const refused = (isRouter ? null : checkFederated(plan)) ?? checkEntities(requests, options.maxEntities);
    if (refused) throw new Refused([refused]);
    return {
      schema,
      introspection: options.introspection,
      document,
      operation,
      variables: coerced.coerced,
      plan,
      requests,
      deferred,
    };
  };

/** Reads the arguments of fields below the root, so that one which cannot be used refuses the operation before it calls. */
function checkNarrowed({ narrowed }: Plan, variables: Record<string, unknown>): void {
  for (const { narrow, nodes } of narrowed) {
    try {
      narrow(variables);
    } catch (error) {
      const { message, extensions } = toGraphQLError(error, nodes, null);
      throw new Refused([new GraphQLError(message, { nodes, extensions: { ...extensions, http: { status: 422 } } })]);
    }
  }
}
