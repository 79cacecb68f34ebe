/** Several lists of the REST API as one: each keeps its own order, and all together have one. */
import { compareIds } from '../loaders/id-order.ts';
import type { Operation } from '../loaders/operation.ts';
import type { RecordStore } from '../loaders/record-store.ts';
import type { ListRequest, RowOrder } from './list-request.ts';
import { type ListSlice, mayGoOn, passedWith } from '../loaders/list-slice.ts';
import type { Window } from '../loaders/load-request.ts';
import type { Rows } from './page.ts';
import type { Resource } from '../schema/resource.ts';
import { instantOf } from '../schema/wire-time.ts';

/** A row's place in the total order: its sort value, then its id. */
interface Rank {
  readonly value: number | string | null;
  readonly id: string;
}

/** Times as points in time, because offsets differ; no value stands below all others, as in the API's database. */
const rankOf = (store: RecordStore, resource: Resource, order: RowOrder | null, id: string): Rank => {
  const raw = order ? store.get(resource, id)?.row?.[order.column] : null;
  if (raw === null || raw === undefined || raw === '') return { value: null, id };
  if (typeof raw !== 'string') return { value: raw as number, id };
  // A time without an offset is no point in time; so that all machines agree, it stands as if it were in UTC.
  return { value: instantOf(raw) ?? instantOf(`${raw}Z`) ?? raw, id };
};

/** Numbers and times stand before what is neither. */
const isBefore = (one: number | string, other: number | string): boolean =>
  typeof one === typeof other ? one < other : typeof one === 'number';

const compare = (one: Rank, other: Rank, descending: boolean): number => {
  if (one.value === other.value) return compareIds(one.id, other.id);
  const smaller = one.value === null || (other.value !== null && isBefore(one.value, other.value));
  return smaller === descending ? 1 : -1;
};

/**
 * Merges what each list gave. A list's own order is never changed, even where its rows stand
 * differently than their values say; a cursor holds how many rows of each list are passed.
 */
export function mergeLists(
  { field, order, first, offset, after, cursors }: ListRequest,
  stretches: readonly ListSlice[],
  windows: readonly Window[],
  store: RecordStore,
): Rows {
  const heads = stretches.map(() => 0);
  const ranks = stretches.map(({ ids }) => ids.map((id) => rankOf(store, field.resource, order, id)));
  const ids: string[] = [];
  const places: number[][] = [];
  for (let taken = 0; taken < offset + first; taken++) {
    const next = nextList(ranks, heads, order?.descending ?? false);
    if (next < 0) break;
    const rank = ranks[next]?.[heads[next] as number] as Rank;
    heads[next] = (heads[next] as number) + 1;
    if (taken < offset) continue;
    ids.push(rank.id);
    places.push(heads.map((head, index) => (after[index] as number) + head));
  }
  const count = stretches.reduce<number | null>(
    (sum, stretch) => (sum === null || stretch.count === null ? null : sum + stretch.count),
    0,
  );
  // A list that was read to its end stands behind its window; one that was not, behind its last row that was taken.
  const endOf = (slice: ListSlice, index: number): number =>
    heads[index] === slice.ids.length
      ? passedWith(slice, windows[index] as Window)
      : (after[index] as number) + (heads[index] as number);
  const mayFollow = (slice: ListSlice, index: number): boolean =>
    (heads[index] as number) < slice.ids.length || mayGoOn(slice, windows[index] as Window);
  return {
    ids,
    lost: new Set(stretches.flatMap(({ lost }) => [...lost])),
    count,
    before: after.reduce((sum, passed) => sum + passed, 0) + offset,
    length: ids.length,
    hasNext: ids.length > 0 && stretches.some(mayFollow),
    drifted: stretches.some(({ drifted }) => drifted),
    cursorAt: (index) => cursors.write(places[index] as number[]),
    endCursor: () => cursors.write(stretches.map(endOf)),
  };
}

/**
 * How many rows can be merged before it takes more of a list than has been read, and which list that is: below zero when
 * what was read is enough. In a prediction an id stands for as many rows as it weighs.
 */
export function mergeUntilBlocked(
  { field, order, first, offset }: ListRequest,
  slices: readonly ListSlice[],
  windows: readonly Window[],
  operation: Operation,
): { readonly taken: number; readonly blocked: number } {
  const heads = slices.map(() => 0);
  const ranks = slices.map(({ ids }) => ids.map((id) => rankOf(operation.store, field.resource, order, id)));
  const mayBlock = slices.map((slice, index) => mayGoOn(slice, windows[index] as Window));
  let taken = 0;
  while (taken < offset + first) {
    const blocked = slices.findIndex(({ ids }, index) => mayBlock[index] && heads[index] === ids.length);
    if (blocked >= 0) return { taken, blocked };
    const next = nextList(ranks, heads, order?.descending ?? false);
    if (next < 0) return { taken: offset + first, blocked: -1 };
    taken += operation.weigh?.(slices[next]?.ids[heads[next] as number] as string) ?? 1;
    heads[next] = (heads[next] as number) + 1;
  }
  return { taken, blocked: -1 };
}

/** The list whose next row comes first; below zero when all are read. */
function nextList(ranks: readonly (readonly Rank[])[], heads: readonly number[], descending: boolean): number {
  let best = -1;
  let bestRank: Rank | undefined;
  ranks.forEach((list, index) => {
    const rank = list[heads[index] as number];
    if (rank && (!bestRank || compare(rank, bestRank, descending) < 0)) [best, bestRank] = [index, rank];
  });
  return best;
}
