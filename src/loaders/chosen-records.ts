/**
 * Which records of an association are chosen, where a field answers some of them. It is decided once for each parent, as
 * soon as the rows of all its targets are known, so that what hangs below is loaded for the chosen alone.
 */
import type { Row } from '../upstream/envelope.ts';
import type { Choice, ChoiceNeed, ChosenRequirements } from './choice.ts';
import type { Collection, Link } from './collection.ts';
import { type Depth, next } from './load-request.ts';
import { type RecordStore, targetIdsOf } from './record-store.ts';
import type { LinkRequirements, Requirements } from './requirements.ts';
import { isAbout } from './types-below.ts';

/** In a prediction, makes what stands for at most `first` of the records that `id` means, for each that `parent` means. */
export type Fewer = (
  collection: Collection,
  parent: string,
  id: string,
  first: number,
) => { readonly id: string; readonly row: Row };

interface Chosen {
  readonly target: Requirements;
  readonly ids: readonly string[];
}

/** A choice that was made without some records, whose calls had failed by then, or that waits for rows. */
interface Unsure {
  readonly one: ChosenRequirements;
  readonly collection: Collection;
  readonly link: Link;
  readonly parent: string;
  readonly depth: Depth;
  readonly isMade: boolean;
  readonly missing: readonly string[];
}

export class ChosenRecords {
  readonly #store: RecordStore;
  readonly #choiceOf: (need: ChoiceNeed) => Choice;
  readonly #fewer: Fewer | null;
  /** By the parents' ids. */
  readonly #chosen = new Map<ChoiceNeed, Map<string, readonly string[]>>();
  /** Choices that may have to be made, or made once more; by the parents' ids as well. */
  readonly #unsure = new Map<ChoiceNeed, Map<string, Unsure>>();

  constructor(store: RecordStore, choiceOf: (need: ChoiceNeed) => Choice, fewer: Fewer | null) {
    this.#store = store;
    this.#choiceOf = choiceOf;
    this.#fewer = fewer;
  }

  /** The records that were chosen for a parent; `undefined` where nothing was to be loaded for them. */
  get(need: ChoiceNeed, parent: string): readonly string[] | undefined {
    return this.#chosen.get(need)?.get(parent);
  }

  /** Chooses for these parents, and for those that have waited, where all rows are known. */
  choose(
    { collection }: Requirements,
    { link, chosen = [] }: LinkRequirements,
    parents: readonly string[],
    depth: Depth,
  ): Chosen[] {
    return chosen.map((one) => {
      const open = [...(this.#unsure.get(one.choice)?.values() ?? [])].filter(({ isMade }) => !isMade);
      const waiting = new Set(open.map(({ parent }) => parent));
      const known = this.#knownOf(one.choice);
      const ids = new Set<string>();
      for (const parent of new Set([...parents, ...waiting])) {
        if (known.has(parent) || !this.#targetsOf(collection, link, parent)) continue;
        if (!this.#areKnown(collection, link, parent)) {
          if (!waiting.has(parent))
            this.#leave({ one, collection, link, parent, depth: next(depth, true), isMade: false });
          continue;
        }
        for (const id of this.#decide(one, collection, link, parent, depth)) ids.add(id);
      }
      return { target: one.target, ids: [...ids] };
    });
  }

  /** Whether a choice was made without a record that has come since, or waited for what is there now. */
  isLate(need: ChoiceNeed, parent: string): boolean {
    const unsure = this.#unsure.get(need)?.get(parent);
    return unsure !== undefined && this.#hasCome(unsure);
  }

  /** Whether one was for which records of this type may be loaded. */
  mayBring(collection: Collection): boolean {
    return this.#late().some(({ one }) => isAbout(one.target, collection));
  }

  /** Chooses there, once more where that was done before. */
  late(): (Chosen & { readonly depth: Depth })[] {
    return this.#late().map(({ one, collection, link, parent, depth }) => ({
      target: one.target,
      ids: this.#decide(one, collection, link, parent, depth),
      depth,
    }));
  }

  #late(): Unsure[] {
    const late: Unsure[] = [];
    for (const byParent of this.#unsure.values())
      for (const unsure of byParent.values()) if (this.#hasCome(unsure)) late.push(unsure);
    return late;
  }

  #hasCome({ collection, link, parent, isMade, missing }: Unsure): boolean {
    const [target] = link.targets;
    if (!target) return false;
    return isMade ? missing.some((id) => this.#store.get(target, id)) : this.#areKnown(collection, link, parent);
  }

  #leave(open: Omit<Unsure, 'missing'>): void {
    const { one, collection, link, parent } = open;
    const [target] = link.targets;
    const ids = this.#targetsOf(collection, link, parent) ?? [];
    const missing = target ? ids.filter((id) => !this.#store.get(target, id)) : [];
    let unsure = this.#unsure.get(one.choice);
    if (missing.length === 0) return void unsure?.delete(parent);
    if (!unsure) this.#unsure.set(one.choice, (unsure = new Map()));
    unsure.set(parent, { ...open, missing });
  }

  #decide(
    one: ChosenRequirements,
    collection: Collection,
    link: Link,
    parent: string,
    depth: Depth,
  ): readonly string[] {
    const found = this.#of(one, collection, link, parent);
    this.#knownOf(one.choice).set(parent, found);
    this.#leave({ one, collection, link, parent, depth, isMade: true });
    return found;
  }

  #knownOf(need: ChoiceNeed): Map<string, readonly string[]> {
    let known = this.#chosen.get(need);
    if (!known) this.#chosen.set(need, (known = new Map()));
    return known;
  }

  /** Null where the parent does not tell. */
  #targetsOf(collection: Collection, link: Link, parent: string): readonly string[] | null {
    const record = this.#store.get(collection, parent);
    return record ? targetIdsOf(record, link) : null;
  }

  /** Whether of each target there is a row, or a reason why there is none. */
  #areKnown(collection: Collection, link: Link, parent: string): boolean {
    const [target] = link.targets;
    if (!target) return true;
    const isIncluded = this.#store.get(collection, parent)?.included.has(link.name) ?? false;
    const ids = this.#targetsOf(collection, link, parent) ?? [];
    return isIncluded || ids.every((id) => this.#store.get(target, id) ?? this.#store.failure(target, id));
  }

  #of({ choice: need }: ChosenRequirements, collection: Collection, link: Link, parent: string): readonly string[] {
    const [target] = link.targets;
    if (!target) return [];
    const ids = this.#targetsOf(collection, link, parent) ?? [];
    const isIncluded = this.#store.get(collection, parent)?.included.has(link.name) ?? false;
    // The include brings every target that this token may see.
    if (isIncluded) for (const id of ids) if (!this.#store.get(target, id)) this.#store.addAbsent(target.key, id);
    const choice = this.#choiceOf(need);
    if (!this.#fewer) return choice.of(ids, (id) => this.#store.get(target, id)?.row);
    const { first } = choice;
    return first === null ? ids : ids.map((id) => this.#standIn(target, parent, id, first));
  }

  #standIn(target: Collection, parent: string, id: string, first: number): string {
    const fewer = this.#fewer?.(target, parent, id, first);
    if (!fewer) return id;
    this.#store.addBare(target.key, fewer.id, fewer.row);
    return fewer.id;
  }
}
