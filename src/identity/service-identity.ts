/**
 * One token of the API for all callers, each of whom brings a credential of the gateway's own in place of one.
 *
 * All of them see what the token sees, so what is shared between operations is shared among all. The room in the gateway
 * is not: it is divided between callers, so that one of them cannot take all of it.
 */
import { bearerToken } from './bearer-token.ts';
import { callerIdOf } from './caller-id.ts';
import { IdentityRefused } from './identity-refused.ts';
import { type Identify, type Identity, withoutCredential } from './identity.ts';

/**
 * Tells whose a credential is: a name that no other has; `null` where it is not good. Throws an {@link IdentityRefused}
 * where there is more to say than that.
 */
export type CheckCredential = (credential: string) => string | null | Promise<string | null>;

export interface ServiceIdentityOptions {
  /** The token of the API, as it is at the moment. */
  readonly token: () => string;
  /** A credential is good if one of them knows it. Without any, everyone who reaches the gateway may ask. */
  readonly checks: readonly CheckCredential[];
}

/** Cursors outlive the token, which is renewed, and hold no more than a place in a list that all callers see alike. */
const CURSOR_KEY = 'of the service';

/** Answers who asks where the gateway has a token of its own. The caller's credential goes no further than this. */
export function serviceIdentity({ token, checks }: ServiceIdentityOptions): Identify {
  const identityOf = (name: string, credential: string | null): Identity => ({
    token: token(),
    principal: callerIdOf(`caller ${name}`),
    credential,
    cursorKey: CURSOR_KEY,
  });
  if (checks.length === 0) return () => identityOf('', null);
  return async ({ rawHeaders }) => {
    const credential = bearerToken(rawHeaders);
    if (credential === null) throw withoutCredential('credential');
    for (const check of checks) {
      const name = await check(credential);
      if (name !== null) return identityOf(name, credential);
    }
    throw invalidCredential('This credential is not valid.');
  };
}

/** The refusal of a credential (RFC 6750, section 3.1). Why it is not good helps only those who made it up. */
export const invalidCredential = (message: string) =>
  new IdentityRefused(401, 'UNAUTHENTICATED', message, { 'www-authenticate': 'Bearer error="invalid_token"' });
