/** Reading the caller's token (RFC 6750, section 2.1). */

/** `b64token` of RFC 6750. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * The token of a request, as it stands; `null` when its one `Authorization` header is missing or is anything but one
 * bearer token.
 *
 * @param rawHeaders names and values in turn, as they came. Of two such headers Node's `headers` would show the
 *   first alone: which of them a proxy in between has checked is unknown, so two are none.
 */
export function bearerToken(rawHeaders: readonly string[]): string | null {
  let token: string | null = null;
  let seen = false;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length !== 13 || name.toLowerCase() !== 'authorization') continue;
    if (seen) return null;
    seen = true;
    token = BEARER.exec(rawHeaders[at + 1] as string)?.[1] ?? null;
  }
  return token;
}
