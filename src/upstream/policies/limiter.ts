import type { RestResponse, Send, Caller } from '../send.ts';
import type { Clock, RandomSource } from '../clock.ts';
import type { AcceptedTokens } from './accepted-tokens.ts';
import { outcomeOf } from './breaker.ts';
import { PROBE_EVERY_MS } from './circuit.ts';
import { isBulk, rateClass } from './endpoint-class.ts';
import { type Failure, UpstreamError, type UpstreamRequest } from '../errors.ts';
import { FairQueue } from '../fair-queue.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type RateQueue, RateQueues } from './rate-queues.ts';
import { type RestRequest, urlOf } from '../rest-request.ts';

export interface LimiterOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Calls in flight at once, of all principals together. */
  readonly maxInFlight: number;
  /** Calls that may wait: of one principal, and twice as many in all. */
  readonly maxWaiting: number;
  /** The longest that a call waits for its turn, in milliseconds; waiting for the end of a rate limit not counted. */
  readonly maxWaitMs: number;
  /** Which principals are known to the API; all others take turns as one. Default: all are known. */
  readonly accepted?: AcceptedTokens | undefined;
  /** How many calls may be sent a second. Default: as many as there is room for. */
  readonly pace?: RateLimiter | null | undefined;
}

/** After so many interactive calls one in bulk goes first, so that bulk is slow under load, and not dead. */
const BULK_TURN = 8;
/** The `Retry-After` of a full queue, in milliseconds. */
const OVERLOADED_RETRY_MS = 1000;
/** The shortest and the longest wait after a 429 that names none, in milliseconds. */
const BACKOFF_FROM_MS = 1000;
const BACKOFF_TO_MS = 30_000;

/**
 * How long to ask nothing after a 429, in milliseconds: what the API names, or else from one second
 * on, doubled with each further one, and up to half as long again so that many do not return at once.
 */
export function pauseMs(failure: Failure & { kind: 'rateLimited' }, strikes: number, random: RandomSource): number {
  if (!failure.unnamed) return failure.retryAfterMs;
  return Math.min(BACKOFF_TO_MS, BACKOFF_FROM_MS * 2 ** (strikes - 1) * (1 + random() / 2));
}

interface Waiter {
  readonly lane: RateQueue;
  readonly restRequest: RestRequest;
  readonly caller: Caller;
  readonly request: UpstreamRequest;
  readonly bulk: boolean;
  readonly resolve: (answer: Promise<RestResponse>) => void;
  readonly reject: (error: unknown) => void;
  readonly leave: () => void;
  callOff: () => void;
}

/**
 * Bounds how many questions are under way: in all, and for each principal and each of the API's rate
 * limits. The bound for all is `maxInFlight`; the others are learned, as `ConcurrencyLimit` says. A 429 makes the principal wait before
 * it asks endpoints of that limit again, and no other principal does. After the wait one question finds out whether the limit is
 * over, and the others go once it is answered.
 *
 * Where an operator has set a rate, a {@link RateLimiter} says when the next call may be sent, for all principals together.
 *
 * Who finds no room waits in a short line: fair between principals, interactive before bulk. It
 * rejects with `rateLimited` when a pause lasts beyond the caller's deadline, and with `overloaded`
 * when the line is full or the wait too long.
 */
export class Limiter {
  readonly #send: Send;
  readonly #options: LimiterOptions;
  readonly #queues: RateQueues;
  readonly #interactive = new FairQueue<RateQueue, Waiter>();
  readonly #bulk = new FairQueue<RateQueue, Waiter>();
  /** Paused lanes whose end somebody waits for. */
  readonly #waking = new Set<RateQueue>();
  #underWay = 0;
  #sinceBulk = 0;

  constructor(send: Send, options: LimiterOptions) {
    this.#send = send;
    this.#options = options;
    this.#queues = new RateQueues(options.maxInFlight);
  }

