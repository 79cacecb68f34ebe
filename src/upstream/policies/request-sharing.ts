import type { RestResponse, Send, Caller, AbortSignalLike } from '../send.ts';
import type { CallSpan } from '../call-span.ts';
import { UpstreamError } from '../errors.ts';
import type { Principal } from '../principal.ts';
import { type RestRequest, urlOf } from '../rest-request.ts';
import { ByPrincipal } from './by-principal.ts';

/**
 * Lets equal calls in flight at the same moment share one request, across operations,
 * for the same principal and never for two: what one token may see, another may not.
 *
 * - A caller that joins a request in flight gets its answer with `shared: true`. The rows are the same
 *   objects for all callers, so **they must not be changed**.
 * - A caller that leaves gets `aborted` at once. The request itself is aborted when the last one has left.
 * - A failure goes to every waiter, each with an `UpstreamError` of its own.
 * - Nothing is remembered: once settled, the next equal call is a new request.
 */
export function shareRequests(send: Send): Send {
  const inFlight = new ByPrincipal<Map<string, InFlightRequest>>({
    make: () => new Map(),
    isIdle: ({ size }) => size === 0,
  });

  function add(url: string, caller: Caller): InFlightRequest {
    const { principal } = caller;
    const ofPrincipal = inFlight.of(principal);
    const request = new InFlightRequest(url, caller, () => {
      // A flight that everybody left may settle after its successor took off: that one stays.
      if (ofPrincipal.get(url) !== request) return;
      ofPrincipal.delete(url);
      inFlight.release(principal);
    });
    ofPrincipal.set(url, request);
    return request;
  }

  return (restRequest, caller) =>
    new Promise((resolve, reject) => {
      const { principal, signal, deadlineAt } = caller;
      const url = urlOf(restRequest);
      if (signal?.aborted) {
        reject(new UpstreamError({ kind: 'aborted' }, { method: 'GET', url }));
        return;
      }
      const waiter = new Waiter(resolve, reject, signal, deadlineAt);
      const under = inFlight.get(principal)?.get(url);
      if (under !== undefined) {
        if (under.span) caller.span?.joined(under.span);
        return under.add(waiter);
      }
      const request = add(url, caller);
      request.add(waiter);
      request.start(send, restRequest);
    });
}

/** Somebody who waits for a request under way. */
class Waiter {
  readonly resolve: (answer: RestResponse) => void;
  readonly reject: (error: unknown) => void;
  readonly deadlineAt: number | undefined;
  readonly #signal: AbortSignalLike | undefined;
  #request: InFlightRequest | undefined;
  readonly #leave = () => this.#request?.leave(this);

  constructor(
    resolve: (answer: RestResponse) => void,
    reject: (error: unknown) => void,
    signal: AbortSignalLike | undefined,
    deadlineAt: number | undefined,
  ) {
    this.resolve = resolve;
    this.reject = reject;
    this.#signal = signal;
    this.deadlineAt = deadlineAt;
  }

  /** From now on, waiters may leave. */
  attach(request: InFlightRequest): void {
    this.#request = request;
    this.#signal?.addEventListener('abort', this.#leave);
  }

  detach(): void {
    this.#request = undefined;
    this.#signal?.removeEventListener('abort', this.#leave);
  }
}

/**
 * One request in flight and its waiters. To the request it acts as the caller, and as the signal
 * that aborts once no waiter is left.
 */
class InFlightRequest implements Caller, AbortSignalLike {
  readonly token: string;
  readonly principal: Principal;
  /** Of who asked first: who joins later has not made the request. */
  readonly span: CallSpan | undefined;
  readonly requestId: string | null;
  aborted = false;
  readonly #url: string;
  readonly #forget: () => void;
  readonly #waiters = new Set<Waiter>();
  /** Who asked first: everybody else shares. */
  #first: Waiter | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(url: string, { token, principal, span, requestId = null }: Caller, forget: () => void) {
    this.#url = url;
    this.token = token;
    this.principal = principal;
    this.span = span;
    this.requestId = requestId;
    this.#forget = forget;
  }

  get signal(): AbortSignalLike {
    return this;
  }

  /** The latest of those who wait: for that one, waiting is worth it. */
  get deadlineAt(): number | undefined {
    let latest: number | undefined;
    for (const { deadlineAt } of this.#waiters)
      if (deadlineAt !== undefined && (latest === undefined || deadlineAt > latest)) latest = deadlineAt;
    return latest;
  }

  start(send: Send, restRequest: RestRequest): void {
    send(restRequest, this).then(
      (answer) => this.#resolve(answer),
      (error: unknown) => this.#reject(error),
    );
  }

  add(waiter: Waiter): void {
    this.#first ??= waiter;
    this.#waiters.add(waiter);
    waiter.attach(this);
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  leave(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    waiter.detach();
    waiter.reject(new UpstreamError({ kind: 'aborted' }, { method: 'GET', url: this.#url }));
    if (this.#waiters.size > 0) return;
    // Forget it before the abort: a new caller must not join an aborted request.
    this.#forget();
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }

  #resolve(answer: RestResponse): void {
    this.#forget();
    for (const waiter of this.#waiters) {
      waiter.detach();
      waiter.resolve(waiter === this.#first ? answer : { ...answer, shared: true });
    }
    this.#clear();
  }

  #reject(error: unknown): void {
    this.#forget();
    for (const waiter of this.#waiters) {
      waiter.detach();
      const own = waiter !== this.#first && error instanceof UpstreamError ? error.again() : error;
      waiter.reject(own);
    }
    this.#clear();
  }

  /**
   * Lets go of everybody, for the reason that `Present` has: through a flight in an outgrown table of the map, all rows
   * of its answer would outlive their operation.
   */
  #clear(): void {
    this.#first = undefined;
    this.#waiters.clear();
  }
}
