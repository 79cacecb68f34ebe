/** The cookies of sign-in (RFC 6265bis): how they are read from a request and written for a response. */
import type { RequestHead } from '../request-head.ts';

/** A cookie that only this very host can set, and only over an encrypted connection. */
type HostCookie = `__Host-${string}`;

/** The session. Sent with requests that a page of the same site makes, and with no navigation from another one. */
export const SESSION_COOKIE: HostCookie = '__Host-kantata-session';

/** A sign-in that is under way. The authorization server's redirect must bring it, so it is sent with navigations. */
export const ATTEMPT_COOKIE: HostCookie = '__Host-kantata-sign-in';

/** The longest value that is written, in characters. Browsers drop a longer cookie without a word. */
export const MAX_COOKIE_VALUE = 3_800;

/**
 * The value of a cookie; `null` where the request has none of this name, or several. Of two, one came from somewhere
 * else, and which of them cannot be known.
 */
export function cookieOf({ headers }: RequestHead, name: HostCookie): string | null {
  const values = (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && value !== '' ? value : null;
}

interface CookieOptions {
  /** How long the browser keeps it, in seconds; 0 removes it. */
  readonly maxAgeS: number;
  readonly sameSite: 'Strict' | 'Lax';
}

/** A `Set-Cookie` header that scripts cannot read. */
export const setCookie = (name: HostCookie, value: string, { maxAgeS, sameSite }: CookieOptions): string =>
  `${name}=${value}; Path=/; Max-Age=${Math.floor(maxAgeS)}; Secure; HttpOnly; SameSite=${sameSite}`;

/** A `Set-Cookie` header that removes a cookie. */
export const removeCookie = (name: HostCookie): string => setCookie(name, '', { maxAgeS: 0, sameSite: 'Strict' });
