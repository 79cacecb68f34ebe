/** What a run came to, beside what it has to come to. */

/** The least value that such a part of them does not exceed: `quantile(times, 0.99)`. `NaN` of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** One figure of a run, and what it has to be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly unit?: string;
}

export const holds = ({ value, atMost, atLeast }: Figure) =>
  (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);

const short = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(3));

/** The figures beside their targets, one a line. */
export const table = (figures: readonly Figure[]): string =>
  figures
    .map((figure) => {
      const { name, value, atMost, atLeast, unit = '' } = figure;
      const target =
        atMost !== undefined ? `at most ${atMost}` : atLeast !== undefined ? `at least ${atLeast}` : 'no target';
      return `${holds(figure) ? 'ok  ' : 'MISS'}  ${name.padEnd(58)} ${`${short(value)}${unit && ` ${unit}`}`.padStart(14)}   ${target}${unit && ` ${unit}`}`;
    })
    .join('\n');

/** Prints the figures, and sets the exit code to 1 when one misses its target. */
export function report(figures: readonly Figure[]): void {
  console.log(table(figures));
  if (!figures.every(holds)) process.exitCode = 1;
}
