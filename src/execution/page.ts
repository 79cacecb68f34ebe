/** Loads a connection's rows: which pages to ask for, and what came back. */
import type { Page } from '../loaders/normalize.ts';
import { pagesOf } from '../loaders/call.ts';
import type { Collection } from '../loaders/collection.ts';
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
  readonly count: number;
  /** How many rows stand before the first one. */
  readonly before: number;
  /** The pages that make up these rows did not fit together: rows moved while they were read. */
  readonly drifted: boolean;
  /** How many rows the connection will have in all, where these are only its first ones. */
  readonly length: number;
  readonly cursorAt: (index: number) => string;
}

/** What one list of the API gave for a window. */
export interface ListSlice {
  readonly ids: readonly string[];
  readonly lost: ReadonlySet<string>;
  readonly count: number;
  readonly drifted: boolean;
}

const NO_ROWS: ListSlice = { ids: [], lost: new Set(), count: 0, drifted: false };

/** Told of the slice that has come so far and whether it is all, or that a page failed and no more will come. */
interface SliceListener {
  come(slice: ListSlice, isComplete: boolean): void;
  broken(error: Error): void;
}

/** Loads a connection: its rows, and all that hangs on them. Rejects with the error of the first page that failed. */
export async function loadList(request: ListRequest, operation: Operation): Promise<Rows> {
  const { lists, first, offset, after: passed, listener } = request;
  const merged = lists.length > 1;
  const whole: ListSlice[] = [];
  let missing = lists.length;
  const sliceListener = (index: number): SliceListener | null =>
    listener
      ? {
          come(slice, isComplete) {
            if (!merged) return listener.come(rowsOf(request, slice, isComplete), isComplete);
            // No page of merged lists is whole by itself.
            if (isComplete) whole[index] = slice;
            if (isComplete && --missing === 0) listener.come(mergeLists(request, whole, operation.store), true);
          },
          broken: (error) => listener.broken(error),
        }
      : null;
  const stretches = await Promise.all(
    lists.map((params, index) => {
      const start = passed[index] as number;
      const window = merged ? { offset: start, limit: offset + first } : { offset: start + offset, limit: first };
      return loadSlice(request, params, window, operation, sliceListener(index));
    }),
  );
  return merged ? mergeLists(request, stretches, operation.store) : rowsOf(request, stretches[0] ?? NO_ROWS, true);
}

function rowsOf(
  { first, offset, after: [passed = 0], cursors }: ListRequest,
  { ids, lost, count, drifted }: ListSlice,
  isComplete: boolean,
): Rows {
  const before = Math.min(passed + offset, count);
  const placeAt = (index: number): Place => [before + index + 1];
  const length = isComplete ? ids.length : Math.min(first, Math.max(0, count - before));
  return { ids, lost, count, before, drifted, length, cursorAt: (index) => cursors.write(placeAt(index)) };
}

/** The type that polymorphic targets of a list's rows have, where its mandatory parameter says so. */
function fixedTarget(collection: Collection, params: Params): Collection | null {
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
  const [head, ...tail] = pagesOf(window) as [Window, ...Window[]];
  const first = await operation.list(loadRequest(head, false));
  const parts = tail.filter(({ offset }) => offset < first.count);
  const pages = parts.map((part) => operation.list(loadRequest(part, true)));
  if (listener) void tellInOrder(first, pages, window, listener);
  const settled = [
    operation.settle(requirements, first.ids, after(FIRST)),
    ...pages.map(async (page) => operation.settle(requirements, (await page).ids, after(after(FIRST)))),
  ];
  await Promise.all(settled);
  return joined([first, ...(await Promise.all(pages))], window);
}

/** Tells of the pages that have come, each with all before it, however they come in. Ends where one fails. */
async function tellInOrder(
  first: Page,
  pages: readonly Promise<Page>[],
  window: Window,
  listener: SliceListener,
): Promise<void> {
  const come = [first];
  listener.come(joined(come, window), pages.length === 0);
  try {
    for (const page of pages) {
      // One after the other: a page that failed leaves those before it their time.
      // oxlint-disable-next-line no-await-in-loop
      come.push(await page);
      listener.come(joined(come, window), come.length > pages.length);
    }
  } catch (error) {
    listener.broken(error as Error);
  }
}

/** Pages as one stretch: each row once, and a word about it when they do not fit together. */
function joined(pages: readonly Page[], { offset, limit }: Window): ListSlice {
  const [first] = pages as [Page];
  const all = pages.flatMap(({ ids }) => ids);
  const ids = pages.length > 1 ? [...new Set(all)] : all;
  const expected = Math.max(0, Math.min(limit, first.count - offset));
  return {
    ids,
    lost: pages.length > 1 ? new Set(pages.flatMap(({ lost }) => [...lost])) : first.lost,
    count: first.count,
    drifted: pages.length > 1 && (ids.length !== expected || pages.some(({ count }) => count !== first.count)),
  };
}
