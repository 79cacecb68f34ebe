/** The REST calls of an operation while it runs, for a request with `x-upstream-trace: live`. */
import type { OperationSpans, PlanEnded, SentCallSpan } from '../execution/operation-spans.ts';
import type { Payload } from '../execution/incremental/payload.ts';
import type { SentCall } from '../loaders/operation-options.ts';
import { failureOf } from '../execution/operation-stats.ts';
import { redact } from '../redact/redact.ts';
import type { CallSpan } from '../upstream/call-span.ts';
import { rowCount } from '../upstream/envelope.ts';
import { urlOf } from '../upstream/rest-request.ts';
import type { RestResponse } from '../upstream/send.ts';

/** One call. Times are in milliseconds from the start of the operation. */
export interface LiveCall {
  /** Which call of the operation it is, from 0. A later part may tell of it again. */
  readonly index: number;
  readonly wave: number;
  readonly method: 'GET';
  readonly url: string;
  readonly startedMs: number;
  /** `null` while it is under way. */
  readonly durationMs: number | null;
  /** HTTP status; `null` while it is under way, and where there was no answer. */
  readonly status: number | null;
  readonly rowsReceived: number;
  readonly bytes: number;
  /** The kind of the failure; absent where there was none. */
  readonly error?: string;
}

const nothing: PlanEnded = () => {};

/** Listens to one operation, and passes on what it hears to the tracing of the gateway. */
export class LiveCalls implements OperationSpans {
  readonly #next: OperationSpans | null;
  readonly #secrets: readonly string[];
  readonly #startMs = performance.now();
  readonly #news = new Map<number, LiveCall>();
  #count = 0;
  #wake: (() => void) | null = null;

  /**
   * @param next who else listens; `null` for no other.
   * @param secrets are left out of URLs, where a filter may repeat them.
   */
  constructor(next: OperationSpans | null, secrets: readonly string[]) {
    this.#next = next;
    this.#secrets = secrets;
  }

  planning(): PlanEnded {
    return this.#next?.planning() ?? nothing;
  }

  call(sent: SentCall): SentCallSpan {
    const begun: LiveCall = {
      index: this.#count++,
      wave: sent.wave,
      method: 'GET',
      url: redact(urlOf(sent.call.restRequest), this.#secrets),
      startedMs: this.#now(),
      durationMs: null,
      status: null,
      rowsReceived: 0,
      bytes: 0,
    };
    this.#tell(begun);
    const ended = (end: Partial<LiveCall>) => {
      this.#tell({ ...begun, ...end, durationMs: rounded(this.#now() - begun.startedMs) });
    };
    return new LiveSpan(this.#next?.call(sent) ?? null, ended);
  }

  /** An answer with a part before it, or between its parts, whenever a call goes out or comes back. */
  async *beside(payloads: AsyncIterable<Payload>): AsyncGenerator<Payload, void> {
    const iterator = payloads[Symbol.asyncIterator]();
    try {
      let next = iterator.next();
      for (;;) {
        const come = await Promise.race([next, this.#changed()]);
        if (come === null) {
          yield { hasNext: true, extensions: { upstream: { calls: this.#take() } } };
          continue;
        }
        if (come.done) return;
        yield come.value;
        if (!come.value.hasNext) return;
        next = iterator.next();
      }
    } finally {
      await iterator.return?.();
    }
  }

  #now(): number {
    return rounded(performance.now() - this.#startMs);
  }

  #tell(call: LiveCall): void {
    this.#news.set(call.index, call);
    this.#wake?.();
  }

  /** Resolves with `null` once there is news. */
  #changed(): Promise<null> {
    return new Promise((resolve) => {
      this.#wake = () => resolve(null);
      if (this.#news.size > 0) resolve(null);
    });
  }

  #take(): readonly LiveCall[] {
    const calls = [...this.#news.values()];
    this.#news.clear();
    return calls;
  }
}

const rounded = (ms: number) => Math.round(ms * 100) / 100;

class LiveSpan implements SentCallSpan {
  readonly behind: SentCallSpan | null;
  readonly #ended: (end: Partial<LiveCall>) => void;

  constructor(behind: SentCallSpan | null, ended: (end: Partial<LiveCall>) => void) {
    this.behind = behind;
    this.#ended = ended;
  }

  get headers(): CallSpan['headers'] {
    return this.behind?.headers ?? null;
  }

  joined(other: CallSpan): void {
    this.behind?.joined(other);
  }

  requestSent(): void {
    this.behind?.requestSent();
  }

  requestFailed(error: unknown): void {
    this.behind?.requestFailed(error);
  }

  answered(answer: RestResponse): void {
    this.behind?.answered(answer);
    this.#ended({ status: answer.status, rowsReceived: rowCount(answer), bytes: answer.bytes });
  }

  failed(error: unknown): void {
    this.behind?.failed(error);
    const { kind, status } = failureOf(error);
    this.#ended({ status, error: kind });
  }
}
