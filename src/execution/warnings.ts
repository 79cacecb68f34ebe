/** What an answer does not know, though it is no error: nulls for what the API was asked and did not say. */
import { type Path, pathOf } from './errors.ts';

export interface Warning {
  readonly message: string;
  readonly code: 'NOT_TOLD';
  /** Where in the answer; absent from the one that stands for all beyond the limit. */
  readonly path?: readonly (string | number)[];
}

/** More would repeat the same in a larger answer. */
const MAX_WARNINGS = 100;

export class Warnings {
  readonly #listed: Warning[] = [];
  #total = 0;

  /** @param association null for a record that the API says nothing about. */
  add(type: string, association: string | null, path: Path): void {
    this.#total++;
    if (this.#listed.length >= MAX_WARNINGS) return;
    this.#listed.push({
      message:
        association === null
          ? `The API offers no way to ask for this ${type}, so null means unknown here.`
          : `The API did not write \`${association}\` of this ${type} although it was asked for, so null means unknown here. Rights of the token may hide it.`,
      code: 'NOT_TOLD',
      path: pathOf(path),
    });
  }

  /** How many there are, for {@link backTo}. */
  mark(): number {
    return this.#total;
  }

  /** Forgets those that were added since a mark. */
  backTo(total: number): void {
    this.#listed.length = Math.min(this.#listed.length, total);
    this.#total = total;
  }

  /** For \`extensions.warnings\`; null without any. */
  report(): readonly Warning[] | null {
    if (this.#total === 0) return null;
    const unlisted = this.#total - this.#listed.length;
    return unlisted === 0
      ? this.#listed
      : [...this.#listed, { message: `${unlisted} more values are unknown for the same reasons.`, code: 'NOT_TOLD' }];
  }
}
