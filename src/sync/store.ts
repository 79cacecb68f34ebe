/** Where a mirror is kept. Rows and the state that says how far they go are changed together, or not at all. */
import type { MirroredColumn } from './mirrored.ts';

/** The key of what is not known of a row. */
export const UNKNOWN = '__errors';

/** A row as `/graphql` answers it, with what is not known of it under {@link UNKNOWN}. */
export type MirroredRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** How far the mirror of one list is. Times in ISO 8601. */
export interface ListState {
  /** Changes after this time are not in it yet. */
  readonly since: string;
  /** When it was last read as a whole. */
  readonly readAt: string;
}

/** A reading of a whole list that is under way. */
export interface Reading {
  /** When it began. */
  readonly startedAt: string;
  /** The position to go on from; null to begin. */
  readonly after: string | null;
  /** Rows of one batch, and the position behind them: kept together. */
  add(rows: readonly MirroredRow[], position: string): void;
  /** All rows have come: what was not among them is not in the list any more. Returns how many those were. */
  complete(state: ListState): number;
  /** Lets go of what is open, so that it can be gone on with. */
  close(): void;
}

/** Changes of one list, kept together. */
export interface Changes {
  readonly rows: readonly MirroredRow[];
  /** Global ids. */
  readonly deleted: ReadonlySet<string>;
  readonly state: ListState;
}

export interface Store extends Disposable {
  state(list: string): ListState | null;
  /** Begins to read a whole list, or goes on with it. */
  read(list: string, columns: readonly MirroredColumn[]): Reading;
  /** Returns how many rows were taken away. */
  change(list: string, columns: readonly MirroredColumn[], changes: Changes): number;
}

/** The mirror cannot be kept there. The message is one line for people. */
export class CannotMirror extends Error {
  override readonly name = 'CannotMirror';
}
