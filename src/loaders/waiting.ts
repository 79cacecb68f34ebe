/** Records that wait to be fetched. */
import type { Depth } from './load-request.ts';
import type { Requirements } from './requirements.ts';

export interface Waiting {
  readonly requirements: Requirements;
  readonly ids: readonly string[];
  readonly depth: Depth;
  /** The records that they lead to, as far as known, for their waiters. */
  readonly ahead: Promise<unknown>[];
  /** How many answers had come when they began to wait. */
  readonly answers: number;
}
