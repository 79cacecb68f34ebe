/**
 * Reads a stretch of a list, several pages side by side, so that no row is lost or doubled where rows before it come or
 * go. A stretch begins one row early: where that row is not the last one that was read, rows have moved.
 */
import { within } from '../../loaders/further-pages.ts';
import { after, FIRST, type ListLoadRequest, MAX_PAGE, type Window } from '../../loaders/load-request.ts';
import type { Page } from '../../loaders/normalize.ts';
import type { Operation } from '../../loaders/operation.ts';
import { instantOf } from '../../schema/wire-time.ts';
import type { ListField, Params } from '../list-request.ts';
import { fixedTarget } from '../page.ts';
import type { ExportOrder } from './export-request.ts';
import type { Last, Progress } from './position.ts';

/** Rows that come next. */
export interface Stretch {
  readonly ids: readonly string[];
  readonly lost: ReadonlySet<string>;
  readonly count: number | null;
  /** How far the list is passed with them. */
  readonly offset: number;
  readonly last: Last | null;
  readonly isEnd: boolean;
  /** Rows moved, and it cannot be said whether one of them was passed over. */
  readonly moved: boolean;
}

export interface Reading {
  readonly field: ListField;
  readonly params: Params;
  readonly order: ExportOrder;
  readonly progress: Progress;
  /** Pages side by side. */
  readonly pages: number;
  /** Ids of the rows before, as far as they are remembered. */
  readonly recent: ReadonlySet<string>;
}

/** How often a stretch is begun further to the front, each time twice as far: past a million rows. */
const MOST_ATTEMPTS = 14;

/** Whether the first row stands behind the second in the order of a list. Ids are compared as numbers, which they are. */
const isBehind = (one: Last, other: Last, descending: boolean): boolean => {
  if (one.value !== other.value) return (one.value as number) > (other.value as number) !== descending;
  return one.id.length === other.id.length ? one.id > other.id : one.id.length > other.id.length;
};

/** Reads the next stretch. Rejects with the error of the page that failed. */
export async function readStretch(reading: Reading, operation: Operation): Promise<Stretch> {
  const { params, progress, order } = reading;
  if (params.only !== undefined) return readNamed(reading, operation);
  const { offset, count, last } = progress;
  let from = last === null ? offset : Math.max(0, offset - 1);
  for (let attempt = 1; ; attempt++) {
    // One page is enough to find where the rows are now.
    const windows = windowsOf(from, count, attempt === 1 ? reading.pages : 1);
    // One after the other: each attempt is there because of what the one before it showed.
    // oxlint-disable-next-line no-await-in-loop
    const pages = await readPages(reading, windows, attempt, operation);
    const back = movedBy(reading, { from, pages }, operation);
    // Where the order does not hold, nothing that is read again says what was passed over.
    const isLast = back === null || attempt === MOST_ATTEMPTS || order.column === null;
    if (isLast) return stretchOf(reading, { windows, pages, moved: back !== null }, operation);
    from = Math.max(0, from - back * 2 ** (attempt - 1));
  }
}

/** How many of the pages, from the first one on, were read while the list had the same number of rows. */
function agreeing(pages: readonly Page[]): number {
  const at = pages.findIndex(({ count }) => count !== pages[0]?.count);
  return at < 0 ? pages.length : at;
}

/** Pages from a row on: as many as the count promises, and at least one. */
function windowsOf(from: number, count: number | null, pages: number): Window[] {
  const promised = count === null ? 1 : Math.ceil((count - from) / MAX_PAGE);
  return Array.from({ length: Math.max(1, Math.min(pages, promised)) }, (_, at) => ({
    offset: from + at * MAX_PAGE,
    limit: MAX_PAGE,
  }));
}

function readPages(
  { field, params, progress }: Reading,
  windows: readonly Window[],
  attempt: number,
  operation: Operation,
): Promise<Page[]> {
  const { resource, requirements, key } = field;
  return Promise.all(
    windows.map(async (window) => {
      const loadRequest: ListLoadRequest = {
        kind: 'list',
        collection: resource,
        params,
        window,
        requirements,
        only: fixedTarget(resource, params),
        continues: progress.rows === 0 && attempt === 1,
        owners: null,
        path: key,
        depth: FIRST,
      };
      return within(await operation.list(loadRequest), window);
    }),
  );
}

interface Read {
  readonly from: number;
  readonly pages: readonly Page[];
}

