/** `POST /explain`: a GraphQL request in, the REST calls that it would make out. Nothing is called. */
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { bearerToken } from './bearer.ts';
import { refusal } from './schema/errors.ts';
import { ExplainRefused, type Executor, type OperationRequest } from './schema/execute.ts';

const MAX_TOKENS = 10_000;

interface Body {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readBody(text: string): Body {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw refusal(
      'The body is not JSON. Send a GraphQL request: {"query": "...", "variables": {...}}.',
      'BAD_REQUEST',
      400,
    );
  }
  const good =
    isRecord(body) &&
    typeof body.query === 'string' &&
    (body.variables === undefined || body.variables === null || isRecord(body.variables)) &&
    (body.operationName === undefined || body.operationName === null || typeof body.operationName === 'string');
  if (!good)
    throw refusal(
      'The body is no GraphQL request: "query" is text, "variables" an object, "operationName" text.',
      'BAD_REQUEST',
      400,
    );
  return body as unknown as Body;
}

function readOperation(schema: GraphQLSchema, { query, variables, operationName }: Body): OperationRequest {
  let document;
  try {
    document = parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    throw error instanceof GraphQLError ? refusal(error.message, 'GRAPHQL_PARSE_FAILED', 400) : error;
  }
  const errors = validate(schema, document, undefined, { maxErrors: 20 });
  if (errors.length > 0)
    throw new ExplainRefused(errors.map(({ message }) => refusal(message, 'GRAPHQL_VALIDATION_FAILED', 400)));
  return { document, variables, operationName };
}

const problems = (error: unknown): readonly GraphQLError[] =>
  error instanceof ExplainRefused
    ? error.errors
    : error instanceof GraphQLError
      ? [error]
      : [refusal('Unexpected error.', 'INTERNAL_SERVER_ERROR', 500)];

/** The response for one request to be explained. */
async function explained(schema: GraphQLSchema, executor: Executor, text: string, token: string) {
  try {
    return { status: 200, body: await executor.explain(readOperation(schema, readBody(text)), token) };
  } catch (error) {
    const errors = problems(error);
    const http = errors[0]?.extensions.http as { status: number } | undefined;
    return {
      status: http?.status ?? 400,
      body: {
        errors: errors.map(({ message, path, extensions: { code } }) => ({
          message,
          ...(path && { path }),
          extensions: { code },
        })),
      },
    };
  }
}

export const explainPlugin = (schema: GraphQLSchema, executor: Executor): Plugin => ({
  async onRequest({ request, url, fetchAPI, endResponse }) {
    if (url.pathname !== '/explain') return;
    const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
    if (request.method !== 'POST') {
      const body = JSON.stringify({
        errors: [{ message: 'Send a GraphQL request by POST.', extensions: { code: 'BAD_REQUEST' } }],
      });
      endResponse(new fetchAPI.Response(body, { status: 405, headers: { ...headers, allow: 'POST' } }));
      return;
    }
    // Only cursors need a token: they are sealed with it.
    const token = bearerToken(request.headers.get('authorization')) ?? '';
    const { status, body } = await explained(schema, executor, await request.text(), token);
    endResponse(new fetchAPI.Response(JSON.stringify(body), { status, headers }));
  },
});
