import { redactToken } from '../redact/redact.ts';

/**
 * Everything that can go wrong between a question and its answer. Closed on purpose: whoever maps it
 * (to a GraphQL code, to a metric) has to say what each kind becomes, or does not compile.
 */
export type Failure =
  | { kind: 'unauthenticated' } // 401: the token is missing, expired or revoked
  | { kind: 'forbidden'; status?: number } // 403, or as `status` says: the token is good, but may not see this
  | { kind: 'notFound'; status?: number } // 404, or 410: only a path that names one record; a list leaves absent rows out
  | { kind: 'rejected'; status: number; messages: readonly string[] } // 400, 409, 422: the arguments, in the API's words
  // 429, once our own retries are spent; `unnamed` where the API named no wait
  | { kind: 'rateLimited'; retryAfterMs: number; unnamed?: true }
  | { kind: 'timedOut'; afterMs: number }
  | { kind: 'aborted' } // the client left: nobody is waiting for this any more
  // 5xx, 408, 421, 425, or no answer at all; with the wait that a 503 names
  | { kind: 'unavailable'; status?: number; retryAfterMs?: number }
  | { kind: 'circuitOpen'; retryAfterMs: number } // not asked: the API has failed too often of late
  | { kind: 'overloaded'; retryAfterMs: number } // not asked: too much is waiting to be asked already
  | { kind: 'malformed'; detail: string; status?: number }; // an answer, but not an envelope we know

/** What was asked, as it may be shown to anybody: no header, so no token. */
export interface UpstreamRequest {
  readonly method: 'GET';
  /** Path and query below the API's base, as {@link urlOf} writes them: `/workspaces?only=1,2`. */
  readonly url: string;
}

/**
 * A question that got no usable answer. `message` names the endpoint and says what to do; the API's
 * own words are nowhere but in the `messages` of a `rejected` failure; the token is nowhere at all.
 */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: Failure;
  readonly request: UpstreamRequest;
  /** The API's own name for the request (`x-request-id`), where it answered with one. */
  readonly requestId: string | null;
  /** What the system or the HTTP client calls the failure, such as `ECONNREFUSED`; `null` where the API answered. */
  readonly code: string | null;

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

  /** The status that the API answered with; `null` where it did not answer, or was not asked. */
  get status(): number | null {
    const { failure } = this;
    if ('status' in failure && failure.status !== undefined) return failure.status;
    return failure.kind in STATUS ? STATUS[failure.kind as keyof typeof STATUS] : null;
  }

  /** The same failure as an object of its own, for another waiter: what one does to it, the other does not see. */
  again(): UpstreamError {
    const { failure, request, requestId, code, cause } = this;
    return new UpstreamError(failure, request, { requestId, code, ...(cause !== undefined && { cause }) });
  }
}

interface ErrorDetails {
  readonly cause?: unknown;
  readonly requestId?: string | null;
  /** Default: that of the cause. */
  readonly code?: string | null;
}

/** Codes are words in capitals. Anything else could hold what the peer sent. */
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/** The code of a system's or a library's error; `null` where it has none. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' && CODE.test(error.code) ? error.code : null;
}

const STATUS = { unauthenticated: 401, forbidden: 403, notFound: 404, rateLimited: 429 } as const;

/** The method and path of a request, without its query: `GET /workspaces`. */
export const endpointOf = ({ method, url }: UpstreamRequest) => `${method} ${url.split('?', 1)[0]}`;

/** A wait in whole seconds, as headers and people count it: never zero, which would say "at once". */
export const seconds = ({ retryAfterMs }: { readonly retryAfterMs: number }): number =>
  // A fraction of a millisecond, which clocks add, is no reason to wait a second more.
  Math.max(1, Math.ceil(Math.floor(retryAfterMs) / 1000));

const laterThan = (retryAfterMs: number | undefined) =>
  retryAfterMs === undefined ? 'later' : `in ${seconds({ retryAfterMs })} s`;

/** Whether a path ends in an id, and so may rightly be one of nothing. Every other path is that of a list. */
const namesRecord = (endpoint: string): boolean => /\/\d+$/.test(endpoint);

function describe(failure: Failure, endpoint: string): string {
  switch (failure.kind) {
    case 'unauthenticated':
      return `Kantata did not accept the token for ${endpoint}: it is missing, expired or revoked, so send a valid one.`;
    case 'forbidden':
      return `Kantata does not let this token use ${endpoint}: ask an administrator of the account for the right.`;
    case 'notFound':
      return namesRecord(endpoint)
        ? `Kantata has no such record for ${endpoint}, or hides it from this token: check the id and the user's rights.`
        : `Kantata has no list at ${endpoint}, or not for this account: check KANTATA_API_URL, which should end in /api/v1.`;
    case 'rejected':
      return `Kantata refused ${endpoint} with status ${failure.status}: correct the arguments that its messages name.`;
    case 'rateLimited':
      return `Kantata limits how often ${endpoint} may be called: ask again in ${seconds(failure)} s.`;
    case 'timedOut':
      return `Kantata did not answer ${endpoint} within ${failure.afterMs} ms: ask for less at once, or ask again later.`;
    case 'aborted':
      return `The client left before Kantata answered ${endpoint}: ask again if the answer is still wanted.`;
    case 'unavailable':
      return failure.status === undefined
        ? `Kantata could not be reached for ${endpoint}: ask again later, and check KANTATA_API_URL if this is new.`
        : `Kantata failed at ${endpoint} with status ${failure.status}: ask again ${laterThan(failure.retryAfterMs)}.`;
    case 'circuitOpen':
      return `Kantata has failed at ${endpoint} again and again, so it is not asked for now: ask again in ${seconds(failure)} s.`;
    case 'overloaded':
      return `Too much is waiting to be asked of Kantata already to ask ${endpoint} as well: ask again in ${seconds(failure)} s.`;
    case 'malformed':
      return `Kantata's answer to ${endpoint} cannot be used, because ${failure.detail}: ask again, and report it if it stays.`;
  }
}

const MAX_MESSAGES = 10;
const MAX_MESSAGE_LENGTH = 300;

/**
 * What the API says about a refusal, fit to be shown: at most 10 messages of at most 300 characters,
 * without control characters, and without the token should the API ever repeat it.
 *
 * Bodies are `{errors: [{type, message, field?}]}` or `{error_message}`; anything else says nothing.
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
      // `base` is Rails' word for "the record as a whole", which says nothing to a reader.
      const field = 'field' in entry && typeof entry.field === 'string' ? entry.field : 'base';
      return [field === 'base' ? entry.message : `${field}: ${entry.message}`];
    });
  }
  return 'error_message' in body && typeof body.error_message === 'string' ? [body.error_message] : [];
}

function presentable(message: string, token: string): string {
  const safe = redactToken(message, token);
  // Cc and Cf: newlines, escapes, bidirectional overrides. Zl and Zp: U+2028 and U+2029, which break log lines.
  const line = safe.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.slice(0, MAX_MESSAGE_LENGTH).toWellFormed();
}