/**
 * How many rows further to the front the stretch has to begin, because rows before it have gone, or may have; null where
 * all is well.
 */
function movedBy({ progress, order, field }: Reading, { from, pages }: Read, operation: Operation): number | null {
  const [first] = pages as [Page];
  const { last, count, offset } = progress;
  const fewer = first.count !== null && count !== null ? Math.max(0, count - first.count) : 0;
  const [id] = first.ids;
  if (last === null || id === undefined || from >= offset) return fewer || null;
  if (from === 0) return null;
  if (order.column === null) return id === last.id ? null : 1;
  const there = placeOf(id, { field, column: order.column }, operation);
  if (there.value === null || last.value === null) return null;
  return isBehind(there, last, order.descending) ? Math.max(fewer, MAX_PAGE) : null;
}

/** Where a row stands in a list that is ordered by a time. */
function placeOf(
  id: string,
  { field, column }: { readonly field: ListField; readonly column: string | null },
  { store }: Operation,
): Last {
  const written = column === null ? null : store.get(field.resource, id)?.row?.[column];
  return { value: typeof written === 'string' ? instantOf(written) : null, id };
}

function stretchOf(
  { field, order: { column, descending }, progress, recent }: Reading,
  read: { readonly windows: readonly Window[]; readonly pages: readonly Page[]; readonly moved: boolean },
  operation: Operation,
): Stretch {
  const { last } = progress;
  const agreed = agreeing(read.pages);
  // Between pages of different counts rows may have moved from one to the other: what follows is read again.
  const kept = column === null ? read.pages.length : agreed;
  const [windows, pages] = [read.windows.slice(0, kept), read.pages.slice(0, kept)];
  const seen = new Set<string>();
  const isNew = (id: string): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    const place = placeOf(id, { field, column }, operation);
    if (last === null || last.value === null || place.value === null) return id !== last?.id && !recent.has(id);
    return isBehind(place, last, descending);
  };
  const all = pages.flatMap(({ ids }) => ids);
  const ids = all.filter(isNew);
  const window = windows.at(-1) as Window;
  const page = pages.at(-1) as Page;
  const { count } = page;
  const passed = Math.max(window.offset + page.ids.length, Math.min(window.offset + window.limit, count ?? 0));
  const end = all.at(-1);
  return {
    ids,
    lost: new Set(pages.flatMap(({ lost }) => [...lost])),
    count,
    offset: passed,
    last: furthest(last, end === undefined ? null : placeOf(end, { field, column }, operation), descending),
    isEnd: isEnd(window, page),
    moved: read.moved || (column === null && agreed < read.pages.length),
  };
}

/** Which of two rows stands further back: a stretch that begins early may end before the last row that was read. */
function furthest(last: Last | null, end: Last | null, descending: boolean): Last | null {
  if (last === null || end === null) return end ?? last;
  if (last.value === null || end.value === null) return end;
  return isBehind(end, last, descending) ? end : last;
}

/** Whether a list ends with this page: an end that comes whatever the API counts. */
function isEnd({ offset, limit }: Window, { ids, count }: Page): boolean {
  if (ids.length === 0) return true;
  const isFull = ids.length >= limit;
  if (count === null) return !isFull;
  return offset + limit >= count && !(isFull && offset + ids.length > count);
}

/** Rows that are named by id come all at once: `only` switches the API's paging off. */
async function readNamed({ field, params, progress }: Reading, operation: Operation): Promise<Stretch> {
  const { resource, requirements, key } = field;
  const page = await operation.list({
    kind: 'list',
    collection: resource,
    params,
    window: { offset: 0, limit: MAX_PAGE },
    requirements,
    only: fixedTarget(resource, params),
    continues: false,
    owners: null,
    path: key,
    depth: FIRST,
  });
  const ids = page.ids.slice(progress.offset);
  const last = page.ids.at(-1);
  return {
    ids,
    lost: page.lost,
    count: page.ids.length,
    offset: page.ids.length,
    last: last === undefined ? null : { value: null, id: last },
    isEnd: true,
    moved: false,
  };
}

/** Loads what hangs on the rows of a stretch. Never rejects: the store holds the failure of each record. */
export const settleStretch = ({ field }: Reading, { ids }: Stretch, operation: Operation): Promise<unknown> =>
  operation.settle(field.requirements, ids, after(FIRST));
