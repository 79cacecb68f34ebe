/** From records along the associations that are wanted of them, to the records that they lead to. */
import type { Row } from '../upstream/envelope.ts';
import type { Collection } from './collection.ts';
import type { Via } from './load-request.ts';
import { type RecordStore, scopeOf, type StoredRecord, targetIdsOf, targetsOf } from './record-store.ts';
import { bareRowEnds, isEmpty, type LinkRequirements, type Requirements } from './requirements.ts';

/** One association on its way from records to their targets. */
export interface Trail {
  readonly linkRequirements: LinkRequirements;
  /** Where the association was included, there is nothing left to do for its targets. */
  readonly endsWithInclude: boolean;
  /** The targets, by what is needed of them, and the records that lead to those which are not known. */
  readonly found: Map<Requirements, { ids: string[]; parents: string[] }>;
}

export class Trails {
  readonly #store: RecordStore;
  /** Null where it is not known which types several places want. */
  readonly #isShared: ((collection: Collection) => boolean) | null;

  constructor(store: RecordStore, isShared: ((collection: Collection) => boolean) | undefined) {
    this.#store = store;
    this.#isShared = isShared ?? null;
  }

  /** How one association is followed; `null` when nothing is wanted of its targets. */
  begin(linkRequirements: LinkRequirements): Trail | null {
    const wanted = [...linkRequirements.targets.values()].filter((target) => !isEmpty(target));
    if (wanted.length === 0) return null;
    // Only a bare row is needed, and no other place requests such records: the included row is enough.
    const ends = wanted.every(
      (target) =>
        target.links.size === 0 &&
        target.optional.size + target.refs.size === 0 &&
        !this.#isShared?.(target.collection),
    );
    return { linkRequirements, endsWithInclude: ends && this.#isShared !== null, found: new Map() };
  }

  /** Notes where an association of one record leads. */
  advance(
    { linkRequirements: { link, targets }, endsWithInclude, found }: Trail,
    id: string,
    record: StoredRecord,
    row: Row,
  ): void {
    const included = record.included.has(link.name);
    if (included && endsWithInclude) return;
    const add = (collection: Collection, targetId: string) => {
      const target = targets.get(collection);
      if (!target || isEmpty(target)) return;
      const known = this.#store.get(collection, targetId) !== undefined;
      // The include brought every target that this token may see.
      if (included && !known) this.#store.addAbsent(collection.key, targetId);
      let entry = found.get(target);
      if (!entry) found.set(target, (entry = { ids: [], parents: [] }));
      entry.ids.push(targetId);
      if (!included && !known) entry.parents.push(id);
    };
    if (link.kind === 'many') {
      const [target] = link.targets;
      if (target) for (const targetId of targetIdsOf(record, link) ?? []) add(target, targetId);
    } else for (const target of targetsOf(row, link)) add(target.collection, target.id);
  }

  /** The other way to these targets, where there is one: the rows that lead to them, fetched again with the include. */
  via(
    requirements: Requirements,
    { link }: LinkRequirements,
    target: Requirements,
    parents: readonly string[],
  ): Via | null {
    const { endpoint } = requirements.collection;
    const open =
      link.includable &&
      !link.requires &&
      parents.length > 0 &&
      endpoint !== null &&
      // Without its scope, a row can be fetched again by its own path: a call for each.
      parents.every(
        (id) =>
          endpoint.single || scopeOf(requirements.collection, this.#store.get(requirements.collection, id)) !== null,
      ) &&
      bareRowEnds(target, this.#store.facts.isOwn);
    return open ? { requirements, link, ids: parents } : null;
  }
}
