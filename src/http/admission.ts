/** How many requests are worked on at once, and who is told to come again later. */
import { HttpRefusal } from './http-errors.ts';
import type { AbortSignalLike } from '../upstream/send.ts';
import { type Clock, monotonicClock } from '../upstream/clock.ts';
import { FairQueue, type Queue } from '../upstream/policies/fair-queue.ts';
import type { Principal } from '../upstream/principal.ts';

export interface AdmissionOptions {
  /** Requests that are worked on at once. A quarter more for principals that have few among them. */
  readonly maxInFlight: number;
  /** Requests that may wait for others to end. */
  readonly maxQueued: number;
  /** The longest that they wait, in milliseconds. */
  readonly maxWaitMs: number;
  /** Default: a clock that never jumps. */
  readonly clock?: Clock;
}

/** A principal with requests that are worked on or wait. */
interface Quota extends Queue {
  underWay: number;
  waiting: number;
}

interface Waiter {
  readonly seat: Quota;
  readonly enter: () => void;
}

/** How much of the room one principal may have while others are here too. */
const LARGEST_SHARE = 2 / 3;
/** How much more there is, of the whole, for those that have little. */
const RESERVE = 0.25;
/** When to come again, in seconds. */
const RETRY_AFTER = { 'retry-after': '1' };

/**
 * Lets in as many requests as there is room for. A few wait for a moment, by turns between
 * principals; everybody else is told at once to come again: a request that waits for long is given
 * up by its client, and then all work on it was for nothing.
 *
 * One principal with many requests cannot take everything: while others are here, it gets two thirds
 * of the room at most; and past `maxInFlight` there is some left, for those that have less than their share.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #clock: Clock;
  readonly #seats = new Map<Principal, Quota>();
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
  check(principal: Principal): void {
    const seat = this.#seats.get(principal);
    if (!this.#hasRoom(seat) && !this.#mayWait(seat)) throw this.#refusal(seat);
  }

  /**
   * Waits for room, and resolves with what is to be called when the request is done with. Rejects
   * with an {@link HttpRefusal} when there is none in time, or the client leaves.
   */
  async enter(principal: Principal, signal: AbortSignalLike): Promise<() => void> {
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

  #hasRoom(seat: Quota | undefined): boolean {
    const { maxInFlight } = this.#options;
    const others = this.#seats.size - (seat ? 1 : 0);
    const own = seat?.underWay ?? 0;
    if (this.#underWay < maxInFlight) return others === 0 || own < Math.ceil(maxInFlight * LARGEST_SHARE);
    if (this.#underWay >= maxInFlight + Math.ceil(maxInFlight * RESERVE)) return false;
    return others > 0 && own < maxInFlight / (others + 1);
  }

  /** One principal may fill half of the line, unless it is alone. */
  #mayWait(seat: Quota | undefined): boolean {
    const { maxQueued } = this.#options;
    if (this.#line.size >= maxQueued) return false;
    const others = this.#seats.size - (seat ? 1 : 0);
    return others === 0 || (seat?.waiting ?? 0) < Math.ceil(maxQueued / 2);
  }

  /** Who holds most of the room is asked to slow down; everybody else is told that there is too much to do. */
  #refusal(seat: Quota | undefined): HttpRefusal {
    const holdsMost = this.#seats.size > 1 && seat !== undefined && seat.underWay * 2 > this.#options.maxInFlight;
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

  #seatOf(principal: Principal): Quota {
    let seat = this.#seats.get(principal);
    if (!seat) this.#seats.set(principal, (seat = { principal, underWay: 0, waiting: 0 }));
    return seat;
  }

  #forgetIfEmpty(seat: Quota): void {
    if (seat.underWay === 0 && seat.waiting === 0) this.#seats.delete(seat.principal);
  }
}
