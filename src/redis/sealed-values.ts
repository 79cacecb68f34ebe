/** Values that are sealed before they come here, kept for all instances under names that say nothing. */
import type { RedisLink } from './link.ts';

/** As sign-in knows it. Each method rejects where Redis does not answer: what is there is then unknown. */
export interface SealedValues {
  /** The value; `null` where there is none. */
  get(name: string): Promise<string | null>;
  /** Keeps a value for `ttlMs`, in place of the one that was there. */
  set(name: string, value: string, ttlMs: number): Promise<void>;
  /** Removes this value, and leaves another one that has come in its place. */
  remove(name: string, value: string): Promise<void>;
}

/** In one step, because another instance may write between a look and a removal. */
const REMOVE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

const PREFIX = 'kantata-gateway:sealed:';

/** Sealed values in Redis. */
export const createSealedValues = (link: RedisLink): SealedValues => ({
  async get(name) {
    const [value] = await link.getMany([PREFIX + name]);
    return value?.toString() ?? null;
  },
  async set(name, value, ttlMs) {
    await link.setMany([{ name: PREFIX + name, value: Buffer.from(value), ttlMs, onlyIfAbsent: false }]);
  },
  async remove(name, value) {
    await link.run(REMOVE, PREFIX + name, [value]);
  },
});
