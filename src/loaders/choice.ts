/** The arguments of a field that answers some of the records of an association: which of them, and what is wanted of these. */
import type { Row } from '../upstream/envelope.ts';
import type { Requirements } from './requirements.ts';

/** Which records of an association are answered, in one run of the operation. */
export interface Choice {
  /** How many at most; null for all. */
  readonly first: number | null;
  /** The column whose values tell the order, and the field that it is; null where records stand as they came. */
  readonly order: { readonly column: string; readonly field: string } | null;
  /**
   * The chosen among these, in the order of the answer.
   *
   * @param rowOf the row of a record; null for one that is not there, undefined where that is not known.
   */
  readonly of: (ids: readonly string[], rowOf: (id: string) => Row | null | undefined) => readonly string[];
  /** Whether there are more among these than the first. One whose row is not known counts. */
  readonly leavesSome: (ids: readonly string[], rowOf: (id: string) => Row | null | undefined) => boolean;
}

/** Stands for the arguments of one field of an operation. Made once per document. */
export type ChoiceNeed = object;

/** What is wanted of the chosen alone, beside what is wanted of all records of the association. */
export interface ChosenRequirements {
  readonly choice: ChoiceNeed;
  readonly target: Requirements;
}
