/**
 * Records grouped and summed while they come. What is held grows with the groups, and with the ids by which a record that
 * moved from one page to the next is known again: some 30 bytes for each that was read, and no row.
 */
import { isStandIn } from '../../loaders/unusable-id.ts';
import type { Group, Sum, SummaryOrder } from '../../schema/summary.ts';
import type { Row } from '../../upstream/envelope.ts';
import { compareValues, groupColumn, type GroupValue, groupValue, UNKNOWN } from './group-value.ts';
import { type Running, runningSum } from './sums.ts';

interface GroupTotals {
  readonly values: readonly GroupValue[];
  readonly columns: readonly unknown[];
  readonly sums: readonly Running[];
  count: number;
}

export interface Grouping {
  readonly groups: readonly Group[];
  /** The sums that are selected. */
  readonly sums: readonly Sum[];
  readonly order: SummaryOrder;
}

/** Ids as numbers where they are exact, which take a third of the memory of texts. */
const compact = (id: string): string | number => {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : id;
};

export class Aggregate {
  /** Records that the API named and did not send. */
  notSent = 0;
  /** Records that came twice, and were counted once. */
  repeated = 0;
  /** By field: records whose column is unknown. */
  readonly unknown = new Map<string, number>();
  /** Whether the records are made up, each for many. */
  isPredicted = false;
  readonly #grouping: Grouping;
  readonly #totals = new Map<string, GroupTotals>();
  readonly #seen = new Set<string | number>();

  constructor(grouping: Grouping) {
    this.#grouping = grouping;
    // Without groups there is one row, however many records there are.
    if (grouping.groups.length === 0) this.#totalsOf([], {});
  }

  /** How many records have come, each counted once. */
  get records(): number {
    return this.#seen.size;
  }

  get groups(): number {
    return this.#totals.size;
  }

  /** Adds a record. */
  add(id: string, row: Row | null): void {
    if (!row) {
      this.notSent++;
      return;
    }
    const key = compact(id);
    if (this.#seen.has(key)) {
      this.repeated++;
      return;
    }
    this.#seen.add(key);
    if (isStandIn(id)) this.isPredicted = true;
    const values = this.#valuesOf(row);
    if (!values) return;
    const totals = this.#totalsOf(values, row);
    totals.count++;
    for (const [at, sum] of totals.sums.entries())
      if (!sum.add(row)) this.#addUnknown((this.#grouping.sums[at] as Sum).field);
  }

  /** The values of a row's groups; null where one is unknown, so that the row belongs to none. */
  #valuesOf(row: Row): readonly GroupValue[] | null {
    const values: GroupValue[] = [];
    let isKnown = true;
    for (const group of this.#grouping.groups) {
      const value = groupValue(group, row);
      if (value !== UNKNOWN) values.push(value);
      // A made-up row has the columns of associations alone, and stands for rows of every other kind.
      else if (this.isPredicted) values.push(null);
      else {
        isKnown = false;
        this.#addUnknown(group.field);
      }
    }
    return isKnown ? values : null;
  }

  #addUnknown(field: string): void {
    this.unknown.set(field, (this.unknown.get(field) ?? 0) + 1);
  }

  #totalsOf(values: readonly GroupValue[], row: Row): GroupTotals {
    const { groups, sums } = this.#grouping;
    const key = JSON.stringify(values);
    let totals = this.#totals.get(key);
    if (!totals) {
      const columns = groups.map((group, at) => groupColumn(group, values[at] as GroupValue, row));
      totals = { values, columns, sums: sums.map(runningSum), count: 0 };
      this.#totals.set(key, totals);
    }
    return totals;
  }

  /** The first of the groups in their order, as rows of the summary. */
  rows(first: number): Row[] {
    const { groups, sums, order } = this.#grouping;
    return [...this.#totals.values()]
      .toSorted((one, other) => this.#compare(one, other, order))
      .slice(0, first)
      .map(({ columns, count, sums: totals }) => ({
        ...Object.fromEntries(groups.map(({ column }, at) => [column, columns[at]])),
        count,
        ...Object.fromEntries(sums.map(({ column }, at) => [column, totals[at]?.column()])),
      }));
  }

  #compare(one: GroupTotals, other: GroupTotals, { field, descending }: SummaryOrder): number {
    const { groups, sums } = this.#grouping;
    if (field !== null) {
      const at = sums.findIndex((sum) => sum.field === field);
      const [first, second] = [one, other].map((totals) => (at < 0 ? totals.count : totals.sums[at]?.column()));
      if (first !== second) return ranked(first, second, descending);
    }
    for (const [at, group] of groups.entries()) {
      const compared = compareValues(group, one.values[at] as GroupValue, other.values[at] as GroupValue);
      if (compared !== 0) return compared;
    }
    return 0;
  }
}

/** Two different sums in order, unknown ones last. */
const ranked = (one: unknown, other: unknown, descending: boolean): number => {
  if (one === null || other === null) return one === null ? 1 : -1;
  return ((one as number) < (other as number) ? -1 : 1) * (descending ? -1 : 1);
};
