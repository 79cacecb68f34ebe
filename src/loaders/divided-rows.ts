/** The rows of one list for several records, divided again by what each names. Pure. */
import type { Link } from './collection.ts';
import { mayGoOn } from './list-slice.ts';
import type { Window } from './load-request.ts';
import type { NestedBatch } from './nested-batch.ts';
import type { NestedNeed } from './nested-need.ts';
import type { Page } from './normalize.ts';
import { isLinkKnown, type RecordStore, targetIdsOf, targetOf } from './record-store.ts';

/** Pages of a list from its beginning. */
export interface PagesRead {
  readonly pages: readonly Page[];
  /** The API pages the list. Where it does not, all rows stand on the first page. */
  readonly isPaged: boolean;
  /** The most rows of each. */
  readonly pageSize: number;
}

/** Which rows belong to which record; `untold` where the include would tell, `undividable` where nothing does. */
export type Division = ReadonlyMap<string, readonly string[]> | 'untold' | 'undividable';

/** Divides rows among records. A row that none of them owns makes it impossible: what it means is not understood. */
export function divide(
  store: RecordStore,
  { requirements: { collection } }: NestedNeed,
  by: Link,
  parents: ReadonlySet<string>,
  { pages }: PagesRead,
): Division {
  const rows = new Map<string, string[]>([...parents].map((parent) => [parent, []]));
  for (const id of new Set(pages.flatMap(({ ids }) => ids))) {
    const record = store.get(collection, id);
    if (!record?.row) return 'undividable';
    const isAsked = record.included.has(by.name);
    if (!isLinkKnown(record, by)) return by.includable && !isAsked ? 'untold' : 'undividable';
    const owners = by.kind === 'many' ? (targetIdsOf(record, by) ?? []) : [targetOf(record.row, by)?.id ?? ''];
    const own = owners.filter((owner) => parents.has(owner));
    if (own.length === 0) return 'undividable';
    for (const owner of own) rows.get(owner)?.push(id);
  }
  return rows;
}

/** Pages that the list has beyond those; infinite where no count tells. */
export function pagesLeft({ pages, isPaged, pageSize }: PagesRead): number {
  const last = pages.at(-1);
  if (!isPaged || !last) return 0;
  const window: Window = { offset: (pages.length - 1) * pageSize, limit: pageSize };
  if (!mayGoOn({ ...last, drifted: false }, window)) return 0;
  const left = last.count === null ? 0 : Math.ceil(last.count / pageSize) - pages.length;
  return left > 0 ? left : Number.POSITIVE_INFINITY;
}

/** The records whose part is not known yet, each with the calls that it would take by itself, at most. */
export function unsettled(
  batch: NestedBatch,
  rows: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const open = new Map<string, number>();
  for (const { need, first, parents } of batch.members) {
    for (const parent of parents) {
      const found = rows.get(parent)?.length ?? 0;
      if (!need.counts && found >= first + (need.more ? 1 : 0)) continue;
      const calls = need.rows ? Math.ceil(first / batch.pageSize) : 1;
      open.set(parent, Math.max(open.get(parent) ?? 0, calls));
    }
  }
  return open;
}

/** Whether rows moved while the pages were read. */
export const hasDrifted = ({ pages }: PagesRead): boolean =>
  pages.length > 1 &&
  (pages.some(({ count }) => count !== pages[0]?.count) ||
    new Set(pages.flatMap(({ ids }) => ids)).size < pages.reduce((sum, { ids }) => sum + ids.length, 0));
