/** For which records a need has been settled, so that a record which leads back to itself is walked once. */
import type { Collection } from './collection.ts';
import type { Depth } from './load-request.ts';
import type { RecordStore } from './record-store.ts';
import type { Requirements } from './requirements.ts';
import { typesBelow } from './types-below.ts';

/** Records that have come after they had been given up. */
export interface LateRecords {
  readonly requirements: Requirements;
  readonly ids: readonly string[];
  /** Of what they lead to. */
  readonly depth: Depth;
}

const NONE: readonly never[] = [];

export class SettledRecords {
  readonly #ids = new Map<Requirements, Set<string>>();
  /** Records that could not be fetched, and that nothing else had brought by then: their associations were not followed. */
  readonly #unfollowed = new Map<Requirements, { readonly ids: Set<string>; readonly depth: Depth }>();
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
  leave(requirements: Requirements, ids: readonly string[], depth: Depth): void {
    const lost = ids.filter((id) => !this.#store.get(requirements.collection, id));
    if (lost.length === 0) return;
    const left = this.#unfollowed.get(requirements);
    this.#unfollowed.set(requirements, { depth, ids: new Set(left ? [...left.ids, ...lost] : lost) });
  }

  /** The records that were left and have come since. They are left no longer. */
  takeUp(): readonly LateRecords[] {
    if (this.#unfollowed.size === 0) return NONE;
    const late: LateRecords[] = [];
    for (const [requirements, { depth, ids: left }] of this.#unfollowed) {
      const ids = this.#come(requirements, left);
      for (const id of ids) left.delete(id);
      if (ids.length > 0) late.push({ requirements, ids, depth });
      if (left.size === 0) this.#unfollowed.delete(requirements);
    }
    return late;
  }

  /** Whether a record that was left and has come may lead to records of this type. */
  mayBring({ key, members }: Collection): boolean {
    for (const [requirements, { ids }] of this.#unfollowed) {
      const types = typesBelow(requirements);
      if (!types.has(key) && !members.some((member) => types.has(member.key))) continue;
      if (this.#come(requirements, ids).length > 0) return true;
    }
    return false;
  }

  #come({ collection }: Requirements, left: ReadonlySet<string>): string[] {
    return [...left].filter((id) => this.#store.get(collection, id)?.row);
  }
}
