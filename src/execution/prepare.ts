/** From a document and its variables to a plan with its arguments read, or a refusal before anything is called. */
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { variableValues as coerceVariables } from './graphql-versions.ts';
import type { Executable } from './write-roots.ts';
import { truncate } from './truncate.ts';
import { allowedValues } from './allowed-values.ts';
import { operationOf } from './document.ts';
import { checkEntities, checkFederated, namedTypeOf, replaceNullEntities } from './entities.ts';
import { refusal, toGraphQLError } from './errors.ts';
import type { ExplainArgs } from './executor.ts';
import { Refused } from './refused.ts';
import { readRequests } from './root-request.ts';
import { readNested } from './nested-request.ts';
import { readChoices } from './choices.ts';
import { planOf } from './plan-cache.ts';
import { Planner } from './planner.ts';
import type { Plan } from './plan.ts';
import { type CallLimits, callLimits, DEFAULT_MAX_SUMMARY_CALLS } from './summary/call-limits.ts';

/** An operation, planned and its arguments read. */
export interface Prepared extends Executable {
  /** The REST calls that it may make. */
  readonly limits: CallLimits;
}

interface PrepareOptions {
  readonly schema: GraphQLSchema;
  readonly maxFirst: number;
  readonly maxUpstreamCalls: number;
  readonly maxSummaryCalls?: number;
  readonly maxEntities: number;
  readonly suggestions?: boolean;
  readonly introspection?: boolean;
}

const MAX_VARIABLE_ERRORS = 20;

/** Whether a value holds a whole number that has lost digits on its way: it would name another record. */
const isInexact = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isInteger(value) && !Number.isSafeInteger(value)
    : typeof value === 'object' && value !== null && Object.values(value).some(isInexact);

const inexactNumber = (name: string) =>
  `Variable "$${name}" holds a number that JSON cannot hold exactly. Send ids as text: "9007199254740993".`;

/**
 * Makes what prepares operations. `taken` are the plans of those that it is to be run together with. It throws {@link Refused}, or a GraphQL error, for one that cannot
 * run; a root field that cannot be asked is part of the result, and keeps its error to itself.
 */
export const createPrepare =
  (options: PrepareOptions) =>
  (
    { schema, document, operationName, variableValues, contextValue }: ExplainArgs,
    taken: ReadonlySet<Plan> = NO_PLANS,
  ): Prepared => {
    if (schema !== options.schema) throw new TypeError('This executor was made for another schema.');
    const { token, cursorKey = token, isRouter, stats } = contextValue.caller;
    const operation = operationOf(document, operationName);
    if (stats) stats.operationName = operation.name?.value ?? null;
    const definitions = operation.variableDefinitions ?? [];
    const inexact = definitions.find(
      ({ variable: { name }, type }) =>
        namedTypeOf(type) !== '_Any' &&
        variableValues != null &&
        Object.hasOwn(variableValues, name.value) &&
        isInexact(variableValues[name.value]),
    );
    if (inexact) throw new Refused([refusal(inexactNumber(inexact.variable.name.value), 'BAD_USER_INPUT', 400)]);
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
    const known = planOf(schema, document, operation, coerced.coerced);
    // A field below the root has one set of arguments in a plan.
    const isTaken = known.nested.length + known.chosen.length > 0 && taken.has(known);
    const plan = isTaken ? new Planner(schema, document, coerced.coerced).plan(operation) : known;
    const limits = callLimits(plan, {
      maxUpstreamCalls: options.maxUpstreamCalls,
      maxSummaryCalls: options.maxSummaryCalls ?? DEFAULT_MAX_SUMMARY_CALLS,
      maxCalls: contextValue.caller.maxCalls,
    });
    const listLimits = { maxFirst: options.maxFirst, summaryCalls: limits.pages };
    const requests = readRequests(plan, coerced.coerced, cursorKey, listLimits);
    // Only now: which types `node` has to answer, its ids have shown.
    const nested = readNested(plan, coerced.coerced, cursorKey, listLimits);
    const choices = readChoices(plan, coerced.coerced);
    checkNarrowed(plan, coerced.coerced);
    checkInitialCounts(plan, coerced.coerced);
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
      nested,
      choices,
      limits,
    };
  };

const NO_PLANS: ReadonlySet<Plan> = new Set();

function checkInitialCounts({ initialCounts }: Plan, variables: Record<string, unknown>): void {
  for (const count of initialCounts)
    if (Number(typeof count === 'string' ? variables[count] : count) < 0)
      throw new Refused([refusal('initialCount of @stream: zero or more.', 'BAD_USER_INPUT', 400)]);
}

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
