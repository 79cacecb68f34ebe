/** The REST calls that one operation may make: those for pages of its summaries, and all others. */
import type { Plan } from '../plan.ts';

export interface CallLimits {
  /** All calls but those for pages of summaries. */
  readonly calls: number;
  /** Calls for pages of summaries; 0 without any. */
  readonly pages: number;
}

/** What the gateway allows, and what the caller does of that. */
interface Allowed {
  readonly maxUpstreamCalls: number;
  readonly maxSummaryCalls: number;
  /** Of one caller: calls of both kinds together. */
  readonly maxCalls?: number | undefined;
}

/**
 * The limits of one operation. A caller who allows fewer calls than the gateway does allows them for both kinds together:
 * then each place of the operation that may take a call keeps one, and pages have the rest.
 */
export function callLimits({ roots, allRequirements }: Plan, allowed: Allowed): CallLimits {
  const { maxUpstreamCalls, maxSummaryCalls, maxCalls } = allowed;
  const isSummarizing = roots.some(({ kind }) => kind === 'summary');
  if (!isSummarizing) return { calls: Math.min(maxCalls ?? maxUpstreamCalls, maxUpstreamCalls), pages: 0 };
  if (maxCalls === undefined) return { calls: maxUpstreamCalls, pages: maxSummaryCalls };
  const others = allRequirements.filter(({ collection }) => collection.endpoint !== null).length;
  const pages = Math.min(maxSummaryCalls, Math.max(1, maxCalls - others));
  return { calls: Math.min(maxCalls - pages, maxUpstreamCalls), pages };
}

/** REST calls for pages that all summaries of one operation may make, which is 20,000 records. */
export const DEFAULT_MAX_SUMMARY_CALLS = 100;
