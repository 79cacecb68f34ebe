/** The time that a plan covers, in whole months, and where a day lies in it. */
export interface Span {
  /** Milliseconds since 1970, of the first day of the first month and of the first day after the last. */
  readonly from: number;
  readonly to: number;
}

export interface Ranged {
  readonly startDate: string | null;
  readonly endDate: string | null;
}

const DAY_MS = 86_400_000;

const monthStart = (at: number, months = 0) => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
};

/** The months that hold all of the ranges; null where none of them says when it is. */
export function spanOf(ranges: readonly Ranged[]): Span | null {
  const at = ranges.flatMap(({ startDate, endDate }) =>
    [startDate, endDate].filter((one) => one !== null).map(Date.parse),
  );
  return at.length === 0 ? null : { from: monthStart(Math.min(...at)), to: monthStart(Math.max(...at), 1) };
}

/** Each month of a span: its name, and where it begins, in percent. */
export function monthsOf({ from, to }: Span): readonly { readonly name: string; readonly start: number }[] {
  const format = new Intl.DateTimeFormat('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' });
  const months = [];
  for (let at = from; at < to; at = monthStart(at, 1))
    months.push({ name: format.format(at), start: (100 * (at - from)) / (to - from) });
  return months;
}

/** Where a range lies in a span, both of its days included, in percent; one without a day reaches to the edge. */
export function placeOf({ startDate, endDate }: Ranged, { from, to }: Span): { start: number; width: number } {
  const begins = startDate === null ? from : Date.parse(startDate);
  const ends = endDate === null ? to : Date.parse(endDate) + DAY_MS;
  return { start: (100 * (begins - from)) / (to - from), width: (100 * (ends - begins)) / (to - from) };
}
