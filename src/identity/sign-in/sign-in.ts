/** Signing in, from the first redirect to the end of the session. It speaks no HTTP: addresses and cookies go in and out. */
import { timingSafeEqual } from 'node:crypto';
import type { RequestHead } from '../request-head.ts';
import { type Attempt, type AuthorizationServer, newAttempt } from './authorization-server.ts';
import { ATTEMPT_COOKIE, cookieOf, removeCookie, setCookie } from './cookies.ts';
import { returnAddress } from './return-address.ts';
import type { KeptTokens } from './kept-tokens.ts';
import type { Sealer } from './seal.ts';
import type { Session, Sessions } from './sessions.ts';
import { SignInFailed } from './sign-in-failed.ts';

/** A redirect with the cookies that go with it. */
export interface Sent {
  readonly location: string;
  readonly cookies: readonly string[];
}

export interface SignInOptions {
  readonly server: AuthorizationServer;
  readonly sealer: Sealer;
  readonly sessions: Sessions;
  /** Where tokens are kept for callers whom an issuer names; `null` where there are none. */
  readonly kept: KeptTokens | null;
  /** The registered redirect address. The routes of sign-in stand beside it. */
  readonly redirectUri: string;
  /** Addresses of other origins that a browser may return to. */
  readonly returnTo: readonly string[];
  /** Origins other than the gateway's own whose pages may use a session. */
  readonly origins: readonly string[];
  /** Where a browser goes that names no address, below the folder of the gateway: `graphql`. */
  readonly home: string;
  /** The time in milliseconds since 1970. Default: `Date.now` */
  readonly now?: () => number;
}

export interface SignIn {
  readonly sessions: Sessions;
  /** The path of `/auth/login` as browsers see it. */
  readonly loginPath: string;
  /** Whether a page of this origin may use a session. */
  isOwnOrigin(origin: string): boolean;
  /**
   * Sends a browser to the authorization server; `null` where the address to return to is not allowed.
   *
   * @param wanted the address to return to; `null` for the gateway's own page
   */
  begin(wanted: string | null): Promise<Sent | null>;
  /** Takes the browser back from the authorization server. Rejects with a {@link SignInFailed}. */
  complete(request: RequestHead): Promise<Sent>;
  /**
   * Ends a session. Its token is revoked, and so is the one that is kept for the same person; `false` where it is not
   * certain that both are.
   */
  end(session: Session, options: { readonly everywhere: boolean }): Promise<boolean>;
}

/** How long a sign-in may take, in seconds: the code lives five minutes, and the person signs in before it is made. */
const ATTEMPT_S = 600;

/** The longest query string of a redirect that is looked at, in characters. */
const MAX_SEARCH = 4_096;

export function createSignIn(options: SignInOptions): SignIn {
  const { server, sealer, sessions, kept, redirectUri, now = Date.now } = options;
  const { origin } = new URL(redirectUri);
  const origins = new Set([origin, ...options.origins]);
  const beside = (path: string) => new URL(path, redirectUri).href;
  const returning = { origin, allowed: options.returnTo };

  return {
    sessions,
    loginPath: new URL('login', redirectUri).pathname,
    isOwnOrigin: (asking) => origins.has(asking),
    async begin(wanted) {
      const returnTo = wanted === null ? beside(`../${options.home}`) : returnAddress(wanted, returning);
      if (returnTo === null) return null;
      const attempt = newAttempt();
      const location = await server.begin(attempt);
      const expiresAt = Math.floor(now() / 1000) + ATTEMPT_S;
      const sealed = await sealer.seal({ ...attempt, returnTo }, { purpose: 'attempt', expiresAt });
      // Lax, because it is the other site's redirect that has to bring it.
      return { location, cookies: [setCookie(ATTEMPT_COOKIE, sealed, { maxAgeS: ATTEMPT_S, sameSite: 'Lax' })] };
    },
    async complete(request) {
      const attempt = await attemptOf(request, sealer);
      const search = searchOf(request);
      if (search.length > MAX_SEARCH) throw new SignInFailed('mismatch', 'the query string is too long');
      if (!isOfAttempt(search, attempt)) throw new SignInFailed('mismatch', 'the state is of another attempt');
      const who = await server.redeem(search, attempt);
      // Sealed anew whatever the browser had before: no session outlives a sign-in, and none can be planted.
      const cookie = await sessions.begin(who);
      await kept?.keep(who);
      return { location: attempt.returnTo, cookies: [removeCookie(ATTEMPT_COOKIE), cookie] };
    },
    async end(session, { everywhere }) {
      if (everywhere) await sessions.endAll(session.subject);
      sessions.end(session);
      // Who logs out wants nothing asked in their name any more, by agents as little as by this browser.
      const [forgotten] = await Promise.allSettled([kept?.forget(session.subject)]);
      const other = forgotten.status === 'fulfilled' ? forgotten.value : null;
      const tokens = new Set([session.token, ...(other ? [other] : [])]);
      const revoked = await Promise.all([...tokens].map((token) => isRevoked(token, server)));
      return forgotten.status === 'fulfilled' && revoked.every(Boolean);
    },
  };
}

async function isRevoked(token: string, server: AuthorizationServer): Promise<boolean> {
  try {
    await server.revoke(token);
    return true;
  } catch (error) {
    if (error instanceof SignInFailed) return false;
    throw error;
  }
}

const searchOf = ({ url = '' }: RequestHead): string => {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
};

async function attemptOf(request: RequestHead, sealer: Sealer): Promise<Attempt & { readonly returnTo: string }> {
  const value = cookieOf(request, ATTEMPT_COOKIE);
  const payload = value === null ? null : await sealer.open(value, 'attempt');
  const { state, nonce, codeVerifier, returnTo } = payload ?? {};
  if (typeof state !== 'string' || typeof nonce !== 'string') throw new SignInFailed('over', 'no attempt is under way');
  if (typeof codeVerifier !== 'string' || typeof returnTo !== 'string')
    throw new SignInFailed('over', 'no attempt is under way');
  return { state, nonce, codeVerifier, returnTo };
}

/** Whether an answer has the state of the attempt, once. An error of the server is not believed without it either. */
function isOfAttempt(search: string, { state }: Attempt): boolean {
  const [given, ...more] = new URLSearchParams(search).getAll('state');
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(state)];
  return more.length === 0 && one.length === other.length && timingSafeEqual(one, other);
}
