import type { SentCallSpan } from '../execution/operation-spans.ts';
import type { OperationTrace } from './tracing.ts';

const nothing = () => {};

/** An operation that is not sampled: nothing is exported, and all calls carry these headers, which say so. */
export function untracedOperation(headers: Readonly<Record<string, string>>): OperationTrace {
  const call: SentCallSpan = {
    headers,
    joined: nothing,
    requestSent: nothing,
    requestFailed: nothing,
    answered: nothing,
    failed: nothing,
  };
  return { spans: { planning: () => nothing, call: () => call }, traceId: null, asked: nothing, end: nothing };
}
