/**
 * What need not be asked for, because a cache has it: a record counts as known if it, and every record
 * that the operation goes on to from it, is there with all that is wanted of each.
 *
 * All or nothing, because a record of which only a part is known would turn one call that brings it with
 * its associations into several that bring those apart. So an operation never makes more calls with a
 * cache than without one, and what is foretold of it stays an upper bound.
 */
import { type Collection, membersOf } from './collection.ts';
import type { IdsLoadRequest } from './load-request.ts';
import { isEmpty, type Requirements } from './requirements.ts';
import type { KnownRecord, NamedRecord, OwnRecords, RecordName } from './record-cache.ts';
import {
  type RecordStore,
  type Reference,
  type StoredRecord,
  targetIdsOf,
  targetsOf,
  tells,
  withRemembered,
} from './record-store.ts';

/** What a look into the cache says of demands. */
export interface LookupResult {
  /** The demands, in their order, each with the ids that are still to be asked for. */
  readonly rest: readonly IdsLoadRequest[];
  /** Ids that are not to be asked for, and those that are. */
  readonly hits: number;
  readonly misses: number;
  /** Puts what was found into the operation's store. */
  absorb(): void;
}

/** Records of which one need wants something. */
interface Place {
  readonly requirements: Requirements;
  readonly ids: readonly string[];
}

export class CacheLookup {
  readonly #store: RecordStore;
  readonly #records: OwnRecords;
  /** What the cache said, by collection key and id, so that it is asked once. */
  readonly #known = new Map<string, Map<string, KnownRecord | null>>();
  /** What is being read for look-ups that overlap with this one. */
  readonly #reads = new Set<Promise<void>>();

  constructor(store: RecordStore, records: OwnRecords) {
    this.#store = store;
    this.#records = records;
  }

  /** Looks up what demands wait for and, a level at a time, what that leads to. Never rejects. */
  async lookUp(loadRequests: readonly IdsLoadRequest[]): Promise<LookupResult> {
    const seen = new Map<Requirements, Set<string>>();
    let places: readonly Place[] = loadRequests;
    while (places.length > 0) {
      await this.#read(places);
      places = this.#further(places, seen);
    }
    const verdicts = new Map<Requirements, Map<string, boolean>>();
    const found: Place[] = [];
    const rest = loadRequests.map((loadRequest) => {
      const ids = loadRequest.ids.filter((id) => !this.#isKnown(loadRequest.requirements, id, verdicts));
      if (ids.length === loadRequest.ids.length) return loadRequest;
      const missing = new Set(ids);
      found.push({ requirements: loadRequest.requirements, ids: loadRequest.ids.filter((id) => !missing.has(id)) });
      return { ...loadRequest, ids };
    });
    return { rest, ...count(loadRequests, rest), absorb: () => this.#absorb(found) };
  }

  /** Reads from the cache the records that were not looked up yet. */
  async #read(places: readonly Place[]): Promise<void> {
    const names = places.flatMap(({ requirements, ids }) =>
      ids.flatMap((id) =>
        this.#store.meets(requirements, id) ? [] : membersOf(requirements.collection).map(({ key }) => ({ key, id })),
      ),
    );
    const unasked = names.filter(({ key, id }) => {
      const table = this.#table(key);
      if (table.has(id)) return false;
      table.set(id, null);
      return true;
    });
    if (unasked.length > 0) {
      const read = this.#fill(unasked).finally(() => this.#reads.delete(read));
      this.#reads.add(read);
    }
    // Another look-up may be about to learn of the same records.
    await Promise.all(this.#reads);
  }

  async #fill(names: readonly RecordName[]): Promise<void> {
    const records = await this.#records.read(names);
    for (const [at, { key, id }] of names.entries()) this.#table(key).set(id, records[at] ?? null);
  }

  #table(key: string): Map<string, KnownRecord | null> {
    let table = this.#known.get(key);
    if (!table) this.#known.set(key, (table = new Map()));
    return table;
  }

