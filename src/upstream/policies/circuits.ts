import { ByPrincipal } from './by-principal.ts';
import { Circuit, type CircuitState, type Outcome, type Permit } from './circuit.ts';
import type { Principal } from '../principal.ts';

/** Principals with circuits of their own. Past so many, that one is forgotten which asked longest ago. */
const MAX_PRINCIPALS = 2_000;

export interface BreakerState {
  /** By class of endpoint, for all principals; one that was never asked is not there. */
  readonly endpoints: ReadonlyMap<string, CircuitState>;
  /** Circuits that are not closed for one principal alone. */
  readonly ofOnePrincipal: number;
}

/** The circuits that one call goes through, with what each has permitted. */
type Permits = readonly [shared: Permitted, own: Permitted | undefined];

interface Permitted {
  readonly circuit: Circuit;
  readonly permit: Permit;
}

/** How a call has ended. */
export interface Ended {
  readonly outcome: Outcome;
  /** How long the API wants to be left alone, in milliseconds; `null` where it did not say. */
  readonly waitMs: number | null;
}

/**
 * Circuits by class of endpoint for all principals, and by class and principal, because what fails for one user may work
 * for all others.
 */
export class Circuits {
  readonly #shared = new Map<string, Circuit>();
  /** Only of principals whose questions failed of late. */
  readonly #own = new ByPrincipal<Map<string, Circuit>>({
    make: () => new Map(),
    isIdle: ({ size }) => size === 0,
    max: MAX_PRINCIPALS,
  });

  get state(): BreakerState {
    let ofOnePrincipal = 0;
    for (const circuits of this.#own.values())
      for (const { state } of circuits.values()) if (state !== 'closed') ofOnePrincipal++;
    return { endpoints: new Map([...this.#shared].map(([endpoint, { state }]) => [endpoint, state])), ofOnePrincipal };
  }

  /** When to ask again, in milliseconds, where a circuit is open; `null` where the call may go. */
  refusal(endpoint: string, principal: Principal, now: number): number | null {
    const ofOwn = this.#own.get(principal)?.get(endpoint)?.refusal(now) ?? null;
    const ofAll = this.#shared.get(endpoint)?.refusal(now) ?? null;
    return ofOwn === null || ofAll === null ? (ofOwn ?? ofAll) : Math.max(ofOwn, ofAll);
  }

  /** Lets a call through that is not refused. */
  admit(endpoint: string, principal: Principal, now: number): Permits {
    const admitted = (circuit: Circuit): Permitted => ({ circuit, permit: circuit.admit(now) });
    const own = this.#own.get(principal)?.get(endpoint);
    return [admitted(circuitOf(this.#shared, endpoint, 2)), own && admitted(own)];
  }

  /** Counts how a call that was let through has ended. */
  settle(permits: Permits, endpoint: string, principal: Principal, now: number, { outcome, waitMs }: Ended): void {
    for (const permitted of permits) permitted?.circuit.settle(permitted.permit, outcome, principal, now, waitMs);
    if (permits[1]) this.#forgetIfClear(principal, endpoint);
    // The first failure of a principal here: from now on it is counted for itself too.
    else if (outcome === 'failed') circuitOf(this.#own.of(principal), endpoint, 1).note(principal, now, waitMs);
  }

  #forgetIfClear(principal: Principal, endpoint: string): void {
    const circuits = this.#own.get(principal);
    if (!circuits?.get(endpoint)?.isClear) return;
    circuits.delete(endpoint);
    this.#own.release(principal);
  }
}

/** @param parties how many principals have to fail before the circuit opens. */
function circuitOf(circuits: Map<string, Circuit>, endpoint: string, parties: number): Circuit {
  let circuit = circuits.get(endpoint);
  if (!circuit) circuits.set(endpoint, (circuit = new Circuit(parties)));
  return circuit;
}
