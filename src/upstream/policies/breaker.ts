import type { Send } from '../send.ts';
import { ByPrincipal } from './by-principal.ts';
import { Circuit, type CircuitState, type Outcome } from './circuit.ts';
import type { Clock } from '../clock.ts';
import { endpointClass } from './endpoint-class.ts';
import { type Failure, UpstreamError } from '../errors.ts';
import type { Principal } from '../principal.ts';
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

/** Principals with circuits of their own. Past so many, that one is forgotten which asked longest ago. */
const MAX_PRINCIPALS = 2_000;

export interface Breaker {
  /** Turns calls away while the circuit is open, before they wait for anything. */
  guard(send: Send): Send;
  /** Counts how calls end, and keeps those from being sent that waited while the circuit opened. */
  watch(send: Send): Send;
  readonly state: BreakerState;
}

export interface BreakerState {
  /** By class of endpoint, for all principals; one that was never asked is not there. */
  readonly endpoints: ReadonlyMap<string, CircuitState>;
  /** Circuits that are not closed for one principal alone. */
  readonly ofOnePrincipal: number;
}

/**
 * Stops asking endpoints that only fail: by class of endpoint for all, and by class and principal,
 * because what fails for one user may work for all others. Answers and 4xx count as good.
 */
export function createBreaker({ clock }: { readonly clock: Clock }): Breaker {
  const shared = new Map<string, Circuit>();
  /** Only of principals whose questions failed of late. */
  const own = new ByPrincipal<Map<string, Circuit>>({
    make: () => new Map(),
    isIdle: ({ size }) => size === 0,
    max: MAX_PRINCIPALS,
  });

  const sharedOf = (endpoint: string): Circuit => {
    let circuit = shared.get(endpoint);
    if (!circuit) shared.set(endpoint, (circuit = new Circuit(2)));
    return circuit;
  };
  const ownFor = (principal: Principal, endpoint: string): Circuit => {
    const circuits = own.of(principal);
    let circuit = circuits.get(endpoint);
    if (!circuit) circuits.set(endpoint, (circuit = new Circuit(1)));
    return circuit;
  };
  const forgetIfClear = (principal: Principal, endpoint: string) => {
    const circuits = own.get(principal);
    if (!circuits?.get(endpoint)?.isClear) return;
    circuits.delete(endpoint);
    own.release(principal);
  };

  const refusal = (endpoint: string, principal: Principal): number | null => {
    const now = clock.now();
    const ofOwn = own.get(principal)?.get(endpoint)?.refusal(now) ?? null;
    const ofAll = shared.get(endpoint)?.refusal(now) ?? null;
    return ofOwn === null || ofAll === null ? (ofOwn ?? ofAll) : Math.max(ofOwn, ofAll);
  };
  const refused = (retryAfterMs: number, restRequest: RestRequest) =>
    Promise.reject(
      new UpstreamError({ kind: 'circuitOpen', retryAfterMs }, { method: 'GET', url: urlOf(restRequest) }),
    );

  return {
    get state() {
      let ofOnePrincipal = 0;
      for (const circuits of own.values())
        for (const { state } of circuits.values()) if (state !== 'closed') ofOnePrincipal++;
      return { endpoints: new Map([...shared].map(([endpoint, { state }]) => [endpoint, state])), ofOnePrincipal };
    },
    guard: (send) => (restRequest, caller) => {
      const retryAfterMs = refusal(endpointClass(restRequest), caller.principal);
      return retryAfterMs === null ? send(restRequest, caller) : refused(retryAfterMs, restRequest);
    },
    watch: (send) => async (restRequest, caller) => {
      const endpoint = endpointClass(restRequest);
      const { principal } = caller;
      const retryAfterMs = refusal(endpoint, principal);
      if (retryAfterMs !== null) return refused(retryAfterMs, restRequest);
      const permits = [sharedOf(endpoint), own.get(principal)?.get(endpoint)].map(
        (circuit) => circuit && { circuit, permit: circuit.admit(clock.now()) },
      );
      const settle = (outcome: Outcome, waitMs: number | null = null) => {
        const now = clock.now();
        for (const permitted of permits) permitted?.circuit.settle(permitted.permit, outcome, principal, now, waitMs);
        if (permits[1]) forgetIfClear(principal, endpoint);
        // The first failure of a principal here: from now on it is counted for itself too.
        else if (outcome === 'failed') ownFor(principal, endpoint).note(principal, now, waitMs);
      };
      try {
        const answer = await send(restRequest, caller);
        settle('good');
        return answer;
      } catch (error) {
        if (error instanceof UpstreamError) settle(outcomeOf(error.failure), namedWaitMs(error.failure));
        else settle('neutral');
        throw error;
      }
    },
  };
}
