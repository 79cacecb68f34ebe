/**
 * The loading side of one operation: what waits goes out in waves, what comes back goes into the
 * record store, and whoever waited goes on. The same code runs against the API and, with an `ask`
 * that answers by stand-ins, as the prediction of what it will call.
 */
import DataLoader from 'dataloader';
import type { Answer } from '../upstream/ask.ts';
import type { Row } from '../upstream/envelope.ts';
import type { Principal } from '../upstream/principal.ts';
import type { Question } from '../upstream/question.ts';
import { type Call, pagesOf } from './call.ts';
import type { Collection, Link } from './collection.ts';
import {
  type Demand,
  type Depth,
  type IdsDemand,
  type ListDemand,
  MAX_IDS,
  MAX_PAGE,
  shapeOf,
  type Via,
  type Window,
} from './demand.ts';
import {
  bareRowEnds,
  isEmpty,
  isIncluded,
  isLoadable,
  leadsFurther,
  type LinkNeed,
  type Need,
  needsOwnFetch,
} from './need.ts';
import { isLinkKnown, RecordStore, scopeOf, type StoredRecord, targetIdsOf, targetsOf } from './record-store.ts';
import { planWave, type Weigh } from './wave.ts';

/** One REST call of an operation, with the wave that it belongs to. */
export interface SentCall {
  readonly call: Call;
  readonly wave: number;
}

/** What a list brought. */
export interface Page {
  /** The rows, in the API's order. */
  readonly ids: readonly string[];
  /** Results whose record was not in the answer: their ids. Normally empty. */
  readonly lost: ReadonlySet<string>;
  readonly count: number;
}

export interface OperationOptions {
  /** In whose name it asks, and whose records its store holds. */
  readonly principal: Principal;
  /** Asks one question. Rejects with the error that belongs to it. */
  readonly ask: (question: Question, sent: SentCall) => Promise<Answer>;
  /**
   * How long a demand may wait, in milliseconds, for calls of the wave before to come back, so that
   * what they lead to can travel with it. `unbounded` waits for all of them.
   */
  readonly waitMs: number | 'unbounded';
  /** How many calls the operation may send. Past it, demands fail with {@link CallBudgetExceeded}. */
  readonly maxCalls: number;
  /**
   * Whether records of a type are wanted at several places of the operation, so that what one place
   * learns of them may spare another a call. Without it every type is taken to be.
   */
  readonly isShared?: (collection: Collection) => boolean;
  /** For predictions, whose ids stand for several records. */
  readonly weigh?: Weigh;
  /** For predictions: whether records that a need loads may have come by another way already. */
  readonly mayBeKnownBefore?: (need: Need) => boolean;
}

/** The operation would have sent more calls than it may. What was answered before stays. */
export class CallBudgetExceeded extends Error {
  override readonly name = 'CallBudgetExceeded';
  readonly limit: number;

  constructor(limit: number) {
    super(`This part would have taken the operation past its limit of ${limit} REST calls, so it was not fetched.`);
    this.limit = limit;
  }
}

/** One association on its way from records to their targets. */
interface Trail {
  readonly linkNeed: LinkNeed;
  /** Where the association was included, there is nothing left to do for its targets. */
  readonly endsWithInclude: boolean;
  /** The targets, by what is needed of them, and the records that lead to those which are not known. */
  readonly found: Map<Need, { ids: string[]; parents: string[] }>;
}

/** The lists of one association that no include brings. */
interface Listings {
  /** Owners whose lists go out with the next wave, as many as one list can take. */
  open: string[][];
  /** Of each owner, the end of the load that its list belongs to. */
  readonly underWay: Map<string, Promise<void>>;
}

/** Records that wait to be fetched. */
interface Waiting {
  readonly need: Need;
  readonly ids: readonly string[];
  readonly depth: Depth;
  /** What they lead to as far as they are known, for whoever waits for them. */
  readonly ahead: (Promise<unknown> | undefined)[];
  /** How many answers had come when they began to wait. */
  readonly answers: number;
}

/** What the wave loader tells a demand: that its calls are under way, and when they are done. */
interface Delivery {
  readonly done: Promise<unknown>;
}

const weighOne: Weigh = () => 1;

