/**
 * Time as the policies see it. It never jumps: a wall clock that is set an hour back would keep a
 * breaker open for an hour, and one set forward would repeat everything at once.
 */
export interface Clock {
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Calls back once, after so many milliseconds. What it returns calls that off. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

export const monotonicClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** A number from 0 up to 1, as `Math.random` gives it. */
export type RandomSource = () => number;
