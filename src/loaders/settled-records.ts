/** For which records a need has been settled, so that a record which leads back to itself is walked once. */
import type { RecordStore } from './record-store.ts';
import type { Requirements } from './requirements.ts';

const NONE: readonly never[] = [];

export class SettledRecords {
  readonly #ids = new Map<Requirements, Set<string>>();
  /** Records that could not be fetched, and that nothing else had brought by then: their associations were not followed. */
  readonly #unfollowed = new Map<Requirements, Set<string>>();
  readonly #store: RecordStore;

  constructor(store: RecordStore) {
    this.#store = store;
  }

  /** Those of the records that this need has not been settled for. From now on it has. */
  fresh(requirements: Requirements, ids: readonly string[], scope: string | null): readonly string[] {
    let settled = this.#ids.get(requirements);
    if (!settled) this.#ids.set(requirements, (settled = new Set()));
    const fresh: string[] = [];
    for (const id of ids) {
      // The same id in another scope is another record: one may be absent while the other exists.
      const key = scope === null ? id : `${scope} ${id}`;
      if (settled.has(key)) continue;
      settled.add(key);
      fresh.push(id);
    }
    return fresh;
  }

  /** Notes those of the records of which nothing is known after all: what they lead to is loaded if they come by another way. */
  leave(requirements: Requirements, ids: readonly string[]): void {
    const lost = ids.filter((id) => !this.#store.get(requirements.collection, id));
    if (lost.length === 0) return;
    const left = this.#unfollowed.get(requirements);
    this.#unfollowed.set(requirements, new Set(left ? [...left, ...lost] : lost));
  }

  /** The records that were left and have come since, by what is needed of them. They are left no longer. */
  takeUp(): readonly (readonly [Requirements, readonly string[]])[] {
    if (this.#unfollowed.size === 0) return NONE;
    const late: (readonly [Requirements, readonly string[]])[] = [];
    for (const [requirements, left] of this.#unfollowed) {
      const come = [...left].filter((id) => this.#store.get(requirements.collection, id)?.row);
      for (const id of come) left.delete(id);
      if (come.length > 0) late.push([requirements, come]);
      if (left.size === 0) this.#unfollowed.delete(requirements);
    }
    return late;
  }
}
