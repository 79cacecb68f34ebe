/** Recognises the router of a larger graph. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Of equal length, whatever is compared: the time of a comparison then tells nothing. */
const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Tells of a request whether it comes from the router: whether its header `x-router-secret` holds `secret`. Without a
 * secret whoever has a token may ask what a router asks.
 */
export function routerCheck(secret: string | null): (request: IncomingMessage) => boolean {
  if (secret === null) return () => true;
  const expected = digest(secret);
  return ({ headers }) => {
    const given = headers['x-router-secret'];
    return typeof given === 'string' && timingSafeEqual(digest(given), expected);
  };
}
