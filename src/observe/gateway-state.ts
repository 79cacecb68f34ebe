import type { LinkState } from '../redis/link.ts';
import type { PolicyState } from '../upstream/policies/index.ts';

/** What a gateway does at the moment, for its metrics. */
export interface GatewayState {
  /** GraphQL requests that are worked on, and that wait. */
  readonly requests: { readonly underWay: number; readonly waiting: number };
  /** The same of exports, which have seats of their own. */
  readonly exports: { readonly underWay: number; readonly waiting: number };
  /** Answers that clients have not read yet, in bytes, and how many were cut off to make room for others. */
  readonly unread: { readonly bytes: number; readonly cut: number };
  /** Memory in use by bodies, rows and answers, and the most that there may be, in bytes. */
  readonly memory: { readonly used: number; readonly max: number };
  readonly upstream: PolicyState;
  /** The connection to Redis; `null` where there is none. */
  readonly redis: LinkState | null;
}
