/** Loads a connection's rows: which pages to ask for, and what came back. */
import type { Page } from '../loaders/normalize.ts';
import { pagesOf } from '../loaders/call.ts';
import type { Collection } from '../loaders/collection.ts';
import { furtherPages, within } from '../loaders/further-pages.ts';
import { after, FIRST, type ListLoadRequest, MAX_PAGE, type Window } from '../loaders/load-request.ts';
import type { Operation } from '../loaders/operation.ts';
import { targetByTypeName } from '../loaders/record-store.ts';
import type { Place } from './cursor.ts';
import type { ListRequest, Params } from './list-request.ts';
import { mergeLists } from './merge-lists.ts';

/** The rows of a connection. */
export interface Rows {
  readonly ids: readonly string[];
  /** Rows that the API named and did not send. */
  readonly lost: ReadonlySet<string>;
  /** How many rows match in all, as the API counts; null where it does not tell. */
  readonly count: number | null;
  /** How many rows stand before the first one. */
  readonly before: number;
  /** Whether there is, or may be, a row behind these. False behind an empty page, whatever the count says. */
  readonly hasNext: boolean;
  /** The pages that make up these rows did not fit together: rows moved while they were read. */
  readonly drifted: boolean;
  /** How many rows the connection will have in all, where these are only its first ones. */
  readonly length: number;
  readonly cursorAt: (index: number) => string;
  /** Where the next page begins: behind the last row, or, where rows are missing that the API counts, behind the window. */
  readonly endCursor: () => string;
}

/** What one list of the API gave for a window. */
export interface ListSlice {
  readonly ids: readonly string[];
  readonly lost: ReadonlySet<string>;
  readonly count: number | null;
  readonly drifted: boolean;
}

const NO_ROWS: ListSlice = { ids: [], lost: new Set(), count: 0, drifted: false };

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

/** Told of the slice that has come so far and whether it is all, or that a page failed and no more will come. */
interface SliceListener {
  come(slice: ListSlice, isComplete: boolean): void;
  broken(error: Error): void;
}

/** Loads a connection: its rows, and all that hangs on them. Rejects with the error of the first page that failed. */
export async function loadList(request: ListRequest, operation: Operation): Promise<Rows> {
  const { lists, first, offset, after: passed, listener } = request;
  const merged = lists.length > 1;
  const windows = lists.map((_, index): Window => {
    const start = passed[index] as number;
    return merged ? { offset: start, limit: offset + first } : { offset: start + offset, limit: first };
  });
  const whole: ListSlice[] = [];
  let missing = lists.length;
  const sliceListener = (index: number): SliceListener | null =>
    listener
      ? {
          come(slice, isComplete) {
            if (!merged) return listener.come(rowsOf(request, slice, windows[0], isComplete), isComplete);
            // No page of merged lists is whole by itself.
            if (isComplete) whole[index] = slice;
            if (isComplete && --missing === 0)
              listener.come(mergeLists(request, whole, windows, operation.store), true);
          },
          broken: (error) => listener.broken(error),
        }
      : null;
  const slices = await Promise.all(
    lists.map((params, index) => loadSlice(request, params, windows[index] as Window, operation, sliceListener(index))),
  );
  return merged
    ? mergeLists(request, slices, windows, operation.store)
    : rowsOf(request, slices[0] ?? NO_ROWS, windows[0], true);
}

function rowsOf(
  { first, cursors }: ListRequest,
  slice: ListSlice,
  window: Window = { offset: 0, limit: first },
  isComplete: boolean,
): Rows {
  const { ids, lost, count, drifted } = slice;
  const before = window.offset;
  const placeAt = (index: number): Place => [before + index + 1];
  // Before all pages have come, the count is all there is to go by.
  const length = !isComplete && count !== null ? Math.min(first, Math.max(0, count - before)) : ids.length;
  return {
    ids,
    lost,
    count,
    before,
    drifted,
    length,
    hasNext: length > ids.length ? before + length < (count ?? 0) : mayGoOn(slice, window),
    cursorAt: (index) => cursors.write(placeAt(index)),
    endCursor: () => cursors.write([length > ids.length ? before + length : passedWith(slice, window)]),
  };
}

/** The type that polymorphic targets of a list's rows have, where its mandatory parameter says so. */
export function fixedTarget(collection: Collection, params: Params): Collection | null {
  const scope = collection.endpoint?.scope;
  const value = scope && params[scope.param];
  if (!value) return null;
  for (const link of collection.links.values())
    if (link.kind === 'polymorphic' && link.typeField === scope.field) return targetByTypeName(link.targets, value);
  return null;
}

/**
 * Loads a window of one list. Above {@link MAX_PAGE} rows the first page tells how many there are,
 * and the others follow side by side: no page is asked for in vain.
 */
async function loadSlice(
  { field }: ListRequest,
  params: Params,
  window: Window,
  operation: Operation,
  listener: SliceListener | null,
): Promise<ListSlice> {
  const { resource, requirements, rows } = field;
  const paged = params.only === undefined;
  const loadRequest = (part: Window | null, later: boolean): ListLoadRequest => ({
    kind: 'list',
    collection: resource,
    params,
    window: part,
    requirements: rows ? requirements : null,
    only: fixedTarget(resource, params),
    continues: !later && rows && paged && window.limit > MAX_PAGE,
    owners: null,
    path: field.key,
    depth: later ? after(FIRST) : FIRST,
  });
  if (!rows) {
    const { count, ids } = await operation.list(loadRequest(null, false));
    return { ...NO_ROWS, count: paged ? count : ids.length };
  }
  if (!paged) {
    // `only` switches the API's paging off, and its count may be wrong here: the window is cut from the whole.
    const page = await operation.list(loadRequest({ offset: 0, limit: MAX_PAGE }, false));
    const ids = page.ids.slice(window.offset, window.offset + window.limit);
    const slice = { ids, lost: page.lost, count: page.ids.length, drifted: false };
    listener?.come(slice, true);
    await operation.settle(requirements, ids, after(FIRST));
    return slice;
  }
  const [head] = pagesOf(window) as [Window, ...Window[]];
  const first = within(await operation.list(loadRequest(head, false)), head);
  const settled = [operation.settle(requirements, first.ids, after(FIRST))];
  const load = async (part: Window) => {
    const page = within(await operation.list(loadRequest(part, true)), part);
    settled.push(operation.settle(requirements, page.ids, after(after(FIRST))));
    return page;
  };
  const pages = await furtherPages(
    window,
    first,
    load,
    listener && {
      come: (come, isComplete) => listener.come(joined(come, window), isComplete),
      broken: (error) => listener.broken(error),
    },
  );
  await Promise.all(settled);
  return joined(pages, window);
}

/** Pages as one stretch: each row once, and a word about it when they do not fit together. */
function joined(pages: readonly Page[], { offset, limit }: Window): ListSlice {
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
