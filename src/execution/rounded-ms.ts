/** A time in milliseconds, to the hundredth, as logs and reports show it. */
export const roundedMs = (ms: number): number => Math.round(ms * 100) / 100;
