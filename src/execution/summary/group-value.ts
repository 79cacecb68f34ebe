/** The value that a row has for one of the groups of a summary. */
import { columnTells } from '../../loaders/api-facts.ts';
import { targetOf } from '../../loaders/record-store.ts';
import { isUsableId } from '../../loaders/unusable-id.ts';
import type { Group, Period } from '../../schema/summary.ts';
import type { Row } from '../../upstream/envelope.ts';

/** In place of a value that the row does not tell, or that cannot be read. Not null, which says that there is none. */
export const UNKNOWN = Symbol('unknown');

/** A value of a group, in the form in which equal ones are equal; null for none. */
export type GroupValue = string | number | boolean | null;

/** Reads a row's value for a group. */
export function groupValue(group: Group, row: Row): GroupValue | typeof UNKNOWN {
  if (group.kind === 'record') {
    if (!columnTells(row, group.link)) return UNKNOWN;
    const id = targetOf(row, group.link)?.id ?? null;
    return id === null || isUsableId(id) ? id : UNKNOWN;
  }
  const value = row[group.wire];
  if (value === undefined) return UNKNOWN;
  if (value === null) return null;
  let read: unknown;
  try {
    read = group.attribute.read(value);
  } catch {
    return UNKNOWN;
  }
  if (group.kind === 'value' || read === null) return read as GroupValue;
  // A point in time is read in UTC, so its first part is its day there.
  return periodOf(group.period, (read as string).slice(0, 'YYYY-MM-DD'.length));
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_A_WEEK = 7;

/** The period that a day is in: a day as it is, a week by its Monday, a month as 2026-04, a year as a number. */
export function periodOf(period: Period, day: string): string | number {
  switch (period) {
    case 'day':
      return day;
    case 'month':
      return day.slice(0, 'YYYY-MM'.length);
    case 'year':
      return Number(day.slice(0, 'YYYY'.length));
    case 'week': {
      const time = Date.parse(`${day}T00:00:00Z`);
      const sinceMonday = (new Date(time).getUTCDay() + DAYS_A_WEEK - 1) % DAYS_A_WEEK;
      return new Date(time - sinceMonday * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
    }
  }
}

/** What the row that the gateway writes holds of it: ids as they are, and words as the API wrote them. */
export const groupColumn = (group: Group, value: GroupValue, row: Row): unknown =>
  group.kind === 'value' && value !== null ? row[group.wire] : value;

/** How two values of a group are ordered: records by id as numbers, everything else by value, no value last. */
export function compareValues(group: Group, one: GroupValue, other: GroupValue): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  if (group.kind === 'record') {
    const [first, second] = [String(one), String(other)];
    return first.length - second.length || (first < second ? -1 : 1);
  }
  return one < other ? -1 : 1;
}
