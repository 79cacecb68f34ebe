/**
 * Callers whom an issuer names, each of whom asks with the token that they signed in with at Kantata.
 *
 * The issuer says in a claim of its own which user of Kantata a caller is, and Kantata says in the ID token who has signed in.
 * Both are signed, and compared letter by letter: no name or address that somebody can choose has a part in it.
 */
import type { JWTPayload } from 'jose';
import { bearerToken } from '../bearer-token.ts';
import { callerIdOf } from '../caller-id.ts';
import { IdentityRefused } from '../identity-refused.ts';
import { type Identify, withoutCredential } from '../identity.ts';
import { invalidCredential } from '../service-identity.ts';
import type { KeptTokens } from './kept-tokens.ts';

export interface PersonIdentityOptions {
  /** What the issuer says in a credential; `null` for one that is not good. */
  readonly claimsIn: (credential: string) => Promise<JWTPayload | null>;
  /** The claim that holds the caller's user of Kantata. */
  readonly userClaim: string;
  readonly tokens: KeptTokens;
  /** Where people sign in, as browsers reach it. */
  readonly loginUrl: string;
}

/** When to come again, in seconds. */
const RETRY_AFTER_S = 5;

/** Answers who asks by an issuer's token. One whose person has not signed in is sent to do so. */
export const personIdentity =
  ({ claimsIn, userClaim, tokens, loginUrl }: PersonIdentityOptions): Identify =>
  async ({ rawHeaders }) => {
    const credential = bearerToken(rawHeaders);
    if (credential === null) throw withoutCredential('credential');
    const claims = await claimsIn(credential);
    if (claims === null) throw invalidCredential('This credential is not valid.');
    const user = userIn(claims[userClaim]);
    if (user === null)
      throw invalidCredential('This credential does not say which user of Kantata it is for. See INBOUND_USER_CLAIM.');
    const token = await tokenOf(user, tokens);
    if (token === null) throw notSignedIn(loginUrl);
    return { token, principal: callerIdOf(`person ${user}`), credential, cursorKey: token, isKnown: true };
  };

/** Ids are numbers, which some issuers write as such. */
function userIn(claim: unknown): string | null {
  if (Number.isSafeInteger(claim)) return String(claim);
  return typeof claim === 'string' && claim !== '' ? claim : null;
}

async function tokenOf(user: string, tokens: KeptTokens): Promise<string | null> {
  try {
    return await tokens.of(user);
  } catch {
    // Unknown is not the same as not signed in: who has done so should not have to do it again.
    throw new IdentityRefused(
      503,
      'SESSIONS_UNAVAILABLE',
      `It cannot be found out whether this person has signed in: ask again in ${RETRY_AFTER_S} s.`,
      { 'retry-after': String(RETRY_AFTER_S) },
    );
  }
}

const notSignedIn = (loginUrl: string) =>
  new IdentityRefused(
    401,
    'UNAUTHENTICATED',
    `This person has not signed in with Kantata, or has logged out since. Sign in at ${loginUrl}, and ask again.`,
    { 'www-authenticate': `Bearer error="invalid_token", error_description="Sign in with Kantata at ${loginUrl}"` },
  );
