/** `POST /explain`: a GraphQL request in, the REST calls that it would make out. Nothing is called. */
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { GraphQLRequest } from './graphql-request.ts';
import { parseDocument, validateDocument } from '../execution/document.ts';
import type { Executor, ExplainCaller, OperationRequest } from '../execution/execute.ts';
import { Refused } from '../execution/refused.ts';
import { secretsOf, redactErrors } from './redact-errors.ts';

export interface ExplainOptions {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly suggestions: boolean;
  readonly introspection: boolean;
}

/**
 * Answers one request to be explained, with the status and the JSON of the answer. Rejects only for a fault of our own.
 *
 * @param caller its token is for cursors, which are sealed with it unless it has another key; nothing else needs one.
 */
export async function explained(options: ExplainOptions, request: GraphQLRequest, caller: ExplainCaller) {
  try {
    return { status: 200, body: await options.executor.explain(readOperation(options, request), caller) };
  } catch (error) {
    const errors = refusals(error);
    const http = errors[0]?.extensions.http as { status: number } | undefined;
    return { status: http?.status ?? 400, body: { errors: redactErrors(errors, secretsOf(caller)).map(toJson) } };
  }
}

function readOperation({ schema, ...rules }: ExplainOptions, request: GraphQLRequest): OperationRequest {
  const document = parseDocument(request.query);
  const errors = validateDocument(schema, document, rules);
  if (errors.length > 0) throw new Refused(errors);
  return { document, variables: request.variables, operationName: request.operationName };
}

/** The GraphQL errors that keep an operation from being explained; anything else is passed on. */
function refusals(error: unknown): readonly GraphQLError[] {
  if (error instanceof Refused) return error.errors;
  if (error instanceof GraphQLError && !error.originalError) return [error];
  throw error;
}

/** The error without its HTTP status, which the answer itself has. */
const toJson = ({ message, path, locations, extensions }: GraphQLError) => ({
  message,
  ...(locations && { locations }),
  ...(path && { path }),
  extensions: Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'http')),
});
