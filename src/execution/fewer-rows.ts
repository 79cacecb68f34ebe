/** For an operation that would pass a limit: how many rows of which lists would not. */
import type { ChoiceNeed } from '../loaders/choice.ts';
import type { NestedNeed } from '../loaders/nested-need.ts';
import { MAX_IDS, MAX_PAGE } from '../loaders/load-request.ts';
import type { Asked, Budget } from './budget.ts';
import type { ListRequest } from './list-request.ts';
import type { RootRequest } from './root-request.ts';
import type { CallLimits } from './summary/call-limits.ts';

/** A field with a `first` of its own: a list at the root or under records, or a choice among those of an association. */
export interface SizedField {
  /** Where in the operation it stands. */
  readonly path: string;
  readonly first: number;
  /** What it is in the operation: how its arguments are found. */
  readonly of: ListRequest | NestedNeed | ChoiceNeed;
}

/** A value of `first` with which an operation would run. */
export interface Suggestion {
  readonly first: number;
  /** The fields that need it. */
  readonly fields: readonly SizedField[];
}

/** Each attempt takes as long as a plan does. */
const HALVINGS = 6;

/** So many fields are tried at most, each alone. */
const MOST_TRIED = 4;

/** In an operation of more fields, only lists at the root are tried: each attempt takes longer than a refusal should. */
const MOST_FIELDS = 300;

type ListRoot = Extract<RootRequest, { kind: 'list' }>;

const isList = (request: RootRequest): request is ListRoot => request.kind === 'list' && request.list.field.rows;

/** The lists of an operation whose rows are answered. */
export const listsOf = ({ requests }: Asked): readonly ListRequest[] => requests.filter(isList).map(({ list }) => list);

const rootsOf = (asked: Asked): readonly SizedField[] =>
  listsOf(asked).map((list) => ({ path: list.field.key, first: list.first, of: list }));

const belowOf = ({ nested, plan, choices }: Asked): readonly SizedField[] => [
  ...[...nested].flatMap(([need, { first }]) => (need.rows ? [{ path: need.path, first, of: need }] : [])),
  ...plan.chosen.flatMap(({ read, path }) => {
    const first = choices.get(read)?.first ?? null;
    return first === null ? [] : [{ path, first, of: read }];
  }),
];

const withAtMost = <Key extends object, Arguments extends { readonly first: number | null }>(
  all: ReadonlyMap<Key, Arguments>,
  most: ReadonlyMap<object, number>,
): ReadonlyMap<Key, Arguments> =>
  new Map(
    [...all].map(([key, args]) => {
      const first = most.get(key);
      return [key, first === undefined ? args : { ...args, first: Math.min(args.first ?? first, first) }];
    }),
  );

/** The same operation with fewer rows of some of its fields: how many at most of each. */
export const withFewer = (asked: Asked, most: ReadonlyMap<SizedField['of'], number>): Asked => ({
  ...asked,
  requests: asked.requests.map((request) => {
    const first = isList(request) ? most.get(request.list) : undefined;
    return isList(request) && first !== undefined
      ? { ...request, list: { ...request.list, first: Math.min(request.list.first, first) } }
      : request;
  }),
  nested: withAtMost(asked.nested, most),
  choices: withAtMost(asked.choices, most),
});

/** Fields below one root field; those that the costliest place is below come first, from the outside. */
function nearest(fields: readonly SizedField[], costliest: string): readonly SizedField[] {
  const [root = ''] = costliest.split('.');
  const isAbove = ({ path }: SizedField) => path === costliest || costliest.startsWith(`${path}.`);
  return fields
    .filter(({ path }) => path === root || path.startsWith(`${root}.`))
    .toSorted((one, other) => Number(isAbove(other)) - Number(isAbove(one)) || one.path.length - other.path.length)
    .slice(0, MOST_TRIED);
}

/**
 * A `first` that passes, near the largest that does: of the one field that can keep most of its rows or, where none alone is
 * enough, of all fields. Null where no number of rows would do.
 *
 * @param atRoot only lists at the root, whose rows can be counted.
 */
export async function suggestionFor(
  asked: Asked,
  costliest: string,
  limits: Pick<CallLimits, 'calls'>,
  budget: Budget,
  atRoot = false,
): Promise<Suggestion | null> {
  const isBelow = !atRoot && asked.plan.fieldCount() <= MOST_FIELDS;
  const fields = [...rootsOf(asked), ...(isBelow ? belowOf(asked) : [])];
  const excess = budget.excess(await budget.estimate(asked), limits);
  const share = excess ? excess.limit / excess.estimate : 1;
  const suggestion = async (some: readonly SizedField[]): Promise<Suggestion | null> => {
    const passes = (first: number) =>
      budget.passes(withFewer(asked, new Map(some.map(({ of }) => [of, first]))), limits);
    const most = Math.max(0, ...some.map(({ first }) => first));
    if (most <= 1 || !(await passes(1))) return null;
    return { first: await largest(most, Math.floor(most * share), passes), fields: some };
  };
  let best: { readonly kept: number; readonly suggestion: Suggestion } | null = null;
  for (const field of nearest(fields, costliest)) {
    // One after the other: a refusal must not take as much time as all of them at once.
    // oxlint-disable-next-line no-await-in-loop
    const found = await suggestion([field]);
    const kept = (found?.first ?? 0) / field.first;
    if (found && kept > (best?.kept ?? 0)) best = { kept, suggestion: found };
  }
  return best?.suggestion ?? suggestion(fields);
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
