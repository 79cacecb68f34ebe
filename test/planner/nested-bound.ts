/**
 * How few calls lists under records take, by their rule and the API's rows alone. In it, a list is the same list of several
 * records where path, filters and order are the same.
 *
 * - Of one record: a page of as many rows as are wanted, and those that follow it.
 * - Of several, where the parameter takes them and rows name their record: one page for all, in the order wanted. Its rows
 *   are each record's first ones. A record is settled once it has the rows that are wanted, and one more where it is to be
 *   told whether more follow; where its rows are to be counted, once the list has ended. While some are not settled, the
 *   next page is read, unless one call for each of those records is no more than the pages that are left.
 * - With a cursor, the list of its record is asked for alone, from there on; no other record has one.
 * - What rows lead to waits until all records of the place have theirs.
 */
import type { Sent } from '../../src/schema/filter.ts';
import type { NestedList } from '../../src/schema/nested-lists.ts';
import type { Api, ApiParams } from './api.ts';
import type { Position } from './position.ts';
import type { ListCall } from './roots.ts';
import type { PassedRows } from './turned-pages.ts';

/** A list that a place wants under each of its records. */
export interface ListBelow {
  readonly list: NestedList;
  readonly params: Sent;
  readonly first: number;
  /** A cursor of one of the records. */
  readonly after: PassedRows | null;
  /** Of the rows. */
  readonly position: Position;
  /** Rows are wanted; their number; whether more follow. */
  readonly rows: boolean;
  readonly counts: boolean;
  readonly more: boolean;
}

/** That list, wanted for one record. */
export interface BelowVisit {
  readonly below: ListBelow;
  readonly parent: string;
}

export interface BelowRules {
  readonly api: Api;
  /** The records that a row of the list names, with the include where that is needed. */
  readonly ownersOf: (list: NestedList, id: string) => readonly string[];
  /** Whether rows name them without. */
  readonly isTold: (list: NestedList) => boolean;
}

const PAGE = 200;
const MOST_IDS = 150;

export const questionOf = (path: string, params: ApiParams) =>
  `${path}?${Object.keys(params)
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&')}`;

const pathOf = ({ resource }: NestedList) => resource.endpoint?.path as string;

/** Several places' wish for one list, of these records. */
interface Batch {
  readonly list: NestedList;
  readonly params: ApiParams;
  /** Rows that are passed, of one record alone. */
  readonly passed: number;
  readonly members: Map<ListBelow, Set<string>>;
}

export class BelowCalls {
  readonly #rules: BelowRules;
  /** Whether some of it depends on which records share a call. */
  isOpen = false;

  constructor(rules: BelowRules) {
    this.#rules = rules;
  }

