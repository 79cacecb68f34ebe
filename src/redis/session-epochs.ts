/** Since when the sessions of each person count, kept for all instances: so that all earlier ones end at once. */
import { createHash } from 'node:crypto';
import { recentMap } from '../upstream/policies/recent-map.ts';
import type { RedisLink } from './link.ts';

/** As sign-in knows it. Times are in seconds since 1970. */
export interface SessionEpochs {
  /** Ends every session of this person that began until now, for `forS` seconds. Rejects where Redis does not keep it. */
  endAll(subject: string, forS: number): Promise<void>;
  /** When they were last ended; 0 for never, and where Redis does not answer and nothing is remembered. */
  endedAt(subject: string): Promise<number>;
}

/** How long an answer of Redis is used, in milliseconds: an end is noticed elsewhere no later than this. */
const FRESH_MS = 5_000;
/** How many persons are remembered. */
const REMEMBERED = 10_000;

interface Known {
  readonly endedAt: number;
  readonly at: number;
}

/** Epochs in Redis. Where that does not answer, what was known last goes on. */
export function createSessionEpochs(link: RedisLink): SessionEpochs {
  const known = recentMap<string, Known>(REMEMBERED);
  return {
    async endAll(subject, forS) {
      const [name, endedAt] = [nameOf(subject), Math.floor(Date.now() / 1000)];
      const value = Buffer.from(String(endedAt));
      await link.setMany([{ name, value, ttlMs: forS * 1000, onlyIfAbsent: false }]);
      known.set(name, { endedAt, at: performance.now() });
    },
    async endedAt(subject) {
      const name = nameOf(subject);
      const last = known.get(name);
      if (last && performance.now() - last.at < FRESH_MS) return last.endedAt;
      try {
        const [value] = await link.getMany([name]);
        const endedAt = Number(value?.toString() ?? 0);
        known.set(name, { endedAt, at: performance.now() });
        return endedAt;
      } catch {
        return last?.endedAt ?? 0;
      }
    },
  };
}

/** Redis never learns who somebody is. */
const nameOf = (subject: string) =>
  `kantata-gateway:session-epoch:${createHash('sha256').update(subject).digest('base64url')}`;
