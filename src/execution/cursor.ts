/**
 * Cursors: a row's place in one list of one user.
 *
 * `base64url(place.seal)`. A place is how many rows of the list are passed with the row, or, where
 * several lists are merged, how many of each. The seal is a keyed hash over the list (endpoint,
 * filters, order) with the caller's token as key, so that a cursor of another list or of another
 * user is refused, and a forged one changes nothing but the place. Where all callers share a token of the service, the key
 * is one that outlives that token.
 */
import { createHmac } from 'node:crypto';
import { UnusableInput } from '../schema/unusable-input.ts';

/** Rows that are passed, of each list that makes up the connection. */
export type Place = readonly number[];

/** Writes and reads the cursors of one connection. */
export interface Cursors {
  readonly write: (place: Place) => string;
  /** Throws {@link UnusableInput}. */
  readonly read: (cursor: string) => Place;
}

const REFUSAL =
  'after: this is no cursor of this list for this user. Use `endCursor` of the page before, with the same filter and order.';

/** Longest cursor that can be one: 33 lists of ten digits each, sealed. */
const MAX_LENGTH = 600;

/**
 * @param key the caller's token, or what stands for it.
 * @param list what makes the list this list and no other.
 * @param width how many lists it is made of.
 */
export function cursorsOf(key: string, list: unknown, width: number): Cursors {
  let sealed: string | undefined;
  const seal = () =>
    (sealed ??= createHmac('sha256', key).update(JSON.stringify(list)).digest('base64url').slice(0, 11));
  return {
    write: (place) => Buffer.from(`${place.join(',')}.${seal()}`).toString('base64url'),
    read(cursor) {
      const text = Buffer.from(cursor.slice(0, MAX_LENGTH), 'base64url').toString();
      const [, digits, given] = /^(\d{1,10}(?:,\d{1,10})*)\.([\w-]{11})$/.exec(text) ?? [];
      const place = digits?.split(',').map(Number) ?? [];
      if (place.length !== width || given !== seal()) throw new UnusableInput(REFUSAL);
      return place;
    },
  };
}
