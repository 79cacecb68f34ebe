const FALLBACK_MS = 1000;
/** An hour is longer than any client will wait, and short enough for any timer. */
const CEILING_MS = 3_600_000;

/**
 * How long a rate-limited caller should wait, in milliseconds.
 *
 * `Retry-After` is whole seconds or an HTTP date, which is compared with `now` (milliseconds since
 * 1970); a date that has passed is 0 (RFC 9110, sections 10.2.3 and 5.6.7). A missing or unreadable header,
 * the API's documented habit, is one second; no header is more than an hour.
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
