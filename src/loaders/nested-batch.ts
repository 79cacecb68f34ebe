/** Lists under records that one call can ask for: the same list, with the same filter and order, of several records. */
import { compareIds } from './id-order.ts';
import {
  type Depth,
  type ListLoadRequest,
  MAX_IDS,
  MAX_IDS_LENGTH,
  type NestedStep,
  type Window,
} from './load-request.ts';
import type { NestedArguments, NestedNeed } from './nested-need.ts';
import { NO_PAGE, type Page } from './normalize.ts';
import { createRequirements, type Requirements } from './requirements.ts';

/** A place that wants the list, for some of the records. */
export interface BatchMember {
  readonly need: NestedNeed;
  readonly first: number;
  readonly parents: Set<string>;
  readonly depth: Depth;
  /** Its part of the first call. */
  page: Promise<Page>;
}

export interface BatchOptions {
  readonly need: NestedNeed;
  readonly params: Readonly<Record<string, string>>;
  /** Rows that are passed; of one record alone. */
  readonly offset: number;
  /** It is about one record, and takes no other. */
  readonly isAlone: boolean;
  /** How many records an id stands for. */
  readonly weigh: (id: string) => number;
  /** The most rows of one page. */
  readonly pageSize: number;
}

const dividing = new WeakMap<NestedNeed, Requirements>();

/** What is needed of the rows of several records: what each needs of its own, and to which record they belong. */
function dividedRequirements({ requirements, by, rows }: NestedNeed): Requirements {
  if (!by) return requirements;
  const { collection, paths } = requirements;
  const own = rows ? requirements : { ...createRequirements(collection), row: true, paths };
  if (own.links.has(by.name)) return own;
  return { ...own, links: new Map([...own.links, [by.name, { link: by, targets: new Map(), back: new Set() }]]) };
}

export class NestedBatch {
  readonly #options: BatchOptions;
  readonly #parents = new Set<string>();
  readonly #members = new Map<NestedNeed, BatchMember>();
  #weight = 0;
  #length = 0;
  /** How many rounds of calls it took. */
  steps = 1;
  /** Ends when each of its records has been given what it was to get, well or not. */
  done: Promise<void> = Promise.resolve();

  constructor(options: BatchOptions) {
    this.#options = options;
  }

  get need(): NestedNeed {
    return this.#options.need;
  }

  get offset(): number {
    return this.#options.offset;
  }

  get pageSize(): number {
    return this.#options.pageSize;
  }

  get params(): Readonly<Record<string, string>> {
    return this.#options.params;
  }

  get parents(): ReadonlySet<string> {
    return this.#parents;
  }

  get members(): readonly BatchMember[] {
    return [...this.#members.values()];
  }

  /** The rows of one record are asked for, so that none belongs to another. */
  get isSingle(): boolean {
    return this.#options.isAlone || this.#weight === 1;
  }

  /** The API pages the list; where rows are named by `only` it sends them all. */
  get isPaged(): boolean {
    return this.#options.params.only === undefined;
  }

  /** Most rows that any place wants of a record; zero where rows are only counted. */
  get most(): number {
    return Math.max(0, ...this.members.map(({ need, first }) => (need.rows ? first : 0)));
  }

  /** Calls that one record takes by itself, at most. */
  get pages(): number {
    return Math.max(1, Math.ceil(this.most / this.pageSize));
  }

  /** Whether the record is in it, or has room. */
  takes(parent: string): boolean {
    if (this.#parents.has(parent)) return true;
    const { isAlone, weigh } = this.#options;
    if (this.#parents.size === 0) return true;
    // A stand-in for many records is heavier than a call by itself; it is never cut.
    if (weigh(parent) > 1) return !isAlone;
    return !isAlone && this.#weight + 1 <= MAX_IDS && this.#length + parent.length < MAX_IDS_LENGTH;
  }

  /** Adds a record of one place. `ask` sends the place's part of the first call. */
  add(
    need: NestedNeed,
    { first }: NestedArguments,
    parent: string,
    depth: Depth,
    ask: (loadRequest: ListLoadRequest) => Promise<Page>,
  ): void {
    if (!this.#parents.has(parent)) {
      this.#parents.add(parent);
      this.#weight += this.#options.weigh(parent);
      this.#length += parent.length + 1;
    }
    let member = this.#members.get(need);
    if (!member) {
      // Nothing waits for its page yet, and it is looked at below.
      member = { need, first, parents: new Set(), depth, page: Promise.resolve(NO_PAGE) };
      this.#members.set(need, member);
      member.page = ask(
        this.#request(
          member,
          depth,
          () => this.head,
          () => (this.isSingle ? 'one' : 'together'),
        ),
      );
      member.page.catch(() => {});
    }
    member.parents.add(parent);
  }

  /** Takes a record out again, before the first call is sent. */
  drop(parent: string): void {
    if (!this.#parents.delete(parent)) return;
    this.#weight -= this.#options.weigh(parent);
    this.#length -= parent.length + 1;
    for (const [need, { parents }] of this.#members)
      if (parents.delete(parent) && parents.size === 0) this.#members.delete(need);
  }

  /** Rows that the first call asks for; `null` where only their number is wanted. */
  get head(): Window | null {
    if (!this.isSingle) return { offset: 0, limit: this.pageSize };
    return this.most === 0 ? null : { offset: this.offset, limit: Math.min(this.pageSize, this.most) };
  }

  /** A further call for one place. */
  further(member: BatchMember, depth: Depth, window: Window | null, step: NestedStep['step']): ListLoadRequest {
    return this.#request(
      member,
      depth,
      () => window,
      () => step,
    );
  }

  /** What is read from it is read when the wave goes out: until then the batch grows. */
  #request(
    member: BatchMember,
    depth: Depth,
    window: () => Window | null,
    step: () => NestedStep['step'],
  ): ListLoadRequest {
    const { need } = member;
    const nested = (): NestedStep => ({
      step: step(),
      parent: need.parent,
      parents: [...member.parents],
      param: need.param,
      several: need.several,
      by: need.by?.name ?? null,
      isPassed: this.offset > 0,
      pages: this.pages,
    });
    const isSingle = () => this.isSingle;
    const params = () => ({ ...this.params, [need.param]: [...this.#parents].toSorted(compareIds).join(',') });
    const continues = () =>
      step() === 'together' || (step() === 'one' && need.rows && this.isPaged && this.most > this.pageSize);
    return {
      kind: 'list',
      collection: need.requirements.collection,
      only: null,
      owners: null,
      path: need.path,
      depth,
      get params() {
        return params();
      },
      get window() {
        return window();
      },
      get requirements() {
        if (isSingle()) return need.rows ? need.requirements : null;
        let divided = dividing.get(need);
        if (!divided) dividing.set(need, (divided = dividedRequirements(need)));
        return divided;
      },
      get continues() {
        return continues();
      },
      get nested() {
        return nested();
      },
    };
  }
}
