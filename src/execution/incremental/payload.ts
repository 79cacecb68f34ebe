/** An answer in parts, as clients read it: in the format of 2022, or in the current one. */
import type { GraphQLError } from 'graphql';

type PathKeys = readonly (string | number)[];
type Data = Readonly<Record<string, unknown>>;

/**
 * Which format: `deferSpec=20220824`, where each part names its place, or `incrementalSpec=v0.2`, where parts are
 * announced, come under their names, and no field comes twice.
 */
export type PartsFormat = 'deferSpec=20220824' | 'incrementalSpec=v0.2';

/** The fields of a deferred fragment, or further entries of a list, in the format of 2022. */
export interface PathIncrement {
  /** Of entries: the list and the index of the first of them. */
  readonly path: PathKeys;
  readonly label?: string;
  /** `null` where a field failed that may not be null. */
  readonly data?: Data | null;
  /** `null` where the list failed: nothing more comes of it. */
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly GraphQLError[];
}

/** The same in the current format, for what is pending under `id`. */
export interface IdIncrement {
  readonly id: string;
  readonly subPath?: PathKeys;
  readonly data?: Data;
  readonly items?: readonly unknown[];
  readonly errors?: readonly GraphQLError[];
}

/** Something that later parts will bring. */
export interface PendingPart {
  readonly id: string;
  readonly path: PathKeys;
  readonly label?: string;
}

/** One part of an answer. Alone, with `hasNext` false, it is the whole answer. */
export interface Payload {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLError[];
  readonly pending?: readonly PendingPart[];
  readonly incremental?: readonly (PathIncrement | IdIncrement)[];
  readonly completed?: readonly { readonly id: string; readonly errors?: readonly GraphQLError[] }[];
  readonly hasNext: boolean;
  readonly extensions?: Data;
}
