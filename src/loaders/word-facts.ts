/**
 * Which words of a closed set rows have had: kept with the facts about the API, for all callers. A word is one of the
 * schema's, never a value that somebody wrote, so there is a fixed number of them.
 */
import type { Row } from '../upstream/envelope.ts';
import type { Collection, WordColumn } from './collection.ts';

/** Rows of a type that must have been looked at before a word that none had is called unseen. */
export const ROWS_TO_JUDGE = 100;

/** Rows of one answer that are looked at: learning should cost nothing beside reading it. */
const MOST_LOOKED_AT = 200;

interface Watch {
  readonly columns: ReadonlyMap<string, { readonly nameOf: WordColumn['nameOf']; readonly seen: Set<string> }>;
  rows: number;
}

export class WordFacts {
  readonly #watches = new Map<string, Watch>();

  constructor(collections: Iterable<Collection>) {
    for (const { key, words } of collections) {
      if (!words || words.length === 0) continue;
      const columns = new Map(words.map(({ column, nameOf }) => [column, { nameOf, seen: new Set<string>() }]));
      this.#watches.set(key, { columns, rows: 0 });
    }
  }

  /** Looks at the rows of an answer. */
  see(key: string, rows: readonly Row[]): void {
    const watch = this.#watches.get(key);
    if (!watch) return;
    const looked = Math.min(rows.length, MOST_LOOKED_AT);
    watch.rows += looked;
    for (const [column, { nameOf, seen }] of watch.columns) {
      for (let at = 0; at < looked; at++) {
        const word = rows[at]?.[column];
        const name = word === null || word === undefined ? undefined : nameOf(word);
        if (name !== undefined) seen.add(name);
      }
    }
  }

  /** Whether enough rows were looked at, and none of them had this word. */
  isUnseen(key: string, column: string, name: string): boolean {
    const watch = this.#watches.get(key);
    const words = watch?.columns.get(column);
    return watch !== undefined && words !== undefined && watch.rows >= ROWS_TO_JUDGE && !words.seen.has(name);
  }
}
