/** Records in Redis, shared by all instances. They are encrypted: only the holder of the token can read them. */
import {
  isBare,
  type KnownRecord,
  mergedRecord,
  type NamedRecord,
  type OwnRecords,
  readRecord,
  type RecordCache,
  type RecordName,
  type StampedRecord,
  writeRecord,
} from '../loaders/record-cache.ts';
import type { RedisLink } from './link.ts';
import { seal, secretsOf, unseal } from './record-seal.ts';

export interface RedisCacheOptions {
  readonly link: RedisLink;
  /** How long a record is kept, in milliseconds. */
  readonly ttlMs: number;
  /** Base of the API that the records are of. */
  readonly apiUrl: string;
  /** The wall clock, in milliseconds, because instances have no other in common. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Records that are asked for, or written, with one command: to seal and unseal so many takes some milliseconds. */
const LOT = 100;
/** Records that wait to be written; further ones are dropped, so that a slow Redis takes no memory. */
const MAX_UNWRITTEN = 5000;

export function createRedisCache({ link, ttlMs, apiUrl, now = Date.now }: RedisCacheOptions): RecordCache {
  let unwritten = 0;

  /** A record of the future is none: no clock is so far ahead. */
  const isFresh = (storedAt: number) => Math.abs(now() - storedAt) < ttlMs;

  const read = async (token: string, names: readonly RecordName[]): Promise<(StampedRecord | null)[]> => {
    const secrets = names.map((name) => secretsOf(token, apiUrl, name));
    const values = await link.getMany(secrets.map(({ name }) => name));
    return secrets.map((secret, at) => {
      const value = values[at];
      const text = value ? unseal(secret, value) : null;
      const record = text === null ? null : readRecord(text);
      // Redis expires records by itself. This check covers a Redis set not to, and a time to live that was shortened.
      return record && isFresh(record.storedAt) ? record : null;
    });
  };

  const write = async (token: string, lot: readonly NamedRecord[], storedAt: number): Promise<void> => {
    const stamped = lot.map((named) => ({ named, record: { ...named.record, storedAt } }));
    // What was asked for beyond their own columns is added to what is there; bare ones add nothing to it.
    const rich = stamped.filter(({ record }) => !isBare(record));
    const known =
      rich.length === 0
        ? []
        : await read(
            token,
            rich.map(({ named }) => named),
          );
    const merged = rich.map(({ named, record }, at) => {
      const old = known[at];
      return { named, record: old ? mergedRecord(old, record) : record };
    });
    const bare = stamped.filter(({ record }) => isBare(record));
    await link.setMany(
      [...merged, ...bare].map(({ named, record }) => {
        const secrets = secretsOf(token, apiUrl, named);
        return {
          name: secrets.name,
          value: seal(secrets, writeRecord(record)),
          ttlMs: Math.min(ttlMs, Math.max(1, record.storedAt + ttlMs - now())),
          onlyIfAbsent: isBare(record),
        };
      }),
    );
  };

  const writeAll = async (token: string, records: readonly NamedRecord[]): Promise<void> => {
    const storedAt = now();
    try {
      for (let at = 0; at < records.length; at += LOT) await write(token, records.slice(at, at + LOT), storedAt);
    } catch {
      // Redis is unreachable or full, which the link has reported; the next answer writes them again.
    }
  };

  return {
    of: ({ token }): OwnRecords => ({
      async read(names) {
        const records: (KnownRecord | null)[] = [];
        try {
          for (let at = 0; at < names.length; at += LOT)
            records.push(...(await read(token, names.slice(at, at + LOT))));
        } catch {
          // What is not known is asked for.
        }
        return records;
      },
      write(records) {
        if (!link.state.isUp || unwritten + records.length > MAX_UNWRITTEN) return;
        unwritten += records.length;
        // After the answer that they came for.
        setImmediate(() => void writeAll(token, records).finally(() => (unwritten -= records.length)));
      },
      forget(names) {
        if (!link.state.isUp) return;
        void link.remove(names.map((name) => secretsOf(token, apiUrl, name).name)).catch(() => {});
      },
    }),
  };
}
