/** The calls of one examination: one at a time, counted, timed, and never more than the budget allows. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Upstream } from '../upstream/client.ts';
import type { Envelope } from '../upstream/envelope.ts';
import { type Failure, UpstreamError } from '../upstream/errors.ts';
import { principalOf } from '../upstream/principal.ts';
import type { Observations } from './observations.ts';

/** The longest wait that a rate limit may ask for before the examination ends early, in milliseconds. */
const LONGEST_WAIT_MS = 30_000;

/** Calls that fail one after the other before the examination ends early. */
const MOST_FAILURES_IN_A_ROW = 4;

export interface Answer extends Envelope {
  readonly params: Readonly<Record<string, string>>;
  /** The ids of the results, in their order. */
  readonly ids: readonly string[];
}

/** A call that failed, without anything that the API said. */
export interface Refusal {
  readonly path: string;
  readonly kind: Failure['kind'];
  readonly status: number | null;
}

/** The API cannot be examined at all. The message is one line for people. */
export class CannotExamine extends Error {}

export interface SessionOptions {
  readonly upstream: Upstream;
  readonly token: string;
  readonly calls: number;
  readonly observations: Observations;
  /** Called before each call, with its number and path. */
  readonly progress: (call: number, path: string) => void;
}

export class Session {
  readonly observations: Observations;
  readonly budget: number;
  readonly refusals: Refusal[] = [];
  /** How long answers took, in milliseconds. */
  readonly times: number[] = [];
  /** The waits that 429 asked for, in milliseconds; null for one that named none. */
  readonly rateLimits: (number | null)[] = [];
  readonly #options: SessionOptions;
  #calls = 0;
  #failedInARow = 0;
  #limitedInARow = 0;
  #ended: string | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.observations = options.observations;
    this.budget = options.calls;
  }

  get calls(): number {
    return this.#calls;
  }

  get callsLeft(): number {
    return this.#ended === null ? this.budget - this.#calls : 0;
  }

  /** Why no more calls are made, though the budget has some left; null while they are. */
  get endedBecause(): string | null {
    return this.#ended;
  }

  /**
   * Makes one call, and notes what its rows show. Returns null when it failed, or was not made because the budget is spent.
   *
   * @throws {CannotExamine} when the first call fails, or the API accepts the token no more.
   */
  async ask(path: string, params: Readonly<Record<string, string>> = {}): Promise<Answer | null> {
    if (this.callsLeft < 1) return null;
    try {
      return await this.#call(path, params);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.failure.kind === 'rateLimited' && (await this.#waited(error.failure))) return this.ask(path, params);
      this.#failed(path, error);
      return null;
    }
  }

  async #call(path: string, params: Readonly<Record<string, string>>): Promise<Answer> {
    const { upstream, token, progress } = this.#options;
    this.#calls++;
    progress(this.#calls, path);
    const response = await upstream.send({ path, params }, { token, principal: principalOf(token) });
    this.times.push(response.durationMs);
    this.#failedInARow = 0;
    this.#limitedInARow = 0;
    const answer: Answer = { ...response, params, ids: response.results.map(({ id }) => id) };
    this.observations.see(path, answer);
    return answer;
  }

  /** Whether the wait that the API asks for is over, so that it may be asked once more. */
  async #waited({ retryAfterMs, unnamed }: Extract<Failure, { kind: 'rateLimited' }>): Promise<boolean> {
    this.rateLimits.push(unnamed ? null : retryAfterMs);
    if (retryAfterMs > LONGEST_WAIT_MS || ++this.#limitedInARow > MOST_FAILURES_IN_A_ROW) {
      this.#ended = 'the API limits how often it may be called';
      return false;
    }
    await sleep(retryAfterMs);
    return this.callsLeft > 0;
  }

  #failed(path: string, error: UpstreamError): void {
    const { failure, status } = error;
    // A right that is missing at the first call says nothing about the others.
    const isHopeless = this.times.length === 0 && this.refusals.length === 0 && failure.kind !== 'forbidden';
    if (failure.kind === 'unauthenticated' || isHopeless) throw new CannotExamine(lineOf(error), { cause: error });
    this.refusals.push({ path, kind: failure.kind, status });
    if (failure.kind === 'forbidden' || failure.kind === 'rejected' || failure.kind === 'notFound') return;
    if (++this.#failedInARow >= MOST_FAILURES_IN_A_ROW) this.#ended ??= 'several calls failed one after the other';
  }
}

/** The failure in one line, with the system's word for it. */
function lineOf({ message, code, failure }: UpstreamError): string {
  const why = code === null ? message : `${message} (${code})`;
  return failure.kind === 'malformed' ? `${why} KANTATA_API_URL may name another server.` : why;
}

/** What `find` finds with a session, asked for once: other probes of the same session share it. */
export function oncePerSession<Found>(
  find: (session: Session) => Promise<Found>,
): (session: Session) => Promise<Found> {
  const known = new WeakMap<Session, Promise<Found>>();
  return (session) => {
    let found = known.get(session);
    if (!found) known.set(session, (found = find(session)));
    return found;
  };
}
