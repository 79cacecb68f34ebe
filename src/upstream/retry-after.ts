const FALLBACK_MS = 1000;
/** Nothing names a longer wait and is believed: after a minute, one call finds out whether it is over. */
const CEILING_MS = 60_000;

/**
 * How long a caller should wait whom a 429 or a 503 puts off, in milliseconds.
 *
 * `Retry-After` is whole seconds or an HTTP date, which is compared with `now` (milliseconds since
 * 1970); a date that has passed is 0 (RFC 9110, sections 10.2.3 and 5.6.7). A missing or unreadable header,
 * the API's documented habit, is one second; no header is more than a minute.
 */
export const retryAfterMs = (header: string | undefined, now: number): number =>
  namedDelayMs(header, now) ?? FALLBACK_MS;

/** The same, but `null` where no wait is named: then the choice is the caller's. */
export function namedDelayMs(header: string | undefined, now: number): number | null {
  const asked = header === undefined ? Number.NaN : readDelayMs(header.trim(), now);
  return Number.isNaN(asked) ? null : Math.min(Math.max(asked, 0), CEILING_MS);
}

function readDelayMs(text: string, now: number): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Only what begins like an HTTP date: `Date.parse` makes a date of `-5` and of `1.5` too.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return Number.NaN;
  // The oldest of the three forms names no zone and means UTC, where `Date.parse` would take ours.
  return Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`) - now;
}
