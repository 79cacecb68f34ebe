/** The memory of a process for what clients and the API can make large: bodies under way, rows, answers. */
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/** Without a setting, this part of what the process may have. The rest is for code, garbage, and what is not counted. */
const DEFAULT_SHARE = 1 / 3;
/** What one operation may hold of it. */
const OPERATION_SHARE = 1 / 2;
/** From here on no further request is let in of a principal that holds much already. */
const TIGHT_SHARE = 3 / 4;
/** So little finds room when there is none for more: a small operation beside large ones. In bytes, and of the whole. */
const SMALL = 64 * 1024;
const SMALL_RESERVE = 1.1;

/**
 * What the process may have, in bytes: the limit of its container or the memory of the machine, or V8's limit of the
 * heap where that is less.
 */
export function availableBytes(): number {
  const constrained = process.constrainedMemory();
  const memory = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.min(memory, getHeapStatistics().heap_size_limit);
}

/** The default of `MEMORY_BUDGET` for each of so many processes. */
export const defaultMemoryBudget = (processes = 1): number =>
  Math.floor((availableBytes() * DEFAULT_SHARE) / processes);

/** Counts the bytes held, and decides whether there is room for more. Every taker must give back what it took. */
export class MemoryBudget {
  readonly maxBytes: number;
  #used = 0;
  /** What each principal's operations hold together; only of those that hold something. */
  readonly #held = new Map<string, number>();

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get used(): number {
    return this.#used;
  }

  /** Whether so much is held that nothing new should begin. */
  get isTight(): boolean {
    return this.#used > this.maxBytes * TIGHT_SHARE;
  }

  /** Takes so many bytes, if there is room for them. */
  take(bytes: number): boolean {
    const room = this.maxBytes * (bytes <= SMALL ? SMALL_RESERVE : 1) - this.#used;
    if (bytes > room) return false;
    this.#used += bytes;
    return true;
  }

  /** Notes what is held whether there is room for it or not. */
  note(bytes: number): void {
    this.#used += bytes;
  }

  giveBack(bytes: number): void {
    this.#used -= bytes;
  }

  /** Whether a principal holds its part or more of a memory that is short, so that nothing new of it should begin. */
  isTightFor(holder: string): boolean {
    const own = this.#held.get(holder) ?? 0;
    return this.isTight && own > 0 && own * this.#held.size >= this.#used / 2;
  }

  /** An account of what one operation of this principal holds. */
  account(holder: string): MemoryAccount {
    return new MemoryAccount(this, holder, this.maxBytes * OPERATION_SHARE);
  }

  /** Takes for an account: see {@link take}. */
  takeFor(holder: string, bytes: number): boolean {
    if (!this.take(bytes)) return false;
    this.#held.set(holder, (this.#held.get(holder) ?? 0) + bytes);
    return true;
  }

  giveBackFor(holder: string, bytes: number): void {
    this.giveBack(bytes);
    const left = (this.#held.get(holder) ?? 0) - bytes;
    if (left > 0) this.#held.set(holder, left);
    else this.#held.delete(holder);
  }
}

/** What one operation holds, given back all at once. */
export class MemoryAccount {
  readonly #budget: MemoryBudget;
  readonly #holder: string;
  readonly maxBytes: number;
  #held = 0;

  constructor(budget: MemoryBudget, holder: string, maxBytes: number) {
    this.#budget = budget;
    this.#holder = holder;
    this.maxBytes = maxBytes;
  }

  /** Takes so many bytes more: `own` says that they pass the share of one operation, `full` that there is no room. */
  hold(bytes: number): 'held' | 'own' | 'full' {
    if (this.#held + bytes > this.maxBytes) return 'own';
    if (!this.#budget.takeFor(this.#holder, bytes)) return 'full';
    this.#held += bytes;
    return 'held';
  }

  /** A further account of the same principal, for a part of the operation that gives back what it holds by itself. */
  another(): MemoryAccount {
    return new MemoryAccount(this.#budget, this.#holder, this.maxBytes);
  }

  /** Gives all of it back. What is held afterwards is held anew. */
  release(): void {
    this.#budget.giveBackFor(this.#holder, this.#held);
    this.#held = 0;
  }
}
