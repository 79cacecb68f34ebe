/**
 * Lists under records that come with an answer which is due. They wait for it: it tells which of the records are there, and of
 * further ones that want the same list. Where a call for that list goes out meanwhile, those whose ids are known join it.
 */
import type { Depth } from './load-request.ts';
import type { NestedLists } from './nested-lists.ts';
import type { Requirements } from './requirements.ts';
import type { Trails } from './trails.ts';

/** Records that wait to be fetched. */
export interface Waiting {
  readonly requirements: Requirements;
  readonly ids: readonly string[];
  readonly depth: Depth;
  /** The records that they lead to, as far as known, for their waiters. */
  readonly ahead: Promise<unknown>[];
  /** How many answers had come when they began to wait. */
  readonly answers: number;
}

/** Has them join the calls of the wave that is about to start. Makes no call of its own. */
export function joinLists(waiting: readonly Waiting[], trails: Trails, nested: NestedLists): void {
  if (!nested.isOpen) return;
  for (const { requirements, ids, depth } of waiting)
    for (const { target, ids: targetIds } of trails.coming(requirements, ids))
      nested.joinWaiting(target, targetIds, depth);
}
