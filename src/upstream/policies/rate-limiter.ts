import type { Caller } from '../send.ts';
import type { Clock } from '../clock.ts';
import { type Grant, isGrant, TokenBucket } from './token-bucket.ts';

/** A token bucket that several processes take from. */
export interface SharedBucket {
  /** Rejects when it cannot be reached. */
  take(count: number, perSecond: number): Promise<Grant>;
  /** A call of this caller was refused with 429. Never rejects. */
  refused(caller: Pick<Caller, 'token'>, alone: boolean, perSecond: number): Promise<void>;
}

export interface RateLimiterOptions {
  readonly clock: Clock;
  /** Calls a second, of all who take from the bucket together. */
  readonly perSecond: number;
  /** Default: the bucket is this process's own. */
  readonly shared?: SharedBucket | null | undefined;
}

/** What was taken from a shared bucket and not used within this time is lost, in milliseconds: else it would be a second burst. */
const KEPT_MS = 250;
/** The most that is taken from a shared bucket at once, as a part of what the rate allows in a second. */
const REFILL_SECONDS = 0.05;
/** After so long it is asked again, whatever was said, in milliseconds. */
const LONGEST_WAIT_MS = 1000;

/**
 * How many calls may be sent a second: the rate that an operator sets, as learned from 429s. It
 * only counts; who goes first is the limiter's.
 *
 * Where the bucket is shared and cannot be reached, or gives what no bucket can give, this process keeps the rate by itself.
 */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  readonly #own: TokenBucket;
  readonly #refillSize: number;
  /** Taken from the bucket, and not used yet. */
  #tokens = 0;
  #tokensUntil = 0;
  /** An answer, or the moment when there is more, is being waited for. */
  #waiting = false;
  #perSecond: number;

  constructor(options: RateLimiterOptions) {
    this.#options = options;
    this.#own = new TokenBucket(options.perSecond);
    this.#refillSize = Math.max(1, Math.floor(options.perSecond * REFILL_SECONDS));
    this.#perSecond = options.perSecond;
  }

  /** Calls a second, as learned. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** Takes the right to send one call, if there is one now. */
  take(): boolean {
    if (this.#tokens > 0 && this.#options.clock.now() < this.#tokensUntil) {
      this.#tokens--;
      return true;
    }
    return false;
  }

  /** Gives back what was taken and is not needed. */
  giveBack(): void {
    this.#tokens++;
  }

  /** Gets the right to send up to so many calls; `onMore` is called once some of it may be there. */
  want(count: number, onMore: () => void): void {
    if (this.#waiting) return;
    this.#waiting = true;
    const lot = Math.min(count, this.#refillSize);
    const { shared, perSecond, clock } = this.#options;
    if (!shared) return this.#take(this.#own.take(lot, clock.now()), onMore);
    const own = () => this.#own.take(lot, clock.now());
    shared.take(lot, perSecond).then(
      (grant) => this.#take(isGrant(grant, lot, perSecond) ? grant : own(), onMore),
      () => this.#take(own(), onMore),
    );
  }

  /** A call was refused with 429. */
  refused(caller: Caller, alone: boolean): void {
    const { shared, perSecond, clock } = this.#options;
    this.#own.refused({ name: caller.principal, alone }, clock.now());
    void shared?.refused(caller, alone, perSecond);
  }

  #take({ granted, waitMs, perSecond }: Grant, onMore: () => void): void {
    const { clock } = this.#options;
    this.#perSecond = perSecond;
    const more = () => {
      this.#waiting = false;
      onMore();
    };
    if (granted === 0) return void clock.after(Math.min(Math.max(1, waitMs), LONGEST_WAIT_MS), more);
    this.#tokens = granted;
    this.#tokensUntil = clock.now() + KEPT_MS;
    more();
  }
}
