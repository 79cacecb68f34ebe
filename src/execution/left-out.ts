/** Lists that a client did not name are left out where its token may not read them; what it named has to answer. */
import type { ListRequest } from './list-request.ts';
import { isForbidden, leftOutOf, type Note } from './notes.ts';

/**
 * What each list of a connection gave; null for one that is left out. Rejects with the first error that is another's, and
 * with that of the first list where none may be read.
 */
export async function allowedOf<Result>(
  { lists, isEveryScope, field }: ListRequest,
  loading: readonly Promise<Result>[],
): Promise<{ readonly results: readonly (Result | null)[]; readonly notes: readonly Note[] }> {
  if (!isEveryScope) return { results: await Promise.all(loading), notes: [] };
  const outcomes = await Promise.allSettled(loading);
  const param = field.resource.endpoint?.scope?.param ?? '';
  const leftOut: string[] = [];
  let allowed = 0;
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') allowed++;
    else if (isForbidden(outcome.reason)) leftOut.push(lists[at]?.[param] ?? '');
    else throw outcome.reason;
  }
  const [first] = outcomes;
  if (allowed === 0 && first?.status === 'rejected') throw first.reason;
  return {
    results: outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : null)),
    notes: leftOut.length > 0 ? [leftOutOf(leftOut)] : [],
  };
}
