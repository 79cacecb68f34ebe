/** For an operation that would pass a limit: how many rows of which lists would not. */
import { MAX_IDS, MAX_PAGE } from '../loaders/load-request.ts';
import type { Asked, Budget } from './budget.ts';
import type { ListRequest } from './list-request.ts';
import type { RootRequest } from './root-request.ts';
import type { CallLimits } from './summary/call-limits.ts';

/** A value of `first` with which an operation would run. */
export interface Suggestion {
  readonly first: number;
  /** The lists that need it. */
  readonly lists: readonly ListRequest[];
}

/** Each attempt takes as long as a plan does. */
const HALVINGS = 6;

type ListRoot = Extract<RootRequest, { kind: 'list' }>;

const isList = (request: RootRequest): request is ListRoot => request.kind === 'list' && request.list.field.rows;

/** The lists of an operation whose rows are answered. */
export const listsOf = ({ requests }: Asked): readonly ListRequest[] => requests.filter(isList).map(({ list }) => list);

/** The same operation with fewer rows of some of its lists: how many at most of each. */
export const withFewer = (asked: Asked, most: ReadonlyMap<ListRequest, number>): Asked => ({
  ...asked,
  requests: asked.requests.map((request) => {
    const first = isList(request) ? most.get(request.list) : undefined;
    return isList(request) && first !== undefined
      ? { ...request, list: { ...request.list, first: Math.min(request.list.first, first) } }
      : request;
  }),
});

/**
 * A `first` that passes, near the largest that does: of the list that most is estimated for or, where that is not enough, of all
 * lists. Null where no number of rows would do.
 */
export async function suggestionFor(
  asked: Asked,
  costliest: string,
  limits: Pick<CallLimits, 'calls'>,
  budget: Budget,
): Promise<Suggestion | null> {
  const lists = listsOf(asked);
  const excess = budget.excess(await budget.estimate(asked), limits);
  const share = excess ? excess.limit / excess.estimate : 1;
  const [root] = costliest.split('.');
  const named = lists.filter(({ field }) => field.key === root);
  for (const some of [named, lists]) {
    const passes = (first: number) =>
      budget.passes(withFewer(asked, new Map(some.map((list) => [list, first]))), limits);
    const most = Math.max(0, ...some.map(({ first }) => first));
    // One after the other: the first that helps is the answer.
    // oxlint-disable-next-line no-await-in-loop
    if (most <= 1 || !(await passes(1))) continue;
    // oxlint-disable-next-line no-await-in-loop
    return { first: await largest(most, Math.floor(most * share), passes), lists: some };
  }
  return null;
}

/**
 * Halves the range between a number that passes, 1, and one that does not, beginning with a guess. The numbers at which a
 * further call begins are tried in the end: the largest that passes is often one of them.
 */
async function largest(most: number, guess: number, passes: (first: number) => Promise<boolean>): Promise<number> {
  let [low, high] = [1, most];
  const attempt = async (first: number) => {
    if (first <= low || first >= high) return;
    if (await passes(first)) low = first;
    else high = first;
  };
  // Each attempt depends on the one before.
  await attempt(guess);
  await attempt(guess + 1);
  for (let tried = 0; tried < HALVINGS; tried++)
    // oxlint-disable-next-line no-await-in-loop
    await attempt(Math.floor((low + high) / 2));
  // oxlint-disable-next-line no-await-in-loop
  for (const size of [MAX_PAGE, MAX_IDS]) await attempt((Math.floor(low / size) + 1) * size);
  return low;
}
