/** Lists below the root that `first` cuts where nothing in the answer shows it. */
import { type Path, pathOf } from './errors.ts';
import type { Note } from './notes.ts';

/** A list that is cut. */
export interface CutList {
  readonly path: Path;
  /** How many records were allowed. */
  readonly first: number;
  /** The client did not say how many. */
  readonly isDefault: boolean;
  /** The list has a cursor and `pageInfo`. Otherwise it holds records of an association. */
  readonly hasPages: boolean;
  /** That there are more is known, and not only possible. */
  readonly isKnown: boolean;
}

/** Whether one record was asked for, which nobody takes for a list. */
export const isForOne = (first: number): boolean => first === 1;

const oneOf = (lists: number): string => (lists > 1 ? ` It is one of ${lists} such lists at this field.` : '');

function noteOn({ first, isDefault, hasPages, isKnown }: CutList, known: number, possible: number): Note {
  const limit = isDefault ? `${first} that come where \`first\` is not given` : `${first} that \`first\` allows`;
  const others = isKnown ? `${oneOf(known)}${possible > 0 ? ` ${possible} more may be cut.` : ''}` : oneOf(possible);
  const advice = hasPages
    ? 'Select `pageInfo { hasNextPage }` to see where, and ask for more by `first` or `after`.'
    : 'Ask for more by `first`, or for all without it.';
  return {
    code: 'CUT_BY_FIRST',
    message: `This list ${isKnown ? 'has' : 'may have'} more records than the ${limit}.${others} ${advice}`,
  };
}

/** The place in the operation: the path without the indices of lists. */
const placeOf = ({ path }: CutList): string =>
  pathOf(path)
    .filter((key) => typeof key === 'string')
    .join('.');

/** Collects them over all records of an answer. */
export class CutLists {
  readonly #cuts: CutList[] = [];

  add(cut: CutList): void {
    this.#cuts.push(cut);
  }

  /** How many there are, for {@link backTo}. */
  mark(): number {
    return this.#cuts.length;
  }

  /** Forgets those that were added since a mark. */
  backTo(mark: number): void {
    this.#cuts.length = mark;
  }

  /** One note for each place of the operation, at the first of its lists that is known to be cut. */
  notes(): { readonly note: Note; readonly path: Path }[] {
    return [...Map.groupBy(this.#cuts, placeOf).values()].flatMap((cuts) => {
      const known = cuts.filter(({ isKnown }) => isKnown);
      const [at] = known.length > 0 ? known : cuts;
      return at ? [{ note: noteOn(at, known.length, cuts.length - known.length), path: at.path }] : [];
    });
  }
}
