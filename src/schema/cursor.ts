/**
 * Cursors: a row's place in one list of one user.
 *
 * `base64url(offset.seal)`. The seal is a keyed hash over the list (endpoint, filters, order) with
 * the caller's token as key, so that a cursor of another list or of another user is refused, and a
 * forged one changes nothing but the place.
 */
import { createHmac } from 'node:crypto';
import { UnusableInput } from './unusable-input.ts';

/** Writes and reads the cursors of one list. */
export interface Cursors {
  readonly write: (offset: number) => string;
  /** The offset of the row that the cursor stands for. Throws {@link UnusableInput}. */
  readonly read: (cursor: string) => number;
}

const REFUSAL =
  'after: this is no cursor of this list for this user. Use `endCursor` of the page before, with the same filter and order.';

export function cursorsOf(token: string, path: string, params: Readonly<Record<string, string>>): Cursors {
  const list = JSON.stringify([
    path,
    ...Object.keys(params)
      .toSorted()
      .map((name) => [name, params[name]]),
  ]);
  let sealed: string | undefined;
  const seal = () => (sealed ??= createHmac('sha256', token).update(list).digest('base64url').slice(0, 11));
  return {
    write: (offset) => Buffer.from(`${offset}.${seal()}`).toString('base64url'),
    read(cursor) {
      const [, digits, given] =
        /^(\d{1,10})\.([\w-]{11})$/.exec(Buffer.from(cursor.slice(0, 100), 'base64url').toString()) ?? [];
      if (digits === undefined || given !== seal()) throw new UnusableInput(REFUSAL);
      return Number(digits);
    },
  };
}
