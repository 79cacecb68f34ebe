/** Recognises the router of a larger graph. */
import type { RequestHead } from '../identity/request-head.ts';
import { secretFinder } from '../identity/secret-finder.ts';

/**
 * Tells of a request whether it comes from the router: whether its header `x-router-secret` holds `secret`. Without a
 * secret every caller with a token may ask what a router asks.
 */
export function routerCheck(secret: string | null): (request: RequestHead) => boolean {
  if (secret === null) return () => true;
  const find = secretFinder([secret]);
  return ({ headers }) => {
    const given = headers['x-router-secret'];
    return typeof given === 'string' && find(given) !== null;
  };
}
