/** Hears what one operation does while it runs. Where it is not traced, there is none. */
import type { SentCall } from '../loaders/operation-options.ts';
import type { RestResponse } from '../upstream/send.ts';
import type { CallSpan } from '../upstream/call-span.ts';
import type { Estimate } from './budget.ts';

export interface OperationSpans {
  /** It is planned from here on. What is returned hears how that ended. */
  planning(): PlanEnded;
  /** A REST call is about to go out. */
  call(sent: SentCall): SentCallSpan;
}

export type PlanEnded = (end: { readonly estimate: Estimate } | { readonly error: unknown }) => void;

/** The call also hears how it ended. */
export interface SentCallSpan extends CallSpan {
  answered(answer: RestResponse): void;
  failed(error: unknown): void;
}