  /** Calls in flight, and in line. */
  get load(): { readonly underWay: number; readonly waiting: number } {
    return { underWay: this.#underWay, waiting: this.#interactive.size + this.#bulk.size };
  }

  /** Questions that may be under way at once, of all principals, and lanes that a 429 holds back. */
  get bounds(): { readonly limit: number; readonly pausedLanes: number } {
    return { limit: this.#options.maxInFlight, pausedLanes: this.#queues.paused(this.#options.clock.now()) };
  }

  readonly send: Send = (restRequest, caller) => {
    const { principal } = caller;
    const { clock, accepted } = this.#options;
    const now = clock.now();
    const lane = this.#queues.of(principal, accepted?.partyOf(principal) ?? principal, rateClass(restRequest), now);
    // While there is room in all, only those wait whose lane has none: so none is overtaken here.
    if (this.#underWay < this.#options.maxInFlight && lane.hasRoom(now) && this.#mayGoAtOnce())
      return this.#start(lane, restRequest, caller);
    return this.#wait(lane, restRequest, caller);
  };

  /** With a rate to keep, others may wait who have room: they go first. */
  #mayGoAtOnce(): boolean {
    const { pace } = this.#options;
    return !pace || (this.load.waiting === 0 && pace.take());
  }

  async #start(lane: RateQueue, restRequest: RestRequest, caller: Caller): Promise<RestResponse> {
    const { clock } = this.#options;
    this.#underWay++;
    lane.underWay++;
    const startedAt = clock.now();
    const endProbe = lane.strikes > 0 ? this.#probe(lane, startedAt) : null;
    try {
      const answer = await this.#send(restRequest, caller);
      this.#answered(lane, startedAt);
      lane.limit.answered(lane.underWay);
      return answer;
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.failure.kind !== 'rateLimited' && outcomeOf(error.failure) === 'good') this.#answered(lane, startedAt);
      throw this.#learnFrom(error, lane, caller);
    } finally {
      endProbe?.();
      this.#underWay--;
      lane.underWay--;
      this.#dispatch();
      this.#queues.release(lane, clock.now());
    }
  }

