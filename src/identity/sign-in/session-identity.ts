/** Callers who have signed in: a session is a caller like one who brings the token that is sealed in it. */
import { callerIdOf } from '../caller-id.ts';
import { IdentityRefused } from '../identity-refused.ts';
import type { Identify, Identity } from '../identity.ts';
import type { RequestHead } from '../request-head.ts';
import { cookieOf, SESSION_COOKIE } from './cookies.ts';
import type { SignIn } from './sign-in.ts';

/**
 * Answers who asks where people sign in.
 *
 * An `Authorization` header is what a client meant to send, and a cookie comes by itself: with a header the session does
 * not count, and does not make up for a header that is not good.
 *
 * @param beside for callers who bring a header; `null` where sessions alone are taken
 */
export const sessionIdentity =
  (signIn: SignIn, beside: Identify | null): Identify =>
  async (request) => {
    if (request.headers.authorization !== undefined) {
      if (beside) return beside(request);
      throw refusal('This gateway takes sessions alone, and no token.', signIn);
    }
    const session = await signIn.sessions.of(request);
    if (!session) throw refusal('This request has no session that is good.', signIn);
    checkOrigin(request, signIn);
    return identityOf(session.token, cookieOf(request, SESSION_COOKIE));
  };

const identityOf = (token: string, credential: string | null): Identity => ({
  token,
  principal: callerIdOf(token),
  credential,
  cursorKey: token,
  isKnown: true,
});

/**
 * Refuses what a page of another origin has sent with the session of its user, also where a browser would have let it: the
 * cookie comes by itself. What has no `Origin` header is no request of another origin's script.
 */
export function checkOrigin({ headers: { origin } }: RequestHead, signIn: SignIn): void {
  if (origin === undefined || signIn.isOwnOrigin(origin)) return;
  throw new IdentityRefused(
    403,
    'CSRF_BLOCKED',
    'A page of another origin may not use a session of this gateway. See CORS_ORIGINS.',
    {},
  );
}

const refusal = (why: string, { loginPath }: SignIn) =>
  new IdentityRefused(401, 'UNAUTHENTICATED', `${why} Sign in at ${loginPath}, and ask again.`, {
    'www-authenticate': 'Bearer',
  });
