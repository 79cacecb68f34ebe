/** Numbers as people read them. */

/** `1 call`, `3 calls`. */
export const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `940 B`, `16 kB`, `1.2 MB`: of a thousand each. */
export function bytesOf(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 1_000_000) return `${(count / 1000).toFixed(count < 10_000 ? 1 : 0)} kB`;
  return `${(count / 1_000_000).toFixed(1)} MB`;
}

/** `0.4 ms`, `12 ms`, `1.30 s`. */
export function timeOf(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** `exactly 1`, `0 to 3`, `up to 50`. */
export function rangeOf(min: number, max: number): string {
  if (min === max) return String(min);
  return min === 0 ? `up to ${max}` : `${min} to ${max}`;
}
