const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/**
 * How long to wait before another worker takes the place of one that ended by itself, in milliseconds: not at all after
 * one that had lived for a while, and twice as long after each that had not.
 *
 * @param shortLives how many in a row had not lived for a while
 */
export const restartPauseMs = (shortLives: number): number =>
  shortLives === 0 ? 0 : Math.min(FIRST_MS * 2 ** (shortLives - 1), LONGEST_MS);
