/** Classifies failed answers of the API: by their status, or by the reason why they cannot be read. */
import { errors } from 'undici';
import type { Failure } from './errors.ts';
import { namedDelayMs, retryAfterMs } from './retry-after.ts';

/** The API, or a proxy before it, did not process the request (RFC 9110, RFC 8470): a retry may succeed. */
const NOT_WORKED_ON: ReadonlySet<number> = new Set([408, 421, 425]);
/** Payment required; forbidden; unavailable for legal reasons. */
const NOT_ALLOWED: ReadonlySet<number> = new Set([402, 403, 451]);
const NOT_THERE: ReadonlySet<number> = new Set([404, 410]);
/** Only for these can the arguments be the cause: the gateway writes all other parts of a request. */
const ARGUMENTS_REFUSED: ReadonlySet<number> = new Set([400, 409, 422]);

/** Reasons for rejected requests, where more is known than the status. */
const DETAILS: ReadonlyMap<number, string> = new Map([
  [405, 'the endpoint does not support GET (status 405); check KANTATA_API_URL'],
  [407, 'a proxy before the API requires authentication (status 407)'],
  [414, 'the URL is too long (status 414)'],
  [431, 'the headers are too long (status 431)'],
]);

/**
 * The failure for an answer without a page.
 *
 * @param retryAfter the header `Retry-After`, if present
 * @param now milliseconds since 1970, for a date in that header
 * @param messages reads the API's messages; called only for rejected arguments
 */
export function failureOfStatus(
  status: number,
  retryAfter: string | undefined,
  now: number,
  messages: () => readonly string[],
): Failure {
  if (status === 401) return { kind: 'unauthenticated' };
  if (NOT_ALLOWED.has(status)) return { kind: 'forbidden', ...(status !== 403 && { status }) };
  if (NOT_THERE.has(status)) return { kind: 'notFound', ...(status !== 404 && { status }) };
  if (status === 429) {
    const unnamed = namedDelayMs(retryAfter, now) === null;
    return { kind: 'rateLimited', retryAfterMs: retryAfterMs(retryAfter, now), ...(unnamed && { unnamed }) };
  }
  if (status >= 500 || NOT_WORKED_ON.has(status)) {
    const named = status === 503 ? namedDelayMs(retryAfter, now) : null;
    return { kind: 'unavailable', status, ...(named !== null && { retryAfterMs: named }) };
  }
  if (ARGUMENTS_REFUSED.has(status)) return { kind: 'rejected', status, messages: messages() };
  if (status >= 400) return { kind: 'malformed', detail: DETAILS.get(status) ?? `unexpected status ${status}`, status };
  // Redirects are not followed: that would send the token to an address from the answer.
  if (status >= 300) return { kind: 'malformed', detail: `redirect (status ${status}); check KANTATA_API_URL` };
  return { kind: 'malformed', detail: `unexpected status ${status}; expected 200` };
}

/** The failure for an answer that is not readable HTTP; `null` for any other error of the client. */
export function unreadableAnswer(error: Error): Failure | null {
  if (error instanceof errors.HeadersOverflowError) return { kind: 'malformed', detail: 'its headers are too long' };
  return error instanceof errors.HTTPParserError ? { kind: 'malformed', detail: 'it is not HTTP' } : null;
}
