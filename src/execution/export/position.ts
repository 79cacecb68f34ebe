/**
 * Positions: how far an export has come in one list of one user, sealed as cursors are (see `cursor.ts`): a keyed hash
 * over the list, with the caller's token as key. It needs no memory, and holds nothing of a row but its id and the time
 * that it stands by.
 */
import { createHmac } from 'node:crypto';
import { UnusableInput } from '../../schema/unusable-input.ts';

/** A row's place in the total order: its sort value, then its id. */
export interface Last {
  /** In milliseconds since 1970, where the list is ordered by a time; null where it has no order that holds. */
  readonly value: number | null;
  readonly id: string;
}

/** How far an export has come. */
export interface Progress {
  /** Which of the lists it reads, by number. */
  readonly list: number;
  /** Rows of that list that are passed. */
  readonly offset: number;
  /** How many rows the list had when it was last asked; null where it was not asked, or does not tell. */
  readonly count: number | null;
  /** The last row of it; null for none. */
  readonly last: Last | null;
  /** Rows so far, of all lists. */
  readonly rows: number;
}

export interface Positions {
  readonly write: (progress: Progress) => string;
  /** Throws {@link UnusableInput}. */
  readonly read: (position: string) => Progress;
}

const REFUSAL =
  'after: this is no position of this export for this user. Use the `position` of its last line, with the same operation and variables.';

/** Longest text that can be a position. */
const MAX_LENGTH = 400;

/** A number, or `-` for none. */
const NUMBER = /^(\d{1,15}|-)$/;

/**
 * @param key the caller's token, or what stands for it.
 * @param list what makes the list this list and no other.
 * @param width how many lists the export reads.
 */
export function positionsOf(key: string, list: unknown, width: number): Positions {
  let sealed: string | undefined;
  const seal = () =>
    (sealed ??= createHmac('sha256', key)
      .update(`export ${JSON.stringify(list)}`)
      .digest('base64url')
      .slice(0, 11));
  return {
    write: ({ list: at, offset, count, last, rows }) =>
      Buffer.from(
        `${[at, offset, count ?? '-', rows, last?.value ?? '-', last?.id ?? '-'].join(',')}.${seal()}`,
      ).toString('base64url'),
    read(position) {
      const text = Buffer.from(position.slice(0, MAX_LENGTH), 'base64url').toString();
      const [, parts = '', given] = /^([\d,-]+)\.([\w-]{11})$/.exec(text) ?? [];
      const written = parts.split(',');
      if (written.length !== 6 || given !== seal() || !written.slice(0, 5).every((part) => NUMBER.test(part)))
        throw new UnusableInput(REFUSAL);
      const [at, offset, count, rows, value, id] = written as [string, string, string, string, string, string];
      const number = (part: string) => (part === '-' ? null : Number(part));
      if (Number(at) >= width) throw new UnusableInput(REFUSAL);
      return {
        list: Number(at),
        offset: Number(offset),
        count: number(count),
        rows: Number(rows),
        last: id === '-' ? null : { value: number(value), id },
      };
    },
  };
}
