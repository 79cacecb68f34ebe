/** For which records a need has been settled, so that a record which leads back to itself is walked once. */
import type { Collection } from './collection.ts';
import type { Depth } from './load-request.ts';
import { isLinkKnown, type RecordStore } from './record-store.ts';
import type { Requirements } from './requirements.ts';
import { isAbout } from './types-below.ts';

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
  readonly #unfollowed = new Map<Requirements, { readonly ids: Map<string, number>; readonly depth: Depth }>();
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

  /** Notes those of the records that could not be loaded: what they lead to is loaded if another way tells it. */
  leave(requirements: Requirements, ids: readonly string[], depth: Depth): void {
    const lost = ids.filter((id) => this.#isLost(requirements, id));
    if (lost.length === 0) return;
    const left = new Map(this.#unfollowed.get(requirements)?.ids);
    for (const id of lost) left.set(id, this.#known(requirements, id));
    this.#unfollowed.set(requirements, { depth, ids: left });
  }

  /** The records that were left and have come since. They are left no longer. */
  takeUp(): readonly LateRecords[] {
    if (this.#unfollowed.size === 0) return NONE;
    const late: LateRecords[] = [];
    for (const [requirements, { depth, ids: left }] of this.#unfollowed) {
      const ids = this.#come(requirements, left);
      for (const id of ids) {
        left.delete(id);
        if (this.#isLost(requirements, id)) left.set(id, this.#known(requirements, id));
      }
      if (ids.length > 0) late.push({ requirements, ids, depth });
      if (left.size === 0) this.#unfollowed.delete(requirements);
    }
    return late;
  }

  /** Whether a record that was left and has come may lead to records of this type. */
  mayBring(collection: Collection): boolean {
    for (const [requirements, { ids }] of this.#unfollowed)
      if (isAbout(requirements, collection) && this.#come(requirements, ids).length > 0) return true;
    return false;
  }

  /** Those of which more is known than when they were left. */
  #come(requirements: Requirements, left: ReadonlyMap<string, number>): string[] {
    return [...left].filter(([id, known]) => this.#known(requirements, id) > known).map(([id]) => id);
  }

  /** Nothing is known of it, or not all that its own call should have told. */
  #isLost(requirements: Requirements, id: string): boolean {
    const { collection, links } = requirements;
    if (!this.#store.get(collection, id)) return true;
    return this.#store.failure(collection, id) !== undefined && this.#known(requirements, id) < links.size;
  }

  /** Of how many of its wanted associations it is known where they lead; below zero without a row. */
  #known({ collection, links }: Requirements, id: string): number {
    const record = this.#store.get(collection, id);
    if (!record?.row) return -1;
    return [...links.values()].filter(({ link }) => isLinkKnown(record, link)).length;
  }
}
