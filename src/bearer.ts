/** Reading the caller's token (RFC 6750, section 2.1). */

/** `b64token` of RFC 6750. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * The token of an `Authorization` header, as it stands; `null` when the header is missing or is
 * anything but one bearer token. Several headers joined by a comma are not one.
 */
export const bearerToken = (header: string | null | undefined): string | null => BEARER.exec(header ?? '')?.[1] ?? null;
