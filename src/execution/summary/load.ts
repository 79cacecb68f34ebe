/** Reads the records of a summary page by page, and writes its rows where the answer is read from. */
import { columnTells } from '../../loaders/api-facts.ts';
import { after, type Depth, FIRST, type ListLoadRequest, MAX_PAGE, type Window } from '../../loaders/load-request.ts';
import type { Page } from '../../loaders/normalize.ts';
import type { Operation } from '../../loaders/operation.ts';
import type { RowReader } from '../../loaders/row-reader.ts';
import type { Row } from '../../upstream/envelope.ts';
import type { Params } from '../list-request.ts';
import { fixedTarget } from '../page.ts';
import { Aggregate } from './aggregate.ts';
import { gapsOf } from './gaps.ts';
import { poolOf } from './page-pool.ts';
import { listKey, type SummaryRequest } from './request.ts';

/** How far one list was read. */
export interface ListRead {
  /** As the API counts; null where it does not say. */
  readonly count: number | null;
  /** Rows that came, and pages. */
  readonly rows: number;
  readonly pages: number;
  /** The most rows of a page. */
  readonly size: number;
  /** Whether its last row has come. */
  readonly isWhole: boolean;
  /** The pages did not agree on how many rows there are. */
  readonly hasChanged: boolean;
}

/** Loads a summary and the records of its groups. Returns its id in the record store. Rejects with the first page's error. */
export async function loadSummary(request: SummaryRequest, operation: Operation): Promise<readonly string[]> {
  const { field, lists, come } = request;
  const aggregate = new Aggregate(request.grouping);
  const reads = await Promise.all(lists.map((params) => readList(request, params, aggregate, operation)));
  const ids = [writeSummary(request, aggregate, reads, operation)];
  come?.(ids);
  const isPaged = reads.some(({ pages }) => pages > 1);
  await operation.settle(field.shape.requirements, ids, isPaged ? after(after(FIRST)) : after(FIRST));
  return ids;
}

/** Reads one list as far as the pool of pages allows. */
async function readList(
  request: SummaryRequest,
  params: Params,
  aggregate: Aggregate,
  operation: Operation,
): Promise<ListRead> {
  if (request.isCountOnly) return countList(request, params, operation);
  const pool = poolOf(operation, request.share);
  const key = listKey(request, params);
  pool.begin(key);
  const read = (window: Window, depth: Depth) => readPage(request, params, { window, depth }, aggregate, operation);
  const { pages: pageFacts } = operation.store.facts;
  const sizeNow = () => pageFacts.sizeOf(request.field.summary.resource.key);
  let first: Page;
  let granted = 0;
  let isEntered = false;
  try {
    first = await read({ offset: 0, limit: sizeNow() }, FIRST);
    isEntered = true;
    // `only` switches paging off.
    if (params.only !== undefined) pool.leave();
    else granted = await pool.share(key, pagesBehindFirst(first.count, sizeNow()));
  } catch (error) {
    if (!isEntered) pool.leave();
    throw error;
  }
  if (params.only !== undefined) return readOf(first.ids.length, [first], MAX_PAGE, true);
  // The first page may have shown that the others hold fewer.
  const size = sizeNow();
  const windowAt = (page: number): Window => ({ offset: page * size, limit: size });
  const later = after(FIRST);
  const pages = [
    first,
    ...(await Promise.all(Array.from({ length: granted }, (_, at) => read(windowAt(at + 1), later)))),
  ];
  while (mayGoOn(pages, size) && pool.extra()) {
    // Where there is no count, or more rows come than it says, only a page tells whether there is another.
    // oxlint-disable-next-line no-await-in-loop
    pages.push(await read(windowAt(pages.length), later));
  }
  return readOf(first.count, pages, size, !mayGoOn(pages, size));
}

const pagesBehindFirst = (count: number | null, size: number): number =>
  count === null ? 0 : Math.max(0, Math.ceil(count / size) - 1);

/** Whether the list has, or may have, rows behind these pages. */
function mayGoOn(pages: readonly Page[], size: number): boolean {
  const { count } = pages[0] as Page;
  const last = pages.at(-1) as Page;
  const passed = pages.length * size;
  const isFull = last.ids.length >= size;
  if (count === null) return isFull;
  // A list that is counted to its end and whose last page is full may have more rows than are counted.
  return passed < count || (isFull && passed > count);
}

const readOf = (count: number | null, pages: readonly Page[], size: number, isWhole: boolean): ListRead => ({
  count,
  rows: pages.reduce((sum, { ids }) => sum + ids.length, 0),
  pages: pages.length,
  size,
  isWhole,
  hasChanged: pages.some((page) => page.count !== pages[0]?.count),
});

const loadRequest = (
  { field, requirements }: SummaryRequest,
  params: Params,
  window: Window | null,
  depth: Depth,
): ListLoadRequest => ({
  kind: 'list',
  collection: field.summary.resource,
  params,
  window,
  requirements: window && requirements,
  only: fixedTarget(field.summary.resource, params),
  continues: window !== null,
  owners: null,
  path: field.key,
  depth,
});

