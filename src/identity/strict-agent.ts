import { Agent } from 'undici';

/** A set of keys, an ID token and the metadata of an issuer are a few kilobytes each. */
const MAX_BYTES = 256 * 1024;

/**
 * Connections to the one who says who callers are. Its certificate is always checked, and what it answers is limited.
 *
 * @param timeoutMs the longest that it may take to connect, in milliseconds.
 */
export const strictAgent = (timeoutMs: number): Agent =>
  new Agent({
    // Said aloud, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch the check off.
    connect: { rejectUnauthorized: true, timeout: timeoutMs },
    maxResponseSize: MAX_BYTES,
    // No connection is kept: the next request is minutes away.
    pipelining: 0,
  });
