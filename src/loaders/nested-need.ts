/** A list under records: what a place of an operation wants of it, and what one record was given. */
import type { Collection, Link } from './collection.ts';
import type { ListSlice } from './list-slice.ts';
import type { Requirements } from './requirements.ts';

/** What is wanted of the lists under the records of one place. Made once per document. */
export interface NestedNeed {
  /** Of the rows. */
  readonly requirements: Requirements;
  /** The type of the records that it stands under. */
  readonly parent: Collection;
  /** The parameter that takes their ids, and whether it takes several. */
  readonly param: string;
  readonly several: boolean;
  /** How a row names its records; null where nothing in it does. */
  readonly by: Link | null;
  /** Where in the operation it stands. */
  readonly path: string;
  /** Rows are read; how many there are in all; whether more follow. */
  rows: boolean;
  counts: boolean;
  more: boolean;
}

/** The arguments of such a list, in one run of the operation. */
export interface NestedArguments {
  /** Filter and order as the API wants them; `nothing` where no row can match. */
  readonly params: Readonly<Record<string, string>> | 'nothing';
  /** Rows of each record, at most. */
  readonly first: number;
  /** How many rows of this record's list are passed. Throws where the cursor is that of another list. */
  readonly passed: (parent: string) => number;
}

/** What one record was given of its list. */
export interface NestedRows extends ListSlice {
  /** Rows that are passed before these. */
  readonly before: number;
  /** Whether there is, or may be, a row behind these. */
  readonly hasNext: boolean;
  /** Whether that is known, and not only possible. */
  readonly isNextKnown: boolean;
  /** Where the next page begins. */
  readonly end: number;
}