  /** The calls for lists that are wanted from a wave on, and the rows of each place once they have come. */
  async of(all: readonly BelowVisit[], wave: number): Promise<ListCall[]> {
    const visits = all.filter(({ below: { after }, parent }) => !after || after.parent === parent);
    const calls: ListCall[] = [];
    const last = new Map<ListBelow, number>();
    for (const batch of batchesOf(visits)) {
      const own = await this.#batch(batch, wave);
      calls.push(...own);
      for (const below of batch.members.keys())
        last.set(below, Math.max(last.get(below) ?? wave, ...own.map((call) => call.wave)));
    }
    for (const [below, end] of last) {
      if (!below.rows) continue;
      const parents = visits.filter((visit) => visit.below === below).map(({ parent }) => parent);
      const read = await Promise.all(
        parents.map((parent) => this.#rows(below.list, below.params as ApiParams, parent)),
      );
      const passed = below.after?.passed ?? 0;
      const ids = [...new Set(read.flatMap((rows) => rows.slice(passed, passed + below.first)))];
      calls.push({ ...this.#call(below, {}, end), isSilent: true, read: ids });
    }
    return calls;
  }

  async #batch({ list, params, passed, members }: Batch, wave: number): Promise<ListCall[]> {
    const parents = [...new Set([...members.values()].flatMap((own) => [...own]))];
    if (parents.length > MOST_IDS) this.isOpen = true;
    const isDivided = list.several && list.by !== null && parents.length > 1;
    if (!isDivided)
      return (
        await Promise.all(parents.map((parent) => this.#single(list, params, parent, members, wave, passed)))
      ).flat();
    const chunks = Array.from({ length: Math.ceil(parents.length / MOST_IDS) }, (_, index) =>
      parents.slice(index * MOST_IDS, (index + 1) * MOST_IDS),
    );
    return (await Promise.all(chunks.map((chunk) => this.#together(list, params, chunk, members, wave)))).flat();
  }

  /** All rows of one record. */
  async #rows(list: NestedList, params: ApiParams, parent: string): Promise<readonly string[]> {
    return this.#all(list, { ...params, [list.param]: parent });
  }

  async #all(list: NestedList, params: ApiParams): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let offset = 0; ; offset += PAGE) {
      const page = await this.#rules.api.get(pathOf(list), { ...params, limit: String(PAGE), offset: String(offset) });
      ids.push(...(page?.results.map(({ id }) => id) ?? []));
      if (params.only !== undefined || !page || ids.length >= page.count || page.results.length === 0) return ids;
    }
  }

  #call(below: ListBelow, params: ApiParams, wave: number): ListCall {
    const { list, position, rows } = below;
    const { order: _, limit: __, offset: ___, ...unordered } = params;
    return {
      resource: list.resource,
      question: questionOf(pathOf(list), params),
      filters: questionOf(pathOf(list), unordered),
      position: rows ? position : null,
      named: params.only !== undefined,
      ids: [],
      read: [],
      wave,
    };
  }

  async #single(
    list: NestedList,
    shared: ApiParams,
    parent: string,
    members: Batch['members'],
    wave: number,
    passed: number,
  ): Promise<ListCall[]> {
    const params = { ...shared, [list.param]: parent };
    const wanted = [...members].filter(([, parents]) => parents.has(parent)).map(([below]) => below);
    const all = await this.#all(list, params);
    const most = Math.max(0, ...wanted.map(({ rows, first }) => (rows ? first : 0)));
    const isPaged = params.only === undefined;
    const calls: ListCall[] = [];
    for (const below of wanted) {
      const head = { limit: Math.min(PAGE, most), offset: 0 };
      for (let offset = 0; offset < (below.rows ? below.first : 1); offset += PAGE) {
        if (offset > 0 && (passed + offset >= all.length || !isPaged)) break;
        const limit = offset === 0 ? head.limit : Math.min(PAGE, below.first - offset);
        const window: ApiParams =
          most === 0 || !isPaged ? {} : { limit: String(limit), offset: String(passed + offset) };
        const ids = isPaged ? all.slice(passed + offset, passed + offset + limit) : all;
        calls.push({ ...this.#call(below, { ...params, ...window }, offset > 0 ? wave + 1 : wave), ids });
      }
    }
    return calls;
  }

  async #together(
    list: NestedList,
    shared: ApiParams,
    parents: readonly string[],
    members: Batch['members'],
    wave: number,
  ): Promise<ListCall[]> {
    const params = {
      ...shared,
      [list.param]: parents.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).join(),
    };
    const all = await this.#all(list, params);
    const isPaged = params.only === undefined;
    const wanted = [...members.keys()];
    const calls: ListCall[] = [];
    for (let page = 0; ; page++) {
      const window: ApiParams = isPaged ? { limit: String(PAGE), offset: String(page * PAGE) } : {};
      const ids = isPaged ? all.slice(page * PAGE, (page + 1) * PAGE) : all;
      for (const below of wanted) {
        const also = this.#rules.isTold(list) ? {} : { also: list.by?.name ?? '' };
        const call = { ...this.#call(below, { ...params, ...window }, wave + page), ids, ...also };
        calls.push({ ...call, position: below.position });
      }
      const read = isPaged ? all.slice(0, (page + 1) * PAGE) : all;
      const owners = read.map((id) => this.#rules.ownersOf(list, id).filter((owner) => parents.includes(owner)));
      const each = async (some: readonly string[]) =>
        (
          await Promise.all(some.map((parent) => this.#single(list, shared, parent, members, wave + page + 1, 0)))
        ).flat();
      if (owners.some((own) => own.length === 0)) return [...calls, ...(await each(parents))];
      const left = Math.ceil(all.length / PAGE) - page - 1;
      if (left <= 0 || !isPaged) return calls;
      const open = parents.flatMap((parent) => {
        const found = owners.filter((own) => own.includes(parent)).length;
        const costs = [...members].flatMap(([{ first, rows, counts, more }, own]) =>
          own.has(parent) && (counts || found < first + (more ? 1 : 0)) ? [rows ? Math.ceil(first / PAGE) : 1] : [],
        );
        return costs.length > 0 ? [{ parent, cost: Math.max(...costs) }] : [];
      });
      const cost = open.reduce((sum, one) => sum + one.cost, 0);
      if (cost <= left) return [...calls, ...(await each(open.map(({ parent }) => parent)))];
    }
  }
}

function batchesOf(visits: readonly BelowVisit[]): readonly Batch[] {
  const batches = new Map<string, Batch>();
  for (const { below, parent } of visits) {
    const { list, params, rows, counts } = below;
    const passed = below.after?.passed ?? 0;
    if (params === 'nothing' || !(rows || counts)) continue;
    const sorted = Object.entries(params).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const key = JSON.stringify([list.resource.key, list.param, sorted, passed > 0 && [parent, passed]]);
    const batch = batches.get(key) ?? { list, params, passed, members: new Map<ListBelow, Set<string>>() };
    batches.set(key, batch);
    const parents = batch.members.get(below) ?? new Set<string>();
    batch.members.set(below, parents.add(parent));
  }
  return [...batches.values()];
}
