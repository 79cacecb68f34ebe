/**
 * What the loaders must know of a resource type: where its rows are asked for, how they come by id,
 * and which associations its rows have. Plain values; the declarations in `schema/types` make them.
 */
import type { DeclaredFanOut } from './fan-out.ts';

/** How rows of a type are asked for by id. `null` where no endpoint exists: such rows come only with a parent. */
export interface Endpoint {
  /** For example `/workspace_resources`. */
  readonly path: string;
  /**
   * Parameters that lift what would hide a row from a load by id: sent with every `only`, beside
   * `apply_default_filters=false`, because parameters of the API's controllers are not lifted by that switch.
   */
  readonly reveal: Readonly<Record<string, string>>;
  /** A parameter that is mandatory even beside `only`, and holds one value: a batch cannot span two of them. */
  readonly scope: Scope | null;
  /** `GET path/{id}` exists. */
  readonly single: boolean;
  /** Asking it can change something in Kantata, so that it is not asked where another way leads to its records. */
  readonly writes: boolean;
}

export interface Scope {
  /** The mandatory parameter, for example `subject_type`. */
  readonly param: string;
  /** Where a row keeps its value. */
  readonly field: string;
  /** The row's value as the parameter wants it; `null` when it is unusable. */
  readonly read: (value: unknown) => string | null;
}

/** A list that gives the records of many owners, where no include does. */
export interface Listing {
  /** What the list must be asked beside its owners. */
  readonly params: Readonly<Record<string, string>>;
  /** The parameter that takes the owners' ids, as a comma list. */
  readonly by: string;
  /** Where a row of the list names its owner. */
  readonly column: string;
}

/** One association, as the API writes it. */
export interface Link {
  /** The name for `include`, for example `external_references`. */
  readonly name: string;
  readonly kind: 'one' | 'many' | 'polymorphic';
  /** The key that holds the id, the ids, or the `{key, id}` of the target. */
  readonly field: string;
  /**
   * The target's id is in columns of the row itself: there without the include, on side-loaded rows
   * too. In `field`, or, for a polymorphic link, in `typeField` and `idField`.
   */
  readonly own: boolean;
  readonly typeField: string | null;
  readonly idField: string | null;
  readonly includable: boolean;
  /** The API honours the include only beside `only`. */
  readonly onlyWithIds: boolean;
  /** A further parameter without which the API ignores the include. */
  readonly requires: Readonly<Record<string, string>> | null;
  /** The possible targets; one, unless polymorphic. */
  readonly targets: readonly Collection[];
  /**
   * The name of the link that this one leads back through: a reference that came with its subject's
   * `external_references` has that record as `subject`, whatever its row says.
   */
  readonly inverseOf: string | null;
  /** For a to-many link that no include brings: the target's list, filtered by its owners. */
  readonly listing: Listing | null;
  /**
   * For a to-many link whose ids a row of the right kind also holds in another of its columns: reads
   * them there. `null` when this row does not tell.
   */
  readonly idsIn: ((row: Readonly<Record<string, unknown>>) => readonly unknown[] | null) | null;
  /** How many records a to-many link is expected to lead to, until the API has shown it. Default: an assumed size. */
  readonly expected?: DeclaredFanOut | null;
}

/** A column that holds words of a closed set. */
export interface WordColumn {
  readonly column: string;
  /** The name of a word as the API writes it; undefined for one that is not of the set. */
  readonly nameOf: (word: unknown) => string | undefined;
}

export interface Collection {
  /** The type's name, for example `WorkspaceResource`. */
  readonly type: string;
  /** Its collection key in an answer, for example `workspace_resources`. */
  readonly key: string;
  readonly endpoint: Endpoint | null;
  /** Other names that the wire uses for the type. */
  readonly aliases: readonly string[];
  /** For a type that stands for rows of several collections: these. Empty for every other type. */
  readonly members: readonly Collection[];
  /** By wire name. */
  readonly links: ReadonlyMap<string, Link>;
  /** Columns of its rows that hold words of closed sets. Default: none. */
  readonly words?: readonly WordColumn[];
}

/** Where records of a type stand: in the collections that it stands for, or in its own. */
export const membersOf = (collection: Collection): readonly Collection[] =>
  collection.members.length > 0 ? collection.members : [collection];
