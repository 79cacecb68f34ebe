import type { Principal } from '../principal.ts';

/** How many of the latest outcomes are looked at. */
const WINDOW = 20;
/** Fewer failures than this prove nothing. */
const MIN_FAILURES = 5;
/** An outcome older than this tells nothing about now, in milliseconds. */
const MAX_AGE_MS = 10_000;
/**
 * How often an open circuit lets one call through, in milliseconds. A little under two seconds,
 * so that an API that is back is noticed, and has answered, within two.
 */
export const PROBE_EVERY_MS = 1900;
/** Calls at once, after the first good probe: it grows by one with each good answer. */
const RAMP_FROM = 2;
/** From so many calls at once on, the circuit counts as closed. */
const RAMP_TO = 32;
/** What those hear whom the ramp turns away, in milliseconds. */
const RAMP_RETRY_MS = 500;

/** `neutral` says nothing about the API: the client disconnected first. */
export type Outcome = 'good' | 'failed' | 'neutral';

/** `ramping`: half open, on its way back. */
export type CircuitState = 'closed' | 'open' | 'ramping';

/** Lets one call through. Outcomes of calls from before the circuit last changed are old news. */
export interface Permit {
  readonly epoch: number;
}

/**
 * A circuit breaker as a machine of its own: closed, open, or half open on the way back. It has no
 * clock and no timer; every call brings the time, in milliseconds of a clock that never jumps.
 *
 * - It opens when the last five outcomes were failures, or five and at least half of the last twenty; of
 *   the last ten seconds only.
 * - Open, it lets one call through every {@link PROBE_EVERY_MS}.
 * - After a good one it lets two at once through, and one more with each good answer, until it is
 *   closed again: an API that has just come back is not flooded.
 * - Where the API says how long it wants to be left alone, the circuit of one party is open for that long.
 *
 * `parties` is how many principals must have failed for it to open: one user's call that always
 * fails must not close the endpoint for all.
 */
export class Circuit {
  readonly #parties: number;
  #state: CircuitState = 'closed';
  #epoch = 0;
  #outcomes: { readonly failed: boolean; readonly at: number; readonly by: Principal }[] = [];
  #next = 0;
  #failures = 0;
  #inARow = 0;
  #nextProbeAt = 0;
  #allowed = 0;
  #underWay = 0;

  constructor(parties: number) {
    this.#parties = parties;
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Nothing is known against it. */
  get isClear(): boolean {
    return this.#state === 'closed' && this.#failures === 0;
  }

  /** How long to wait, in milliseconds, or `null` when a call may go now. */
  refusal(now: number): number | null {
    if (this.#state === 'closed') return null;
    if (this.#state === 'open') return now < this.#nextProbeAt ? this.#nextProbeAt - now : null;
    // Those under way may hang: they must not keep it half open until they time out.
    return this.#underWay < this.#allowed || now >= this.#nextProbeAt ? null : RAMP_RETRY_MS;
  }

  /** Lets a call through that is not refused. Each permit is given back by {@link settle}. */
  admit(now: number): Permit {
    if (this.#state !== 'closed') this.#nextProbeAt = now + PROBE_EVERY_MS;
    if (this.#state === 'ramping') this.#underWay++;
    return { epoch: this.#epoch };
  }

  /** @param waitMs how long the API asked to be left alone, where it did; a circuit of several parties takes no notice. */
  settle({ epoch }: Permit, outcome: Outcome, by: Principal, now: number, waitMs: number | null = null): void {
    if (epoch !== this.#epoch) return;
    if (outcome === 'failed' && this.#isPutOff(waitMs, now)) return;
    if (this.#state === 'closed') {
      if (outcome !== 'neutral') this.#remember(outcome === 'failed', by, now);
    } else if (this.#state === 'open') {
      if (outcome === 'good') this.#change('ramping', RAMP_FROM);
    } else {
      this.#underWay--;
      if (outcome === 'good') this.#allowed++;
      // One bad answer among good ones slows the ramp; several in a row end it.
      else if (outcome === 'failed') this.#allowed = Math.floor(this.#allowed / 2);
      if (this.#allowed >= RAMP_TO) this.#change('closed');
      else if (this.#allowed === 0) this.#open(now);
    }
  }

  /** Counts a failure of a call that did not pass through this circuit. See {@link settle} for `waitMs`. */
  note(by: Principal, now: number, waitMs: number | null = null): void {
    if (this.#isPutOff(waitMs, now)) return;
    if (this.#state === 'closed') this.#remember(true, by, now);
  }

  /** Opens for as long as the API asked for; then one call finds out, as after any pause. */
  #isPutOff(waitMs: number | null, now: number): boolean {
    if (waitMs === null || this.#parties > 1) return false;
    if (this.#state !== 'open') this.#change('open');
    this.#nextProbeAt = now + waitMs;
    return true;
  }

  #remember(failed: boolean, by: Principal, now: number): void {
    const forgotten = this.#outcomes[this.#next];
    if (forgotten?.failed) this.#failures--;
    this.#outcomes[this.#next] = { failed, at: now, by };
    this.#next = (this.#next + 1) % WINDOW;
    this.#inARow = failed ? this.#inARow + 1 : 0;
    if (!failed) return;
    this.#failures++;
    if (this.#failures >= MIN_FAILURES && this.#isBad(now)) this.#open(now);
  }

  #isBad(now: number): boolean {
    const recent = this.#outcomes.filter(({ at }) => now - at <= MAX_AGE_MS);
    const failures = recent.filter(({ failed }) => failed);
    return (
      failures.length >= MIN_FAILURES &&
      (this.#inARow >= MIN_FAILURES || failures.length * 2 >= recent.length) &&
      new Set(failures.map(({ by }) => by)).size >= this.#parties
    );
  }

  #open(now: number): void {
    this.#change('open');
    this.#nextProbeAt = now + PROBE_EVERY_MS;
  }

  #change(state: CircuitState, allowed = 0): void {
    this.#state = state;
    this.#epoch++;
    this.#outcomes = [];
    this.#next = 0;
    this.#failures = 0;
    this.#inARow = 0;
    this.#allowed = allowed;
    this.#underWay = 0;
  }
}
