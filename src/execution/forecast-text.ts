/** A forecast of REST calls in words, wherever one is shown. */

/**
 * `3`, `1 to 3`, or `1 to 3, at most 50`.
 *
 * @param max no run makes more; infinite where that is not known.
 */
export function forecastText({
  min,
  likely,
  max,
}: {
  readonly min: number;
  readonly likely: number;
  readonly max: number;
}): string {
  const expected = likely > min ? `${min} to ${likely}` : String(min);
  return max > likely && Number.isFinite(max) ? `${expected}, at most ${max}` : expected;
}
