/** Days and times of the made-up account. It stands still: the day is always the same, whatever the clock says. */

/** Tuesday. */
export const TODAY = '2026-06-30';

const DAY_MS = 24 * 60 * 60 * 1000;

const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

const TODAY_MS = startOf(TODAY);

const pad = (number: number) => String(number).padStart(2, '0');

// The generator asks for the same days over and over.
const days = new Map<number, string>();

/** The calendar day so many days from today: `-1` is yesterday. */
export function day(offset: number): string {
  const known = days.get(offset);
  if (known) return known;
  const made = new Date(TODAY_MS + offset * DAY_MS).toISOString().slice(0, 10);
  days.set(offset, made);
  return made;
}

export const offsetOf = (date: string) => Math.round((startOf(date) - TODAY_MS) / DAY_MS);

/** Monday to Friday. */
export const isWorkday = (offset: number) => ![0, 6].includes((((2 + offset) % 7) + 7) % 7);

/** The next workday from there on. */
export const workday = (offset: number): number => (isWorkday(offset) ? offset : workday(offset + 1));

/** Pacific time, as in every recording of the API: summer time from March to October, roughly. */
const zone = (date: string) => (date.slice(5) >= '03-08' && date.slice(5) < '11-01' ? '-07:00' : '-08:00');

/** A time on a day, in whole seconds. `second` counts from midnight. */
export function at(offset: number, second: number): string {
  const date = day(offset);
  return `${date}T${pad(Math.floor(second / 3600))}:${pad(Math.floor(second / 60) % 60)}:${pad(second % 60)}${zone(date)}`;
}
