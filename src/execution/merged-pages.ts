/**
 * Loads a connection that is made of several lists of the API, with the fewest pages: one of each list, and a further one
 * only of a list whose rows are all taken before the connection's page is full. For the rows that the connection passes
 * or has, that is at most one page for every 200 of them (fewer, where a page of the API holds fewer) beyond the first page
 * of each list.
 */
import { pagesOf } from '../loaders/call.ts';
import { within } from '../loaders/further-pages.ts';
import { joined, type ListSlice, NO_ROWS } from '../loaders/list-slice.ts';
import { after, type Depth, FIRST, type Window } from '../loaders/load-request.ts';
import type { Page } from '../loaders/normalize.ts';
import type { Operation } from '../loaders/operation.ts';
import { allowedOf } from './left-out.ts';
import type { ListRequest, Params } from './list-request.ts';
import { mergeLists, mergeUntilBlocked } from './merge-lists.ts';
import type { Note } from './notes.ts';
import { fixedTarget, type Rows } from './page.ts';

/** One of the lists, as far as it has been read. */
interface ReadList {
  readonly params: Params;
  /** All pages that the connection's page could take of it. */
  readonly parts: readonly Window[];
  readonly pages: Page[];
  /** What was read as one stretch. */
  slice: ListSlice;
  window: Window;
}

/** Loads the rows in their one order, then what hangs on those that are answered. Rejects with the first error. */
export async function loadMerged(request: ListRequest, operation: Operation): Promise<Rows> {
  const { field, offset, first, after: passed, listener } = request;
  const { requirements } = field;
  const wanted = offset + first;
  const size = operation.store.facts.pages.sizeOf(field.resource.key);
  const lists = request.lists.map((params, index): ReadList => {
    const start = passed[index] as number;
    const parts = pagesOf({ offset: start, limit: wanted }, size);
    return { params, parts, pages: [], slice: NO_ROWS, window: parts[0] as Window };
  });
  let { depth = FIRST } = request;
  const notes: Note[] = [];
  let taken: number;
  try {
    const loading = lists.map((list) => readOn(request, list, depth, operation));
    notes.push(...(await allowedOf(request, loading)).notes);
    // However many pages were short, the calls that were foretold are enough for an answer.
    let left = Math.floor((wanted - 1) / size);
    for (;;) {
      const next = blockedLists(request, lists, operation);
      ({ taken } = next);
      if (next.lists.length === 0 || next.lists.length > left) break;
      left -= next.lists.length;
      depth = after(depth);
      // Which list is read on shows only when the rows before have come.
      // oxlint-disable-next-line no-await-in-loop
      await Promise.all(next.lists.map((list) => readOn(request, list, depth, operation)));
    }
  } catch (error) {
    listener?.broken(error as Error);
    throw error;
  }
  const slices = lists.map(({ slice }) => slice);
  const windows = lists.map(({ window }) => window);
  const page = { ...request, first: Math.max(0, Math.min(first, taken - offset)) };
  const rows = { ...mergeLists(page, slices, windows, operation.store), notes };
  listener?.come(rows, true);
  // In a prediction any row of any list may be one that is answered.
  const answered = operation.weigh !== null ? slices.flatMap(({ ids }) => ids) : rows.ids;
  await operation.settle(requirements, answered, after(depth));
  return rows;
}

/** Reads the next page of a list. */
async function readOn({ field }: ListRequest, list: ReadList, depth: Depth, operation: Operation): Promise<void> {
  const { params, pages, parts } = list;
  const part = parts[pages.length] as Window;
  const page = await operation.list({
    kind: 'list',
    collection: field.resource,
    params,
    window: part,
    requirements: field.requirements,
    only: fixedTarget(field.resource, params),
    // What hangs on rows is loaded when it is known which of them are answered.
    continues: true,
    owners: null,
    path: field.key,
    depth,
  });
  pages.push(within(page, part));
  const start = parts[0] as Window;
  list.window = { offset: start.offset, limit: part.offset + part.limit - start.offset };
  list.slice = joined(pages, list.window);
}

/** How many rows can be merged by now, and which lists must be read on for more. */
function blockedLists(request: ListRequest, lists: readonly ReadList[], operation: Operation) {
  const { blocked, taken } = mergeUntilBlocked(
    request,
    lists.map(({ slice }) => slice),
    lists.map(({ window }) => window),
    operation,
  );
  const list = lists[blocked];
  if (!list || !mayBeReadOn(list)) return { taken, lists: [] };
  // Where every row there is will be taken, no list waits for another.
  return { taken, lists: isTakenWhole(request, lists) ? lists.filter(mayBeReadOn) : [list] };
}

/** Whether there is a page behind those that were read, within what the connection's page could take. */
const mayBeReadOn = ({ slice: { count }, window, pages, parts }: ReadList): boolean =>
  pages.length < parts.length && (count === null || count > window.offset + window.limit);

/** Whether the connection's page takes every row, as far as they are counted. */
const isTakenWhole = ({ offset, first }: ListRequest, lists: readonly ReadList[]): boolean =>
  lists.reduce((sum, { slice, window }) => sum + Math.max(0, (slice.count ?? Infinity) - window.offset), 0) <=
  offset + first;
