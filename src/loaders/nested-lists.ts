/**
 * Lists under records. One record takes a page of its own. Several records share one list where the API takes all their
 * ids and each row tells whose it is: its rows are in the order that was asked for, so those of each record are as well.
 * Where a page of it does not reach every record, the further pages or one call for each record follow, whichever is less.
 */
import { divide, hasDrifted, type PagesRead, pagesLeft, unsettled } from './divided-rows.ts';
import { furtherPages, within } from './further-pages.ts';
import { joined } from './list-slice.ts';
import { after, type Depth, type ListLoadRequest, MAX_PAGE, type Window } from './load-request.ts';
import { type BatchMember, NestedBatch } from './nested-batch.ts';
import type { NestedArguments, NestedNeed, NestedRows } from './nested-need.ts';
import { cutFromAll, cutFromPage, cutFromShared, NOTHING, ofSlice } from './nested-rows.ts';
import type { Page } from './normalize.ts';
import { OpenBatches, type WantedList, wantedList } from './open-batches.ts';
import type { RecordStore } from './record-store.ts';
import type { Requirements } from './requirements.ts';
import { isUsableId } from './unusable-id.ts';

export interface NestedListsOptions {
  readonly store: RecordStore;
  readonly argumentsOf: (need: NestedNeed) => NestedArguments;
  readonly list: (loadRequest: ListLoadRequest) => Promise<Page>;
  /** Loads what the rows lead to. */
  readonly settle: (requirements: Requirements, ids: readonly string[], depth: Depth) => Promise<void>;
  /** For predictions, whose ids stand for several records. */
  readonly weigh: ((id: string) => number) | null;
}

/** Rows of a list for several records, beyond what a count may promise. */
const MOST_ROWS = 500 * MAX_PAGE;

const weighOne = () => 1;

export class NestedLists {
  readonly #options: NestedListsOptions;
  readonly #given = new Map<NestedNeed, Map<string, NestedRows | Error>>();
  readonly #open = new OpenBatches();
  /** Batches that records joined before it was sure that they are there. */
  readonly #joined = new Map<NestedNeed, Map<string, NestedBatch>>();

  constructor(options: NestedListsOptions) {
    this.#options = options;
  }

  /** A wave has gone out: records that come later need calls of their own. */
  waveSent(): void {
    this.#open.clear();
  }

