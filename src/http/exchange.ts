/**
 * The request that the pipeline takes and the response that it returns, of no server in particular. Node's server and
 * the Fetch standard are each adapted to them once: `node-handler.ts` and `fetch-handler.ts`.
 */
import type { RequestHead } from '../identity/request-head.ts';
import type { CallerId } from '../identity/caller-id.ts';
import type { ClientSignal } from './client-signal.ts';

/** The body of a request: its bytes, or the value that a framework before the gateway has parsed them into. */
export type RequestBody = { readonly bytes: Buffer } | { readonly parsed: unknown };

export interface GatewayRequest extends RequestHead {
  /** Aborted once the client has gone before it had its response, or the gateway gives the request up. */
  readonly signal: ClientSignal;
  /**
   * Reads the body. Rejects with an `HttpRefusal` for one of more than `maxBytes`, and for one that somebody else has
   * read without leaving what was in it; with `ClientGone` for one that breaks off.
   */
  readBody(maxBytes: number): Promise<RequestBody>;
}

/** Text that is there as a whole, bytes, or parts that are made while they are read. */
export type ResponseBody = string | Uint8Array | AsyncIterable<string | Uint8Array>;

export interface GatewayResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` headers, one each: they cannot be joined. Default: none. */
  readonly cookies?: readonly string[];
  /** `null` for none. */
  readonly body: ResponseBody | null;
  /** Whose response it is, for the backlog of those that are not read yet; absent for one that does not count there. */
  readonly principal?: CallerId;
  /** The request was refused before its body was read: what is still sent may have to be thrown away. */
  readonly isRefusal?: boolean;
}

export const isStream = (body: ResponseBody | null): body is AsyncIterable<string | Uint8Array> =>
  typeof body === 'object' && body !== null && !(body instanceof Uint8Array);

/** A response broke off after it had begun. Why has been logged. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/** Lets go of parts that will not be read. */
export async function discard(body: ResponseBody | null): Promise<void> {
  if (isStream(body)) await body[Symbol.asyncIterator]().return?.();
}
