/** What one operation cost, counted while it runs, for logs, metrics and traces. */
import type { SentCall } from '../loaders/operation-options.ts';
import type { RestResponse } from '../upstream/send.ts';
import { endpointClass } from '../upstream/policies/endpoint-class.ts';
import { rowCount } from '../upstream/envelope.ts';
import { UpstreamError } from '../upstream/errors.ts';

/** Why a question got no usable answer: nothing of it can be a secret. */
export interface CallFailure {
  /** The kind of the failure; `fault` is an error of our own. */
  readonly kind: UpstreamError['failure']['kind'] | 'fault';
  /** What the API answered with; `null` when it did not answer, or was not asked. */
  readonly status: number | null;
  /** The API's own name for the request. */
  readonly apiRequestId: string | null;
  /** What the system or the HTTP client calls the failure, such as `ECONNREFUSED`; `null` where the API answered. */
  readonly code: string | null;
}

/** A question of an operation that got no usable answer. */
export interface FailedCall extends CallFailure {
  /** The class of its endpoint: `workspaces`. */
  readonly endpoint: string;
  /** From the question to the failure, all tries included. */
  readonly durationMs: number;
}

/** A question of an operation that was answered. */
export interface AnsweredCall extends Pick<RestResponse, 'status' | 'durationMs' | 'retries' | 'bytes' | 'shared'> {
  /** The class of its endpoint: `workspaces`. */
  readonly endpoint: string;
  /** Records that came, side-loaded ones included. */
  readonly rows: number;
  /** The API's own name for the request. */
  readonly apiRequestId: string | null;
}

/** What may be shown of an error that a call failed with. */
export function failureOf(error: unknown): CallFailure {
  if (!(error instanceof UpstreamError)) return { kind: 'fault', status: null, apiRequestId: null, code: null };
  const { failure, status, requestId, code } = error;
  return { kind: failure.kind, status, apiRequestId: requestId, code };
}

/** What hears of single calls. */
export interface CallListener {
  readonly failed?: ((failed: FailedCall) => void) | undefined;
  readonly answered?: ((answered: AnsweredCall) => void) | undefined;
}

/** What is counted of an error: its code alone. */
interface Coded {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/**
 * Counts, and nothing else: it keeps no row, no URL and no text of the operation but its name. Where
 * no observer watches there is none, and nothing is counted.
 */
export class OperationStats {
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
  /** Records that the answer was expected to hold; `null` as above. */
  expectedRecords: number | null = null;
  /** Records that it held, or had held when it was stopped; `null` before it is written. */
  answeredRecords: number | null = null;
  /** Rows that an export has written; `null` for all that is no export. */
  rowsExported: number | null = null;
  /** Whether it ran, and answered with data. */
  hasData = false;
  readonly #codes = new Set<string>();
  readonly #warnings = new Set<string>();
  readonly #listener: CallListener;

  constructor(listener: CallListener = {}) {
    this.#listener = listener;
  }

  /** The codes of its errors, each once. */
  get codes(): readonly string[] {
    return [...this.#codes];
  }

  /** The codes of its warnings, each once. */
  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** What it is going to take is known. */
  foretold({ likely, expectedRecords }: { readonly likely: number; readonly expectedRecords: number }): void {
    this.predicted = likely;
    this.expectedRecords = expectedRecords;
  }

  callAnswered({ call, wave }: SentCall, answer: RestResponse): void {
    const { shared, bytes, retries, status, durationMs, requestId } = answer;
    this.#callEnded(wave);
    const rows = rowCount(answer);
    this.rows += rows;
    this.#listener.answered?.({
      endpoint: endpointClass(call.restRequest),
      status,
      durationMs,
      retries,
      rows,
      bytes,
      shared,
      apiRequestId: requestId,
    });
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
    if (error instanceof UpstreamError) this.retries += error.retries;
    this.#listener.failed?.({ endpoint: endpointClass(call.restRequest), ...failureOf(error), durationMs });
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

  warned(warnings: readonly { readonly code: string }[]): void {
    for (const { code } of warnings) this.#warnings.add(code);
  }

  #callEnded(wave: number): void {
    this.calls++;
    if (wave > this.waves) this.waves = wave;
  }
}
