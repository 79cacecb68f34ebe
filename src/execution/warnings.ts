/** What an answer does not know or should not pass over in silence, though it is no error. */
import { type Path, pathOf } from './errors.ts';
import type { OperationStats } from './operation-stats.ts';
import { CutLists } from './cut-lists.ts';
import { NameChecks } from './name-check.ts';
import type { Note } from './notes.ts';

/** Every code that a warning can carry. `docs/errors.md` says of each what to do. */
export const WARNING_CODES = [
  'NOT_TOLD',
  'UNKNOWN_NAME',
  'UNSEEN_WORD',
  'DEPRECATED_ARGUMENT',
  'UNCERTAIN_ORDER',
  'LEFT_OUT',
  'INCOMPLETE',
  'CUT_BY_FIRST',
] as const;

export type WarningCode = (typeof WARNING_CODES)[number];

export interface Warning {
  readonly message: string;
  readonly code: WarningCode;
  /** Where in the answer; absent from the one that stands for all beyond the limit. */
  readonly path?: readonly (string | number)[];
}

/** More would repeat the same in a larger answer. */
const MAX_WARNINGS = 100;

/** How many warnings there are, and of cut lists. */
export interface WarningsMark {
  readonly total: number;
  readonly cuts: number;
}

export class Warnings {
  /** Names that fields found nothing by, which shows when all records have been written. */
  readonly names = new NameChecks();
  /** Lists that are cut, which is said once for each place of the operation. */
  readonly cuts = new CutLists();
  readonly #listed: Warning[] = [];
  #total = 0;

  /**
   * Warns of a null that means "unknown".
   *
   * @param association null for a record that the API says nothing about.
   */
  add(type: string, association: string | null, path: Path): void {
    this.note(
      {
        code: 'NOT_TOLD',
        message:
          association === null
            ? `The API offers no way to ask for this ${type}, so null means unknown here.`
            : `The API did not write \`${association}\` of this ${type} although it was asked for, so null means unknown here. Rights of the token may hide it.`,
      },
      path,
    );
  }

  /** Warns of something at a place of the answer. */
  note({ code, message }: Note, path: Path): void {
    this.#total++;
    if (this.#listed.length < MAX_WARNINGS) this.#listed.push({ message, code, path: pathOf(path) });
  }

  /** Warns of something that is the same at many places, at the first of them. */
  noteOnce(note: Note, path: Path): void {
    this.names.missed(note, path, () => note);
  }

  /** How many there are, for {@link backTo}. */
  mark(): WarningsMark {
    return { total: this.#total, cuts: this.cuts.mark() };
  }

  /** Forgets those that were added since a mark. */
  backTo({ total, cuts }: WarningsMark): void {
    this.cuts.backTo(cuts);
    this.#listed.length = Math.min(this.#listed.length, total);
    this.#total = total;
  }

  /**
   * For \`extensions.warnings\`, when all of the answer has been written; null without any.
   *
   * @param stats counts them. Default: they are not counted.
   */
  report(stats?: Pick<OperationStats, 'warned'> | null): readonly Warning[] | null {
    for (const { note, path } of [...this.names.notes(), ...this.cuts.notes()]) this.note(note, path);
    if (this.#total === 0) return null;
    stats?.warned(this.#listed);
    const unlisted = this.#total - this.#listed.length;
    if (unlisted === 0) return this.#listed;
    const { code } = this.#listed.at(-1) as Warning;
    return [...this.#listed, { message: `${unlisted} more warnings, mostly for the same reason.`, code }];
  }
}
