/** From records along the associations that are wanted of them, to the records that they lead to. */
import type { Row } from '../upstream/envelope.ts';
import type { Collection, Link } from './collection.ts';
import type { Via } from './load-request.ts';
import { isLinkKnown, type RecordStore, scopeOf, type StoredRecord, targetIdsOf, targetsOf } from './record-store.ts';
import { bareRowEnds, isEmpty, isIncluded, type LinkRequirements, type Requirements } from './requirements.ts';
import { isSpecial, shapeOfKnown } from './wants.ts';

/** One association on its way from records to their targets. */
interface Trail {
  readonly linkRequirements: LinkRequirements;
  /** Where the association was included, there is nothing left to do for its targets. */
  readonly endsWithInclude: boolean;
  /** The targets, by what is needed of them, and the records that lead to those which are not known. */
  readonly found: Map<Requirements, { ids: string[]; parents: string[] }>;
  /** Targets that were looked at and need not be again: hundreds of records may all lead to the same hundreds. */
  readonly seen: Set<string>;
}

export class Trails {
  readonly #store: RecordStore;
  /** Null where it is not known which types several places want. */
  readonly #isShared: ((collection: Collection) => boolean) | null;

  constructor(store: RecordStore, isShared: ((collection: Collection) => boolean) | undefined) {
    this.#store = store;
    this.#isShared = isShared ?? null;
  }

  /** Where associations of records lead, as far as it is known: what is needed, of which records, and how else they come. */
  from(
    requirements: Requirements,
    links: readonly LinkRequirements[],
    ids: readonly string[],
  ): { readonly target: Requirements; readonly ids: readonly string[]; readonly via: Via | null }[] {
    const trails = links.map((linkRequirements) => this.#begin(linkRequirements)).filter((trail) => trail !== null);
    if (trails.length === 0) return [];
    for (const id of ids) {
      const record = this.#store.get(requirements.collection, id);
      if (!record?.row) continue;
      for (const trail of trails) this.#advance(trail, id, record, record.row);
    }
    return trails.flatMap(({ linkRequirements, found }) =>
      [...found].map(([target, { ids: targetIds, parents }]) => ({
        target,
        ids: targetIds,
        via: this.#via(requirements, linkRequirements, target, parents),
      })),
    );
  }

  /** Those of known records that still wait to be fetched which tell by themselves where an association leads. */
  ahead(requirements: Requirements, linkRequirements: LinkRequirements, ids: readonly string[]): string[] {
    const { link } = linkRequirements;
    return ids.filter((id) => {
      const record = this.#store.get(requirements.collection, id);
      if (!record?.row || record.included.has(link.name)) return Boolean(record);
      const fetchTells = isIncluded(linkRequirements, shapeOfKnown(record, record.row), this.#store.facts.isOwn);
      return (!fetchTells || isSpecial(requirements, record, record.row)) && isLinkKnown(record, link);
    });
  }

  /**
   * Of known records that are being asked for once more: the records which come with them, whose ids they tell already, and
   * which want lists under them.
   */
  coming(
    requirements: Requirements,
    ids: readonly string[],
  ): { readonly target: Requirements; readonly ids: readonly string[] }[] {
    return [...requirements.links.values()].flatMap((linkRequirements) => {
      const { link, targets } = linkRequirements;
      if (link.listing || [...targets.values()].every(({ lists }) => lists.size === 0)) return [];
      const ahead = new Set(this.ahead(requirements, linkRequirements, ids));
      const trail: Trail = { linkRequirements, endsWithInclude: false, found: new Map(), seen: new Set() };
      for (const id of ids) {
        const record = this.#store.get(requirements.collection, id);
        if (record?.row && !ahead.has(id) && isLinkKnown(record, link)) this.#advance(trail, id, record, record.row);
      }
      return [...trail.found].map(([target, { ids: targetIds }]) => ({ target, ids: targetIds }));
    });
  }

  /** How one association is followed; `null` when nothing is wanted of its targets, here or at another place. */
  #begin(linkRequirements: LinkRequirements): Trail | null {
    const wanted = [...linkRequirements.targets.values()].filter((target) => !isEmpty(target));
    if (wanted.length === 0)
      return this.#spares(linkRequirements.link)
        ? { linkRequirements, endsWithInclude: false, found: new Map(), seen: new Set() }
        : null;
    // Only a bare row is needed, and no other place requests such records: the included row is enough.
    const ends = wanted.every(
      (target) =>
        target.links.size + target.lists.size === 0 &&
        target.optional.size + target.refs.size === 0 &&
        !this.#isShared?.(target.collection),
    );
    return { linkRequirements, endsWithInclude: ends && this.#isShared !== null, found: new Map(), seen: new Set() };
  }

  /** Whether the targets that an include does not bring spare another place a call: they are not there. */
  #spares({ includable, targets }: Link): boolean {
    return includable && this.#isShared !== null && targets.some(this.#isShared);
  }

  /** Notes where an association of one record leads. */
  #advance(
    { linkRequirements: { link, targets }, endsWithInclude, found, seen }: Trail,
    id: string,
    record: StoredRecord,
    row: Row,
  ): void {
    const included = record.included.has(link.name);
    if (included && endsWithInclude) return;
    const add = (collection: Collection, targetId: string) => {
      const known = this.#store.get(collection, targetId) !== undefined;
      // The include brought every target that this token may see.
      if (included && !known) this.#store.addAbsent(collection.key, targetId);
      // Of one that is not known every record is noted that leads to it.
      if (link.kind === 'many' && (included || known)) seen.add(targetId);
      const target = targets.get(collection);
      if (!target || isEmpty(target)) return;
      let entry = found.get(target);
      if (!entry) found.set(target, (entry = { ids: [], parents: [] }));
      entry.ids.push(targetId);
      if (!included && !known) entry.parents.push(id);
    };
    if (link.kind === 'many') {
      const [target] = link.targets;
      if (!target) return;
      for (const targetId of targetIdsOf(record, link) ?? []) if (!seen.has(targetId)) add(target, targetId);
    } else for (const target of targetsOf(row, link)) add(target.collection, target.id);
  }

  /** The other way to these targets, where there is one: the rows that lead to them, fetched again with the include. */
  #via(
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
