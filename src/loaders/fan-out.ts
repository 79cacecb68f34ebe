/** How many records an association to many is expected to hold: declared, until the API has shown it. */
import type { Link } from './collection.ts';

/** The size of one association, as an average. */
export interface FanOut {
  /** Records for each record that has the association. */
  readonly records: number;
  /** Different records that all of these lead to together, at most. Infinite where they hardly repeat. */
  readonly different: number;
}

/** What a declaration says of an association's size. */
export interface DeclaredFanOut {
  readonly records: number;
  /** Every parent has about the same records. Default: each has its own. */
  readonly same?: boolean;
  /** Why, as a sentence for readers of an explanation. */
  readonly because: string;
}

/** What an association to many is taken to hold, on average, where nothing is declared and nothing is learned. */
export const ASSUMED_FAN_OUT = 10;

const ASSUMED: FanOut = { records: ASSUMED_FAN_OUT, different: Number.POSITIVE_INFINITY };

/** Tells how many records an association is expected to hold. */
export type FanOutOf = (link: Link) => FanOut;

/** As it is declared, or {@link ASSUMED_FAN_OUT}. */
export const declaredFanOut: FanOutOf = ({ expected }) =>
  expected
    ? { records: expected.records, different: expected.same ? expected.records : Number.POSITIVE_INFINITY }
    : ASSUMED;

/**
 * How many different records so many parents are likely to lead to; at least one. With a bound, each parent is taken to have
 * its records by chance from the same ones.
 */
export function differentRecords(parents: number, { records, different }: FanOut): number {
  const all = parents * records;
  if (all <= 0) return 0;
  const found = different <= records ? Math.min(all, different) : Math.min(all, drawnFrom(different, records, parents));
  // A sum of tenths is a little off.
  return Math.max(1, Math.ceil(found - 1e-6));
}

const drawnFrom = (pool: number, each: number, parents: number): number =>
  Number.isFinite(pool) ? pool * (1 - (1 - each / pool) ** parents) : Number.POSITIVE_INFINITY;
