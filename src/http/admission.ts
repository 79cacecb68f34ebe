/** How many requests are worked on at once, and which are sent away to come again later. */
import { HttpRefusal } from './http-errors.ts';
import type { AbortSignalLike } from '../upstream/send.ts';
import { type Clock, monotonicClock } from '../upstream/clock.ts';
import { FairQueue, type Queue } from '../upstream/policies/fair-queue.ts';
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
  readonly seat: Quota;
  readonly enter: () => void;
}

const emptySeat = (principal: CallerId): Quota => ({ principal, underWay: 0, waiting: 0 });

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
  readonly #seats = new Map<CallerId, Quota>();
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
    const seat = this.#seats.get(principal) ?? emptySeat(principal);
    if (!this.#hasRoom(seat) && !this.#mayWait(seat)) throw this.#refusal(seat);
  }

  /**
   * Waits for room, and resolves with what is to be called when the request is done with. Rejects
   * with an {@link HttpRefusal} when there is none in time, or the client leaves.
   */
  async enter(principal: CallerId, signal: AbortSignalLike): Promise<() => void> {
    const seat = this.#seatOf(principal);
    if (!this.#hasRoom(seat)) await this.#wait(seat, signal);
    else this.#take(seat);
    return () => {
      this.#underWay--;
      seat.underWay--;
      this.#forgetIfEmpty(seat);
      this.#letIn();
    };
  }

  #wait(seat: Quota, signal: AbortSignalLike): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#mayWait(seat)) {
        const refusal = this.#refusal(seat);
        this.#forgetIfEmpty(seat);
        reject(refusal);
        return;
      }
      const end = () => {
        callOff();
        signal.removeEventListener('abort', giveUp);
        seat.waiting--;
      };
      const waiter: Waiter = {
        seat,
        enter: () => {
          end();
          this.#take(seat);
          resolve();
        },
      };
      const giveUp = () => {
        this.#line.remove(seat, waiter);
        const refusal = this.#refusal(seat);
        end();
        this.#forgetIfEmpty(seat);
        reject(refusal);
      };
      const callOff = this.#clock.after(this.#options.maxWaitMs, giveUp);
      signal.addEventListener('abort', giveUp);
      seat.waiting++;
      this.#line.add(seat, waiter);
    });
  }

  #letIn(): void {
    for (;;) {
      const waiter = this.#line.next((seat) => this.#hasRoom(seat));
      if (!waiter) return;
      waiter.enter();
    }
  }

  #take(seat: Quota): void {
    this.#underWay++;
    seat.underWay++;
  }

  #hasRoom(seat: Quota): boolean {
    const { maxInFlight, isFull } = this.#options;
    const others = this.#othersThan(seat);
    const own = seat.underWay;
    if (own > 0 && isFull?.(seat.principal)) return false;
    const share = seat.principal === STRANGERS ? STRANGERS_SHARE : LARGEST_SHARE;
    if (this.#underWay < maxInFlight) return others === 0 || own < Math.ceil(maxInFlight * share);
    if (seat.principal === STRANGERS) return false;
    if (this.#underWay >= maxInFlight + Math.ceil(maxInFlight * RESERVE)) return false;
    return others > 0 && own < maxInFlight / (others + 1);
  }

  #othersThan({ principal }: Quota): number {
    return this.#seats.size - (this.#seats.has(principal) ? 1 : 0);
  }

  /** One principal may fill half of the line, unless it is alone. Strangers never fill more than their part of it. */
  #mayWait(seat: Quota): boolean {
    const { maxQueued } = this.#options;
    if (this.#line.size >= maxQueued) return false;
    if (seat.principal === STRANGERS) return seat.waiting < Math.ceil(maxQueued * STRANGERS_LINE);
    return this.#othersThan(seat) === 0 || seat.waiting < Math.ceil(maxQueued * LARGEST_LINE);
  }

  /** Who holds most of the room is asked to slow down; all others hear that the gateway is busy. */
  #refusal(seat: Quota): HttpRefusal {
    const holdsMost = this.#seats.size > 1 && seat.underWay * 2 > this.#options.maxInFlight;
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

  #seatOf(principal: CallerId): Quota {
    let seat = this.#seats.get(principal);
    if (!seat) this.#seats.set(principal, (seat = emptySeat(principal)));
    return seat;
  }

  #forgetIfEmpty(seat: Quota): void {
    if (seat.underWay === 0 && seat.waiting === 0) this.#seats.delete(seat.principal);
  }
}
