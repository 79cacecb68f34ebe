/** What one record is given of its list, from pages that have come. Pure. */
import { type ListSlice, mayGoOn, NO_ROWS, passedWith } from './list-slice.ts';
import type { Window } from './load-request.ts';
import type { NestedRows } from './nested-need.ts';
import type { Page } from './normalize.ts';

export const NOTHING: NestedRows = { ...NO_ROWS, before: 0, hasNext: false, isNextKnown: true, end: 0 };

/** From a list that the API does not page: all its rows have come. */
export function cutFromAll({ ids: all, lost }: Page, { offset, limit }: Window): NestedRows {
  const ids = all.slice(offset, offset + limit);
  const end = offset + ids.length;
  const hasNext = all.length > end;
  return { ids, lost, count: all.length, drifted: false, before: offset, hasNext, isNextKnown: true, end };
}

/** From the first page of the list, which may hold more than is wanted. */
export function cutFromPage({ ids: all, lost, count }: Page, page: Window, first: number): NestedRows {
  const slice = { ids: all.slice(0, first), lost, count, drifted: false };
  const isMore = all.length > first;
  const hasNext = isMore || mayGoOn({ ...slice, ids: all }, page);
  const end = passedWith(slice, { ...page, limit: first });
  return { ...slice, before: page.offset, hasNext, isNextKnown: isMore || count !== null, end };
}

/** From as many pages as were wanted. */
export function ofSlice(slice: ListSlice, window: Window): NestedRows {
  const hasNext = mayGoOn(slice, window);
  return {
    ...slice,
    before: window.offset,
    hasNext,
    isNextKnown: slice.count !== null,
    end: passedWith(slice, window),
  };
}

/** The pages of a list for several records: whether there are no others, and whether rows moved while they were read. */
interface SharedPages {
  readonly isComplete: boolean;
  readonly drifted: boolean;
}

/**
 * From a list for several records.
 *
 * @param all the record's rows on the pages that were read.
 * @param wanted how many of them.
 */
export function cutFromShared(
  all: readonly string[],
  wanted: number,
  { isComplete, drifted }: SharedPages,
): NestedRows {
  const ids = all.slice(0, wanted);
  const isMore = all.length > ids.length;
  return {
    ids,
    lost: NO_ROWS.lost,
    count: isComplete ? all.length : null,
    drifted,
    before: 0,
    // A record that has no more rows than are wanted may have more on pages that need not be read.
    hasNext: isMore || !isComplete,
    isNextKnown: isMore || isComplete,
    end: ids.length,
  };
}
