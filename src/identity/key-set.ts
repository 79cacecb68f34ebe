/**
 * The keys that an issuer publishes (RFC 7517, section 5), fetched when they are needed and kept.
 *
 * `createRemoteJWKSet` of jose asks again and again while the issuer fails, and forgets what it knows ten minutes later.
 * Here a key that is known goes on for a day without the issuer, and a failing issuer is asked every few seconds at most.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { type Agent, request } from 'undici';
import { strictAgent } from './strict-agent.ts';

export interface KeySetOptions {
  readonly url: string;
  /** Where a line about a failure goes. */
  readonly log: (line: string) => void;
  /** The longest that the issuer may take, in milliseconds. Default: 3 seconds. */
  readonly timeoutMs?: number;
  /** How soon after the keys have come an unknown one makes them be fetched again, in milliseconds. Default: 10 seconds. */
  readonly cooldownMs?: number;
  /** How soon after a failure they are fetched again, in milliseconds. Default: 5 seconds. */
  readonly pauseMs?: number;
  /** How old keys are when they are fetched anew, in milliseconds, while they go on. Default: 10 minutes. */
  readonly freshMs?: number;
  /** How old they may get where that fails, in milliseconds. Default: a day. */
  readonly maxAgeMs?: number;
  /** A clock in milliseconds that never jumps. Default: `performance.now`. */
  readonly now?: () => number;
}

export interface KeySet {
  /** The key of a signature. Rejects with {@link KeysUnavailable}, or with jose's `JWKSNoMatchingKey`. */
  readonly find: JWTVerifyGetKey;
  /** Fetches the keys, so that the first who needs one does not wait for it. A failure is logged, and no more. */
  readonly warm: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The issuer is not to be reached, or answers with something else than keys. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const SECOND_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;

type Local = ReturnType<typeof createLocalJWKSet>;

export function createKeySet({
  url,
  log,
  timeoutMs = 3 * SECOND_MS,
  cooldownMs = 10 * SECOND_MS,
  pauseMs = 5 * SECOND_MS,
  freshMs = 600 * SECOND_MS,
  maxAgeMs = DAY_MS,
  now = () => performance.now(),
}: KeySetOptions): KeySet {
  const agent = strictAgent(timeoutMs);
  let known: { readonly keys: Local; readonly at: number } | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<Local> | null = null;

  const fetchKeys = async (): Promise<Local> => {
    try {
      const keys = createLocalJWKSet(await fetchJson(url, agent, timeoutMs));
      known = { keys, at: now() };
      failedAt = Number.NEGATIVE_INFINITY;
      return keys;
    } catch (error) {
      failedAt = now();
      log(`INBOUND_JWKS_URL gives no keys: ${reasonOf(error)}`);
      throw new KeysUnavailable();
    }
  };

  const refresh = (): Promise<Local> => {
    if (now() - failedAt < pauseMs) return Promise.reject(new KeysUnavailable());
    underWay ??= fetchKeys().finally(() => (underWay = null));
    return underWay;
  };
  const refreshQuietly = async () => {
    try {
      await refresh();
    } catch {
      // It has been logged, or has failed a moment ago.
    }
  };

  const current = (): Local | Promise<Local> => {
    if (!known || now() - known.at > maxAgeMs) return refresh();
    // Nothing waits for it: what is known is still good.
    if (now() - known.at > freshMs) void refreshQuietly();
    return known.keys;
  };

  return {
    async find(header, token) {
      const keys = await current();
      try {
        return await keys(header, token);
      } catch (error) {
        const isNews = error instanceof errors.JWKSNoMatchingKey && known && now() - known.at >= cooldownMs;
        if (!isNews) throw error;
        return await (await refresh())(header, token);
      }
    },
    warm: refreshQuietly,
    close: () => agent.destroy(),
  };
}

async function fetchJson(url: string, dispatcher: Agent, timeoutMs: number): Promise<JSONWebKeySet> {
  const { statusCode, body } = await request(url, {
    dispatcher,
    headers: { accept: 'application/jwk-set+json, application/json', 'user-agent': 'kantata-graphql-gateway' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await body.text();
  // A redirect is not followed: the server that answers here could name other keys.
  if (statusCode !== 200) throw new Unusable(`status ${statusCode}`);
  try {
    return JSON.parse(text) as JSONWebKeySet;
  } catch {
    throw new Unusable('the answer is not JSON');
  }
}

/** Why an answer is none, in our own words. */
class Unusable extends Error {}

/** Messages of others may quote what came, so their names have to do. */
function reasonOf(error: unknown): string {
  if (error instanceof Unusable) return error.message;
  if (error instanceof errors.JWKSInvalid) return 'the answer is no set of keys';
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
