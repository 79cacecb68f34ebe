/** What an answer means that is not the page that was asked for: by its status, or by what keeps it from being read. */
import { errors } from 'undici';
import type { Failure } from './errors.ts';
import { namedDelayMs, retryAfterMs } from './retry-after.ts';

/** The API, or something before it, did not get to the question (RFC 9110, RFC 8470): the next try may fare better. */
const NOT_WORKED_ON: ReadonlySet<number> = new Set([408, 421, 425]);
/** The account has not paid; the law forbids it. */
const NOT_ALLOWED: ReadonlySet<number> = new Set([402, 403, 451]);
const NOT_THERE: ReadonlySet<number> = new Set([404, 410]);
/** Only of these the arguments can be the cause. The gateway writes all other parts of a request. */
const ARGUMENTS_REFUSED: ReadonlySet<number> = new Set([400, 409, 422]);

/** Why the gateway's request was refused, where more is known than the status. */
const DETAILS: ReadonlyMap<number, string> = new Map([
  [405, 'the endpoint takes no GET (status 405), so KANTATA_API_URL seems to be wrong'],
  [407, 'a proxy before the API wants a login of its own (status 407)'],
  [414, 'the URL is too long for it (status 414)'],
  [431, 'the headers are too long for it (status 431)'],
]);

/**
 * The failure that an answer without a page stands for.
 *
 * @param retryAfter the header `Retry-After`, if there is one
 * @param now milliseconds since 1970, to which a date in it is compared
 * @param messages reads the API's own words; called only where they are told
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
  if (status >= 400) return { kind: 'malformed', detail: DETAILS.get(status) ?? `its status is ${status}`, status };
  // Not followed: it would carry the token to wherever the answer says.
  if (status >= 300)
    return { kind: 'malformed', detail: `it is a redirect (status ${status}), so KANTATA_API_URL seems to be wrong` };
  return { kind: 'malformed', detail: `its status is ${status}, where 200 is due` };
}

/** The failure of an answer that is not HTTP, or not HTTP that can be read; `null` for any other error of the client. */
export function unreadableAnswer(error: Error): Failure | null {
  if (error instanceof errors.HeadersOverflowError) return { kind: 'malformed', detail: 'its headers are too long' };
  return error instanceof errors.HTTPParserError ? { kind: 'malformed', detail: 'it is not HTTP' } : null;
}
