/** What a position of an operation waits for. Demands that wait at the same time are met by one wave of calls. */
import type { Collection, Link } from './collection.ts';
import type { Envelope } from '../upstream/envelope.ts';
import type { CallShape, Requirements } from './requirements.ts';

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
  /** Where in the operation the list stands. */
  readonly path: string;
  readonly depth: Depth;
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
export const next = ({ earliest, latest }: Depth, knownBefore: boolean): Depth => ({
  earliest: knownBefore ? earliest : earliest + 1,
  latest: latest + 1,
});

/** The depth of what the first answer of something leads to. */
export const after = (depth: Depth): Depth => next(depth, false);