export class Operation {
  readonly store: RecordStore;
  readonly sent: SentCall[] = [];
  readonly #options: OperationOptions;
  readonly #weigh: Weigh;
  readonly #waves: DataLoader<Demand, Delivery>;
  readonly #pages = new Map<ListDemand, Page | Error>();
  /** Ids that a need has been settled for, so that a record which leads back to itself is walked once. */
  readonly #settled = new Map<Need, Set<string>>();
  #underWay = 0;
  /** How many answers have come, to tell whether there can be news. */
  #answers = 0;
  readonly #listings = new Map<Link, Listings>();
  /** What waits for the next wave. */
  readonly #waiting: Waiting[] = [];
  /** Some of it may have come by another way. */
  #isStale = false;
  #dispatch: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OperationOptions) {
    this.#options = options;
    this.store = new RecordStore(options.principal);
    this.#weigh = options.weigh ?? weighOne;
    this.#waves = new DataLoader((demands) => this.#send(demands), {
      cache: false,
      maxBatchSize: Number.POSITIVE_INFINITY,
      batchScheduleFn: (dispatch) => this.#schedule(dispatch),
    });
  }

  /** Waits for one page of a list. Rejects with the call's error. */
  async list(demand: ListDemand): Promise<Page> {
    const { done } = await this.#waves.load(demand);
    await done;
    const page = this.#pages.get(demand);
    if (page === undefined || page instanceof Error) throw page ?? new TypeError('a list without its page');
    return page;
  }

  /**
   * Sees to it that everything that `need` wants of these records, and of the records that they lead
   * to, is in the store. Never rejects: what failed is told by the store, record by record.
   */
  async settle(
    need: Need,
    ids: readonly string[],
    depth: Depth,
    scope: string | null = null,
    via: Via | null = null,
  ): Promise<void> {
    const fresh = this.#unsettled(need, ids, scope);
    if (fresh.length === 0) return;
    const ready: string[] = [];
    const missing: string[] = [];
    for (const id of fresh) (this.store.meets(need, id) ? ready : missing).push(id);
    const asks = missing.length > 0 && isLoadable(need.collection);
    const fetched = asks ? this.#fetch({ kind: 'ids', need, ids: missing, scope, depth, via }) : undefined;
    // What is known well enough does not wait for the rest: what it leads to may travel in this very wave.
    const followed = this.#follow(need, ready, depth);
    const ahead: (Promise<unknown> | undefined)[] = [this.#followAhead(need, missing, depth)];
    if (asks) this.#waiting.push({ need, ids: missing, depth, ahead, answers: this.#answers });
    if (fetched) await fetched;
    const further = this.#follow(need, missing, next(depth, this.#options.mayBeKnownBefore?.(need) ?? false));
    if (followed) await followed;
    if (further) await further;
    await Promise.all(ahead);
  }

  /**
   * Goes on from records that wait to be fetched and have become known by another way meanwhile, wholly or
   * in part: what they lead to belongs to the wave that is about to start.
   */
  #lookAgain(): boolean {
    let found = false;
    // Grows while it is read: what is found may wait in its turn.
    for (const { need, ids, depth, ahead, answers } of this.#waiting) {
      if (answers === this.#answers) continue;
      found = true;
      const known = ids.filter((id) => this.store.meets(need, id));
      ahead.push(this.#follow(need, known, depth), this.#followAhead(need, ids, depth));
    }
    this.#waiting.length = 0;
    return found;
  }

  #unsettled(need: Need, ids: readonly string[], scope: string | null): readonly string[] {
    let settled = this.#settled.get(need);
    if (!settled) this.#settled.set(need, (settled = new Set()));
    const fresh: string[] = [];
    for (const id of ids) {
      // The same id in another scope is another question: the answer to one may be that it is not there.
      const key = scope === null ? id : `${scope} ${id}`;
      if (settled.has(key)) continue;
      settled.add(key);
      fresh.push(id);
    }
    return fresh;
  }

  async #fetch(demand: IdsDemand): Promise<void> {
    const { done } = await this.#waves.load(demand);
    await done;
  }

  /** Goes on from records to the records that they lead to. */
  #follow(need: Need, ids: readonly string[], depth: Depth): Promise<unknown> | undefined {
    if (need.links.size === 0 || ids.length === 0) return undefined;
    const listed = [...need.links.values()].filter(({ link }) => link.listing);
    if (listed.length === 0) return this.#followKnown(need, [...need.links.values()], ids, depth);
    const known = [...need.links.values()].filter(({ link }) => !link.listing);
    return Promise.all([
      this.#followKnown(need, known, ids, depth),
      ...listed.map((linkNeed) => this.#followListed(need, linkNeed, ids, depth)),
    ]);
  }

  async #followListed(need: Need, linkNeed: LinkNeed, ids: readonly string[], depth: Depth): Promise<void> {
    await this.#list(need, linkNeed, ids, depth);
    await this.#followKnown(need, [linkNeed], ids, next(depth, false));
  }

  /**
   * Asks, by their owners, for associations that no include brings. Owners from wherever in the operation
   * share one list, as long as its wave waits.
   */
  #list(need: Need, { link, targets }: LinkNeed, ids: readonly string[], depth: Depth): Promise<unknown> {
    const [target] = link.targets;
    const { listing } = link;
    const owners = ids.filter((id) => {
      const record = this.store.get(need.collection, id);
      return record?.row && !record.listed?.has(link.name);
    });
    if (!target || !listing || owners.length === 0) return Promise.resolve();
    const path = [...(targets.get(target)?.paths ?? need.paths)][0] ?? '';
    const demand = (chunk: readonly string[], window: Window, when: Depth): ListDemand => ({
      kind: 'list',
      collection: target,
      // Read when the wave goes out: until then the chunk grows.
      get params() {
        return { ...listing.params, [listing.by]: chunk.join(',') };
      },
      window,
      need: targets.get(target) ?? null,
      only: need.collection,
      continues: true,
      owners: { ids: chunk, column: listing.column },
      path,
      depth: when,
    });
    const load = async (chunk: readonly string[]): Promise<void> => {
      try {
        const first = await this.list(demand(chunk, { offset: 0, limit: MAX_PAGE }, depth));
        const rest = pagesOf({ offset: 0, limit: first.count }).slice(1);
        const pages = await Promise.all(rest.map((window) => this.list(demand(chunk, window, next(depth, false)))));
        this.#keepListed(need.collection, link, listing.column, target, chunk, [first, ...pages]);
      } catch (error) {
        for (const id of chunk) this.store.addFailure(need.collection.key, id, error as Error);
      }
    };
    const { open, underWay } = this.#listingsOf(link);
    const isSent = (id: string) => underWay.has(id) && !open.some((chunk) => chunk.includes(id));
    const sent = owners.filter(isSent).map((id) => underWay.get(id));
    const chunks = new Set(owners.filter((id) => !isSent(id)).map((id) => chunkFor(open, id)));
    const loads = [...chunks].map((chunk) => {
      const loaded = load(chunk);
      for (const id of chunk) underWay.set(id, loaded);
      return loaded;
    });
    return Promise.all([...sent, ...loads]);
  }

  #listingsOf(link: Link): Listings {
    let listings = this.#listings.get(link);
    if (!listings) this.#listings.set(link, (listings = { open: [], underWay: new Map() }));
    return listings;
  }

  #keepListed(
    owner: Collection,
    link: Link,
    column: string,
    target: Collection,
    ids: readonly string[],
    pages: readonly Page[],
  ) {
    const found = new Map<string, string[]>(ids.map((id) => [id, []]));
    for (const id of new Set(pages.flatMap((page) => page.ids)))
      found.get(String(this.store.get(target, id)?.row?.[column]))?.push(id);
    for (const [id, targetIds] of found) this.store.addListed(owner, id, link.name, targetIds);
  }

  /**
   * Goes on from records that are still to be fetched, as far as they are known: what must be asked for
   * by its own id does not wait for them.
   */
  #followAhead(need: Need, ids: readonly string[], depth: Depth): Promise<unknown> | undefined {
    const known = ids.filter((id) => this.store.get(need.collection, id)?.row);
    if (known.length === 0) return undefined;
    const shape = { byId: true, only: null, rowKnown: true };
    const further = [...need.links.values()].map((linkNeed) => {
      const { link } = linkNeed;
      if (link.listing) return this.#followListed(need, linkNeed, known, depth);
      const fetchTells = isIncluded(linkNeed, shape);
      const told = known.filter((id) => {
        const record = this.store.get(need.collection, id);
        return record && (record.included.has(link.name) || (!fetchTells && isLinkKnown(record, link)));
      });
      return this.#followKnown(need, [linkNeed], told, depth);
    });
    return Promise.all(further);
  }

  #followKnown(
    need: Need,
    links: readonly LinkNeed[],
    ids: readonly string[],
    depth: Depth,
  ): Promise<unknown> | undefined {
    const trails = links.map((linkNeed) => this.#trail(linkNeed)).filter((trail) => trail !== null);
    if (trails.length === 0) return undefined;
    for (const id of ids) {
      const record = this.store.get(need.collection, id);
      if (!record?.row) continue;
      for (const trail of trails) this.#advance(trail, id, record, record.row);
    }
    const further: Promise<void>[] = [];
    for (const { linkNeed, found } of trails) {
      for (const [target, { ids: targetIds, parents }] of found)
        further.push(this.settle(target, targetIds, depth, null, this.#via(need, linkNeed, target, parents)));
    }
    return further.length === 0 ? undefined : Promise.all(further);
  }

  /** How one association is followed; `null` when nothing is wanted of its targets. */
  #trail(linkNeed: LinkNeed): Trail | null {
    const wanted = [...linkNeed.targets.values()].filter((target) => !isEmpty(target));
    if (wanted.length === 0) return null;
    // A bare row is all that is wanted, and nobody else asks for such records: what the include brought will do.
    const ends = wanted.every(
      (target) => target.links.size === 0 && !needsOwnFetch(target) && !this.#options.isShared?.(target.collection),
    );
    return { linkNeed, endsWithInclude: ends && this.#options.isShared !== undefined, found: new Map() };
  }

  /** Notes where an association of one record leads. */
  #advance(
    { linkNeed: { link, targets }, endsWithInclude, found }: Trail,
    id: string,
    record: StoredRecord,
    row: Row,
  ): void {
    const included = record.included.has(link.name);
    if (included && endsWithInclude) return;
    const add = (collection: Collection, targetId: string) => {
      const target = targets.get(collection);
      if (!target || isEmpty(target)) return;
      const known = this.store.get(collection, targetId) !== undefined;
      // The include brought every target that this token may see.
      if (included && !known) this.store.addAbsent(collection.key, targetId);
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
  #via(need: Need, { link }: LinkNeed, target: Need, parents: readonly string[]): Via | null {
    const { endpoint } = need.collection;
    const open =
      link.includable &&
      !link.requires &&
      parents.length > 0 &&
      endpoint !== null &&
      parents.every((id) => scopeOf(need.collection, this.store.get(need.collection, id)) !== null) &&
      bareRowEnds(target);
    return open ? { need, link, ids: parents } : null;
  }

  /**
   * Decides when the demands that wait go out. DataLoader has collected them; a wave starts when
   * nothing is under way that could add to it, or when the first of them has waited long enough.
   */
  #schedule(dispatch: () => void): void {
    this.#dispatch = dispatch;
    if (this.#underWay === 0) this.#startSoon();
    else if (this.#options.waitMs !== 'unbounded')
      this.#timer ??= setTimeout(() => this.#start(), this.#options.waitMs);
  }

  #startSoon(): void {
    // After the promises that have just been settled have run: what they lead to belongs to this wave.
    void Promise.resolve().then(() => process.nextTick(() => this.#underWay === 0 && this.#start()));
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const dispatch = this.#dispatch;
    this.#isStale = this.#lookAgain();
    this.#dispatch = null;
    dispatch?.();
    for (const listings of this.#listings.values()) listings.open = [];
  }

  /** Sends one wave. Each demand learns when the calls that concern it are done. */
  #send(waited: readonly Demand[]): Promise<Delivery[]> {
    const demands = this.#isStale ? waited.map((demand) => this.#stillWanted(demand)) : waited;
    const calls = planWave(demands, this.store, this.#weigh);
    const waiting = new Map<Demand, Promise<void>[]>(demands.map((demand) => [demand, []]));
    for (const call of calls) {
      const done = this.#perform(call);
      for (const demand of call.demands) waiting.get(demand)?.push(done);
    }
    return Promise.resolve(demands.map((demand) => ({ done: Promise.all(waiting.get(demand) ?? []) })));
  }

  /** A demand without what came by another way while it waited. */
  #stillWanted(demand: Demand): Demand {
    if (demand.kind === 'list') return demand;
    const ids = demand.ids.filter((id) => !this.store.meets(demand.need, id));
    return ids.length === demand.ids.length ? demand : { ...demand, ids };
  }

  /** Whether a call may bring records that another part of the operation would otherwise ask for. */
  #mayServeOthers({ collection, include }: Call): boolean {
    const { isShared = () => true } = this.#options;
    return (
      isShared(collection) ||
      [...include].some((name) => collection.links.get(name)?.targets.some((target) => isShared(target)))
    );
  }

  async #perform(call: Call): Promise<void> {
    // A call that leads to nothing more, and brings nothing that others want, holds nobody up.
    const leading = leadsOn(call) || this.#mayServeOthers(call);
    if (leading) this.#underWay++;
    const sent: SentCall = { call, wave: Math.min(...[...call.demands].map(({ depth }) => depth.latest)) };
    try {
      if (this.sent.length >= this.#options.maxCalls) throw new CallBudgetExceeded(this.#options.maxCalls);
      this.sent.push(sent);
      this.#absorb(call, await this.#options.ask(call.question, sent));
    } catch (error) {
      this.#fail(call, error as Error);
    } finally {
      if (leading) this.#underWay--;
      if (this.#underWay === 0 && this.#dispatch) this.#startSoon();
    }
  }

  /** Takes in everything that an answer brought, whether asked for or beside it. */
  #absorb({ collection, kind, ids, include, optional, partial, demands }: Call, answer: Answer): void {
    this.#answers++;
    const primary = new Set<string>();
    const lost = new Set<string>();
    const own = answer.collections.get(collection.key);
    for (const { id } of answer.results) {
      const row = own && Object.hasOwn(own, id) ? own[id] : undefined;
      if (row) this.store.addFull(collection.key, id, row, optional, include);
      else lost.add(id);
      primary.add(id);
    }
    for (const [key, rows] of answer.collections) {
      const skip = key === collection.key ? primary : null;
      for (const id of Object.keys(rows)) if (!skip?.has(id)) this.store.addBare(key, id, rows[id] as never);
    }
    if (kind === 'list') {
      const page: Page = { ids: answer.results.map(({ id }) => id), lost, count: answer.count };
      for (const demand of demands) if (demand.kind === 'list') this.#pages.set(demand, page);
    } else if (!partial) for (const id of ids) if (!primary.has(id)) this.store.addAbsent(collection.key, id);
  }

  #fail({ collection, ids, kind, demands }: Call, error: Error): void {
    // A single record that is not there is an answer, not a failure.
    const gone = kind === 'single' && 'failure' in error && (error.failure as { kind: string }).kind === 'notFound';
    for (const id of ids) {
      if (gone) this.store.addAbsent(collection.key, id);
      else this.store.addFailure(collection.key, id, error);
    }
    for (const demand of demands) if (demand.kind === 'list') this.#pages.set(demand, error);
  }
}

/** Whether what a call brings can make anybody wait for a further call. */
const leadsOn = ({ demands }: Call): boolean =>
  [...demands].some((demand) =>
    demand.kind === 'ids'
      ? demand.via !== null || leadsFurther(demand.need, { byId: true, only: null })
      : demand.continues || (demand.need !== null && leadsFurther(demand.need, shapeOf(demand))),
  );

/** The chunk that an owner is in, or is added to. */
function chunkFor(open: string[][], owner: string): string[] {
  const known = open.find((chunk) => chunk.includes(owner));
  if (known) return known;
  let last = open.at(-1);
  if (!last || last.length >= MAX_IDS) open.push((last = []));
  last.push(owner);
  return last;
}

const next = ({ earliest, latest }: Depth, knownBefore: boolean): Depth => ({
  earliest: knownBefore ? earliest : earliest + 1,
  latest: latest + 1,
});

/** The depth of what the operation's own text and variables fix. */
export const FIRST: Depth = { earliest: 1, latest: 1 };

/** The depth of what the first answer of something leads to. */
export const after = (depth: Depth): Depth => next(depth, false);
