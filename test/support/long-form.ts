import { randomInt } from 'node:crypto';

/** `npm run test:long` runs every test in its long form. Without it, runs and loads are as large as `npm test` can bear. */
export const isLong = Boolean(process.env.TEST_LONG);

/** One of two sizes: of the long form, or of the one that `npm test` runs. */
export const sized = <Size>({ long, short }: { readonly long: Size; readonly short: Size }): Size =>
  isLong ? long : short;

/**
 * All of a list in the long form. Otherwise that many of it, drawn anew for each run, in their order: runs of many days have
 * had them all.
 */
export function drawn<Item>(all: readonly Item[], { short }: { readonly short: number }): readonly Item[] {
  if (isLong) return all;
  const left = all.map((_, at) => at);
  const chosen = Array.from({ length: Math.min(short, all.length) }, () => left.splice(randomInt(left.length), 1)[0]);
  return all.filter((_, at) => chosen.includes(at));
}
