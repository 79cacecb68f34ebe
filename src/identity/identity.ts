/** Who asks, and with which token of the API. */
import { bearerToken } from './bearer-token.ts';
import { type CallerId, callerIdOf } from './caller-id.ts';
import { IdentityRefused } from './identity-refused.ts';
import type { RequestHead } from './request-head.ts';

export interface Identity {
  /** The API is asked with it, and what is shared between operations is shared under it alone. */
  readonly token: string;
  /** Whose room the request takes among others, and whose line it has in the log. */
  readonly principal: CallerId;
  /** What the request brought, where that is not the token. It is no less of a secret. */
  readonly credential: string | null;
  /** What the cursors of its lists are sealed with: the same for all who may use one another's. */
  readonly cursorKey: string;
  /** The gateway itself knows that the token is good, though the API may not have answered it yet. Default: no. */
  readonly isKnown?: boolean;
}

/** Finds out who sends a request. Throws, or rejects with, an {@link IdentityRefused} where that cannot be known. */
export type Identify = (request: RequestHead) => Identity | Promise<Identity>;

/** Every request brings the user's own token of the API. */
export const ownToken: Identify = ({ rawHeaders }) => {
  const token = bearerToken(rawHeaders);
  if (token === null) throw withoutCredential('token');
  return { token, principal: callerIdOf(token), credential: null, cursorKey: token };
};

/** The refusal of a request that has no usable `Authorization` header (RFC 6750, section 3: then no error is named). */
export const withoutCredential = (what: 'token' | 'credential') =>
  new IdentityRefused(
    401,
    'UNAUTHENTICATED',
    `This request has no usable ${what}. Send one in the header \`Authorization: Bearer <${what}>\`.`,
    { 'www-authenticate': 'Bearer' },
  );