  /** Records that turned out not to be there while their lists waited for the next wave have none. */
  dropAbsent(): void {
    for (const batch of this.#open.all())
      for (const parent of batch.parents) {
        if (this.#options.store.get(batch.need.parent, parent)?.row !== null) continue;
        for (const { need, parents } of batch.members) if (parents.has(parent)) this.#give(need, parent, NOTHING);
        batch.drop(parent);
      }
  }

  /** Whether calls for lists under records wait for the next wave. */
  get isOpen(): boolean {
    return !this.#open.isEmpty;
  }

  /** Adds the lists under these records to calls that wait for the next wave anyway. The others are left. */
  joinWaiting(requirements: Requirements, ids: readonly string[], depth: Depth): void {
    for (const need of requirements.lists.values()) {
      const args = this.#options.argumentsOf(need);
      for (const parent of this.#possible(requirements, ids)) {
        if (this.get(need, parent) !== undefined || this.#joined.get(need)?.has(parent)) continue;
        const batch = this.#waitingBatch(need, args, parent);
        if (!batch) continue;
        batch.add(need, args, parent, depth, this.#options.list);
        let joined = this.#joined.get(need);
        if (!joined) this.#joined.set(need, (joined = new Map()));
        joined.set(parent, batch);
      }
    }
  }

  #waitingBatch(need: NestedNeed, args: NestedArguments, parent: string): NestedBatch | undefined {
    try {
      return this.#open.find(wantedList(need, args, parent, args.passed(parent)));
    } catch {
      // The cursor is that of another list, which is said when this one is asked for.
      return undefined;
    }
  }

  /** What a record was given of its list, or why that failed; `undefined` where it is not known yet. */
  get(need: NestedNeed, parent: string): NestedRows | Error | undefined {
    return this.#given.get(need)?.get(parent);
  }

  /**
   * Loads the lists under these records, and all that hangs on their rows. It waits for no row of the records themselves:
   * their ids are enough. Never rejects: each list has its own error.
   */
  load(requirements: Requirements, ids: readonly string[], depth: Depth): Promise<unknown> | undefined {
    if (requirements.lists.size === 0) return undefined;
    const parents = this.#possible(requirements, ids);
    return Promise.all([...requirements.lists.values()].map((need) => this.#loadOne(need, parents, depth)));
  }

  #possible({ collection }: Requirements, ids: readonly string[]): readonly string[] {
    return ids.filter((id) => isUsableId(id) && this.#options.store.get(collection, id)?.row !== null);
  }

  async #loadOne(need: NestedNeed, parents: readonly string[], depth: Depth): Promise<void> {
    const args = this.#options.argumentsOf(need);
    const joined = this.#joined.get(need);
    const wanted = parents.filter((parent) => joined?.has(parent) || this.get(need, parent) === undefined);
    const batches = new Set<NestedBatch>();
    for (const parent of wanted) {
      try {
        const batch = joined?.get(parent) ?? this.#join(wantedList(need, args, parent, args.passed(parent)), depth);
        joined?.delete(parent);
        if (batch) batches.add(batch);
        else this.#give(need, parent, NOTHING);
      } catch (error) {
        this.#give(need, parent, error as Error);
      }
    }
    await Promise.all([...batches].map(({ done }) => done));
    if (!need.rows || batches.size === 0) return;
    const rows = new Set(
      wanted.flatMap((parent) => {
        const given = this.get(need, parent);
        return given && !(given instanceof Error) ? given.ids : [];
      }),
    );
    // All at once: what rows of several records lead to can share calls.
    await this.#options.settle(need.requirements, [...rows], afterAll(depth, [...batches]));
  }

  #give(need: NestedNeed, parent: string, rows: NestedRows | Error): void {
    let given = this.#given.get(need);
    if (!given) this.#given.set(need, (given = new Map()));
    given.set(parent, rows);
  }

  /** The batch that asks for a record's list; `null` where no row can match. */
  #join(wanted: WantedList, depth: Depth): NestedBatch | null {
    const { need, args, parent, offset, isAlone } = wanted;
    const { params } = args;
    if (params === 'nothing' || !(need.rows || need.counts)) return null;
    let batch = this.#open.find(wanted);
    const isNew = !batch;
    if (!batch) {
      const weigh = this.#options.weigh ?? weighOne;
      const pageSize = this.#options.store.facts.pages.sizeOf(need.requirements.collection.key);
      this.#open.add(wanted, (batch = new NestedBatch({ need, params, offset, isAlone, weigh, pageSize })));
    }
    batch.add(need, args, parent, depth, this.#options.list);
    if (isNew) batch.done = this.#run(batch);
    return batch;
  }

  async #run(batch: NestedBatch): Promise<void> {
    // More places may join until the wave goes out; they all get the same page.
    await Promise.allSettled(batch.members.map(({ page }) => page));
    const [member] = batch.members;
    if (!member) return;
    try {
      const page = await member.page;
      if (batch.isSingle) await this.#finish(batch, page);
      else if (this.#options.weigh) await this.#foretell(batch);
      else await this.#divide(batch, page);
    } catch (error) {
      this.#fail(batch, error as Error);
    }
  }

  /** The error of a call, for all that it should have settled. */
  #fail(batch: NestedBatch, error: Error): void {
    for (const { need, parents } of batch.members)
      for (const parent of parents) if (this.get(need, parent) === undefined) this.#give(need, parent, error);
  }

  /** Gives each place its rows of the one record, with further pages where it wants them. */
  async #finish(batch: NestedBatch, page: Page): Promise<void> {
    await Promise.all(
      batch.members.map(async (member) => {
        let rows: NestedRows | Error;
        try {
          rows = await this.#rowsOf(batch, member, page);
        } catch (error) {
          rows = error as Error;
        }
        for (const parent of member.parents) this.#give(member.need, parent, rows);
      }),
    );
  }

  async #rowsOf(batch: NestedBatch, member: BatchMember, page: Page): Promise<NestedRows> {
    const { offset, isPaged, head } = batch;
    const { need, first, depth } = member;
    const count = isPaged ? page.count : page.ids.length;
    if (!need.rows || !head) return { ...NOTHING, count, before: offset };
    const window: Window = { offset, limit: first };
    if (!isPaged) return cutFromAll(page, window);
    const start = within(page, head);
    if (first <= head.limit) return cutFromPage(start, head, first);
    const ask = async (part: Window) => {
      batch.steps = 2;
      return within(await this.#options.list(batch.further(member, after(depth), part, 'page')), part);
    };
    return ofSlice(joined(await furtherPages(window, start, ask, null, batch.pageSize), window), window);
  }

  /** Reads a list for several records until each has its part, and gives them what is theirs. */
  async #divide(batch: NestedBatch, first: Page): Promise<void> {
    const { need, parents, isPaged } = batch;
    const { store } = this.#options;
    const by = need.by as NonNullable<NestedNeed['by']>;
    const { pageSize } = batch;
    let read: PagesRead = { pages: [first], isPaged, pageSize };
    let isAsked = false;
    for (;;) {
      const rows = divide(store, need, by, parents, read);
      if (rows === 'undividable' || (rows === 'untold' && isAsked)) return await this.#each(batch, parents);
      if (rows === 'untold') {
        isAsked = true;
        store.facts.lacks(by);
        // oxlint-disable-next-line no-await-in-loop -- the include is known to be needed only now
        read = { pages: [await this.#page(batch, 0)], isPaged, pageSize };
        continue;
      }
      const left = pagesLeft(read);
      const open = left === 0 ? NO_PARENTS : unsettled(batch, rows);
      const calls = [...open.values()].reduce((sum, number) => sum + number, 0);
      // All there were have been read side by side: that more are promised now is a list that grows.
      const hasEnded = read.pages.length > 1 && counts(batch);
      if (open.size === 0 || calls <= left || hasEnded) {
        this.#giveAll(batch, rows, read, open);
        return await this.#each(batch, new Set(open.keys()));
      }
      try {
        // oxlint-disable-next-line no-await-in-loop -- the next page may be the last that is needed
        read = { pages: await this.#further(batch, read.pages), isPaged, pageSize };
      } catch (error) {
        this.#giveAll(batch, rows, read, open);
        throw error;
      }
    }
  }

  /** One page more; where a record's rows are to be counted all there are, side by side. */
  async #further(batch: NestedBatch, pages: readonly Page[]): Promise<readonly Page[]> {
    if (!counts(batch)) return [...pages, await this.#page(batch, pages.length)];
    batch.steps++;
    const ask = (part: Window) => this.#ask(batch, part);
    return furtherPages({ offset: 0, limit: MOST_ROWS }, pages[0] as Page, ask, null, batch.pageSize);
  }

  #page(batch: NestedBatch, index: number): Promise<Page> {
    batch.steps++;
    return this.#ask(batch, { offset: index * batch.pageSize, limit: batch.pageSize });
  }

  /** One call, with what every place of the batch wants of the rows. */
  async #ask(batch: NestedBatch, window: Window): Promise<Page> {
    const pages = await Promise.all(
      batch.members.map((member) =>
        this.#options.list(batch.further(member, after(member.depth), window, window.offset === 0 ? 'again' : 'page')),
      ),
    );
    return pages[0] as Page;
  }

  /** Gives the records their rows, but for those that are still open. */
  #giveAll(
    batch: NestedBatch,
    rows: ReadonlyMap<string, readonly string[]>,
    read: PagesRead,
    open: ReadonlyMap<string, number>,
  ): void {
    const pages = { isComplete: pagesLeft(read) === 0, drifted: hasDrifted(read) };
    for (const { need, first, parents } of batch.members)
      for (const parent of parents)
        if (!open.has(parent))
          this.#give(need, parent, cutFromShared(rows.get(parent) ?? [], need.rows ? first : 0, pages));
  }

