import { isId } from '../upstream/id.ts';

/** Ids that a record can be asked for by; `~1` and so on stand for records in a prediction. */
const STAND_IN = /^~\d+$/;

/** Whether an id stands for records in a prediction. */
export const isStandIn = (id: string): boolean => STAND_IN.test(id);

/** What stands in place of an id that cannot be had: for a number which JSON cannot hold, it may be another's by now. */
const INEXACT = 'inexact';

/**
 * A wire id as text, whether it was written as text or as a number; null for none. The text need not be usable: see
 * {@link isUsableId}.
 */
export function idText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value !== 'number') return null;
  return Number.isSafeInteger(value) ? String(value) : INEXACT;
}

/** The ids of a list. What is neither an id nor empty has a place as well, so that it is not passed over in silence. */
export const idTexts = (values: readonly unknown[]): readonly string[] => {
  // Mostly they are texts, and the list will do as it is.
  if (areTexts(values)) return values;
  return values.flatMap((value) => idText(value) ?? (value === null || value === '' ? [] : INEXACT));
};

function areTexts(values: readonly unknown[]): values is readonly string[] {
  for (const value of values) if (typeof value !== 'string' || value === '') return false;
  return true;
}

export const isUsableId = (id: string): boolean => isId(id) || isStandIn(id);

/** A row names a record by something that is no id, so that it cannot be asked for; what else is asked for can. */
export class UnusableId extends Error {
  override readonly name = 'UnusableId';

  constructor() {
    super('The API names this record by something that is not an id.');
  }
}
