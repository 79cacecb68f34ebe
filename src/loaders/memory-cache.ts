/** Records kept in the memory of this process. */
import { LRUCache } from 'lru-cache';
import type { Principal } from '../upstream/principal.ts';
import {
  isBare,
  type KnownRecord,
  mergedRecord,
  type NamedRecord,
  readRecord,
  type RecordCache,
  type RecordName,
  type StampedRecord,
  tellsNoLess,
  writeRecord,
} from './record-cache.ts';

export interface MemoryCacheOptions {
  /** How long a record is kept, in milliseconds. */
  readonly ttlMs: number;
  /** How much all records together may take, in bytes; those that were not used for longest go first. */
  readonly maxBytes: number;
  /** Whether a record that comes again, and tells of no more than the one that is kept, takes its place. Default: true. */
  readonly renews?: boolean;
  /** In milliseconds, by a clock that never jumps. Default: `performance.now`. */
  readonly now?: () => number;
}

/** A record as text: its size is known, and it is immutable. */
interface Entry extends Omit<StampedRecord, 'row'> {
  readonly text: string;
}

/** What an entry takes beside its text and its name, about. */
const ENTRY_OVERHEAD_BYTES = 300;
/** Records written in one turn of the event loop; other work runs between such batches. */
const LOT = 100;

/** Keeps records for {@link MemoryCacheOptions.ttlMs}, each under its principal. */
export function createMemoryCache({
  ttlMs,
  maxBytes,
  renews = true,
  now = () => performance.now(),
}: MemoryCacheOptions): RecordCache {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    // V8 takes two bytes for a character where any in the text needs them.
    sizeCalculation: ({ text }, name) => 2 * (text.length + name.length) + ENTRY_OVERHEAD_BYTES,
  });
  const nameOf = (principal: Principal, { key, id }: RecordName) => `${principal} ${id} ${key}`;
  const fresh = (name: string): Entry | undefined => {
    const entry = entries.get(name);
    if (!entry || now() - entry.storedAt < ttlMs) return entry;
    entries.delete(name);
    return undefined;
  };
  const put = (name: string, record: StampedRecord) => {
    const { optional, included, storedAt } = record;
    entries.set(name, { text: writeRecord(record), optional, included, storedAt });
  };
  const keep = (principal: Principal, named: NamedRecord, storedAt: number) => {
    const name = nameOf(principal, named);
    const record = { ...named.record, storedAt };
    const known = fresh(name);
    if (known && !renews && tellsNoLess(known, named.record)) return;
    if (!known || tellsNoLess(record, known)) return put(name, record);
    // It would add its columns alone, and those are known.
    if (isBare(record)) return;
    const old = readRecord(known.text);
    put(name, old ? mergedRecord(old, record) : record);
  };

  return {
    of: ({ principal }) => ({
      read: (names) =>
        Promise.resolve(
          names.map((name): KnownRecord | null => {
            const entry = fresh(nameOf(principal, name));
            return entry ? readRecord(entry.text) : null;
          }),
        ),
      write(records) {
        const storedAt = now();
        const writeLot = (from: number) => {
          const to = Math.min(records.length, from + LOT);
          for (let at = from; at < to; at++) keep(principal, records[at] as NamedRecord, storedAt);
          if (to < records.length) setImmediate(writeLot, to);
        };
        // After the answer that they came for.
        setImmediate(writeLot, 0);
      },
      forget(names) {
        for (const name of names) entries.delete(nameOf(principal, name));
      },
    }),
  };
}
