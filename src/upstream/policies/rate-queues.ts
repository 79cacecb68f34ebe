import type { Principal } from '../principal.ts';
import { STRANGERS } from './accepted-tokens.ts';
import { PROBE_EVERY_MS } from './circuit.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { recentMap } from './recent-map.ts';

/** Calls of one principal under way at once, until it is known what the API bears. */
const INITIAL_PER_QUEUE = 20;
/** Past so many queues, that one is forgotten which was used longest ago. */
const MAX_QUEUES = 10_000;
/** A principal that has asked within this time is there, in milliseconds. */
const PRESENT_MS = 10_000;

/** What one principal asks of endpoints that share a rate limit. */
export class RateQueue {
  /** Whose turns it shares: its own principal's, or those of all strangers. */
  readonly principal: Principal;
  readonly limit: ConcurrencyLimit;
  readonly key: string;
  underWay = 0;
  waiting = 0;
  /** Nothing is sent before this. */
  pausedUntil = 0;
  /** 429s since the last answer to a call that was asked after the pause they made. */
  strikes = 0;
  /** When the one call was asked that finds out whether a limit is over; `null` where none is under way. */
  probedAt: number | null = null;

  constructor(key: string, principal: Principal, maxInFlight: number) {
    this.key = key;
    this.principal = principal;
    this.limit = new ConcurrencyLimit({ initial: INITIAL_PER_QUEUE, max: maxInFlight, growth: 1 });
  }

  hasRoom(now: number): boolean {
    if (this.pausedUntil > now) return false;
    if (this.strikes > 0) return this.probedAt === null || now >= this.probedAt + PROBE_EVERY_MS;
    return this.underWay < this.limit.current;
  }

  get isIdle(): boolean {
    return this.underWay === 0 && this.waiting === 0;
  }
}

/**
 * The queues of all principals. Finding, making and forgetting one takes the same time however many there are. (Of a `Map`
 * that does not hold: to find its first key, it passes over all that were deleted before.) A stranger's queue goes with its
 * last call.
 */
export class RateQueues {
  readonly #maxInFlight: number;
  readonly #queues = recentMap<string, RateQueue>(MAX_QUEUES);
  #latest: { readonly principal: Principal; at: number } | null = null;
  /** The latest of any other principal. */
  #latestOther: { readonly principal: Principal; at: number } | null = null;

  constructor(maxInFlight: number) {
    this.#maxInFlight = maxInFlight;
  }

  get size(): number {
    return this.#queues.size;
  }

  /** The queue of a principal that asks now. `party` is whose turns it takes. */
  of(principal: Principal, party: Principal, rate: string, now: number): RateQueue {
    const key = `${rate} ${principal}`;
    let queue = this.#queues.get(key);
    if (!queue || (queue.principal !== party && queue.isIdle))
      this.#queues.set(key, (queue = this.#made(key, party, queue)));
    this.#note(principal, now);
    return queue;
  }

  /** A call of the queue has ended. */
  release(queue: RateQueue, now: number): void {
    if (queue.principal !== STRANGERS || !queue.isIdle || queue.pausedUntil > now || queue.strikes > 0) return;
    if (this.#queues.peek(queue.key) === queue) this.#queues.delete(queue.key);
  }

  /** How many are held back by a 429. */
  paused(now: number): number {
    let paused = 0;
    for (const { pausedUntil } of this.#queues.values()) if (pausedUntil > now) paused++;
    return paused;
  }

  /** Whether no other principal has asked of late. */
  isAlone(principal: Principal, now: number): boolean {
    const other = this.#latest?.principal === principal ? this.#latestOther : this.#latest;
    return other === null || now - other.at >= PRESENT_MS;
  }

  #made(key: string, party: Principal, before: RateQueue | undefined): RateQueue {
    const queue = new RateQueue(key, party, this.#maxInFlight);
    if (before) ({ pausedUntil: queue.pausedUntil, strikes: queue.strikes } = before);
    return queue;
  }

  #note(principal: Principal, now: number): void {
    if (this.#latest?.principal === principal) this.#latest.at = now;
    else {
      this.#latestOther = this.#latest;
      this.#latest = { principal, at: now };
    }
  }
}
