/** What an operation called, for a request with `x-upstream-trace: 1`. */
import type { Prediction } from '../loaders/prediction.ts';
import type { SentCall } from '../loaders/operation-options.ts';
import { isOnlyRead } from '../loaders/row-reader.ts';
import { urlOf } from '../upstream/rest-request.ts';
import type { RestResponse } from '../upstream/send.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { RecordsRead } from './records-read.ts';
import { roundedMs } from './rounded-ms.ts';

/** The part of an answer that the report needs. Rows of a page that is only read are counted at once: nothing else holds them. */
interface TracedAnswer extends Pick<RestResponse, 'status' | 'retries' | 'bytes' | 'shared' | 'requestId'> {
  readonly collections: RestResponse['collections'];
  readonly readRows: number;
}

interface TracedCall {
  readonly sent: SentCall;
  readonly startedMs: number;
  answer?: TracedAnswer;
  error?: unknown;
  durationMs: number;
}

export class CallReport {
  readonly #calls: TracedCall[] = [];
  /** Of records by id: how many were kept from before, and how many not. `null` where nothing is kept. */
  readonly #cache: { hits: number; misses: number } | null;
  readonly #startMs = performance.now();

  /** @param cached whether records are kept between operations. */
  constructor(cached: boolean) {
    this.#cache = cached ? { hits: 0, misses: 0 } : null;
  }

  /** Notes what a look into the cache gave. */
  recalled({ hits, misses }: { readonly hits: number; readonly misses: number }): void {
    if (!this.#cache) return;
    this.#cache.hits += hits;
    this.#cache.misses += misses;
  }

  /** Notes a call when it goes out; the result is given its outcome. */
  begin(sent: SentCall): (outcome: { answer: RestResponse } | { error: unknown }) => void {
    const traced: TracedCall = { sent, startedMs: performance.now() - this.#startMs, durationMs: 0 };
    this.#calls.push(traced);
    return (outcome) => {
      traced.durationMs = performance.now() - this.#startMs - traced.startedMs;
      if ('error' in outcome) traced.error = outcome.error;
      else traced.answer = tracedAnswer(sent, outcome.answer);
    };
  }

  /** The `upstream` extension of an answer. Times are in milliseconds from the start of the operation. */
  report(read: RecordsRead, predicted: Pick<Prediction, 'min' | 'max' | 'likely'>) {
    const calls = this.#calls.map(({ sent, startedMs, durationMs, answer, error }) => {
      const failure = error instanceof UpstreamError ? error : null;
      const rows = answer
        ? [...answer.collections].flatMap(([key, { byId }]) => Object.keys(byId).map((id) => ({ key, id })))
        : [];
      return {
        wave: sent.wave,
        method: 'GET',
        url: urlOf(sent.call.restRequest),
        status: answer?.status ?? failure?.status ?? null,
        startedMs: roundedMs(startedMs),
        durationMs: roundedMs(durationMs),
        retries: answer?.retries ?? failure?.retries ?? 0,
        rowsReceived: rows.length + (answer?.readRows ?? 0),
        rowsUsed: rows.filter(({ key, id }) => read.has(key, id)).length + (answer?.readRows ?? 0),
        bytes: answer?.bytes ?? 0,
        shared: answer?.shared ?? false,
        requestId: answer?.requestId ?? failure?.requestId ?? null,
        ...(error !== undefined && { error: failure?.failure.kind ?? 'refused' }),
      };
    });
    return { calls, total: calls.length, predicted, ...(this.#cache && { cache: this.#cache }) };
  }
}

function tracedAnswer({ call }: SentCall, answer: RestResponse): TracedAnswer {
  const { status, retries, bytes, shared, requestId, collections } = answer;
  const facts = { status, retries, bytes, shared, requestId };
  return isOnlyRead(call)
    ? { ...facts, collections: new Map(), readRows: answer.results.length }
    : { ...facts, collections, readRows: 0 };
}

/** What `extensions.upstream` holds. */
export type UpstreamReport = ReturnType<CallReport['report']>;
