/** Which trace a request belongs to, as headers tell it (W3C Trace Context, level 1). */
import type { IncomingHttpHeaders } from 'node:http';
import type { SpanContext } from '@opentelemetry/api';
import { parseTraceParent, TraceState } from '@opentelemetry/core';
import { isSecret } from './is-secret.ts';

/**
 * The span that a request was made in, with the vendors' own state beside it; `null` without one, and for one that is not
 * as the standard says. What holds the caller's token is passed on to nobody.
 */
export function parentOf({ traceparent, tracestate }: IncomingHttpHeaders, token: string): SpanContext | null {
  if (typeof traceparent !== 'string' || isSecret(traceparent, token)) return null;
  const parent = parseTraceParent(traceparent);
  if (!parent) return null;
  const state = typeof tracestate === 'string' && !isSecret(tracestate, token) ? tracestate : '';
  // Only what is well-formed of it is ever read, and no more than 512 characters.
  return { ...parent, isRemote: true, ...(state !== '' && { traceState: new TraceState(state) }) };
}

/** The headers that tell of a span. */
export function headersOf({ traceId, spanId, traceFlags, traceState }: SpanContext): Readonly<Record<string, string>> {
  const state = traceState?.serialize();
  return {
    traceparent: `00-${traceId}-${spanId}-0${traceFlags & 1}`,
    ...(state && { tracestate: state }),
  };
}
