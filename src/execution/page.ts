/** Loads a connection's rows: which pages to ask for, and what came back. */
import { pagesOf } from '../loaders/call.ts';
import type { Collection } from '../loaders/collection.ts';
import { furtherPages, within } from '../loaders/further-pages.ts';
import { joined, type ListSlice, mayGoOn, NO_ROWS, passedWith } from '../loaders/list-slice.ts';
import { after, FIRST, type ListLoadRequest, MAX_PAGE, type Window } from '../loaders/load-request.ts';
import type { Operation } from '../loaders/operation.ts';
import { targetByTypeName } from '../loaders/record-store.ts';
import type { Place } from './cursor.ts';
import type { ListRequest, Params } from './list-request.ts';
import { mergeLists } from './merge-lists.ts';
import { loadMerged } from './merged-pages.ts';
import { allowedOf } from './left-out.ts';
import type { Note } from './notes.ts';

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
  /** What the answer should say of them. Default: nothing. */
  readonly notes?: readonly Note[];
  readonly cursorAt: (index: number) => string;
  /** Where the next page begins: behind the last row, or, where rows are missing that the API counts, behind the window. */
  readonly endCursor: () => string;
}

/** Hears of the slice that has come so far and whether it is all, or that a page failed and no more will come. */
interface SliceListener {
  come(slice: ListSlice, isComplete: boolean): void;
  broken(error: Error): void;
}

/** Loads a connection: its rows, and all that hangs on them. Rejects with the error of the first page that failed. */
export async function loadList(request: ListRequest, operation: Operation): Promise<Rows> {
  const { lists, field } = request;
  if (lists.length <= 1) return loadOne(request, operation);
  const isPaged = field.rows && lists.every(({ only }) => only === undefined);
  return isPaged ? loadMerged(request, operation) : loadCounted(request, operation);
}

async function loadOne(request: ListRequest, operation: Operation): Promise<Rows> {
  const { lists, first, offset, after: passed, listener } = request;
  const [params] = lists;
  const window = { offset: (passed[0] as number) + offset, limit: first };
  if (!params) return rowsOf(request, NO_ROWS, window, true);
  const sliceListener = listener && {
    come: (slice: ListSlice, isComplete: boolean) =>
      listener.come(rowsOf(request, slice, window, isComplete), isComplete),
    broken: (error: Error) => listener.broken(error),
  };
  return rowsOf(request, await loadSlice(request, params, window, operation, sliceListener ?? null), window, true);
}

/** Several lists that have no pages: only their rows' number is wanted, or their rows are named by their ids. */
async function loadCounted(request: ListRequest, operation: Operation): Promise<Rows> {
  const { lists, first, offset, after: passed, listener } = request;
  const windows = lists.map((_, index): Window => ({ offset: passed[index] as number, limit: offset + first }));
  try {
    const loading = lists.map((params, index) => loadSlice(request, params, windows[index] as Window, operation, null));
    const { results, notes } = await allowedOf(request, loading);
    const slices = results.map((slice) => slice ?? NO_ROWS);
    const rows = { ...mergeLists(request, slices, windows, operation.store), notes };
    listener?.come(rows, true);
    return rows;
  } catch (error) {
    listener?.broken(error as Error);
    throw error;
  }
}

function rowsOf({ first, cursors }: ListRequest, slice: ListSlice, window: Window, isComplete: boolean): Rows {
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
 * Loads a window of one list. Above the rows that one page of the API holds the first page tells how many there are,
 * and the others follow side by side: no page is asked for in vain.
 */
async function loadSlice(
  { field, depth = FIRST }: ListRequest,
  params: Params,
  window: Window,
  operation: Operation,
  listener: SliceListener | null,
): Promise<ListSlice> {
  const { resource, requirements, rows } = field;
  const paged = params.only === undefined;
  const { pages: pageFacts } = operation.store.facts;
  const headSize = pageFacts.sizeOf(resource.key);
  const loadRequest = (part: Window | null, later: boolean): ListLoadRequest => ({
    kind: 'list',
    collection: resource,
    params,
    window: part,
    requirements: rows ? requirements : null,
    only: fixedTarget(resource, params),
    continues: !later && rows && paged && window.limit > headSize,
    owners: null,
    path: field.key,
    depth: later ? after(depth) : depth,
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
    await operation.settle(requirements, ids, after(depth));
    return slice;
  }
  const [head] = pagesOf(window, headSize) as [Window, ...Window[]];
  const first = within(await operation.list(loadRequest(head, false)), head);
  const settled = [operation.settle(requirements, first.ids, after(depth))];
  const load = async (part: Window) => {
    const page = within(await operation.list(loadRequest(part, true)), part);
    settled.push(operation.settle(requirements, page.ids, after(after(depth))));
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
    // The first page may have shown that the others hold fewer.
    pageFacts.sizeOf(resource.key),
    headSize,
  );
  await Promise.all(settled);
  return joined(pages, window);
}
