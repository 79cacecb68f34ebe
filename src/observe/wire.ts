import type { Send } from '../upstream/send.ts';
import { endpointClass } from '../upstream/policies/endpoint-class.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { EndedRequest } from './observer.ts';

/** Tells of every request that goes over the wire, tries that are repeated among them. */
export const watchedWire =
  (send: Send, notify: (ended: EndedRequest) => void): Send =>
  async (restRequest, caller) => {
    const startMs = performance.now();
    const ended = (outcome: EndedRequest['outcome'], bytes: number) =>
      notify({ endpoint: endpointClass(restRequest), outcome, bytes, durationMs: performance.now() - startMs });
    try {
      const answer = await send(restRequest, caller);
      ended('ok', answer.bytes);
      return answer;
    } catch (error) {
      ended(error instanceof UpstreamError ? error.failure.kind : 'fault', 0);
      throw error;
    }
  };