async function countList(request: SummaryRequest, params: Params, operation: Operation): Promise<ListRead> {
  const { count, ids } = await operation.list(loadRequest(request, params, null, FIRST));
  const rows = params.only === undefined ? count : ids.length;
  const size = operation.store.facts.pages.sizeOf(request.field.summary.resource.key);
  return { count: rows, rows: 0, pages: 0, size, isWhole: false, hasChanged: false };
}

/** Where a page stands, and in which wave it is read. */
interface PagePlace {
  readonly window: Window;
  readonly depth: Depth;
}

/**
 * Reads one page. Where its rows do not name the records that they are grouped by, it is read once more with the
 * includes that make the API write them; from then on, all pages are read so.
 */
async function readPage(
  request: SummaryRequest,
  params: Params,
  { window, depth }: PagePlace,
  aggregate: Aggregate,
  operation: Operation,
): Promise<Page> {
  const own = loadRequest(request, params, window, depth);
  const reader = new PageReader(request);
  const page = await operation.list({ ...own, reader });
  if (reader.untold && poolOf(operation, request.share).extra()) {
    for (const { link } of request.requirements.links.values())
      if (reader.lacks(link.name)) operation.store.facts.lacks(link);
    const again = new PageReader(request);
    const whole = await operation.list({ ...own, reader: again, depth: after(depth) });
    again.addTo(aggregate, window.limit);
    return whole;
  }
  reader.addTo(aggregate, window.limit);
  return page;
}

/** Holds the rows of one page until it is clear that they tell what they are grouped by. */
class PageReader implements RowReader {
  readonly keeps: ReadonlySet<string>;
  readonly mostTargets: number;
  readonly #request: SummaryRequest;
  readonly #untold = new Set<string>();
  #rows: (readonly [id: string, row: Row | null])[] = [];

  constructor(request: SummaryRequest) {
    this.#request = request;
    this.keeps = request.keeps;
    this.mostTargets = Math.min(MAX_PAGE, request.first ?? MAX_PAGE);
  }

  /** Whether a row does not tell what it would tell with an include that was not sent. */
  get untold(): boolean {
    return this.#untold.size > 0;
  }

  lacks(name: string): boolean {
    return this.#untold.has(name);
  }

  take(id: string, row: Row | null, include: ReadonlySet<string>): void {
    this.#rows.push([id, row]);
    if (!row) return;
    for (const { link } of this.#request.requirements.links.values())
      if (link.includable && !include.has(link.name) && !columnTells(row, link)) this.#untold.add(link.name);
  }

  /** @param limit rows of the page: the API may send more than were asked for. */
  addTo(aggregate: Aggregate, limit: number): void {
    const rows = this.#request.lists.some(({ only }) => only !== undefined) ? this.#rows : this.#rows.slice(0, limit);
    for (const [id, row] of rows) aggregate.add(id, row);
    this.#rows = [];
  }
}

/** Writes the rows and the summary as records, for the answer to read. */
function writeSummary(
  request: SummaryRequest,
  aggregate: Aggregate,
  reads: readonly ListRead[],
  operation: Operation,
): string {
  const { first } = request;
  const { summary } = request.field;
  const { store } = operation;
  const key = nextId(operation);
  const atMost = first ?? Number.POSITIVE_INFINITY;
  // A made-up row stands for as many groups as a page has rows.
  const rows = aggregate.rows(aggregate.isPredicted ? Math.ceil(atMost / MAX_PAGE) : atMost);
  const put = (collection: string, id: string, row: Row) => store.addFull(collection, id, row, NONE, NONE, null);
  const ids = rows.map((row, at) => {
    const id = `${key}/${at}`;
    put(summary.row.key, id, row);
    return id;
  });
  const counts = reads.map(({ count }) => count);
  const isCounted = counts.every((count) => count !== null);
  const missing = gapsOf(aggregate, reads, request);
  put(summary.whole.key, key, {
    rows: ids,
    complete: missing.length === 0,
    missing,
    row_count: aggregate.groups,
    records_read: aggregate.records,
    total_count: isCounted ? sum(counts) : null,
    calls_needed: isCounted ? sum(reads.map(({ count, size }) => 1 + pagesBehindFirst(count, size))) : null,
  });
  return key;
}

const NONE: ReadonlySet<string> = new Set();

/** How many summaries each operation has written. */
const written = new WeakMap<Operation, number>();

/** An id that no other summary in this operation's store has. */
function nextId(operation: Operation): string {
  const number = (written.get(operation) ?? 0) + 1;
  written.set(operation, number);
  return `summary${number}`;
}

const sum = (counts: readonly (number | null)[]): number =>
  counts.reduce<number>((all, count) => all + (count ?? 0), 0);
