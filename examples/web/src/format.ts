/** How values read: in the words of the page, which is English, whatever the browser speaks. */
const LANGUAGE = 'en-GB';

type Maybe<T> = T | null | undefined;

const dayFormat = new Intl.DateTimeFormat(LANGUAGE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const numberFormat = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });

/** `2026-03-01`, or a point in time, as the day that it is in UTC: `1 Mar 2026`. */
export const day = (value: Maybe<string>) => (value ? dayFormat.format(new Date(value)) : null);

/** From one day to another, either of which may be open. */
export const days = (from: Maybe<string>, to: Maybe<string>) => {
  if (from && to) return `${day(from)} to ${day(to)}`;
  if (from) return `from ${day(from)}`;
  return to ? `until ${day(to)}` : null;
};

export const number = (value: Maybe<number>) => (value == null ? null : numberFormat.format(value));

export const percent = (value: Maybe<number>) => (value == null ? null : `${numberFormat.format(value)} %`);

/** Minutes as hours: 90 is `1.5 h`. */
export const hours = (minutes: Maybe<number>) => (minutes == null ? null : `${numberFormat.format(minutes / 60)} h`);

/** An amount in the smallest unit of its currency: 1250 and `USD` are `US$12.50`. Null without a currency. */
export function money(amount: Maybe<number>, currency: Maybe<string>): string | null {
  if (amount == null || !currency) return null;
  const format = new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export const yesNo = (value: Maybe<boolean>) => (value == null ? null : value ? 'Yes' : 'No');

/** A word of the schema as people read it: `IN_PROGRESS` is `In progress`. */
export const words = (value: Maybe<string>) =>
  value ? value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' ').toLowerCase() : null;

/** Text without marks of HTML or Markdown and not longer than a card takes. */
export function excerpt(value: Maybe<string>, length = 90): string | null {
  const plain = (value ?? '')
    .replaceAll(/<[^>]*>|[*_#`]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (plain === '') return null;
  return plain.length > length ? `${plain.slice(0, length - 1).trimEnd()}…` : plain;
}
