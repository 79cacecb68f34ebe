import { isLoopback } from './loopback.ts';

/**
 * Whether tokens may be sent to this API: over TLS, to this machine, or to the one host that the operator names for tests. A
 * setting that is wrong in itself is `undefined` here, and reported already.
 */
export function mayHaveTokens({
  apiUrl,
  upstreamPlainHttp,
}: {
  readonly apiUrl?: unknown;
  readonly upstreamPlainHttp?: unknown;
}): boolean {
  if (typeof apiUrl !== 'string' || upstreamPlainHttp === undefined) return true;
  return isPrivate(apiUrl) || new URL(apiUrl).hostname === upstreamPlainHttp;
}

/** A warning for the log where tokens can be read on the way to the API; null where they cannot. */
export const plainHttpWarning = (apiUrl: string): string | null =>
  isPrivate(apiUrl) ? null : 'UPSTREAM_PLAIN_HTTP: tokens go to the API over plain http, and can be read on the way';

function isPrivate(apiUrl: string): boolean {
  const { protocol, hostname } = new URL(apiUrl);
  return protocol === 'https:' || isLoopback(hostname);
}
