/** What a position of an operation waits for. Demands that wait at the same time are met by one wave of calls. */
import type { Collection, Link } from './collection.ts';
import type { Envelope } from '../upstream/envelope.ts';
import type { CallShape, Requirements } from './requirements.ts';
import type { RowReader } from './row-reader.ts';

/** Records by id. */
export interface IdsLoadRequest {
  readonly kind: 'ids';
  readonly requirements: Requirements;
  readonly ids: readonly string[];
  /** The value of the endpoint's mandatory parameter, where the caller named it. */
  readonly scope: string | null;
  readonly depth: Depth;
  /** How the ids became known, where their records could also be had by fetching those again with an include. */
  readonly via: Via | null;
}

/** Rows that were fetched without the include of `link`: the same records could come with them. */
export interface Via {
  readonly requirements: Requirements;
  readonly link: Link;
  readonly ids: readonly string[];
}

/** Rows in the API's order. */
export interface ListLoadRequest {
  readonly kind: 'list';
  readonly collection: Collection;
  /** Filters, order and mandatory parameters, as the API wants them. */
  readonly params: Readonly<Record<string, string>>;
  /** Reads the rows in place of keeping them. */
  readonly reader?: RowReader | undefined;
  /** Where it is asked for otherwise than as a page of the type's list. */
  readonly place?: Place;
  /** Which rows, by position; `null` when only their number is wanted. */
  readonly window: Window | null;
  readonly requirements: Requirements | null;
  /** The one type that polymorphic targets can have, where `params` fixes it. */
  readonly only: Collection | null;
  /** Further pages of the list are asked for once this one tells how many rows there are. */
  readonly continues: boolean;
  /** For a list that stands in for an association: whose records it gives. */
  readonly owners: Owners | null;
  /** For a list under records: which those are, and what part of it this is. */
  readonly nested?: NestedStep | undefined;
  /** Where in the operation the list stands. */
  readonly path: string;
  readonly depth: Depth;
  /** Set where an answer before tells whether it is asked for at all, which is not what is expected. */
  readonly contingent?: Contingent;
}

export interface Contingent {
  /** How many calls like this there may be; may be infinite. */
  readonly most: number;
  /** What makes it necessary, in a sentence for the explanation. */
  readonly why: string;
}

/** A path that answers rows at once, without pages: one record that the API has a word for, or a list that is always whole. */
export interface Place {
  readonly path: string;
  /** Reads a body that is no usual envelope; null for one that it cannot read. */
  readonly read?: (body: unknown) => Envelope | null;
}

/** The records whose association a list gives, and where its rows name them. */
export interface Owners {
  readonly ids: readonly string[];
  readonly column: string;
}

/**
 * One call for lists under records: for all of them `together`, for `one` of them, for a `page` that follows; and, in a
 * prediction, for the `rest` that a page of all may leave open, or that page `again` with the include that it lacked.
 */
export interface NestedStep {
  readonly step: 'together' | 'one' | 'page' | 'rest' | 'again';
  /** The type of the records that the list stands under, and those of them that want it at this place. */
  readonly parent: Collection;
  readonly parents: readonly string[];
  /** The parameter that takes their ids, and whether it takes several. */
  readonly param: string;
  readonly several: boolean;
  /** The association by which rows name their record; null where none does. */
  readonly by: string | null;
  /** Rows are passed by a cursor, which is that of one record. */
  readonly isPassed: boolean;
  /** Calls for one record, at most. */
  readonly pages: number;
}

export interface Window {
  readonly offset: number;
  /** At most {@link MAX_PAGE}. */
  readonly limit: number;
}

/**
 * In which wave a demand arises: `latest` when nothing that leads to it was known before, `earliest`
 * when all was. They differ only where another part of the operation may bring the same records.
 */
export interface Depth {
  readonly earliest: number;
  readonly latest: number;
  /** The data decide in how many steps it becomes known, so that it may meet no other demand. */
  readonly isLoose?: boolean;
}

export type LoadRequest = IdsLoadRequest | ListLoadRequest;

/** What kind of call meets a demand for a list: one that names its rows by `only` honours every include. */
export const shapeOf = ({ params, only, place, window }: ListLoadRequest): CallShape => ({
  byId: params.only !== undefined || place !== undefined,
  only,
  isList: true,
  isOneBatch: window !== null && window.limit <= MAX_IDS,
});

/** Ceiling of `per_page` on every endpoint. */
export const MAX_PAGE = 200;

/** Ids in one `only`. The API has no maximum of its own; URLs have. */
export const MAX_IDS = 150;

/** Longest list of ids in one URL, in characters: ids of 19 digits reach it before {@link MAX_IDS}. */
export const MAX_IDS_LENGTH = 2_600;

/** The depth of what the operation's own text and variables fix. */
export const FIRST: Depth = { earliest: 1, latest: 1 };

/** The depth of what an answer to something leads to, where that may have been known before it was asked for. */
export const next = ({ earliest, latest, isLoose }: Depth, knownBefore: boolean): Depth => ({
  earliest: knownBefore ? earliest : earliest + 1,
  latest: latest + 1,
  ...(isLoose && { isLoose }),
});

/** The depth of what the first answer of something leads to. */
export const after = (depth: Depth): Depth => next(depth, false);
