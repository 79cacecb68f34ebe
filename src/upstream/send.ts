import type { CallSpan } from './call-span.ts';
import type { Envelope } from './envelope.ts';
import type { Principal } from './principal.ts';
import type { RestRequest } from './rest-request.ts';

/**
 * What tells that somebody left: an `AbortSignal`, or anything shaped like one. Servers bring signal
 * classes of their own, which libraries refuse, so nothing more than this is used of it.
 */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** In whose name a call is asked, and until when. */
export interface Caller {
  /** The bearer token. Sent to the API unchanged, and never shown. */
  readonly token: string;
  /** Whose token it is: what is kept between calls is kept under this. */
  readonly principal: Principal;
  readonly signal?: AbortSignalLike | undefined;
  /** When the answer is of no use any more, by `performance.now()`. Without it, nothing waits for a rate limit to end. */
  readonly deadlineAt?: number | undefined;
  /** The client's name for its request, checked: `x-request-id` of each request to the API. Default: none. */
  readonly requestId?: string | null;
  /** Hears of the requests that are made of it. Default: none. */
  readonly span?: CallSpan | undefined;
}

/**
 * An envelope and what it cost. **Its rows may be shared with other operations of the same token:
 * they must not be changed.** They are not frozen: freezing costs more than reading them.
 */
export interface RestResponse extends Envelope {
  /** Length of the body as it came over the wire, in bytes, before inflating. */
  readonly bytes: number;
  /** The same once inflated. Default: `bytes`. */
  readonly inflatedBytes?: number;
  readonly status: number;
  /** From the call to the checked answer: waiting for a connection, all tries and reading included. */
  readonly durationMs: number;
  /** How often the request was repeated before this answer came; 0 when the first one was good. */
  readonly retries: number;
  /** The API's own name for the request (`x-request-id`), which its support asks for. */
  readonly requestId: string | null;
  /** Whether the answer came with a request that somebody else had already sent: then it cost no call. */
  readonly shared: boolean;
}

/**
 * Sends one call. Rejects with an `UpstreamError` and nothing else, but for a call that must
 * never be sent (see `urlOf`), which is an error in our own code and rejects with a `TypeError`.
 */
export type Send = (restRequest: RestRequest, caller: Caller) => Promise<RestResponse>;
