import type { SpanContext } from '@opentelemetry/api';
import type { SentCallSpan } from '../schema/operation-spans.ts';
import { headersOf } from './trace-context.ts';
import type { OperationTrace } from './tracing.ts';

const nothing = () => {};

/** An operation that is not sampled, where the API is told so: nothing is exported, and the calls carry the trace's headers. */
export function untracedOperation(context: SpanContext): OperationTrace {
  const call: SentCallSpan = {
    headers: headersOf(context),
    joined: nothing,
    requestSent: nothing,
    requestFailed: nothing,
    answered: nothing,
    failed: nothing,
  };
  return { spans: { planning: () => nothing, call: () => call }, traceId: null, asked: nothing, end: nothing };
}
