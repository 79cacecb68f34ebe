/**
 * The word that `written` was most likely meant to be; `null` where none is near. Near is a mistake in every third letter
 * at most: one too many, missing, wrong, or two in each other's place.
 */
export function nearest(written: string, words: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.floor(written.length / 3) + 1;
  for (const word of words) {
    if (Math.abs(word.length - written.length) >= fewest) continue;
    const mistakes = distance(written, word);
    if (mistakes < fewest) [best, fewest] = [word, mistakes];
  }
  return best;
}

/** Optimal string alignment: edits of single letters, and swaps of two, that lead from one word to the other. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      next[column] = Math.min(
        (last[column] as number) + 1,
        (next[column - 1] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
        swapped ? (before[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, next];
  }
  return last[to.length] as number;
}
