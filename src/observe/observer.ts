/** The events of a running gateway: for logs, metrics and programs that embed it. */
import type { AnsweredCall, FailedCall, OperationStats } from '../execution/operation-stats.ts';
import type { Failure } from '../upstream/errors.ts';
import type { CallerId } from '../identity/caller-id.ts';

/** How a request for an operation ended. */
export const OUTCOMES = ['ok', 'partial', 'refused', 'overloaded', 'failed', 'left'] as const;

/**
 * - `ok`: answered without an error
 * - `partial`: answered with data and with errors
 * - `refused`: not run, because of what or how it asks
 * - `overloaded`: not run, because there is too much to do
 * - `failed`: an unexpected error
 * - `left`: the client went before it had its answer
 */
export type Outcome = (typeof OUTCOMES)[number];

/** A request for an operation that is done with. It holds nothing that could be a secret. */
export interface EndedOperation {
  /** The client's `x-request-id`, or one of our own; the answer carries it. */
  readonly requestId: string;
  /** Whose it was, as a name that tells nothing of the token; `null` without one. */
  readonly principal: CallerId | null;
  /** On one line and of at most 100 characters. */
  readonly name: string | null;
  readonly outcome: Outcome;
  /** Of the HTTP answer; `null` when the client had disconnected. */
  readonly status: number | null;
  readonly durationMs: number;
  /** The codes of its errors, each once. */
  readonly codes: readonly string[];
  readonly stats: OperationStats;
  /** The trace that its spans are exported in; `null` where it is not traced. */
  readonly traceId: string | null;
}

/** One try of one question, as it went over the wire. */
export interface EndedRequest {
  /** The class of its endpoint: `workspaces`. */
  readonly endpoint: string;
  readonly outcome: 'ok' | Failure['kind'] | 'fault';
  readonly durationMs: number;
  /** Of the answer's body as it came over the wire; 0 for a failure. */
  readonly bytes: number;
}

/** What became of spans: `exported` to the collector, refused by it or lost on the way (`failed`), or `dropped` for want of room. */
export const SPAN_OUTCOMES = ['exported', 'failed', 'dropped'] as const;

export type SpanOutcome = (typeof SPAN_OUTCOMES)[number];

/** Called synchronously for each event: it must be quick, and must not throw. */
export interface Observer {
  operation?(ended: EndedOperation): void;
  /** A question of an operation failed for good. */
  failedCall?(failed: FailedCall, of: { readonly requestId: string }): void;
  /** A question of an operation was answered. */
  answeredCall?(answered: AnsweredCall, of: { readonly requestId: string }): void;
  request?(ended: EndedRequest): void;
  spans?(outcome: SpanOutcome, count: number): void;
}

/** Several observers as one; `undefined` for none, so that no events are built. */
export function observedBy(observers: readonly (Observer | undefined)[]): Observer | undefined {
  const [first, ...others] = observers.filter((observer) => observer !== undefined);
  if (!first || others.length === 0) return first;
  const all = [first, ...others];
  const wantsAnswers = all.some((observer) => observer.answeredCall !== undefined);
  return {
    operation: (ended) => all.forEach((observer) => observer.operation?.(ended)),
    failedCall: (failed, of) => all.forEach((observer) => observer.failedCall?.(failed, of)),
    // For every successful call: build the event only when it is observed.
    ...(wantsAnswers && { answeredCall: (answered, of) => all.forEach((one) => one.answeredCall?.(answered, of)) }),
    request: (ended) => all.forEach((observer) => observer.request?.(ended)),
    spans: (outcome, count) => all.forEach((observer) => observer.spans?.(outcome, count)),
  };
}
