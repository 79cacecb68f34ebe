/** Whether an operation may run: by its estimate, or by a count of the lists that make the estimate too large. */
import type { Operation } from '../loaders/operation.ts';
import type { Asked, Budget, Estimate, Excess } from './budget.ts';
import { asCounted, type CountedList, countLists, type Counts, listsToCount } from './count-lists.ts';
import { codeOf, refusal } from './errors.ts';
import { suggestionFor, withFewer } from './fewer-rows.ts';
import type { ListRequest } from './list-request.ts';
import type { CallLimits } from './summary/call-limits.ts';
import { Refused } from './refused.ts';

/** An operation with the calls that it may make. */
export interface Limited extends Asked {
  readonly limits: CallLimits;
}

/** What is known of an operation before anything is called. */
export interface Outlook {
  readonly estimate: Estimate;
  /** The limit that it would pass; null for none. */
  readonly excess: Excess | null;
  /** Lists whose counts could let it run all the same. */
  readonly counting: readonly CountedList[];
}

/**
 * Looks ahead.
 *
 * @param mayCount whether the caller takes calls that may come to nothing.
 */
export async function outlookOf(prepared: Limited, budget: Budget, mayCount: boolean): Promise<Outlook> {
  const estimate = await budget.estimate(prepared);
  const excess = budget.excess(estimate, prepared.limits);
  const counting = excess && mayCount ? await listsToCount(prepared, prepared.limits, budget) : [];
  return { estimate, excess, counting };
}

/**
 * What the operation will take, its counts included. Counts its lists where that decides. Throws {@link Refused} for one that
 * passes a limit, by its counts where there are any.
 */
export async function admit(
  prepared: Limited,
  { estimate, excess, counting }: Outlook,
  budget: Budget,
  operation: () => Operation,
): Promise<Estimate> {
  if (!excess) return estimate;
  if (counting.length === 0) throw await refused(prepared, excess, budget);
  let counts: Counts;
  try {
    counts = await countLists(counting, operation());
  } catch (error) {
    throw await refused(prepared, excess, budget, { failure: error as Error });
  }
  const counted = { ...prepared, ...asCounted(prepared, counts) };
  const limits = { ...prepared.limits, calls: prepared.limits.calls - counting.length };
  const judged = await budget.estimate(counted);
  const left = budget.excess(judged, limits);
  if (left) throw await refused({ ...prepared, limits }, left, budget, { counts });
  return withCounts(judged, counting.length);
}

/**
 * What an operation takes that would be counted first, if its lists turn out to be just small enough. Throws as {@link admit}
 * does where no count could help.
 */
export async function admittedIfSmall(prepared: Limited, outlook: Outlook, budget: Budget): Promise<Estimate> {
  const { estimate, excess, counting } = outlook;
  if (!excess) return estimate;
  if (counting.length === 0) throw await refused(prepared, excess, budget);
  const limits = { calls: prepared.limits.calls - counting.length };
  const suggestion = await suggestionFor(prepared, excess.costliest, limits, budget, true);
  const lists = suggestion?.fields.map(({ of }) => of) ?? counting.flat();
  const small = withFewer(prepared, new Map(lists.map((list) => [list, suggestion?.first ?? 1])));
  return { ...withCounts(await budget.estimate(small), counting.length), min: counting.length };
}

const withCounts = (estimate: Estimate, counts: number): Estimate => ({
  ...estimate,
  min: estimate.min + counts,
  likely: estimate.likely + counts,
  max: estimate.max + counts,
});

const keyOf = ({ field }: ListRequest) => field.key;

interface Counted {
  readonly counts?: Counts;
  /** Why they are not known. */
  readonly failure?: Error;
}

async function refused(
  prepared: Limited,
  excess: Excess,
  budget: Budget,
  { counts, failure }: Counted = {},
): Promise<Refused> {
  const { of, forecast, estimate, limit, costliest } = excess;
  const suggestion = await suggestionFor(prepared, costliest, prepared.limits, budget);
  const would = of === 'records' ? `would answer about ${forecast} records` : `would make ${forecast} REST calls`;
  const most = of === 'records' ? 'Most are in' : 'Most go to';
  const message = [
    `This operation ${would}; the limit is ${limit}. ${most} \`${costliest}\`: ${adviceOf(suggestion, costliest)}.`,
    ...(counts
      ? [
          [...counts]
            .map(([list, count]) => `\`${keyOf(list)}\` has ${count ?? 'an unknown number of'} records.`)
            .join(' '),
        ]
      : []),
    ...(failure ? [`Its records could not be counted: ${failure.message}`] : []),
  ].join(' ');
  return new Refused([
    refusal(message, 'QUERY_TOO_COMPLEX', 422, {
      estimate,
      limit,
      costliest,
      ...(suggestion && { suggestedFirst: suggestion.first, suggestedFor: suggestion.fields.map(({ path }) => path) }),
      ...(counts && { counts: Object.fromEntries([...counts].map(([list, count]) => [keyOf(list), count])) }),
      ...(failure && { countFailure: codeOf(failure) }),
    }),
  ]);
}

function adviceOf(suggestion: Awaited<ReturnType<typeof suggestionFor>>, costliest: string): string {
  if (!suggestion) return 'ask for fewer rows, or for less of each';
  const { first, fields } = suggestion;
  const [only] = fields.map(({ path }) => path);
  const where = fields.length > 1 ? ' in each list' : only === costliest ? '' : ` of \`${only}\``;
  return `\`first: ${first}\`${where} would pass, or ask for less of each row`;
}
