/** How many requests are worked on at once, and which are sent away to come again later. */
import { HttpRefusal } from './http-errors.ts';
import type { AbortSignalLike } from '../upstream/send.ts';
import { type Clock, monotonicClock } from '../upstream/clock.ts';
import { ByPrincipal } from '../upstream/policies/by-principal.ts';
import { FairQueue, type Queue } from '../upstream/fair-queue.ts';
import { type CallerId, STRANGERS } from '../identity/caller-id.ts';

export interface AdmissionOptions {
  /** Requests that are worked on at once. A quarter more for principals that have few among them. */
  readonly maxInFlight: number;
  /** Requests that may wait for others to end. */
  readonly maxQueued: number;
  /** The longest that they wait, in milliseconds. */
  readonly maxWaitMs: number;
  /** Whether a principal holds too much of a memory that is short to be let in once more. Default: never. */
  readonly isFull?: (principal: CallerId) => boolean;
  /** Default: a clock that never jumps. */
  readonly clock?: Clock;
}

/** A principal with requests that are worked on or wait. */
interface Quota extends Queue {
  readonly principal: CallerId;
  underWay: number;
  waiting: number;
}

interface Waiter {
  readonly quota: Quota;
  readonly enter: () => void;
}

const emptyQuota = (principal: CallerId): Quota => ({ principal, underWay: 0, waiting: 0 });

/** How much of the room one principal may have while others are here too. */
const LARGEST_SHARE = 2 / 3;
const LARGEST_LINE = 0.5;
/** The same for all tokens together that the API has not answered yet. They wait a quarter of the line, where others half. */
const STRANGERS_SHARE = 0.1;
const STRANGERS_LINE = 0.25;
/** How much more there is, of the whole, for those that have little. */
const RESERVE = 0.25;
/** When to come again, in seconds. */
const RETRY_AFTER = { 'retry-after': '1' };

/**
 * Lets in as many requests as there is room for. A few wait for a moment, by turns between
 * principals; all others are sent away at once: a request that waits for long is given
 * up by its client, and then all work on it was for nothing.
 *
 * One principal with many requests cannot take everything: while others are here, it gets two thirds
 * of the room at most; and past `maxInFlight` there is some left, for those that have less than their share.
 * All tokens that the API has not answered yet are one principal, {@link STRANGERS}, with a tenth of the room.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #clock: Clock;
  readonly #quotas = new ByPrincipal<Quota, CallerId>({
    make: emptyQuota,
    isIdle: ({ underWay, waiting }) => underWay === 0 && waiting === 0,
  });
  readonly #line = new FairQueue<Quota, Waiter>();
  #underWay = 0;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? monotonicClock;
  }

  /** Requests that are worked on, and that wait. */
  get load(): { readonly underWay: number; readonly waiting: number } {
    return { underWay: this.#underWay, waiting: this.#line.size };
  }

  /** Throws an {@link HttpRefusal} if a request would be refused right now: then its body need not be read. */
  check(principal: CallerId): void {
    const quota = this.#quotas.get(principal) ?? emptyQuota(principal);
    if (!this.#hasRoom(quota) && !this.#mayWait(quota)) throw this.#refusal(quota);
  }

  /**
   * Waits for room, and resolves with what is to be called when the request is done with. Rejects
   * with an {@link HttpRefusal} when there is none in time, or the client leaves.
   *
   * @param operations how many the request holds, as which it counts while it is worked on.
   */
  async enter(principal: CallerId, signal: AbortSignalLike, operations = 1): Promise<() => void> {
    const quota = this.#quotas.of(principal);
    if (!this.#hasRoom(quota)) await this.#wait(quota, signal);
    else this.#take(quota);
    // Let in as one, so that a large batch is never kept out for good; what comes after it waits for all of them.
    this.#underWay += operations - 1;
    quota.underWay += operations - 1;
    return () => {
      this.#underWay -= operations;
      quota.underWay -= operations;
      this.#quotas.release(quota.principal);
      this.#letIn();
    };
  }

  #wait(quota: Quota, signal: AbortSignalLike): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#mayWait(quota)) {
        const refusal = this.#refusal(quota);
        this.#quotas.release(quota.principal);
        reject(refusal);
        return;
      }
      const end = () => {
        callOff();
        signal.removeEventListener('abort', giveUp);
        quota.waiting--;
      };
      const waiter: Waiter = {
        quota,
        enter: () => {
          end();
          this.#take(quota);
          resolve();
        },
      };
      const giveUp = () => {
        this.#line.remove(quota, waiter);
        const refusal = this.#refusal(quota);
        end();
        this.#quotas.release(quota.principal);
        reject(refusal);
      };
      const callOff = this.#clock.after(this.#options.maxWaitMs, giveUp);
      signal.addEventListener('abort', giveUp);
      quota.waiting++;
      this.#line.add(quota, waiter);
    });
  }

  #letIn(): void {
    for (;;) {
      const waiter = this.#line.next((quota) => this.#hasRoom(quota));
      if (!waiter) return;
      waiter.enter();
    }
  }

  #take(quota: Quota): void {
    this.#underWay++;
    quota.underWay++;
  }

  #hasRoom(quota: Quota): boolean {
    const { maxInFlight, isFull } = this.#options;
    const others = this.#othersThan(quota);
    const own = quota.underWay;
    if (own > 0 && isFull?.(quota.principal)) return false;
    const share = quota.principal === STRANGERS ? STRANGERS_SHARE : LARGEST_SHARE;
    if (this.#underWay < maxInFlight) return others === 0 || own < Math.ceil(maxInFlight * share);
    if (quota.principal === STRANGERS) return false;
    if (this.#underWay >= maxInFlight + Math.ceil(maxInFlight * RESERVE)) return false;
    return others > 0 && own < maxInFlight / (others + 1);
  }

  #othersThan({ principal }: Quota): number {
    return this.#quotas.size - (this.#quotas.get(principal) ? 1 : 0);
  }

  /** One principal may fill half of the line, unless it is alone. Strangers never fill more than their part of it. */
  #mayWait(quota: Quota): boolean {
    const { maxQueued } = this.#options;
    if (this.#line.size >= maxQueued) return false;
    if (quota.principal === STRANGERS) return quota.waiting < Math.ceil(maxQueued * STRANGERS_LINE);
    return this.#othersThan(quota) === 0 || quota.waiting < Math.ceil(maxQueued * LARGEST_LINE);
  }

  /** Who holds most of the room is asked to slow down; all others hear that the gateway is busy. */
  #refusal(quota: Quota): HttpRefusal {
    const holdsMost = this.#quotas.size > 1 && quota.underWay * 2 > this.#options.maxInFlight;
    return holdsMost
      ? new HttpRefusal(
          429,
          'RATE_LIMITED',
          'This token has too many requests under way: ask again in 1 s.',
          RETRY_AFTER,
        )
      : new HttpRefusal(
          503,
          'OVERLOADED',
          'There is too much to do for this request as well: ask again in 1 s.',
          RETRY_AFTER,
        );
  }
}
