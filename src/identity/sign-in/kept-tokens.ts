/**
 * Tokens of people who have signed in, kept for callers whom an issuer names: they have no cookie that could hold one.
 *
 * A token is found by the one name that Kantata itself gave its user, as the ID token says it. It is sealed with the keys of
 * sessions, its owner within, and its place is named by a hash that only such a key makes.
 */
import { createHmac } from 'node:crypto';
import { recentMap } from '../../upstream/policies/recent-map.ts';
import { principalOf } from '../../upstream/principal.ts';
import type { SignedIn } from './authorization-server.ts';
import type { Sealer } from './seal.ts';

/** Where sealed values are kept. Each method rejects where that place does not answer. */
export interface SealedValues {
  /** The value; `null` where there is none. */
  get(name: string): Promise<string | null>;
  /** Keeps a value for `ttlMs`, in place of the one that was there. */
  set(name: string, value: string, ttlMs: number): Promise<void>;
  /** Removes this value, and leaves another one that has come in its place. */
  remove(name: string, value: string): Promise<void>;
}

export interface KeptTokensOptions {
  readonly values: SealedValues;
  readonly sealer: Sealer;
  /** The keys of sessions as they are at the moment, the one that seals first. */
  readonly keys: () => readonly Uint8Array[];
  /** Who says what a person is called: the issuer of the ID tokens of sign-in. */
  readonly issuer: string;
  /** How long a token is kept, in seconds. */
  readonly lifetimeS: number;
  /** Where a line goes about a token that could not be kept. */
  readonly log: (line: string) => void;
  /** The time in milliseconds since 1970. Default: `Date.now` */
  readonly now?: () => number;
}

export interface KeptTokens {
  /** Keeps the token of a person in place of the one before. Where that fails, a line is logged, and no more. */
  keep(who: SignedIn): Promise<void>;
  /** The token of a person; `null` where none is kept that is good. Rejects where that cannot be found out. */
  of(subject: string): Promise<string | null>;
  /**
   * Forgets the token of a person, and returns it so that it can be revoked; `null` where none was kept. Rejects where the
   * place of the tokens does not answer.
   */
  forget(subject: string): Promise<string | null>;
  /** The API does not take this token: it is forgotten, and one that the person signed in for since then is not. */
  refused(token: string): void;
}

/** How many tokens are remembered that were used lately, or are good no more. */
const REMEMBERED = 10_000;

interface Found {
  readonly name: string;
  readonly value: string;
  readonly token: string;
  readonly endsAt: number;
}

/** Seals tokens, and finds them again. */
function createShelf({ values, sealer, keys, issuer, now = Date.now }: KeptTokensOptions) {
  const nameFor = (key: Uint8Array, subject: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['kept token', issuer, subject]))
      .digest('base64url');
  const write = async (subject: string, token: string, endsAt: number): Promise<void> => {
    const [key] = keys();
    if (!key) throw new Error('no key to seal with');
    const content = { sub: subject, by: issuer, t: token };
    const value = await sealer.seal(content, { purpose: 'kept token', expiresAt: endsAt });
    await values.set(nameFor(key, subject), value, Math.max(1, endsAt * 1000 - now()));
  };

  return {
    write,
    async find(subject: string): Promise<Found | null> {
      for (const key of keys()) {
        const name = nameFor(key, subject);
        const value = await values.get(name);
        const payload = value === null ? null : await sealer.open(value, 'kept token');
        // The owner stands within, so that a value that somebody moved to another name opens for nobody.
        if (value === null || payload?.sub !== subject || payload.by !== issuer) continue;
        if (typeof payload.t === 'string' && typeof payload.exp === 'number')
          return { name, value, token: payload.t, endsAt: payload.exp };
      }
      return null;
    },
    /** Seals what an old key sealed with the new one, so that the old one can be taken out. */
    async renew(subject: string, { name, value, token, endsAt }: Found): Promise<void> {
      const [key] = keys();
      if (!key || nameFor(key, subject) === name) return;
      await write(subject, token, endsAt);
      await values.remove(name, value);
    },
  };
}

/** Keeps tokens in `values`. */
export function createKeptTokens(options: KeptTokensOptions): KeptTokens {
  const { values, lifetimeS, log, now = Date.now } = options;
  const shelf = createShelf(options);
  /** Whose a token is that was handed out, so that a refusal of the API finds its way back. */
  const owners = recentMap<string, string>(REMEMBERED);
  const over = recentMap<string, true>(REMEMBERED);
  const drop = async (subject: string, isMeant: (token: string) => boolean): Promise<string | null> => {
    const found = await shelf.find(subject);
    if (!found || !isMeant(found.token)) return null;
    over.set(principalOf(found.token), true);
    await values.remove(found.name, found.value);
    return found.token;
  };

  return {
    async keep({ subject, token, expiresInS }) {
      // The server may give the same token again.
      over.delete(principalOf(token));
      try {
        await shelf.write(subject, token, Math.floor(now() / 1000) + Math.min(lifetimeS, expiresInS ?? lifetimeS));
      } catch {
        log('the token of a sign-in could not be kept: callers whom the issuer names will be sent to sign in again');
      }
    },
    async of(subject) {
      const found = await shelf.find(subject);
      if (!found || over.has(principalOf(found.token))) return null;
      await shelf.renew(subject, found);
      owners.set(principalOf(found.token), subject);
      return found.token;
    },
    forget: (subject) => drop(subject, () => true),
    refused(token) {
      const subject = owners.get(principalOf(token));
      if (subject === undefined) return;
      over.set(principalOf(token), true);
      // Where it cannot be removed now, this process passes over it, and the next refusal elsewhere removes it.
      void drop(subject, (kept) => kept === token).catch(() => {});
    },
  };
}
