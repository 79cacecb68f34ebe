/** Where a browser goes after it has signed in. An address that anybody could name would make this an open redirect. */

export interface ReturnOptions {
  /** The gateway's own origin, as browsers see it. */
  readonly origin: string;
  /** Addresses on other origins, each allowed as it stands, without fragments. */
  readonly allowed: readonly string[];
}

/**
 * The address to return to, absolute; `null` for one that is not allowed. Every path of the gateway's own origin is, and
 * of other origins the listed addresses alone (RFC 9700, section 4.11).
 */
export function returnAddress(wanted: string, { origin, allowed }: ReturnOptions): string | null {
  // Browsers drop control characters within an address and take `\\` for `/`: only what is read alike everywhere is good.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(wanted)) return null;
  const url = URL.parse(wanted, origin);
  if (url === null || url.username !== '' || url.password !== '') return null;
  if (url.origin === origin) return url.href;
  url.hash = '';
  return allowed.includes(url.href) ? url.href : null;
}
