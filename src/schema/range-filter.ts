/**
 * Filters by a span of days, of moments or of numbers: one input object in place of the API's text.
 *
 * The API writes both ends into one parameter, split by a colon on most lists, by a semicolon or a
 * comma on some. Where it documents that an end may be left off, the end is sent empty; elsewhere a
 * far day stands for it, because an empty end might be taken for no filter at all.
 */
import { type Filter, filter, type InputShape, refuse, wireDay } from './filter.ts';
import { scalarField } from './input-field.ts';

interface Range<Value> {
  readonly from?: Value | null;
  readonly to?: Value | null;
}

export interface RangeOptions {
  /** What stands between the ends on the wire. Default: a colon. */
  readonly separator?: ':' | ';' | ',';
  /** The API documents that either end may be left off. */
  readonly openEnds?: boolean;
}

/** Days that stand for an open end: far enough from any day that a record can have. */
const FIRST_DAY = '1900-01-01';
const LAST_DAY = '2999-12-31';

/** A span of days. */
export const DateRange: InputShape = {
  kind: 'input',
  name: 'DateRange',
  description: 'A span of days. At least one end must be given; a missing end is open.',
  fields: {
    from: scalarField('Date', 'First day of the span. Omit for no limit.'),
    to: scalarField('Date', 'Last day of the span. Omit for no limit.'),
  },
};

const DateTimeRange: InputShape = {
  kind: 'input',
  name: 'DateTimeRange',
  description: 'A span of time. At least one end must be given; a missing end is open.',
  fields: {
    from: scalarField('DateTime', 'Start of the span. Omit for no limit.'),
    to: scalarField('DateTime', 'End of the span. Omit for no limit.'),
  },
};

const PercentRange: InputShape = {
  kind: 'input',
  name: 'PercentRange',
  description: 'A span of percentages, from 0 to 100. At least one end must be given.',
  fields: {
    from: scalarField('Int', 'Lowest percentage. Default: 0.'),
    to: scalarField('Int', 'Highest percentage. Default: 100.'),
  },
};

/** Refuses a span without an end, and one that ends before it begins. */
export function checkRange<Value>(
  { from, to }: Range<Value>,
  label: string,
  textOf: (value: Value) => string | number,
) {
  if (from == null && to == null) refuse(`${label}: give from, to, or both.`);
  if (from != null && to != null && textOf(from) > textOf(to)) refuse(`${label}: from is after to.`);
}

/** Rows whose day lies within a span, both ends included. Throws for a span without an end, or upside down. */
export const dateRange = (description: string, { separator = ':', openEnds = false }: RangeOptions = {}): Filter =>
  filter(DateRange, description, (range: Range<unknown>, param, label) => {
    checkRange(range, label, wireDay);
    const end = (value: unknown, open: string) => (value == null ? (openEnds ? '' : open) : wireDay(value));
    return { [param]: `${end(range.from, FIRST_DAY)}${separator}${end(range.to, LAST_DAY)}` };
  });

const SECOND = 1_000;

/** `2026-03-01T103000`, in UTC. */
const withoutColons = (time: number) => new Date(time).toISOString().slice(0, 19).replaceAll(':', '');

const timeOf = (value: unknown) => (value instanceof Date ? value.getTime() : Date.parse(String(value)));

/**
 * Rows whose time lies within a span, for the one parameter whose times lose their colons, because
 * a colon stands between them. Whole seconds: the start is rounded down and the end up.
 */
export const compactTimeRange = (description: string): Filter =>
  filter(DateTimeRange, description, (range: Range<unknown>, param, label) => {
    checkRange(range, label, timeOf);
    const from = range.from == null ? '' : withoutColons(Math.floor(timeOf(range.from) / SECOND) * SECOND);
    const to = range.to == null ? '' : withoutColons(Math.ceil(timeOf(range.to) / SECOND) * SECOND);
    return { [param]: `${from}:${to}` };
  });

/** Rows whose percentage lies within a span; the API wants both ends, split by a comma. */
export const percentRange = (description: string): Filter =>
  filter(PercentRange, description, (range: Range<number>, param, label) => {
    checkRange(range, label, (value) => value);
    const ends = [range.from ?? 0, range.to ?? 100];
    if (ends.some((value) => value < 0 || value > 100)) refuse(`${label}: percentages must be from 0 to 100.`);
    return { [param]: ends.join(',') };
  });
