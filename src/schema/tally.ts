/** What one operation cost, counted while it runs, for whoever watches the gateway. */
import type { SentCall } from '../loaders/operation.ts';
import type { Answer } from '../upstream/ask.ts';
import { endpointClass } from '../upstream/endpoint-class.ts';
import { UpstreamError } from '../upstream/errors.ts';

/** A question of an operation that got no usable answer. */
export interface FailedCall {
  /** The class of its endpoint: `workspaces`. */
  readonly endpoint: string;
  /** The kind of the failure; `fault` is an error of our own. */
  readonly kind: UpstreamError['failure']['kind'] | 'fault';
  /** What the API answered with; `null` when it did not answer, or was not asked. */
  readonly status: number | null;
  /** The API's own name for the request. */
  readonly apiRequestId: string | null;
  /** From the question to the failure, all tries included. */
  readonly durationMs: number;
}

/** What is counted of an error: its code alone. */
interface Coded {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/**
 * Counts, and nothing else: it keeps no row, no URL and no text of the operation but its name. Where
 * nobody watches there is none, and nothing is counted.
 */
export class Tally {
  /** The name of the operation in its document. */
  operationName: string | null = null;
  /** How many times calls had to wait for the answers of others, and one. */
  waves = 0;
  /** Questions that were asked of the API. */
  calls = 0;
  /** Those of them that were answered by a request under way for somebody else. */
  shared = 0;
  failed = 0;
  /** Requests that were sent again. */
  retries = 0;
  /** What came over the wire, in bytes; for shared calls, nothing. */
  bytes = 0;
  /** Records that came, one that came twice counted twice. */
  rows = 0;
  /** Those of them that the answer was made from; `null` unless the operation was traced. */
  rowsUsed: number | null = null;
  /** Records by id that were kept from before, and those that were not. */
  cacheHits = 0;
  cacheMisses = 0;
  /** How many calls were foretold as likely; `null` for an operation that was refused before. */
  predicted: number | null = null;
  /** Whether it ran, and answered with data. */
  hasData = false;
  readonly #codes = new Set<string>();
  readonly #onFailedCall: ((failed: FailedCall) => void) | undefined;

  constructor(onFailedCall?: (failed: FailedCall) => void) {
    this.#onFailedCall = onFailedCall;
  }

  /** The codes of its errors, each once. */
  get codes(): readonly string[] {
    return [...this.#codes];
  }

  callAnswered({ wave }: SentCall, { shared, bytes, retries, collections }: Answer): void {
    this.#callEnded(wave);
    for (const records of collections.values()) this.rows += Object.keys(records).length;
    if (shared) {
      this.shared++;
      return;
    }
    this.bytes += bytes;
    this.retries += retries;
  }

  callFailed({ call, wave }: SentCall, error: unknown, durationMs: number): void {
    this.#callEnded(wave);
    this.failed++;
    const known = error instanceof UpstreamError;
    this.#onFailedCall?.({
      endpoint: endpointClass(call.question),
      kind: known ? error.failure.kind : 'fault',
      status: known ? error.status : null,
      apiRequestId: known ? error.requestId : null,
      durationMs,
    });
  }

  recalled({ hits, misses }: { readonly hits: number; readonly misses: number }): void {
    this.cacheHits += hits;
    this.cacheMisses += misses;
  }

  errorsFound(errors: readonly Coded[] | undefined): void {
    if (!errors) return;
    for (const { extensions } of errors)
      this.#codes.add(typeof extensions.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR');
  }

  #callEnded(wave: number): void {
    this.calls++;
    if (wave > this.waves) this.waves = wave;
  }
}
