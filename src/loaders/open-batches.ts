/** Calls for lists under records, as long as they wait for the next wave: which records they take, by what else they ask for. */
import type { NestedBatch } from './nested-batch.ts';
import type { NestedArguments, NestedNeed } from './nested-need.ts';

/** One list that is wanted: of this record, from this row on. */
export interface WantedList {
  readonly need: NestedNeed;
  readonly args: NestedArguments;
  readonly parent: string;
  readonly offset: number;
  /** Whether a call for it takes no other record. */
  readonly isAlone: boolean;
}

/** @param mustBeAlone of several records it was asked for already, in vain. */
export const wantedList = (
  need: NestedNeed,
  args: NestedArguments,
  parent: string,
  offset: number,
  mustBeAlone = false,
): WantedList => ({
  need,
  args,
  parent,
  offset,
  isAlone: mustBeAlone || offset > 0 || !need.several || need.by === null,
});

/** What lists have in common that one call can ask for: all but their records. */
const keyOf = ({ need: { requirements, param, by }, args: { params }, parent, offset, isAlone }: WantedList): string =>
  JSON.stringify([
    requirements.collection.key,
    param,
    by?.name,
    Object.entries(params).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    isAlone && [parent, offset],
  ]);

export class OpenBatches {
  readonly #batches = new Map<string, NestedBatch[]>();

  get isEmpty(): boolean {
    return this.#batches.size === 0;
  }

  all(): readonly NestedBatch[] {
    return [...this.#batches.values()].flat();
  }

  /** One that takes the record; `undefined` where none does. One that has lost all of its records is not sent. */
  find(wanted: WantedList): NestedBatch | undefined {
    return this.#batches.get(keyOf(wanted))?.find((batch) => batch.parents.size > 0 && batch.takes(wanted.parent));
  }

  add(wanted: WantedList, batch: NestedBatch): void {
    const key = keyOf(wanted);
    const batches = this.#batches.get(key);
    if (batches) batches.push(batch);
    else this.#batches.set(key, [batch]);
  }

  clear(): void {
    this.#batches.clear();
  }
}
