import { oneLine } from '../redact/one-line.ts';
import { redactToken } from '../redact/redact.ts';

/**
 * Every way in which a REST call can fail. The union is closed: code that maps it to a GraphQL code or a metric must
 * handle every kind to compile.
 */
export type Failure =
  | { kind: 'unauthenticated' } // 401: the token is missing, expired or revoked
  | { kind: 'forbidden'; status?: number } // 403, or `status`: the token is valid, but lacks the permission
  | { kind: 'notFound'; status?: number } // 404, or 410: only for a path to one record; a list omits absent rows
  | { kind: 'rejected'; status: number; messages: readonly string[] } // 400, 409, 422: the arguments; `messages` are the API's
  // 429 after the last retry; `unnamed` when the API named no wait
  | { kind: 'rateLimited'; retryAfterMs: number; unnamed?: true }
  | { kind: 'timedOut'; afterMs: number }
  | { kind: 'aborted' } // every client waiting for this call has disconnected
  // 5xx, 408, 421, 425, or no answer; with the wait that a 503 names
  | { kind: 'unavailable'; status?: number; retryAfterMs?: number }
  | { kind: 'circuitOpen'; retryAfterMs: number } // not sent: the API has failed too often recently
  | { kind: 'overloaded'; retryAfterMs: number } // not sent: too many calls are waiting
  | { kind: 'malformed'; detail: string; status?: number }; // an answer that is not a known envelope

/** The request, safe to show: without headers, and so without the token. */
export interface UpstreamRequest {
  readonly method: 'GET';
  /** Path and query below the API's base, as {@link urlOf} writes them: `/workspaces?only=1,2`. */
  readonly url: string;
}

/**
 * A REST call without a usable answer. `message` names the endpoint and says what to do. The API's own text appears only
 * in `messages` of a `rejected` failure. The token appears nowhere.
 */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: Failure;
  readonly request: UpstreamRequest;
  /** The API's id of the request (`x-request-id`), when it sent one. */
  readonly requestId: string | null;
  /** The error code of the system or the HTTP client, such as `ECONNREFUSED`; `null` when the API answered. */
  readonly code: string | null;
  /** Requests that were sent again for the call before it failed. */
  retries = 0;

  constructor(
    failure: Failure,
    request: UpstreamRequest,
    { requestId = null, code = null, ...options }: ErrorDetails = {},
  ) {
    super(describe(failure, endpointOf(request)), options);
    this.failure = failure;
    this.request = request;
    this.requestId = requestId;
    this.code = code ?? codeOf(options.cause);
  }

  /** The status of the API's answer; `null` without an answer, or when the call was not sent. */
  get status(): number | null {
    const { failure } = this;
    if ('status' in failure && failure.status !== undefined) return failure.status;
    return failure.kind in STATUS ? STATUS[failure.kind as keyof typeof STATUS] : null;
  }

  /** A copy for another waiter, so that changes to one do not reach the other. */
  again(): UpstreamError {
    const { failure, request, requestId, code, cause } = this;
    const copy = new UpstreamError(failure, request, { requestId, code, ...(cause !== undefined && { cause }) });
    copy.retries = this.retries;
    return copy;
  }
}

interface ErrorDetails {
  readonly cause?: unknown;
  readonly requestId?: string | null;
  /** Default: that of the cause. */
  readonly code?: string | null;
}

/** Codes are words in capitals. Anything else could contain text from the peer. */
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/** The code of a system's or a library's error; `null` when it has none. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' && CODE.test(error.code) ? error.code : null;
}

const STATUS = { unauthenticated: 401, forbidden: 403, notFound: 404, rateLimited: 429 } as const;

/** The method and path of a request, without its query: `GET /workspaces`. */
export const endpointOf = ({ method, url }: UpstreamRequest) => `${method} ${url.split('?', 1)[0]}`;

/** A wait in whole seconds, for headers and messages. Never zero, which would mean "now". */
export const seconds = ({ retryAfterMs }: { readonly retryAfterMs: number }): number =>
  // Drop fractions of a millisecond, which clocks add: they must not add a whole second.
  Math.max(1, Math.ceil(Math.floor(retryAfterMs) / 1000));

const laterThan = (retryAfterMs: number | undefined) =>
  retryAfterMs === undefined ? 'later' : `in ${seconds({ retryAfterMs })} s`;

/** Whether a path ends in an id, so that 404 can mean an absent record. Every other path is a list. */
const namesRecord = (endpoint: string): boolean => /\/\d+$/.test(endpoint);

function describe(failure: Failure, endpoint: string): string {
  switch (failure.kind) {
    case 'unauthenticated':
      return `Kantata rejected the token for ${endpoint}: it is missing, expired or revoked. Send a valid token.`;
    case 'forbidden':
      return `Kantata denied this token access to ${endpoint}: ask an account administrator for the permission.`;
    case 'notFound':
      return namesRecord(endpoint)
        ? `Kantata found no record at ${endpoint}, or hides it from this token: check the id and the user's permissions.`
        : `Kantata has no list at ${endpoint} for this account: check KANTATA_API_URL, which should end in /api/v1.`;
    case 'rejected':
      return `Kantata rejected ${endpoint} with status ${failure.status}: correct the arguments that its messages name.`;
    case 'rateLimited':
      return `Kantata's rate limit for ${endpoint} is reached: retry in ${seconds(failure)} s.`;
    case 'timedOut':
      return `Kantata did not answer ${endpoint} within ${failure.afterMs} ms: request less data, or retry later.`;
    case 'aborted':
      return `The client disconnected before Kantata answered ${endpoint}: retry if you still need the answer.`;
    case 'unavailable':
      return failure.status === undefined
        ? `Kantata could not be reached for ${endpoint}: retry later, and check KANTATA_API_URL if this is new.`
        : `Kantata failed at ${endpoint} with status ${failure.status}: retry ${laterThan(failure.retryAfterMs)}.`;
    case 'circuitOpen':
      return `Kantata keeps failing at ${endpoint}, so the gateway has paused these calls: retry in ${seconds(failure)} s.`;
    case 'overloaded':
      return `The gateway is too busy to call ${endpoint}: retry in ${seconds(failure)} s.`;
    case 'malformed':
      return `Kantata's answer to ${endpoint} is unusable: ${failure.detail}. Retry, and report it if it persists.`;
  }
}

const MAX_MESSAGES = 10;
const MAX_MESSAGE_LENGTH = 300;

/**
 * The API's messages about a rejected call, safe to show: at most 10 of at most 300 characters, without control
 * characters, and without the token if the API repeats it.
 *
 * Bodies are `{errors: [{type, message, field?}]}` or `{error_message}`; any other body gives no messages.
 */
export function messagesOf(body: unknown, token: string): readonly string[] {
  return rawMessagesOf(body)
    .slice(0, MAX_MESSAGES)
    .map((message) => presentable(message, token))
    .filter((message) => message !== '');
}

function rawMessagesOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  if ('errors' in body && Array.isArray(body.errors)) {
    return body.errors.flatMap((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null) return [];
      if (!('message' in entry) || typeof entry.message !== 'string') return [];
      // `base` is Rails' name for the whole record, which does not help a reader.
      const field = 'field' in entry && typeof entry.field === 'string' ? entry.field : 'base';
      return [field === 'base' ? entry.message : `${field}: ${entry.message}`];
    });
  }
  return 'error_message' in body && typeof body.error_message === 'string' ? [body.error_message] : [];
}

function presentable(message: string, token: string): string {
  const safe = redactToken(message, token);
  return oneLine(safe).trim().slice(0, MAX_MESSAGE_LENGTH).toWellFormed();
}
