/** Callers who bring a JSON Web Token of an issuer that publishes its keys (RFC 7519, RFC 7517, RFC 8725). */
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { IdentityRefused } from './identity-refused.ts';
import { type KeySet, KeysUnavailable } from './key-set.ts';
import { type CheckCredential, invalidCredential } from './service-identity.ts';

export interface JwtCheckOptions {
  readonly keys: KeySet;
  /** What `iss` has to be. */
  readonly issuer: string;
  /** What `aud` has to be, or have among others. */
  readonly audience: string;
  /** What it has to be for, all of it. Default: nothing in particular. */
  readonly scopes?: readonly string[];
}

/**
 * Signatures by a private key only. With `none` there is no signature, and with HS256 every holder of the secret that verifies
 * can sign as well: to take a published key for such a secret is an old way in (RFC 8725, section 2.1).
 */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** By how much clocks may differ, in seconds. */
const CLOCK_TOLERANCE_S = 5;

/** Longer ones are not looked at, in characters. */
const MAX_LENGTH = 8 * 1024;

/** When to come again, in seconds. */
const RETRY_AFTER_S = 5;

/**
 * Knows the tokens that the issuer has signed for this audience and that have not expired. A caller is a `sub`. Rejects as
 * {@link jwtClaims} does.
 */
export const jwtCheck = (options: JwtCheckOptions): CheckCredential => {
  const claimsIn = jwtClaims(options);
  return async (credential) => {
    const claims = await claimsIn(credential);
    return claims && `jwt ${typeof claims.sub === 'string' ? claims.sub : ''}`;
  };
};

/**
 * Reads what the issuer says in such a token; `null` for one that is not good. Rejects with an {@link IdentityRefused} for one
 * that has expired, or cannot be checked, and with status 403 for one that is good and lacks a scope (RFC 6750, section 3.1).
 */
export const jwtClaims =
  ({ keys, issuer, audience, scopes = [] }: JwtCheckOptions) =>
  async (credential: string): Promise<JWTPayload | null> => {
    if (credential.length > MAX_LENGTH) return null;
    try {
      const { payload } = await jwtVerify(credential, keys.find, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp'],
        clockTolerance: CLOCK_TOLERANCE_S,
      });
      if (!hasScopes(payload, scopes)) throw insufficientScope(scopes);
      return payload;
    } catch (error) {
      if (error instanceof KeysUnavailable) throw keysUnavailable();
      // Only said of what is good otherwise: claims are looked at once the signature holds.
      if (error instanceof errors.JWTExpired) throw invalidCredential('This credential has expired.');
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };

/** `scope` is a text with blanks (RFC 9068, section 2.2.3). Some issuers write `scp`, and some write either as a list. */
function hasScopes({ scope, scp }: JWTPayload, needed: readonly string[]): boolean {
  const granted = new Set([scope, scp].flat().flatMap((text) => (typeof text === 'string' ? text.split(' ') : [])));
  return needed.every((one) => granted.has(one));
}

const insufficientScope = (scopes: readonly string[]) =>
  new IdentityRefused(
    403,
    'FORBIDDEN',
    `This credential is not for what is asked here. It needs: ${scopes.join(' ')}.`,
    {
      'www-authenticate': `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`,
    },
  );

const keysUnavailable = () =>
  new IdentityRefused(
    503,
    'INBOUND_KEYS_UNAVAILABLE',
    `The keys to check this credential with cannot be had: ask again in ${RETRY_AFTER_S} s.`,
    { 'retry-after': String(RETRY_AFTER_S) },
  );
