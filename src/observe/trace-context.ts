/** Which trace a request belongs to, as headers tell it (W3C Trace Context, level 1). */
import type { IncomingHttpHeaders } from 'node:http';
import type { SpanContext } from '@opentelemetry/api';
import { parseTraceParent, TraceState } from '@opentelemetry/core';
import { containsSecret } from '../redact/contains-secret.ts';

/**
 * The span that a request was made in; `null` without one, and for one that is not as the standard says. What holds the
 * caller's token is none.
 */
export function parentOf({ traceparent }: IncomingHttpHeaders, secrets: readonly string[]): SpanContext | null {
  if (typeof traceparent !== 'string' || containsSecret(traceparent, secrets)) return null;
  const parent = parseTraceParent(traceparent);
  return parent && { ...parent, isRemote: true };
}

/** The headers that tell the next one of a span. */
export type HeadersFor = (span: SpanContext) => Readonly<Record<string, string>>;

/**
 * Tells of spans below those of a request, with the state that vendors keep in its `tracestate`: what is well-formed of it,
 * up to 512 characters. That is free text of the sender, so it is in no span, and goes no further with the caller's
 * token in it.
 */
export function headersBelow({ tracestate }: IncomingHttpHeaders, secrets: readonly string[]): HeadersFor {
  const known = typeof tracestate === 'string' && !containsSecret(tracestate, secrets);
  const state = known ? new TraceState(tracestate).serialize() : '';
  return ({ traceId, spanId, traceFlags }) => ({
    traceparent: `00-${traceId}-${spanId}-0${traceFlags & 1}`,
    ...(state !== '' && { tracestate: state }),
  });
}
