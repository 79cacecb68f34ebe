/** Where the rows of an account gather while it is made up. */
import { collectionKeys } from '../catalogue.ts';
import type { Random } from './random.ts';

/** A row that is still being written. */
export type Draft = Record<string, unknown> & { id: string };

/** Ids of different collections never meet, so that an id that got into the wrong place finds nothing there. */
const FIRST_ID = 1_000_000;

export class Ledger {
  readonly random: Random;
  readonly #drafts = new Map<string, Draft[]>(collectionKeys.map((key) => [key, []]));
  readonly #byId = new Map<string, Map<string, Draft>>(collectionKeys.map((key) => [key, new Map()]));
  readonly #order = new Map(collectionKeys.toSorted().map((key, index) => [key, index + 1]));

  constructor(random: Random) {
    this.random = random;
  }

  add(key: string, fields: Record<string, unknown>): Draft {
    const drafts = this.all(key);
    const draft = { ...fields, id: String((this.#order.get(key) as number) * FIRST_ID + drafts.length + 1) };
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

  /** How many rows there are in all. */
  get size() {
    let size = 0;
    for (const drafts of this.#drafts.values()) size += drafts.length;
    return size;
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
