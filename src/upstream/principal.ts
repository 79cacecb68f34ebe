import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

declare const brand: unique symbol;

/**
 * Whose token is sent: the key to everything that is kept between REST calls (requests under way, queues, what was
 * learned of rate limits). It stands for a token and says nothing of it, so it may be compared and counted; a plain
 * string does not pass for one, nor does the name of a caller.
 */
export type Principal = string & { readonly [brand]: 'token' };

/** Made anew by every process, so that no list of principals can be matched against tokens elsewhere. */
const KEY = randomBytes(32);

/** Tokens that asked lately, because hashing costs as much as half of a small operation. They stay in memory only. */
const recent = new LRUCache<string, Principal>({ max: 1_000 });

/** The principal of a token: the same one for as long as the process runs, and another for every other token. */
export function principalOf(token: string): Principal {
  const known = recent.get(token);
  if (known) return known;
  const principal = createHmac('sha256', KEY).update(token).digest('base64url') as Principal;
  recent.set(token, principal);
  return principal;
}

/** Asks nothing of the API and owns nothing: for what is only thought through. No token has it. */
export const NO_PRINCIPAL = '' as Principal;
