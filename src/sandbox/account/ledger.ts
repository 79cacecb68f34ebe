/** Where the rows of an account gather while it is made up. */
import { collectionKeys } from '../catalogue.ts';
import { numberFrom, Random } from './random.ts';

/** A row that is still being written. */
export type Draft = Record<string, unknown> & { id: string };

/** Ids of different collections never meet, so that an id that got into the wrong place finds nothing there. */
const IDS_EACH = 1_000_000;
const BLOCKS = 989;

/**
 * The block of ids of each collection, 10 to 998: drawn from the collection's name, so that declaring one more type
 * leaves the ids of all others as they are (but for the rare two that draw the same).
 */
function blocksOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const blocks = new Map<string, number>();
  const taken = new Set<number>();
  for (const key of keys.toSorted()) {
    let block = numberFrom(key) % BLOCKS;
    while (taken.has(block)) block = (block + 1) % BLOCKS;
    taken.add(block);
    blocks.set(key, block + 10);
  }
  return blocks;
}

export class Ledger {
  readonly random: Random;
  /** Chances of their own for what joined the account later: drawing from them leaves all other rows as they are. */
  readonly quiet = new Random(numberFrom('quiet'));
  readonly #drafts = new Map<string, Draft[]>(collectionKeys.map((key) => [key, []]));
  readonly #byId = new Map<string, Map<string, Draft>>(collectionKeys.map((key) => [key, new Map()]));
  #aside = 0;
  readonly #blocks = blocksOf(collectionKeys);

  constructor(random: Random) {
    this.random = random;
  }

  add(key: string, fields: Record<string, unknown>): Draft {
    const drafts = this.all(key);
    const draft = { ...fields, id: String((this.#blocks.get(key) as number) * IDS_EACH + drafts.length + 1) };
    drafts.push(draft);
    this.#byId.get(key)?.set(draft.id, draft);
    return draft;
  }

  all(key: string): Draft[] {
    const drafts = this.#drafts.get(key);
    if (!drafts) throw new Error(`The made-up account has no collection ${key}.`);
    return drafts;
  }

  get(key: string, id: unknown): Draft | undefined {
    return this.#byId.get(key)?.get(String(id));
  }

  pick(key: string): Draft {
    return this.random.pick(this.all(key));
  }

  /** How many rows there are, but for those that were added aside. */
  get size() {
    return this.#total() - this.#aside;
  }

  /** Adds rows that do not count, so that no project is left out for their sake. */
  aside<Result>(add: () => Result): Result {
    const before = this.#total();
    const result = add();
    this.#aside += this.#total() - before;
    return result;
  }

  #total() {
    let total = 0;
    for (const drafts of this.#drafts.values()) total += drafts.length;
    return total;
  }

  rows(): Record<string, Draft[]> {
    return Object.fromEntries(this.#drafts);
  }
}

/** Adds an id to a to-many association of a row. */
export function attach(draft: Draft, field: string, id: string) {
  const ids = draft[field] as string[] | undefined;
  if (ids) ids.push(id);
  else draft[field] = [id];
}
