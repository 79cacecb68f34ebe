import type { Send } from '../send.ts';
import type { Outcome } from './circuit.ts';
import { type BreakerState, Circuits, type Ended } from './circuits.ts';
import type { Clock } from '../clock.ts';
import { endpointClass } from './endpoint-class.ts';
import { type Failure, UpstreamError } from '../errors.ts';
import { type RestRequest, urlOf } from '../rest-request.ts';

/** What a failure says of the API's health. */
export function outcomeOf({ kind }: Failure): Outcome {
  switch (kind) {
    case 'unavailable':
    case 'timedOut':
      return 'failed';
    case 'aborted':
    case 'circuitOpen':
    case 'overloaded':
      return 'neutral';
    // It answered. That a body was too long, or no envelope, is the fault of one call, not of the endpoint.
    case 'malformed':
    case 'unauthenticated':
    case 'forbidden':
    case 'notFound':
    case 'rejected':
    case 'rateLimited':
      return 'good';
  }
}

/** How long the API wants to be left alone, in milliseconds, where it failed and said so. */
const namedWaitMs = (failure: Failure) => (failure.kind === 'unavailable' ? (failure.retryAfterMs ?? null) : null);

export interface Breaker {
  /** Turns calls away while the circuit is open, before they wait for anything. */
  guard(send: Send): Send;
  /** Counts how calls end, and keeps those from being sent that waited while the circuit opened. */
  watch(send: Send): Send;
  readonly state: BreakerState;
}

/**
 * Stops asking endpoints that only fail: by class of endpoint for all, and by class and principal.
 * Answers and 4xx count as good.
 */
export function createBreaker({ clock }: { readonly clock: Clock }): Breaker {
  const circuits = new Circuits();
  const refused = (retryAfterMs: number, restRequest: RestRequest) =>
    Promise.reject(
      new UpstreamError({ kind: 'circuitOpen', retryAfterMs }, { method: 'GET', url: urlOf(restRequest) }),
    );
  return {
    get state() {
      return circuits.state;
    },
    guard: (send) => (restRequest, caller) => {
      const retryAfterMs = circuits.refusal(endpointClass(restRequest), caller.principal, clock.now());
      return retryAfterMs === null ? send(restRequest, caller) : refused(retryAfterMs, restRequest);
    },
    watch: (send) => async (restRequest, caller) => {
      const endpoint = endpointClass(restRequest);
      const { principal } = caller;
      const retryAfterMs = circuits.refusal(endpoint, principal, clock.now());
      if (retryAfterMs !== null) return refused(retryAfterMs, restRequest);
      const permits = circuits.admit(endpoint, principal, clock.now());
      const settle = (ended: Ended) => circuits.settle(permits, endpoint, principal, clock.now(), ended);
      try {
        const answer = await send(restRequest, caller);
        settle({ outcome: 'good', waitMs: null });
        return answer;
      } catch (error) {
        settle(
          error instanceof UpstreamError
            ? { outcome: outcomeOf(error.failure), waitMs: namedWaitMs(error.failure) }
            : { outcome: 'neutral', waitMs: null },
        );
        throw error;
      }
    },
  };
}
