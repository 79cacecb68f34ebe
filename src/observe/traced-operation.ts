import { createHash } from 'node:crypto';
import { type Context, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import type { SentCall } from '../loaders/operation-options.ts';
import type { OperationSpans, PlanEnded, SentCallSpan } from '../execution/operation-spans.ts';
import { refusalsIn } from '../execution/refused.ts';
import { failureOf } from '../execution/operation-stats.ts';
import type { RestResponse } from '../upstream/send.ts';
import type { CallSpan } from '../upstream/call-span.ts';
import { urlTemplate } from '../upstream/policies/endpoint-class.ts';
import { rowCount } from '../upstream/envelope.ts';
import { principalShown } from './log.ts';
import type { EndedOperation, Outcome } from './observer.ts';
import type { CALL_EVENTS, FailureAttributes, SpanAttributes } from './span-table.ts';
import type { HeadersFor } from './trace-context.ts';
import type { OperationTrace } from './tracing.ts';

/** What the spans of one operation have in common. */
export interface Telling {
  readonly tracer: Tracer;
  /** Where the API is. */
  readonly server: { readonly address: string; readonly port: number };
  /** Trace headers for the API, by span of a call; `null` to send none. */
  readonly headersFor: HeadersFor | null;
  readonly timeOf: TimeOf;
}

/** What is wrong by the operator's measure; that a client asks for what there is not, or leaves, is not. */
const WRONG: ReadonlySet<Outcome> = new Set(['partial', 'overloaded', 'failed']);

interface Planning {
  readonly startMs: number;
  endMs: number;
  attributes: SpanAttributes<'plan'>;
}

/** The spans of one operation. All times are those of `performance.now()`. */
export class TracedOperation implements OperationTrace, OperationSpans {
  readonly traceId: string;
  readonly #telling: Telling;
  readonly #span: Span;
  readonly #context: Context;
  readonly #waves = new Map<number, TracedWave>();
  #documentHash: string | undefined;
  #planning: Planning | null = null;

  constructor(telling: Telling, span: Span, context: Context) {
    this.traceId = span.spanContext().traceId;
    this.#telling = telling;
    this.#span = span;
    this.#context = trace.setSpan(context, span);
  }

  get spans(): OperationSpans {
    return this;
  }

  asked(document: string): void {
    this.#documentHash = createHash('sha256').update(document).digest('hex');
  }

  planning(): PlanEnded {
    const now = performance.now();
    // What is refused on the short way is planned once more on the long way, and that is one plan.
    const planning = (this.#planning ??= { startMs: now, endMs: now, attributes: {} });
    return (end) => {
      planning.endMs = performance.now();
      planning.attributes = 'estimate' in end ? estimated(end.estimate) : { 'error.type': codeOf(end.error) };
    };
  }

  call(sent: SentCall): SentCallSpan {
    let wave = this.#waves.get(sent.wave);
    if (!wave) this.#waves.set(sent.wave, (wave = this.#begin(sent.wave)));
    return wave.call(sent);
  }

  end({ name, outcome, status, requestId, principal, codes, stats }: EndedOperation): void {
    const endMs = performance.now();
    for (const wave of this.#waves.values()) wave.end(endMs);
    this.#endPlan();
    const span = this.#span;
    // The schema has nothing but queries, so whatever is planned is one.
    const type = this.#planning ? 'query' : undefined;
    if (type) span.updateName(type);
    span.setAttributes({
      'graphql.operation.type': type,
      'graphql.operation.name': name ?? undefined,
      'kantata.document.hash': this.#documentHash,
      'kantata.request.id': requestId,
      'enduser.pseudo.id': principalShown(principal) ?? undefined,
      'kantata.operation.outcome': outcome,
      'http.response.status_code': status ?? undefined,
      'error.type': codes[0],
      'kantata.operation.waves': stats.waves,
      'kantata.operation.calls': stats.calls,
      'kantata.operation.predicted_calls': stats.predicted ?? undefined,
      'kantata.operation.shared_calls': stats.shared,
      'kantata.operation.failed_calls': stats.failed,
      'kantata.operation.retries': stats.retries,
      'kantata.operation.rows': stats.rows,
      'kantata.operation.bytes': stats.bytes,
    } satisfies SpanAttributes<'operation'>);
    if (WRONG.has(outcome)) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(this.#telling.timeOf(endMs));
  }

  #begin(number: number): TracedWave {
    const { tracer, timeOf } = this.#telling;
    const span = tracer.startSpan(`wave ${number}`, { startTime: timeOf(performance.now()) }, this.#context);
    return new TracedWave(this.#telling, number, span, trace.setSpan(this.#context, span));
  }

  #endPlan(): void {
    if (!this.#planning) return;
    const { startMs, endMs, attributes } = this.#planning;
    const { tracer, timeOf } = this.#telling;
    tracer.startSpan('plan', { startTime: timeOf(startMs), attributes }, this.#context).end(timeOf(endMs));
  }
}

/** A time of `performance.now()` in milliseconds since 1970: one clock for an operation, so that no child begins before its parent. */
export type TimeOf = (ms: number) => number;

export function clockFrom(startMs: number): TimeOf {
  const epochMs = Date.now() - (performance.now() - startMs);
  return (ms) => epochMs + (ms - startMs);
}

const estimated = ({ min, likely, records }: { min: number; likely: number; records: number }) =>
  ({
    'kantata.plan.min_calls': min,
    'kantata.plan.likely_calls': likely,
    'kantata.plan.records': records,
  }) satisfies SpanAttributes<'plan'>;

function codeOf(error: unknown): string {
  const code = refusalsIn(error)?.[0]?.extensions.code;
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
}

class TracedWave {
  readonly #telling: Telling;
  readonly #number: number;
  readonly #span: Span;
  readonly #context: Context;
  #calls = 0;
  #open = 0;
  #endMs = 0;

  constructor(telling: Telling, number: number, span: Span, context: Context) {
    this.#telling = telling;
    this.#number = number;
    this.#span = span;
    this.#context = context;
  }

  call({ call: { restRequest } }: SentCall): TracedCall {
    this.#calls++;
    this.#open++;
    const { tracer, server, timeOf } = this.#telling;
    const template = urlTemplate(restRequest);
    const attributes = {
      'http.request.method': 'GET',
      'url.template': template,
      'server.address': server.address,
      'server.port': server.port,
    } satisfies SpanAttributes<'call'>;
    const startTime = timeOf(performance.now());
    const span = tracer.startSpan(`GET ${template}`, { kind: SpanKind.CLIENT, startTime, attributes }, this.#context);
    return new TracedCall(this.#telling, span, (endMs) => {
      this.#open--;
      this.#endMs = endMs;
    });
  }

  /** Its last call tells when it ended; `nowMs`, if one of them is still under way. */
  end(nowMs: number): void {
    this.#span.setAttributes({
      'kantata.wave.number': this.#number,
      'kantata.wave.calls': this.#calls,
    } satisfies SpanAttributes<'wave'>);
    this.#span.end(this.#telling.timeOf(this.#open > 0 ? nowMs : this.#endMs));
  }
}

class TracedCall implements SentCallSpan {
  readonly headers: Readonly<Record<string, string>> | null;
  readonly #span: Span;
  readonly #timeOf: TimeOf;
  readonly #ended: (endMs: number) => void;

  constructor({ headersFor, timeOf }: Telling, span: Span, ended: (endMs: number) => void) {
    this.#span = span;
    this.#timeOf = timeOf;
    this.#ended = ended;
    this.headers = headersFor && headersFor(span.spanContext());
  }

  joined(other: CallSpan): void {
    if (other instanceof TracedCall) this.#span.addLink({ context: other.#span.spanContext() });
  }

  requestSent(): void {
    this.#tell('request.sent', {});
  }

  requestFailed(error: unknown): void {
    this.#tell('request.failed', failureAttributes(error));
  }

  answered(answer: RestResponse): void {
    const { status, bytes, retries, requestId, shared } = answer;
    this.#span.setAttributes({
      'http.response.status_code': status,
      'http.response.header.x-request-id': requestId === null ? undefined : [requestId],
      'http.response.body.size': shared ? undefined : bytes,
      'http.request.resend_count': shared || retries === 0 ? undefined : retries,
      'kantata.call.shared': shared,
      'kantata.call.rows': rowCount(answer),
    } satisfies SpanAttributes<'call'>);
    this.#end();
  }

  failed(error: unknown): void {
    this.#span.setAttributes(failureAttributes(error));
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#end();
  }

  /** Other waiters may keep a request alive after this operation has left: an ended span gets no more events. */
  #tell(event: keyof typeof CALL_EVENTS, attributes: FailureAttributes): void {
    this.#span.addEvent(event, attributes, this.#timeOf(performance.now()));
  }

  #end(): void {
    const endMs = performance.now();
    this.#span.end(this.#timeOf(endMs));
    this.#ended(endMs);
  }
}

function failureAttributes(error: unknown) {
  const { kind, status, apiRequestId } = failureOf(error);
  return {
    'error.type': kind,
    'http.response.status_code': status ?? undefined,
    'http.response.header.x-request-id': apiRequestId === null ? undefined : [apiRequestId],
  } satisfies FailureAttributes;
}
