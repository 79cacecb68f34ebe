import type { Ask } from '../upstream/ask.ts';
import { endpointClass } from '../upstream/policies/endpoint-class.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { EndedRequest } from './observer.ts';

/** Tells of every request that goes over the wire, tries that are repeated among them. */
export const watchedWire =
  (send: Ask, told: (ended: EndedRequest) => void): Ask =>
  async (question, caller) => {
    const startMs = performance.now();
    const ended = (outcome: EndedRequest['outcome'], bytes: number) =>
      told({ endpoint: endpointClass(question), outcome, bytes, durationMs: performance.now() - startMs });
    try {
      const answer = await send(question, caller);
      ended('ok', answer.bytes);
      return answer;
    } catch (error) {
      ended(error instanceof UpstreamError ? error.failure.kind : 'fault', 0);
      throw error;
    }
  };
