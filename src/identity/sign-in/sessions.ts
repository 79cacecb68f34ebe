/** Sessions: the token of a person who signed in, sealed in a cookie, with the two ends that a session has. */
import type { JWTPayload } from 'jose';
import { recentMap } from '../../upstream/policies/recent-map.ts';
import { principalOf } from '../../upstream/principal.ts';
import type { RequestHead } from '../request-head.ts';
import type { SignedIn } from './authorization-server.ts';
import { cookieOf, MAX_COOKIE_VALUE, SESSION_COOKIE, setCookie } from './cookies.ts';
import type { Sealer } from './seal.ts';
import { SignInFailed } from './sign-in-failed.ts';

/** Somebody who has signed in. Times are in seconds since 1970. */
export interface Session {
  readonly token: string;
  readonly subject: string;
  readonly name: string | null;
  readonly account: string | null;
  readonly startedAt: number;
  /** When it was last known to be used, give or take a tenth of the idle time. */
  readonly usedAt: number;
  /** When it ends, however much it is used. */
  readonly endsAt: number;
}

/**
 * Since when the sessions of a person count, so that all earlier ones can be ended at once.
 * Kept where all instances find it.
 */
export interface SessionEpochs {
  /** Ends every session of this person that began until now. Rejects where that cannot be kept. */
  endAll(subject: string, forS: number): Promise<void>;
  /** When the sessions of this person were last ended, in seconds since 1970; 0 for never. Never rejects. */
  endedAt(subject: string): Promise<number>;
}

export interface SessionsOptions {
  readonly sealer: Sealer;
  /** How long a session lasts without being used, in seconds. */
  readonly idleS: number;
  /** How long a session lasts in all, in seconds. */
  readonly lifetimeS: number;
  /** Where sessions can be ended for all instances; `null` where they cannot. */
  readonly epochs: SessionEpochs | null;
  /** The time in milliseconds since 1970. Default: `Date.now` */
  readonly now?: () => number;
}

export interface Sessions {
  /** Begins a session, and returns the `Set-Cookie` header for it. Rejects with a {@link SignInFailed} for a token too long. */
  begin(who: SignedIn): Promise<string>;
  /** The session of a request; `null` where it has none that is good. The same request is looked at once. */
  of(request: RequestHead): Promise<Session | null>;
  /** The `Set-Cookie` header that says a session was used; `null` where the one that the browser has is fresh enough. */
  renewal(session: Session): Promise<string | null>;
  /** Takes a session no more in this process, whatever copies of its cookie there are. */
  end(session: Session): void;
  /** Ends all sessions of a person. Rejects where that cannot be kept, or there is nowhere to keep it. */
  endAll(subject: string): Promise<void>;
  readonly canEndAll: boolean;
}

/** The share of the idle time after which a session that is used is sealed anew. */
const RENEWAL_SHARE = 0.1;

/** How many ended sessions are remembered. */
const REMEMBERED = 10_000;

export function createSessions({ sealer, idleS, lifetimeS, epochs, now = Date.now }: SessionsOptions): Sessions {
  const seconds = () => Math.floor(now() / 1000);
  /** When the sessions of a token ended, because the server may give the same token again at the next sign-in. */
  const ended = recentMap<string, number>(REMEMBERED);
  const endedAt = (token: string) => ended.get(principalOf(token)) ?? 0;
  const looked = new WeakMap<RequestHead, Promise<Session | null>>();

  const cookieFor = async (session: Session): Promise<string> => {
    const expiresAt = Math.min(session.usedAt + idleS, session.endsAt);
    const value = await sealer.seal(payloadOf(session), { purpose: 'session', expiresAt });
    if (value.length > MAX_COOKIE_VALUE) throw new SignInFailed('unexpected', 'the token is too long for a cookie');
    return setCookie(SESSION_COOKIE, value, { maxAgeS: expiresAt - seconds(), sameSite: 'Strict' });
  };

  const look = async (request: RequestHead): Promise<Session | null> => {
    const value = cookieOf(request, SESSION_COOKIE);
    if (value === null || value.length > MAX_COOKIE_VALUE) return null;
    const payload = await sealer.open(value, 'session');
    const session = payload && sessionOf(payload);
    if (!session || endedAt(session.token) >= session.startedAt) return null;
    // The second it began in counts as before: an end that was announced must hold.
    if (epochs && (await epochs.endedAt(session.subject)) >= session.startedAt) return null;
    return session;
  };

  return {
    async begin({ token, subject, name, account, expiresInS }) {
      // Where they were all ended within this second, the new one counts from the next.
      const lastEnd = Math.max(endedAt(token), (await epochs?.endedAt(subject)) ?? 0);
      const startedAt = Math.max(seconds(), lastEnd + 1);
      const endsAt = startedAt + Math.min(lifetimeS, expiresInS ?? lifetimeS);
      return cookieFor({ token, subject, name, account, startedAt, usedAt: startedAt, endsAt });
    },
    of(request) {
      const known = looked.get(request) ?? look(request);
      looked.set(request, known);
      return known;
    },
    async renewal(session) {
      const at = seconds();
      // It may have ended while its request was answered.
      if (at - session.usedAt < idleS * RENEWAL_SHARE || endedAt(session.token) >= session.startedAt) return null;
      return cookieFor({ ...session, usedAt: at });
    },
    end: (session) => void ended.set(principalOf(session.token), Math.max(seconds(), session.startedAt)),
    async endAll(subject) {
      if (!epochs) throw new Error('sessions cannot be ended for all instances');
      await epochs.endAll(subject, lifetimeS);
    },
    canEndAll: epochs !== null,
  };
}

/** Short names, because a cookie has little room. */
const payloadOf = ({ token, subject, name, account, startedAt, usedAt, endsAt }: Session): JWTPayload => ({
  sub: subject,
  t: token,
  n: name,
  a: account,
  from: startedAt,
  used: usedAt,
  to: endsAt,
});

function sessionOf({ sub, t, n, a, from, used, to }: JWTPayload): Session | null {
  if (typeof sub !== 'string' || typeof t !== 'string') return null;
  if (typeof from !== 'number' || typeof used !== 'number' || typeof to !== 'number') return null;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { token: t, subject: sub, name: text(n), account: text(a), startedAt: from, usedAt: used, endsAt: to };
}
