/**
 * Lists that are counted before an operation runs. Where `first` alone makes an operation pass a limit, one row of a list
 * tells how many there are: `first: 2000` of eight projects is eight.
 */
import { FIRST, type ListLoadRequest } from '../loaders/load-request.ts';
import type { Operation } from '../loaders/operation.ts';
import type { Asked, Budget } from './budget.ts';
import { listsOf, withFewer } from './fewer-rows.ts';
import type { ListRequest, Params } from './list-request.ts';
import { fixedTarget } from './page.ts';
import type { CallLimits } from './summary/call-limits.ts';

/** So many lists are counted at most, each with one call. Equal lists are one. */
const MOST_COUNTED = 3;

/** How many rows each of them has; null where the API does not say. */
export type Counts = ReadonlyMap<ListRequest, number | null>;

/** Equal lists, wherever they stand in the operation: one count tells of all of them. */
export type CountedList = readonly [ListRequest, ...ListRequest[]];

/** A list that the API itself counts: several that are merged are counted each, and ids that are named are known. */
const isCountable = ({ lists, first }: ListRequest): boolean => {
  const [params, ...others] = lists;
  return params !== undefined && others.length === 0 && params.only === undefined && first > 1;
};

/** The fewest lists, largest first, whose counts could let the operation run; none where no counts could. */
export async function listsToCount(
  asked: Asked,
  { calls }: Pick<CallLimits, 'calls'>,
  budget: Budget,
): Promise<readonly CountedList[]> {
  const weightOf = (equal: CountedList) => equal.reduce((sum, list) => sum + budget.weightOf(list, asked.nested), 0);
  const lists = equalLists(listsOf(asked).filter(isCountable))
    .toSorted((one, other) => weightOf(other) - weightOf(one))
    .slice(0, MOST_COUNTED);
  for (let count = 1; count <= lists.length; count++) {
    const some = lists.slice(0, count);
    const least = withFewer(asked, new Map(some.flat().map((list) => [list, 1])));
    // The fewest are wanted, so one after the other.
    // oxlint-disable-next-line no-await-in-loop
    if (await budget.passes(least, { calls: calls - count })) return some;
  }
  return [];
}

function equalLists(lists: readonly ListRequest[]): readonly CountedList[] {
  const found = new Map<string, [ListRequest, ...ListRequest[]]>();
  for (const list of lists) {
    const params = countedParams(list);
    const names = Object.keys(params).toSorted();
    const key = JSON.stringify([list.field.resource.endpoint?.path, ...names.map((name) => [name, params[name]])]);
    const equal = found.get(key);
    if (equal) equal.push(list);
    else found.set(key, [list]);
  }
  return [...found.values()];
}

/** Counts lists, with one call for one row of each. Rejects with the first error. */
export async function countLists(lists: readonly CountedList[], operation: Operation): Promise<Counts> {
  const counted = lists.map(async (equal): Promise<[ListRequest, number | null][]> => {
    const { count } = await operation.list(countRequest(equal[0]));
    return equal.map((list) => [list, count]);
  });
  return new Map((await Promise.all(counted)).flat());
}

/** In whatever order, there are as many. */
function countedParams({ lists }: ListRequest): Params {
  const { order: _, ...params } = lists[0] ?? {};
  return params;
}

function countRequest(list: ListRequest): ListLoadRequest {
  const { field } = list;
  const params = countedParams(list);
  return {
    kind: 'list',
    collection: field.resource,
    params,
    window: null,
    requirements: null,
    only: fixedTarget(field.resource, params),
    continues: true,
    owners: null,
    path: field.key,
    depth: FIRST,
  };
}

/** The operation as it is judged once its lists are counted: by the rows that there are. */
export function asCounted(asked: Asked, counts: Counts): Asked {
  const most = listsOf(asked).flatMap((list): [ListRequest, number][] => {
    const count = counts.get(list);
    return count == null ? [] : [[list, Math.max(1, count - (list.after[0] ?? 0) - list.offset)]];
  });
  return withFewer(asked, new Map(most));
}
