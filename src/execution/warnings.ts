/** What an answer does not know, though it is no error: nulls for what the API was asked and did not tell. */
import { type Path, pathOf } from './errors.ts';

export interface Warning {
  readonly message: string;
  readonly code: 'NOT_TOLD';
  /** Where in the answer; left out of the one that stands for all beyond the limit. */
  readonly path?: readonly (string | number)[];
}

/** More would say the same again, in a larger answer. */
const MOST_WARNINGS = 100;

export class Warnings {
  /** How often each association of each type was not told, by `Type.association`. */
  readonly counts = new Map<string, number>();
  readonly #first: Warning[] = [];
  #total = 0;

  /** @param association null where a record as a whole is not told. */
  add(type: string, association: string | null, path: Path): void {
    const name = association === null ? type : `${type}.${association}`;
    this.#total++;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    if (this.#first.length >= MOST_WARNINGS) return;
    this.#first.push({
      message:
        association === null
          ? `Nothing that can be asked of the API tells about this ${type}. So null means that it is not known.`
          : `The API did not write \`${association}\` of this ${type}, though it was asked for it. So null means that it is not known; rights of the token may hide it.`,
      code: 'NOT_TOLD',
      path: pathOf(path),
    });
  }

  /** For \`extensions.warnings`; null without any. */
  report(): readonly Warning[] | null {
    if (this.#total === 0) return null;
    const left = this.#total - this.#first.length;
    return left === 0
      ? this.#first
      : [...this.#first, { message: `${left} more values are not known for the same reasons.`, code: 'NOT_TOLD' }];
  }
}
