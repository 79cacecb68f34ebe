/** Chance that repeats itself: the same seed gives the same numbers. */

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 up to, but without, 1. (mulberry32) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number, both ends included. */
  between(from: number, to: number) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** True in that share of cases. */
  chance(share: number) {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('There is nothing to pick from.');
    return from[Math.floor(this.next() * from.length)] as T;
  }

  /** Up to `count` different ones, in their own order. */
  some<T>(from: readonly T[], count: number): T[] {
    if (count >= from.length) return [...from];
    const picked = new Set<number>();
    while (picked.size < count) picked.add(Math.floor(this.next() * from.length));
    return [...picked].toSorted((a, b) => a - b).map((index) => from[index] as T);
  }

  /** One that is likelier the nearer it stands to the front. */
  early<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * this.next() * from.length)] as T;
  }
}

/** A number from 0 to 2^32 - 1 that a text always gives. (FNV-1a) */
export function numberFrom(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
