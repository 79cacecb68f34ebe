/** What a rate allows at once, as a part of what it allows in a second: so late timers lose none of it. */
const BURST_SECONDS = 0.1;
/** How long it takes a rate that has been cut to nothing to be whole again, in milliseconds: half as long for a halved one. */
const RECOVER_MS = 60_000;
/** The least part of the rate that is left, however often it is cut. */
const LEAST_SHARE = 1 / 16;
/** Refusals of one moment are one. */
const CUT_EVERY_MS = 1000;
/** So long a refusal is remembered, to see whether another token is refused as well. */
const REMEMBERED_MS = 10_000;

/** The constants of the bucket, for implementations elsewhere (Redis). */
export const BUCKET = { BURST_SECONDS, RECOVER_MS, LEAST_SHARE, CUT_EVERY_MS, REMEMBERED_MS } as const;

/** What was given of what was asked for. */
export interface Grant {
  readonly granted: number;
  /** How long until there is more, in milliseconds, where less was given than was asked for. */
  readonly waitMs: number;
  /** Calls a second, as learned. */
  readonly perSecond: number;
}

/**
 * Whether a bucket of so many calls a second can have given this when it was asked for `count`: for one that is kept
 * elsewhere, where anybody may have written anything.
 */
export function isGrant({ granted, waitMs, perSecond }: Grant, count: number, fullPerSecond: number): boolean {
  const slowest = fullPerSecond * LEAST_SHARE;
  return (
    Number.isSafeInteger(granted) &&
    granted >= 0 &&
    granted <= count &&
    waitMs >= (granted < count ? 1 : 0) &&
    waitMs <= Math.ceil(2000 / slowest) &&
    // Rounded to thousandths on the way.
    perSecond >= slowest - 0.001 &&
    perSecond <= fullPerSecond + 0.001
  );
}

/** Whose call was refused with 429. */
export interface RefusedParty {
  /** Stands for a token. */
  readonly name: string;
  /** No other token has asked of late. */
  readonly alone: boolean;
}

/** How many calls a rate allows at once. */
export const burstOf = (perSecond: number): number => Math.max(1, Math.ceil(perSecond * BURST_SECONDS));

/**
 * A token bucket whose rate is learned: it holds `burst` calls, fills at the rate, and a 429 halves the
 * rate, which then grows back evenly. It has no clock; every call brings the time, in milliseconds of a
 * clock that never jumps.
 *
 * In any stretch of time it gives at most the rate's share of it and one burst. A 429 that one token
 * gets while others ask as well is that token's own trouble (its lane waits, see `Limiter`), until a second
 * token is refused within ten seconds.
 */
export class TokenBucket {
  readonly #full: number;
  readonly #burst: number;
  #tokens: number;
  #share = 1;
  #at: number | null = null;
  #cutAt = Number.NEGATIVE_INFINITY;
  #refused: { readonly name: string; readonly at: number } | null = null;

  constructor(perSecond: number) {
    this.#full = perSecond;
    this.#burst = burstOf(perSecond);
    this.#tokens = this.#burst;
  }

  take(count: number, now: number): Grant {
    this.#fill(now);
    const granted = Math.min(count, Math.floor(this.#tokens));
    this.#tokens -= granted;
    const perSecond = this.#full * this.#share;
    const waitMs = granted < count ? Math.ceil(((1 - this.#tokens) * 1000) / perSecond) : 0;
    return { granted, waitMs, perSecond };
  }

  refused({ name, alone }: RefusedParty, now: number): void {
    this.#fill(now);
    const before = this.#refused;
    this.#refused = { name, at: now };
    const others = before !== null && before.name !== name && now - before.at < REMEMBERED_MS;
    if ((!alone && !others) || now - this.#cutAt < CUT_EVERY_MS) return;
    this.#share = Math.max(LEAST_SHARE, this.#share / 2);
    this.#cutAt = now;
  }

  #fill(now: number): void {
    const passed = Math.max(0, now - (this.#at ?? now));
    this.#at = now;
    this.#share = Math.min(1, this.#share + passed / RECOVER_MS);
    // A full bucket may lack the last digit of one call.
    this.#tokens = Math.min(this.#burst, this.#tokens + (passed * this.#full * this.#share) / 1000 + 1e-9);
  }
}
