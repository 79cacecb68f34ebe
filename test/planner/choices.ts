/**
 * Where random things take their decisions from: a sequence of numbers that fast-check made. When it
 * is used up every further decision is the first, simplest one, so that a shorter sequence is a
 * smaller thing, and fast-check's shrinking of numbers becomes a shrinking of accounts and operations.
 */
import { Random } from '../../src/sandbox/account/random.ts';

export interface Choices {
  /** From 0 up to, but without, `count`. */
  below(count: number): number;
}

export const choicesFrom = (numbers: readonly number[]): Choices => {
  let at = 0;
  return { below: (count) => (count <= 1 ? 0 : (numbers[at++] ?? 0) % count) };
};

/** Choices without end, for what is too large to be shrunk. */
export const choicesFromSeed = (seed: number): Choices => {
  const random = new Random(seed);
  return { below: (count) => Math.floor(random.next() * count) };
};

/** True in about `share` of 100 cases; false when the choices are used up. */
export const chance = (choices: Choices, share: number): boolean => choices.below(100) >= 100 - share;

export const pick = <T>(choices: Choices, from: readonly T[]): T => from[choices.below(from.length)] as T;

/** `count` of them, each at most once, in no order. */
export function pickSome<T>(choices: Choices, from: readonly T[], count: number): T[] {
  const left = [...from];
  const picked: T[] = [];
  while (picked.length < count && left.length > 0) picked.push(...left.splice(choices.below(left.length), 1));
  return picked;
}
