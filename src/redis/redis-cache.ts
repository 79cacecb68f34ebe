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

export const createRedisCache = (options: RedisCacheOptions): RecordCache => new RedisCache(options);

class RedisCache implements RecordCache {
  readonly #link: RedisLink;
  readonly #ttlMs: number;
  readonly #apiUrl: string;
  readonly #now: () => number;
  #unwritten = 0;

  constructor({ link, ttlMs, apiUrl, now = Date.now }: RedisCacheOptions) {
    this.#link = link;
    this.#ttlMs = ttlMs;
    this.#apiUrl = apiUrl;
    this.#now = now;
  }

  of({ token }: { readonly token: string }): OwnRecords {
    return {
      read: (names) => this.#readAll(token, names),
      write: (records) => this.#writeLater(token, records),
      forget: (names) => {
        if (!this.#link.state.isUp) return;
        void this.#link.remove(names.map((name) => this.#secretsOf(token, name).name)).catch(() => {});
      },
    };
  }

  async #readAll(token: string, names: readonly RecordName[]): Promise<(KnownRecord | null)[]> {
    const records: (KnownRecord | null)[] = [];
    try {
      for (let at = 0; at < names.length; at += LOT)
        records.push(...(await this.#read(token, names.slice(at, at + LOT))));
    } catch {
      // What is not known is asked for.
    }
    return records;
  }

  async #read(token: string, names: readonly RecordName[]): Promise<(StampedRecord | null)[]> {
    const secrets = names.map((name) => this.#secretsOf(token, name));
    const values = await this.#link.getMany(secrets.map(({ name }) => name));
    return secrets.map((secret, at) => {
      const value = values[at];
      const text = value ? unseal(secret, value) : null;
      const record = text === null ? null : readRecord(text);
      // Redis expires records by itself. This check covers a Redis set not to, and a time to live that was shortened.
      return record && this.#isFresh(record.storedAt) ? record : null;
    });
  }

  /** After the answer that they came for. */
  #writeLater(token: string, records: readonly NamedRecord[]): void {
    if (!this.#link.state.isUp || this.#unwritten + records.length > MAX_UNWRITTEN) return;
    this.#unwritten += records.length;
    setImmediate(() => void this.#writeAll(token, records).finally(() => (this.#unwritten -= records.length)));
  }

  async #writeAll(token: string, records: readonly NamedRecord[]): Promise<void> {
    const storedAt = this.#now();
    try {
      for (let at = 0; at < records.length; at += LOT) await this.#write(token, records.slice(at, at + LOT), storedAt);
    } catch {
      // Redis is unreachable or full, which the link has reported; the next answer writes them again.
    }
  }

  async #write(token: string, lot: readonly NamedRecord[], storedAt: number): Promise<void> {
    const stamped = lot.map((named) => ({ named, record: { ...named.record, storedAt } }));
    // What was asked for beyond their own columns is added to what is there; bare ones add nothing to it.
    const rich = stamped.filter(({ record }) => !isBare(record));
    const names = rich.map(({ named }) => named);
    const known = rich.length === 0 ? [] : await this.#read(token, names);
    const merged = rich.map(({ named, record }, at) => {
      const old = known[at];
      return { named, record: old ? mergedRecord(old, record) : record };
    });
    const bare = stamped.filter(({ record }) => isBare(record));
    await this.#link.setMany(
      [...merged, ...bare].map(({ named, record }) => {
        const secrets = this.#secretsOf(token, named);
        return {
          name: secrets.name,
          value: seal(secrets, writeRecord(record)),
          ttlMs: Math.min(this.#ttlMs, Math.max(1, record.storedAt + this.#ttlMs - this.#now())),
          onlyIfAbsent: isBare(record),
        };
      }),
    );
  }

  #secretsOf(token: string, name: RecordName) {
    return secretsOf(token, this.#apiUrl, name);
  }

  /** A record of the future is none: no clock is so far ahead. */
  #isFresh(storedAt: number): boolean {
    return Math.abs(this.#now() - storedAt) < this.#ttlMs;
  }
}