  /** Where records that are known well enough lead to, places that were seen before left out. */
  #further(places: readonly Place[], seen: Map<Requirements, Set<string>>): readonly Place[] {
    const found = new Map<Requirements, string[]>();
    for (const { requirements, ids } of places) {
      for (const id of ids) {
        const record = this.#recordOf(requirements.collection, id);
        if (!record?.row || !tells(requirements, record)) continue;
        for (const { target, id: targetId } of targetsIn(requirements, record)) {
          let of = seen.get(target);
          if (!of) seen.set(target, (of = new Set()));
          if (of.has(targetId)) continue;
          of.add(targetId);
          const targetIds = found.get(target);
          if (targetIds) targetIds.push(targetId);
          else found.set(target, [targetId]);
        }
      }
    }
    return [...found].map(([requirements, ids]) => ({ requirements, ids }));
  }

  /** Whether nothing has to be asked for a record and all that it leads to. */
  #isKnown(requirements: Requirements, id: string, verdicts: Map<Requirements, Map<string, boolean>>): boolean {
    let of = verdicts.get(requirements);
    if (!of) verdicts.set(requirements, (of = new Map()));
    const before = of.get(id);
    if (before !== undefined) return before;
    // A record may lead back to itself.
    of.set(id, true);
    const record = this.#recordOf(requirements.collection, id);
    const verdict =
      record !== undefined &&
      (!record.row ||
        (tells(requirements, record) &&
          targetsIn(requirements, record).every(({ target, id: targetId }) =>
            this.#isKnown(target, targetId, verdicts),
          )));
    of.set(id, verdict);
    return verdict;
  }

  /** What operation and cache know of a record, together. */
  #recordOf(collection: Collection, id: string): StoredRecord | undefined {
    const own = this.#store.get(collection, id);
    if (own && !own.row) return own;
    const remembered = this.#remembered(collection, id);
    return remembered ? withRemembered(own, remembered.record) : own;
  }

  #remembered(collection: Collection, id: string): NamedRecord | null {
    for (const { key } of membersOf(collection)) {
      const record = this.#known.get(key)?.get(id);
      if (record) return { key, id, record };
    }
    return null;
  }

  #absorb(places: readonly Place[]): void {
    const seen = new Map<Requirements, Set<string>>();
    for (let at = places; at.length > 0; at = this.#further(at, seen)) {
      for (const { requirements, ids } of at) {
        for (const id of ids) {
          const remembered = this.#remembered(requirements.collection, id);
          if (remembered) this.#store.addRemembered(remembered);
        }
      }
    }
  }
}

/** Where a record leads to that something is wanted of. Lists are not followed: they are asked for in any case. */
const targetsIn = (
  requirements: Requirements,
  record: StoredRecord,
): { readonly target: Requirements; readonly id: string }[] =>
  [...requirements.links.values()].flatMap(({ link, targets, chosen = [] }) => {
    if (link.listing || !record.row) return [];
    const [first] = link.targets;
    const references: readonly Reference[] =
      link.kind === 'many'
        ? first
          ? (targetIdsOf(record, link) ?? []).map((id) => ({ collection: first, id }))
          : []
        : targetsOf(record.row, link);
    return references.flatMap(({ collection, id }) => {
      const target = targets.get(collection);
      // Any of them may be one of the chosen.
      const all = [...(target ? [target] : []), ...chosen.map((one) => one.target)];
      return all.filter((one) => !isEmpty(one)).map((one) => ({ target: one, id }));
    });
  });

/** How many different records of demands were found, and how many not. */
function count(
  loadRequests: readonly IdsLoadRequest[],
  rest: readonly IdsLoadRequest[],
): { hits: number; misses: number } {
  const names = (all: readonly IdsLoadRequest[]) =>
    new Set(all.flatMap(({ requirements, ids }) => ids.map((id) => `${requirements.collection.key} ${id}`))).size;
  const misses = names(rest);
  return { hits: names(loadRequests) - misses, misses };
}
