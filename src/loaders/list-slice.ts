/** What a list gave of a window of its rows, from one page or several. */
import type { Window } from './load-request.ts';
import type { Page } from './normalize.ts';

/** What one list of the API gave for a window. */
export interface ListSlice {
  readonly ids: readonly string[];
  readonly lost: ReadonlySet<string>;
  readonly count: number | null;
  readonly drifted: boolean;
}

export const NO_ROWS: ListSlice = { ids: [], lost: new Set(), count: 0, drifted: false };

/** Whether a list has, or may have, rows behind those that a window of it brought. */
export function mayGoOn({ ids, count }: ListSlice, { offset, limit }: Window): boolean {
  if (ids.length === 0) return false;
  const isFull = ids.length >= limit;
  if (count === null) return isFull;
  // With more rows than are counted, the count tells nothing.
  return offset + limit < count || (isFull && offset + ids.length > count);
}

/** How many rows of a list are passed with a window of it: rows that are counted and did not come are passed as well. */
export const passedWith = ({ ids, count }: ListSlice, { offset, limit }: Window): number =>
  Math.max(offset + ids.length, Math.min(offset + limit, count ?? 0));

/** Pages as one stretch: each row once, and a word about it when they do not fit together. */
export function joined(pages: readonly Page[], { offset, limit }: Window): ListSlice {
  const [first] = pages as [Page];
  const all = pages.flatMap(({ ids }) => ids);
  const ids = pages.length > 1 ? [...new Set(all)] : all;
  const expected = first.count === null ? all.length : Math.max(0, Math.min(limit, first.count - offset));
  return {
    ids,
    lost: pages.length > 1 ? new Set(pages.flatMap(({ lost }) => [...lost])) : first.lost,
    count: first.count,
    drifted: pages.length > 1 && (ids.length !== expected || pages.some(({ count }) => count !== first.count)),
  };
}