  /** Has the others of a lane wait for this call, which may hang: so for a moment only. Returns what ends that. */
  #probe(lane: RateQueue, now: number): () => void {
    lane.probedAt = now;
    const callOff = this.#options.clock.after(PROBE_EVERY_MS, () => this.#dispatch());
    return () => {
      callOff();
      if (lane.probedAt === now) lane.probedAt = null;
    };
  }

  /** The limit of a lane is over once a call is answered that was asked after the pause. */
  #answered(lane: RateQueue, askedAt: number): void {
    if (askedAt >= lane.pausedUntil) lane.strikes = 0;
  }

  #wait(lane: RateQueue, restRequest: RestRequest, caller: Caller): Promise<RestResponse> {
    return new Promise((resolve, reject) => {
      const request: UpstreamRequest = { method: 'GET', url: urlOf(restRequest) };
      const refusal = this.#refusal(lane, caller);
      if (caller.signal?.aborted || refusal) {
        reject(new UpstreamError(refusal ?? { kind: 'aborted' }, request));
        return;
      }
      const waiter: Waiter = {
        lane,
        restRequest,
        caller,
        request,
        bulk: isBulk(restRequest),
        resolve,
        reject,
        leave: () => this.#turnAway(waiter, { kind: 'aborted' }),
        callOff: () => {},
      };
      lane.waiting++;
      this.#lineOf(waiter).add(lane, waiter);
      caller.signal?.addEventListener('abort', waiter.leave);
      this.#expire(waiter);
      this.#wakeAfterPause(lane);
    });
  }

  /** Why a call may not even wait; `null` if it may. */
  #refusal(lane: RateQueue, caller: Caller): Failure | null {
    const pause = this.#pauseBeyond(lane, caller);
    if (pause !== null) return { kind: 'rateLimited', retryAfterMs: pause };
    const { maxWaiting } = this.#options;
    const { principal } = lane;
    const own = this.#interactive.sizeOf(principal) + this.#bulk.sizeOf(principal);
    return own >= maxWaiting || this.load.waiting >= 2 * maxWaiting
      ? { kind: 'overloaded', retryAfterMs: OVERLOADED_RETRY_MS }
      : null;
  }

  /** What is left of a pause that lasts until the caller's deadline or longer; `null` for any other. */
  #pauseBeyond(lane: RateQueue, { deadlineAt }: Caller): number | null {
    const left = lane.pausedUntil - this.#options.clock.now();
    // A caller without a deadline does not ask for a long wait either.
    return left > 0 && (deadlineAt === undefined || lane.pausedUntil >= deadlineAt) ? left : null;
  }

  #lineOf({ bulk }: Waiter) {
    return bulk ? this.#bulk : this.#interactive;
  }

  #expire(waiter: Waiter): void {
    const { clock, maxWaitMs } = this.#options;
    const paused = Math.max(0, waiter.lane.pausedUntil - clock.now());
    waiter.callOff = clock.after(paused + maxWaitMs, () => {
      // A pause that began after it came: the wait for a turn begins when that ends.
      if (waiter.lane.pausedUntil > clock.now()) this.#expire(waiter);
      else this.#turnAway(waiter, { kind: 'overloaded', retryAfterMs: OVERLOADED_RETRY_MS });
    });
  }

  #turnAway(waiter: Waiter, failure: Failure): void {
    if (!this.#lineOf(waiter).remove(waiter.lane, waiter)) return;
    settle(waiter);
    this.#queues.release(waiter.lane, this.#options.clock.now());
    waiter.reject(new UpstreamError(failure, waiter.request));
  }

  /** Lets as many go as there is room for. */
  #dispatch(): void {
    const { clock, pace } = this.#options;
    const now = clock.now();
    const room = (lane: RateQueue) => lane.hasRoom(now);
    while (this.#underWay < this.#options.maxInFlight) {
      if (pace && !this.#takesTurn(pace)) return;
      const waiter = this.#next(room);
      if (!waiter) return pace?.giveBack();
      settle(waiter);
      waiter.resolve(this.#start(waiter.lane, waiter.restRequest, waiter.caller));
    }
  }

  /** Whether one of those who wait may be sent by the rate; if not, it is seen to that they are once they may. */
  #takesTurn(pace: RateLimiter): boolean {
    const { waiting } = this.load;
    if (waiting === 0) return false;
    if (pace.take()) return true;
    pace.want(waiting, () => this.#dispatch());
    return false;
  }

  #next(room: (lane: RateQueue) => boolean): Waiter | undefined {
    const bulkFirst = this.#sinceBulk >= BULK_TURN;
    const waiter = bulkFirst
      ? (this.#bulk.next(room) ?? this.#interactive.next(room))
      : (this.#interactive.next(room) ?? this.#bulk.next(room));
    if (waiter) this.#sinceBulk = waiter.bulk ? 0 : this.#sinceBulk + 1;
    return waiter;
  }

  /**
   * Wakes who waits in a lane once its pause is over: at once where it is. Timers are early by up to a millisecond, and a
   * pause may be made longer meanwhile, so each time the clock is read once, and decides.
   */
  #wakeAfterPause(lane: RateQueue): void {
    if (this.#waking.has(lane)) return;
    const { clock } = this.#options;
    const left = lane.pausedUntil - clock.now();
    if (left <= 0) return this.#dispatch();
    this.#waking.add(lane);
    clock.after(left, () => {
      this.#waking.delete(lane);
      this.#wakeAfterPause(lane);
    });
  }

  /** Draws the consequences of a failure, and tells the error with what they are. */
  #learnFrom(error: UpstreamError, lane: RateQueue, caller: Caller): UpstreamError {
    const { failure, request, requestId } = error;
    // The lane's alone: what takes one principal too long may be what it asks.
    if (failure.kind === 'timedOut') lane.limit.timedOut();
    if (failure.kind !== 'rateLimited') return error;
    const { clock, random, pace } = this.#options;
    const now = clock.now();
    pace?.refused(caller, this.#queues.isAlone(caller.principal, now));
    // Calls that were under way together are refused together, and that is one strike.
    if (lane.pausedUntil <= now) lane.strikes++;
    lane.limit.refused();
    lane.pausedUntil = Math.max(lane.pausedUntil, now + pauseMs(failure, lane.strikes, random));
    for (const line of [this.#interactive, this.#bulk]) {
      for (const waiter of line.of(lane)) {
        const retryAfterMs = this.#pauseBeyond(lane, waiter.caller);
        if (retryAfterMs !== null) this.#turnAway(waiter, { kind: 'rateLimited', retryAfterMs });
      }
    }
    if (this.#interactive.of(lane).length + this.#bulk.of(lane).length > 0) this.#wakeAfterPause(lane);
    return new UpstreamError({ kind: 'rateLimited', retryAfterMs: lane.pausedUntil - now }, request, { requestId });
  }
}

function settle({ lane, caller, leave, callOff }: Waiter): void {
  lane.waiting--;
  callOff();
  caller.signal?.removeEventListener('abort', leave);
}
