/**
 * Records kept between operations: rows of one token, only for that token, and which of their fields are
 * known. A cache only saves calls: what it lacks is loaded as if there were no cache.
 */
import type { Caller } from '../upstream/send.ts';
import type { Row } from '../upstream/envelope.ts';

/** A record by its collection's key and its id. */
export interface RecordName {
  readonly key: string;
  readonly id: string;
}

/** A row, and what of it was asked for. */
export interface KnownRecord {
  readonly row: Row;
  /** Optional fields that were asked for. */
  readonly optional: readonly string[];
  /** Associations that were included: their ids are in the row. Their records are kept for themselves, or not. */
  readonly included: readonly string[];
}

export interface NamedRecord extends RecordName {
  readonly record: KnownRecord;
}

/** Whose records: they are kept for this token, and never given to another. */
export type Owner = Pick<Caller, 'token' | 'principal'>;

export interface RecordCache {
  /** The part that belongs to one token. */
  of(owner: Owner): OwnRecords;
}

export interface OwnRecords {
  /** What is known of each record, `null` for nothing. Never rejects: a cache that cannot be reached knows nothing. */
  read(names: readonly RecordName[]): Promise<readonly (KnownRecord | null)[]>;
  /** Whether records of the collection with this key are kept at all. Default: of every one. */
  readonly keeps?: (key: string) => boolean;
  /** Keeps records soon, without reporting when. The rows are read later and must not be changed. */
  write(records: readonly NamedRecord[]): void;
  /** The API was asked for these and did not give them. */
  forget(names: readonly RecordName[]): void;
}

/** A record as it is kept: when its oldest part came, in milliseconds of the cache's own clock, and the rest as JSON. */
export interface StampedRecord extends KnownRecord {
  readonly storedAt: number;
}

const includesAll = (all: readonly string[], some: readonly string[]) => some.every((name) => all.includes(name));

/** Whether a record tells of all that another one tells of. */
export const tellsNoLess = (one: Omit<KnownRecord, 'row'>, other: Omit<KnownRecord, 'row'>): boolean =>
  includesAll(one.optional, other.optional) && includesAll(one.included, other.included);

/** Whether a record is of its own columns alone. */
export const isBare = ({ optional, included }: KnownRecord): boolean => optional.length + included.length === 0;

/**
 * A record that was kept with what was learned of it since. It is as old as the older of the two where that
 * one adds anything: so no part of it is ever kept for longer than the time that records live.
 */
export function mergedRecord(old: StampedRecord, fresh: StampedRecord): StampedRecord {
  if (tellsNoLess(fresh, old)) return fresh;
  return {
    row: { ...old.row, ...fresh.row },
    optional: [...new Set([...old.optional, ...fresh.optional])],
    included: [...new Set([...old.included, ...fresh.included])],
    storedAt: Math.min(old.storedAt, fresh.storedAt),
  };
}

/** A record as text, for {@link readRecord}. */
export const writeRecord = ({ row, optional, included, storedAt }: StampedRecord): string =>
  JSON.stringify([storedAt, optional, included, row]);

/** What {@link writeRecord} wrote; `null` for anything else. */
export function readRecord(text: string): StampedRecord | null {
  try {
    const [storedAt, optional, included, row] = JSON.parse(text) as [number, string[], string[], Row];
    return { storedAt, optional, included, row };
  } catch {
    return null;
  }
}
