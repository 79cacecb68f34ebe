/**
 * What the API has shown of its pages, by type: how many rows one holds at most, whether `limit` and `offset` are
 * honoured, and whether its counts run above its rows. Kept with the other facts about the API; see `ApiFacts`.
 *
 * As those, they decide how few calls are planned. Rows are checked whatever the facts say.
 */
import { MAX_PAGE } from './load-request.ts';

/** Whether the API does something: it contradicts itself where that varies. */
export type Habit = 'unknown' | 'always' | 'never' | 'varies';

/** What is known of the pages of one type. */
interface Shown {
  /** The most rows that a page holds: {@link MAX_PAGE} until the API cuts one at fewer. */
  size: number;
  /** The largest size that the API has given in whole. */
  given: number;
  offsets: Habit;
  /** Pages were shorter than their count promised, and behind them was nothing. */
  overcounts: boolean;
}

/** Those facts as they are saved, by collection key. What is as it is assumed is left out. */
export interface SavedPageFacts {
  readonly sizes: Readonly<Record<string, number>>;
  readonly offsets: Readonly<Record<string, Habit>>;
}

const HABITS: ReadonlySet<unknown> = new Set(['always', 'never', 'varies']);

export class PageFacts {
  readonly #shown = new Map<string, Shown>();
  readonly #keys: ReadonlySet<string>;
  readonly #changed: () => void;

  /**
   * @param keys the collections of the schema: of no other anything is kept.
   * @param changed called with each fact that is learned or changes.
   */
  constructor(keys: Iterable<string>, changed: () => void) {
    this.#keys = new Set(keys);
    this.#changed = changed;
  }

  /** The most rows to ask for in one page of this collection; at most {@link MAX_PAGE}. */
  sizeOf(key: string): number {
    return this.#shown.get(key)?.size ?? MAX_PAGE;
  }

  /** Whether `limit` and `offset`, sent together, give that part of a list. */
  offsetsOf(key: string): Habit {
    return this.#shown.get(key)?.offsets ?? 'unknown';
  }

  /** Whether a page of so many rows has come in whole, so that a shorter one is the end of its list. */
  hasGiven(key: string, limit: number): boolean {
    return (this.#shown.get(key)?.given ?? 0) >= limit;
  }

  overcounts(key: string): boolean {
    return this.#shown.get(key)?.overcounts ?? false;
  }

  /** A page of so many rows came in whole, or the answer said that it may hold so many. */
  given(key: string, limit: number): void {
    if (this.hasGiven(key, limit)) return;
    const shown = this.#of(key);
    if (shown) shown.given = limit;
  }

  /** The API cut a page at so many rows. */
  cut(key: string, size: number): void {
    if (size < 1 || size >= this.sizeOf(key)) return;
    const shown = this.#of(key);
    if (!shown) return;
    shown.size = size;
    shown.given = Math.min(shown.given, size);
    this.#changed();
  }

  /** `limit` and `offset` were honoured, or were not. */
  offset(key: string, isHonoured: boolean): void {
    const before = this.offsetsOf(key);
    const seen = isHonoured ? 'always' : 'never';
    if (before === seen || before === 'varies') return;
    const shown = this.#of(key);
    if (!shown) return;
    shown.offsets = before === 'unknown' ? seen : 'varies';
    this.#changed();
  }

  /** Behind a page that was shorter than its count promised was nothing. */
  counted(key: string): void {
    const shown = this.#of(key);
    if (shown) shown.overcounts = true;
  }

  #of(key: string): Shown | null {
    let shown = this.#shown.get(key);
    if (!shown && this.#keys.has(key)) {
      shown = { size: MAX_PAGE, given: 0, offsets: 'unknown', overcounts: false };
      this.#shown.set(key, shown);
    }
    return shown ?? null;
  }

  save(): SavedPageFacts {
    const shown = [...this.#shown];
    return {
      sizes: Object.fromEntries(shown.flatMap(([key, { size }]) => (size < MAX_PAGE ? [[key, size]] : []))),
      offsets: Object.fromEntries(
        shown.flatMap(([key, { offsets }]) => (offsets === 'unknown' ? [] : [[key, offsets]])),
      ),
    };
  }

  /** Takes what {@link save} gave, beside what is known. What is no such fact is passed over. */
  restore(saved: unknown): void {
    const { sizes, offsets } = (saved ?? {}) as { readonly sizes?: unknown; readonly offsets?: unknown };
    for (const [key, size] of Object.entries(sizes ?? {}))
      if (Number.isSafeInteger(size)) this.cut(key, size as number);
    for (const [key, habit] of Object.entries(offsets ?? {})) {
      if (!HABITS.has(habit)) continue;
      if (habit !== 'never') this.offset(key, true);
      if (habit !== 'always') this.offset(key, false);
    }
  }

  /** Takes all that another knows. */
  takeFrom(other: PageFacts): void {
    for (const [key, shown] of other.#shown) this.#shown.set(key, { ...shown });
  }
}
