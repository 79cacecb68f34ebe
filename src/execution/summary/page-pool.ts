/**
 * The pages that all summaries of one operation may read. Each list reads its first page, which tells how many there are;
 * when all have, the rest is shared out: a list that needs little gets that, and the others the same number each.
 */
import type { Operation } from '../../loaders/operation.ts';

/** What all summaries of an operation have in common. */
export interface PageShare {
  /** REST calls for pages that they may make together. */
  readonly calls: number;
  /** How many lists they read, equal ones counted each. */
  readonly lists: number;
}

const pools = new WeakMap<Operation, PagePool>();

/** The pool of an operation, made when the first of its lists is read. */
export function poolOf(operation: Operation, share: PageShare): PagePool {
  let pool = pools.get(operation);
  if (!pool) pools.set(operation, (pool = new PagePool(share)));
  return pool;
}

interface Entry {
  /** Pages that its list has beside the first. */
  wanted: number;
  granted: number;
}

export class PagePool {
  /** Equal lists are read together, and need their pages once. */
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: (() => void)[] = [];
  #missing: number;
  #left: number;

  constructor({ calls, lists }: PageShare) {
    this.#missing = lists;
    this.#left = calls;
  }

  /** Takes the first page of a list. All lists of an operation do, before one of them is answered. */
  begin(list: string): void {
    if (this.#entries.has(list)) return;
    this.#entries.set(list, { wanted: 0, granted: 0 });
    this.#left--;
  }

  /** Waits until all lists have read their first page. Returns how many further pages this one may read. */
  async share(list: string, wanted: number): Promise<number> {
    const entry = this.#entries.get(list) as Entry;
    entry.wanted = Math.max(entry.wanted, wanted);
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#arrived();
    });
    return entry.granted;
  }

  /** A list that failed, or that has no pages, needs no more. */
  leave(): void {
    this.#arrived();
  }

  /** Takes one more page than was granted. False where there is none left. */
  extra(): boolean {
    if (this.#left <= 0) return false;
    this.#left--;
    return true;
  }

  #arrived(): void {
    if (--this.#missing > 0) return;
    const entries = [...this.#entries.values()].toSorted((one, other) => one.wanted - other.wanted);
    for (const [at, entry] of entries.entries()) {
      entry.granted = Math.min(entry.wanted, Math.floor(this.#left / (entries.length - at)));
      this.#left -= entry.granted;
    }
    for (const resolve of this.#waiting) resolve();
  }
}
