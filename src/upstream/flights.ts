import type { Answer, Ask, Caller, Cancellation } from './ask.ts';
import { UpstreamError } from './errors.ts';
import { type Question, urlOf } from './question.ts';

/**
 * Lets equal questions that are under way at the same moment share one request, across operations,
 * for the same token and never for two: what one token may see, another may not.
 *
 * - Who joins a request that is under way gets its answer with `shared: true`. The rows are the same
 *   objects for all, so **nobody may change them**.
 * - Who leaves gets `aborted` at once. The request itself is aborted when the last one has left.
 * - A failure goes to every waiter, each with an `UpstreamError` of its own.
 * - Nothing is remembered: once settled, the next equal question is a new request.
 */
export function createFlights(ask: Ask): Ask {
  // Token, then URL: joined to one string, the token would sit in a key that somebody prints some day.
  const flights = new Map<string, Map<string, Flight>>();

  function take(url: string, question: Question, token: string): Flight {
    let ofToken = flights.get(token);
    if (ofToken === undefined) {
      ofToken = new Map();
      flights.set(token, ofToken);
    }
    const flight = new Flight(url, () => {
      // A flight that everybody left may settle after its successor took off: that one stays.
      if (ofToken.get(url) !== flight) return;
      ofToken.delete(url);
      if (ofToken.size === 0) flights.delete(token);
    });
    ofToken.set(url, flight);
    flight.depart(ask, question, token);
    return flight;
  }

  return (question, { token, signal }) =>
    new Promise((resolve, reject) => {
      const url = urlOf(question);
      if (signal?.aborted) {
        reject(new UpstreamError({ kind: 'aborted' }, { method: 'GET', url }));
        return;
      }
      const waiter = { resolve, reject, signal, onAbort: undefined };
      const under = flights.get(token)?.get(url);
      if (under === undefined) take(url, question, token).board(waiter);
      else under.board(waiter);
    });
}

interface Waiter {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: Cancellation | undefined;
  onAbort: (() => void) | undefined;
}

/** One request under way and who waits for it. To the request it is the signal that says: nobody does any more. */
class Flight implements Cancellation {
  aborted = false;
  readonly #url: string;
  readonly #forget: () => void;
  readonly #waiters = new Set<Waiter>();
  /** Who asked first: everybody else shares. */
  #first: Waiter | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(url: string, forget: () => void) {
    this.#url = url;
    this.#forget = forget;
  }

  depart(ask: Ask, question: Question, token: string): void {
    ask(question, { token, signal: this } satisfies Caller).then(
      (answer) => this.#land(answer),
      (error: unknown) => this.#crash(error),
    );
  }

  board(waiter: Waiter): void {
    this.#first ??= waiter;
    this.#waiters.add(waiter);
    if (waiter.signal === undefined) return;
    waiter.onAbort = () => this.#leave(waiter);
    waiter.signal.addEventListener('abort', waiter.onAbort);
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  #leave(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    disembark(waiter);
    waiter.reject(new UpstreamError({ kind: 'aborted' }, { method: 'GET', url: this.#url }));
    if (this.#waiters.size > 0) return;
    // Forgotten before it is aborted, so that whoever asks now gets a request that somebody waits for.
    this.#forget();
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }

  #land(answer: Answer): void {
    this.#forget();
    for (const waiter of this.#waiters) {
      disembark(waiter);
      waiter.resolve(waiter === this.#first ? answer : { ...answer, shared: true });
    }
  }

  #crash(error: unknown): void {
    this.#forget();
    for (const waiter of this.#waiters) {
      disembark(waiter);
      const own = waiter !== this.#first && error instanceof UpstreamError ? error.again() : error;
      waiter.reject(own);
    }
  }
}

function disembark({ signal, onAbort }: Waiter): void {
  if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
}
