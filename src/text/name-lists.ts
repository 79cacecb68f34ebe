/** Lists of names, as messages have them. */
import { nearest } from './nearest.ts';
import { foldedName } from './same-name.ts';

/** Names that one message has. */
const MOST_NAMES = 10;

/** Names as a sentence has them: in the order of the alphabet, and how many more there are. */
export function shortList(names: readonly string[]): string {
  const sorted = names.toSorted((one, other) => one.localeCompare(other, 'en'));
  const more = sorted.length - MOST_NAMES;
  return more > 0 ? `${sorted.slice(0, MOST_NAMES).join(', ')} and ${more} more` : sorted.join(', ');
}

/** As {@link shortList}, but with the name first that was most likely meant. */
export function nearNames(written: string, names: readonly string[]): string {
  const near = nearest(
    foldedName(written),
    names.map((name) => foldedName(name)),
  );
  const meant = near === null ? undefined : names.find((name) => foldedName(name) === near);
  if (meant === undefined) return shortList(names);
  const others = names.filter((name) => name !== meant);
  return others.length === 0 ? `${meant} (near)` : `${meant} (near), ${shortList(others)}`;
}