  /** Asks for the lists of these records one by one, side by side. */
  async #each(batch: NestedBatch, parents: ReadonlySet<string>): Promise<void> {
    const further = new Set<NestedBatch>();
    for (const { need, parents: own, depth } of batch.members) {
      const args = this.#options.argumentsOf(need);
      for (const parent of own) {
        if (!parents.has(parent)) continue;
        const alone = this.#join(wantedList(need, args, parent, 0, true), after(depth));
        if (alone) further.add(alone);
      }
    }
    await Promise.all([...further].map(({ done }) => done));
    batch.steps += Math.max(0, ...[...further].map(({ steps }) => steps));
  }

  /** In a prediction: what may follow the page of all, without looking at its rows. */
  async #foretell(batch: NestedBatch): Promise<void> {
    const { by } = batch.need;
    const { facts } = this.#options.store;
    // The same page once more, in a wave of its own: it is another call.
    if (by !== null && !facts.isSure(by) && facts.isOwn(by)) await this.#page(batch, 0);
    const limit = Math.min(batch.pageSize, Math.max(1, batch.most));
    const depthOf = ({ depth }: BatchMember) => (batch.steps === 1 ? after(depth) : after(after(depth)));
    await Promise.all(
      batch.members.map(async (member) => {
        const rest = batch.further(member, depthOf(member), { offset: 0, limit }, 'rest');
        let { ids } = await this.#options.list(rest);
        for (const parent of member.parents) {
          this.#give(member.need, parent, { ...NOTHING, ids });
          // One stand-in is the rows of them all.
          ids = [];
        }
      }),
    );
    batch.steps++;
  }
}

/** Whether rows of any record are to be counted, so that all of them must be read. */
const counts = ({ members }: NestedBatch): boolean => members.some(({ need }) => need.counts);

const NO_PARENTS: ReadonlyMap<string, number> = new Map();

/** The depth of what rows of these lists lead to. */
function afterAll(depth: Depth, batches: readonly NestedBatch[]): Depth {
  const steps = Math.max(...batches.map((batch) => batch.steps));
  const isLoose = depth.isLoose || steps > 1 || batches.some(({ isSingle }) => !isSingle);
  return { earliest: depth.earliest + 1, latest: depth.latest + steps, ...(isLoose && { isLoose }) };
}
