/** What graphql-js 16 and 17 do differently, under one name each. */
import * as graphql from 'graphql';
import type { ExecutionArgs, ExecutionResult, FieldNode, GraphQLError, GraphQLField } from 'graphql';

type Variables = Record<string, unknown>;
type GetVariableValues = typeof graphql.getVariableValues;

/** Values of variables with where they come from, as graphql-js 17 has them. */
interface SourcedVariables {
  readonly sources: object;
  readonly coerced: Variables;
}

interface Graphql17 {
  getVariableValues(...args: Parameters<GetVariableValues>): {
    errors?: readonly GraphQLError[];
    variableValues: SourcedVariables;
  };
  getArgumentValues(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: SourcedVariables): Variables;
  experimentalExecuteIncrementally(args: ExecutionArgs): ExecutionResult;
}

/** graphql-js as of 17; null before. */
const graphql17 = 'experimentalExecuteIncrementally' in graphql ? (graphql as unknown as Graphql17) : null;

export const isGraphql17: boolean = graphql17 !== null;

/** Variables as the types of an operation have them, or what is wrong with them. */
export function variableValues(...args: Parameters<GetVariableValues>): ReturnType<GetVariableValues> {
  if (!graphql17) return graphql.getVariableValues(...args);
  const { errors, variableValues } = graphql17.getVariableValues(...args);
  return errors ? { errors } : { coerced: variableValues.coerced };
}

/** Variables as graphql-js takes them, for libraries that pass them on to it. */
export const asPassedOn = (variables: Variables): Variables =>
  graphql17 ? { sources: {}, coerced: variables } : variables;

/** The arguments of a field. Throws a GraphQLError for those that its definition refuses. */
export const argumentValues = (
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Variables =>
  graphql17
    ? graphql17.getArgumentValues(field, node, { sources: {}, coerced: variables })
    : graphql.getArgumentValues(field, node, variables);

/** Executes at once what needs no waiting. The schema may define `@defer`, with which the `executeSync` of 17 throws. */
export const executeAtOnce = (args: ExecutionArgs): ExecutionResult =>
  graphql17 ? graphql17.experimentalExecuteIncrementally(args) : graphql.executeSync(args);
