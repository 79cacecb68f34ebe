/** From what went wrong to the GraphQL error that a client reads. The only place where that is decided. */
import { type ASTNode, GraphQLError } from 'graphql';
import { AnswerTooLarge, NoRoom, Stopped } from './answer-budget.ts';
import { CallBudgetExceeded } from '../loaders/call-sender.ts';
import { UnusableId } from '../loaders/unusable-id.ts';
import { endpointOf, type Failure, seconds, UpstreamError } from '../upstream/errors.ts';
import { UnreadableValue } from '../schema/attribute.ts';
import { UnusableInput } from '../schema/unusable-input.ts';
import type { Fragment } from './incremental/later.ts';
import type { DeferUsage } from './plan.ts';

/** What each failure of the REST API is called. A new kind does not compile until it has a code here. */
const codes = {
  unauthenticated: 'UNAUTHENTICATED',
  forbidden: 'FORBIDDEN',
  notFound: 'NOT_FOUND',
  rejected: 'BAD_USER_INPUT',
  rateLimited: 'RATE_LIMITED',
  timedOut: 'UPSTREAM_TIMEOUT',
  aborted: 'CLIENT_CLOSED_REQUEST',
  unavailable: 'UPSTREAM_UNAVAILABLE',
  circuitOpen: 'CIRCUIT_OPEN',
  overloaded: 'OVERLOADED',
  malformed: 'UPSTREAM_BAD_RESPONSE',
} as const satisfies Record<Failure['kind'], string>;

/** Every code that an error of this gateway can carry. `docs/errors.md` says of each what to do. */
export const ERROR_CODES = [
  ...new Set([
    ...Object.values(codes),
    'BAD_REQUEST',
    'REQUEST_ENTITY_TOO_LARGE',
    'GRAPHQL_PARSE_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
    'OPERATION_RESOLUTION_FAILURE',
    'QUERY_TOO_COMPLEX',
    'CSRF_BLOCKED',
    'MISDIRECTED_REQUEST',
    'SHUTTING_DOWN',
    'INBOUND_KEYS_UNAVAILABLE',
    'SESSIONS_UNAVAILABLE',
    'PERSISTED_QUERY_NOT_SUPPORTED',
    'PERSISTED_QUERY_NOT_FOUND',
    'PERSISTED_QUERY_REQUIRED',
    'INTERNAL_SERVER_ERROR',
  ] as const),
];

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Where an error stands in the answer: the response keys and indexes from the root. */
export interface Path {
  readonly before: Path | null;
  readonly key: string | number;
  /** In an answer in parts: the deferred fragments that stand in the selection of this very object. */
  fragments?: ReadonlyMap<DeferUsage, Fragment>;
}

export const pathOf = (path: Path | null): (string | number)[] => {
  const keys: (string | number)[] = [];
  for (let at = path; at; at = at.before) keys.unshift(at.key);
  return keys;
};

interface Coded {
  readonly message: string;
  readonly code: ErrorCode;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const hasWait = (failure: Failure): failure is Failure & { retryAfterMs: number } =>
  'retryAfterMs' in failure && failure.retryAfterMs !== undefined;

const tell = (error: unknown): Coded => {
  if (error instanceof UpstreamError) {
    const { failure } = error;
    return {
      message: error.message,
      code: codes[failure.kind],
      extensions: {
        upstream: endpointOf(error.request),
        ...(hasWait(failure) && { retryAfter: seconds(failure) }),
        ...(failure.kind === 'rejected' && failure.messages.length > 0 && { messages: failure.messages }),
      },
    };
  }
  if (error instanceof UnusableInput) return { message: error.message, code: 'BAD_USER_INPUT' };
  if (error instanceof UnreadableValue || error instanceof UnusableId)
    return { message: error.message, code: 'UPSTREAM_BAD_RESPONSE' };
  if (error instanceof CallBudgetExceeded)
    return { message: error.message, code: 'QUERY_TOO_COMPLEX', extensions: { maxUpstreamCalls: error.limit } };
  if (error instanceof AnswerTooLarge)
    return {
      message: error.message,
      code: 'QUERY_TOO_COMPLEX',
      extensions: { records: error.records, limit: error.limit },
    };
  if (error instanceof Stopped)
    return { message: error.message, code: error.timedOut ? codes.timedOut : codes.aborted };
  if (error instanceof NoRoom) return { message: error.message, code: 'OVERLOADED', extensions: { retryAfter: 1 } };
  // Whatever else it is, it is ours, and its words may hold anything.
  return { message: 'Unexpected error.', code: 'INTERNAL_SERVER_ERROR' };
};

/** The code of what went wrong. */
export const codeOf = (error: unknown): ErrorCode => tell(error).code;

/** The error as a client reads it: what failed, a code, where, and nothing that is not theirs to see. */
export function toGraphQLError(error: unknown, nodes: readonly ASTNode[], path: Path | null): GraphQLError {
  const { message, code, extensions } = tell(error);
  return new GraphQLError(message, {
    nodes,
    ...(path && { path: pathOf(path) }),
    extensions: { code, ...extensions },
    ...(code === 'INTERNAL_SERVER_ERROR' && error instanceof Error && { originalError: error }),
  });
}

/**
 * An error that refuses a whole operation before anything is called, with the HTTP status that it has for clients that
 * accept `application/graphql-response+json`. Others get 200 (GraphQL over HTTP, section 6.4.1).
 */
export const refusal = (
  message: string,
  code: ErrorCode,
  status: number,
  extensions: Readonly<Record<string, unknown>> = {},
) => new GraphQLError(message, { extensions: { code, ...extensions, http: { status, spec: true } } });
