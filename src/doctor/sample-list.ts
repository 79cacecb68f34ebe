/** The list that questions about pages are asked of. */
import { resources } from '../schema/resource.ts';
import type { Observations } from './observations.ts';

export interface SampleList {
  readonly path: string;
  readonly key: string;
  /** As many rows as were seen of it. */
  readonly rows: number;
  /** The order whose rows do not move while others are changed. */
  readonly params: Readonly<Record<string, string>>;
  readonly reveal: Readonly<Record<string, string>>;
}

const STEADY = 'created_at:asc';

/** The list with most rows among those that need no parameter and have an order that stands still; null without rows. */
export function longestList(observations: Observations): SampleList | null {
  let longest: SampleList | null = null;
  for (const { key, endpoint, declaration } of resources.values()) {
    if (!endpoint || endpoint.scope || endpoint.writes || !declaration.endpoint?.orders.includes(STEADY)) continue;
    const rows = observations.listedRows(key);
    if (rows <= (longest?.rows ?? 0)) continue;
    longest = { path: endpoint.path, key, rows, params: { order: STEADY }, reveal: endpoint.reveal };
  }
  return longest;
}
