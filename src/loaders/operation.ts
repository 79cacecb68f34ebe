/**
 * The loading side of one operation: pending loads are sent in waves, answers go into the record
 * store, and waiters continue. The same code runs against the API and, with an `ask` that answers
 * with stand-ins, as the prediction of its calls.
 */
import { UpstreamError } from '../upstream/errors.ts';
import type { RestResponse } from '../upstream/send.ts';
import type { Row } from '../upstream/envelope.ts';
import type { Principal } from '../upstream/principal.ts';
import type { RestRequest } from '../upstream/rest-request.ts';
import { normalize, normalizeFailure, type Page } from './normalize.ts';
import type { ApiDrift } from './api-drift.ts';
import type { ApiFacts, IsOwn } from './api-facts.ts';
import { type Call, withoutIncludes } from './call.ts';
import type { Collection } from './collection.ts';
import {
  type LoadRequest,
  type Depth,
  type IdsLoadRequest,
  type ListLoadRequest,
  next,
  shapeOf,
  type Via,
} from './load-request.ts';
import { cacheResponse } from './cache-write.ts';
import {
  bareRowEnds,
  isEmpty,
  isIncluded,
  isLoadable,
  leadsFurther,
  type LinkRequirements,
  type Requirements,
} from './requirements.ts';
import { Listings } from './listings.ts';
import { CacheLookup } from './cache-lookup.ts';
import { Progress } from './progress.ts';
import { isRead } from './row-reader.ts';
import type { OwnRecords } from './record-cache.ts';
import {
  isLinkKnown,
  isUntold,
  RecordStore,
  scopeOf,
  type StoredRecord,
  targetIdsOf,
  targetsOf,
} from './record-store.ts';
import { isUsableId, UnusableId } from './unusable-id.ts';
import { isSpecial, planWave, shapeOfKnown, type Weigh } from './wave.ts';
import { Waves } from './waves.ts';

/** One REST call of an operation, with the wave that it belongs to. */
export interface SentCall {
  readonly call: Call;
  readonly wave: number;
}

export interface OperationOptions {
  /** In whose name it asks, and whose records its store holds. */
  readonly principal: Principal;
  /** What the API has shown of itself; it learns more from each answer. */
  readonly facts: ApiFacts;
  /** Notes names sent by the API that the schema does not know. Default: not noted. */
  readonly drift?: ApiDrift | undefined;
  /** Sends one call. Rejects with the error that belongs to it. */
  readonly send: (restRequest: RestRequest, sent: SentCall) => Promise<RestResponse>;
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
  readonly mayBeKnownBefore?: (requirements: Requirements) => boolean;
  /** What is kept of the caller's records from one operation to the next. Default: nothing is. */
  readonly records?: OwnRecords | undefined;
  /** Called for each wave with the number of awaited records found in the cache, and not found. */
  readonly recalled?: (lookup: { readonly hits: number; readonly misses: number }) => void;
  /** Told whenever something has come, or will not come. Default: nobody is. */
  readonly changed?: () => void;
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
  readonly linkRequirements: LinkRequirements;
  /** Where the association was included, there is nothing left to do for its targets. */
  readonly endsWithInclude: boolean;
  /** The targets, by what is needed of them, and the records that lead to those which are not known. */
  readonly found: Map<Requirements, { ids: string[]; parents: string[] }>;
}

/** Records that wait to be fetched. */
interface Waiting {
  readonly requirements: Requirements;
  readonly ids: readonly string[];
  readonly depth: Depth;
  /** The records that they lead to, as far as known, for their waiters. */
  readonly ahead: Promise<unknown>[];
  /** How many answers had come when they began to wait. */
  readonly answers: number;
}

const weighOne: Weigh = () => 1;

const NO_IDS: readonly string[] = [];
const NO_NAMES: ReadonlySet<string> = new Set();

/** The API itself failed, not a server before it, and it did so whenever it was asked. */
const isServerFault = (error: unknown): boolean => error instanceof UpstreamError && error.status === 500;

const without = (ids: readonly string[], left: readonly string[]): string[] => {
  const out = new Set(left);
  return ids.filter((id) => !out.has(id));
};

/** How often one place may request a record: once, and again for columns that its row should have had. */
const MOST_ASKED = 3;

export class Operation {
  readonly store: RecordStore;
  readonly sent: SentCall[] = [];
  /** How many of them count against the limit. */
  #counted = 0;
  /** What is being loaded. Kept only where somebody is told when that changes. */
  readonly progress: Progress;
  readonly #options: OperationOptions;
  readonly #weigh: Weigh;
  readonly #waves: Waves;
  readonly #listings: Listings;
  readonly #recall: CacheLookup | null;
  readonly #pages = new Map<ListLoadRequest, Page | Error>();
  /** Ids that a need has been settled for, so that a record which leads back to itself is walked once. */
  readonly #settled = new Map<Requirements, Set<string>>();
  /** How many answers have come, to tell whether there can be news. */
  #answers = 0;
  /** What waits for the next wave. */
  readonly #waiting: Waiting[] = [];
  /** Some of it may have come by another way. */
  #isStale = false;

  constructor(options: OperationOptions) {
    this.#options = options;
    this.progress = new Progress(options.changed);
    this.store = new RecordStore(options.principal, options.facts, options.drift);
    this.#weigh = options.weigh ?? weighOne;
    this.#recall = options.records ? new CacheLookup(this.store, options.records) : null;
    this.#listings = new Listings(this.store, (loadRequest) => this.list(loadRequest));
    this.#waves = new Waves({
      waitMs: options.waitMs,
      beforeStart: () => (this.#isStale = this.#lookAgain()),
      send: (loadRequests) => this.#send(loadRequests),
      afterStart: () => this.#listings.waveSent(),
    });
  }

  /** Waits for one page of a list. Rejects with the call's error. */
  async list(loadRequest: ListLoadRequest): Promise<Page> {
    const ended = this.progress.begin(loadRequest);
    try {
      await this.#waves.load(loadRequest);
    } finally {
      ended?.();
    }
    const page = this.#pages.get(loadRequest);
    if (page === undefined || page instanceof Error) throw page ?? new TypeError('a list without its page');
    return page;
  }

  /**
   * Loads into the store everything that `need` requires of these records and of the records that they
   * lead to. Never rejects: the store holds the failure of each record.
   */
  async settle(
    requirements: Requirements,
    ids: readonly string[],
    depth: Depth,
    scope: string | null = null,
    via: Via | null = null,
  ): Promise<void> {
    const fresh = this.#unsettled(requirements, ids, scope);
    if (fresh.length > 0) await this.#bring(requirements, fresh, depth, scope, via, MOST_ASKED);
  }

  /**
   * Fetches records that are not known well enough, and goes on from all of them. What an answer leaves untold is asked
   * for once more, by what is left of `asked` calls.
   */
  async #bring(
    requirements: Requirements,
    fresh: readonly string[],
    depth: Depth,
    scope: string | null,
    via: Via | null,
    asked: number,
  ): Promise<void> {
    const ready: string[] = [];
    const missing: string[] = [];
    for (const id of fresh) {
      if (this.store.meets(requirements, id)) ready.push(id);
      else if (isUsableId(id)) missing.push(id);
      else this.store.addFailure(requirements.collection.key, id, new UnusableId());
    }
    const asks = missing.length > 0 && isLoadable(requirements.collection);
    const request: IdsLoadRequest = { kind: 'ids', requirements, ids: missing, scope, depth, via };
    const ended = asks ? this.progress.begin(request) : undefined;
    const fetched = asks ? this.#waves.load(request) : undefined;
    // What is known well enough does not wait for the rest: what it leads to may travel in this very wave.
    const followed = this.#follow(requirements, ready, depth);
    const ahead = this.#followAhead(requirements, missing, depth);
    if (asks) this.#waiting.push({ requirements, ids: missing, depth, ahead, answers: this.#answers });
    try {
      if (fetched) await fetched;
    } finally {
      ended?.();
    }
    const later = next(depth, this.#options.mayBeKnownBefore?.(requirements) ?? false);
    const open = asks && asked > 1 ? this.#untold(requirements, missing) : NO_IDS;
    const further = this.#follow(requirements, open.length === 0 ? missing : without(missing, open), later);
    if (open.length > 0) await this.#bring(requirements, open, later, scope, null, asked - 1);
    if (followed) await followed;
    if (further) await further;
    await Promise.all(ahead);
  }

  /** Records that came and do not tell where a wanted association leads, though they would if they were asked for it. */
  #untold(requirements: Requirements, ids: readonly string[]): string[] {
    const open: string[] = [];
    if (requirements.links.size === 0) return open;
    for (const id of ids) {
      const record = this.store.get(requirements.collection, id);
      if (!record?.row) continue;
      let isOpen = false;
      for (const { link } of requirements.links.values()) {
        if (!isUntold(record, link)) continue;
        isOpen = true;
        this.store.facts.lacks(link);
      }
      if (isOpen && !this.store.failure(requirements.collection, id)) open.push(id);
    }
    return open;
  }

  /**
   * Goes on from records that wait to be fetched and have become known by another way meanwhile, wholly or
   * in part: what they lead to belongs to the wave that is about to start.
   */
  #lookAgain(): boolean {
    let found = false;
    // Grows while it is read: what is found may wait in its turn.
    for (const { requirements, ids, depth, ahead, answers } of this.#waiting) {
      if (answers === this.#answers) continue;
      found = true;
      const known = ids.filter((id) => this.store.meets(requirements, id));
      const followed = this.#follow(requirements, known, depth);
      if (followed) ahead.push(followed);
      ahead.push(...this.#followAhead(requirements, ids, depth));
    }
    this.#waiting.length = 0;
    return found;
  }

  #unsettled(requirements: Requirements, ids: readonly string[], scope: string | null): readonly string[] {
    let settled = this.#settled.get(requirements);
    if (!settled) this.#settled.set(requirements, (settled = new Set()));
    const fresh: string[] = [];
    for (const id of ids) {
      // The same id in another scope is another record: one may be absent while the other exists.
      const key = scope === null ? id : `${scope} ${id}`;
      if (settled.has(key)) continue;
      settled.add(key);
      fresh.push(id);
    }
    return fresh;
  }

  /** Goes on from records to the records that they lead to. */
  #follow(requirements: Requirements, ids: readonly string[], depth: Depth): Promise<unknown> | undefined {
    if (requirements.links.size === 0 || ids.length === 0) return undefined;
    const listed = [...requirements.links.values()].filter(({ link }) => link.listing);
    if (listed.length === 0) return this.#followKnown(requirements, [...requirements.links.values()], ids, depth);
    const known = [...requirements.links.values()].filter(({ link }) => !link.listing);
    return Promise.all([
      this.#followKnown(requirements, known, ids, depth),
      ...listed.map((linkRequirements) => this.#followListed(requirements, linkRequirements, ids, depth)),
    ]);
  }

  async #followListed(
    requirements: Requirements,
    linkRequirements: LinkRequirements,
    ids: readonly string[],
    depth: Depth,
  ): Promise<void> {
    await this.#listings.load(requirements, linkRequirements, ids, depth);
    await this.#followKnown(requirements, [linkRequirements], ids, next(depth, false));
  }

  /**
   * Goes on from records that are still to be fetched, as far as they are known: what must be asked for
   * by its own id does not wait for them.
   */
  #followAhead(requirements: Requirements, ids: readonly string[], depth: Depth): Promise<unknown>[] {
    const known = ids.filter((id) => this.store.get(requirements.collection, id)?.row);
    if (known.length === 0) return [];
    return [...requirements.links.values()].flatMap((linkRequirements) => {
      const { link } = linkRequirements;
      if (link.listing) return this.#followListed(requirements, linkRequirements, known, depth);
      const listed = known.filter((id) => {
        const record = this.store.get(requirements.collection, id);
        if (!record?.row || record.included.has(link.name)) return Boolean(record);
        const fetchTells = isIncluded(linkRequirements, shapeOfKnown(record, record.row), this.store.facts.isOwn);
        return (!fetchTells || isSpecial(requirements, record, record.row)) && isLinkKnown(record, link);
      });
      return this.#followKnown(requirements, [linkRequirements], listed, depth) ?? [];
    });
  }

  #followKnown(
    requirements: Requirements,
    links: readonly LinkRequirements[],
    ids: readonly string[],
    depth: Depth,
  ): Promise<unknown> | undefined {
    const trails = links.map((linkRequirements) => this.#trail(linkRequirements)).filter((trail) => trail !== null);
    if (trails.length === 0) return undefined;
    for (const id of ids) {
      const record = this.store.get(requirements.collection, id);
      if (!record?.row) continue;
      for (const trail of trails) this.#advance(trail, id, record, record.row);
    }
    const further: Promise<void>[] = [];
    for (const { linkRequirements, found } of trails) {
      for (const [target, { ids: targetIds, parents }] of found)
        further.push(
          this.settle(target, targetIds, depth, null, this.#via(requirements, linkRequirements, target, parents)),
        );
    }
    return further.length === 0 ? undefined : Promise.all(further);
  }

  /** How one association is followed; `null` when nothing is wanted of its targets. */
  #trail(linkRequirements: LinkRequirements): Trail | null {
    const wanted = [...linkRequirements.targets.values()].filter((target) => !isEmpty(target));
    if (wanted.length === 0) return null;
    // Only a bare row is needed, and no other place requests such records: the included row is enough.
    const ends = wanted.every(
      (target) =>
        target.links.size === 0 &&
        target.optional.size + target.refs.size === 0 &&
        !this.#options.isShared?.(target.collection),
    );
    return { linkRequirements, endsWithInclude: ends && this.#options.isShared !== undefined, found: new Map() };
  }

  /** Notes where an association of one record leads. */
  #advance(
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
          endpoint.single || scopeOf(requirements.collection, this.store.get(requirements.collection, id)) !== null,
      ) &&
      bareRowEnds(target, this.store.facts.isOwn);
    return open ? { requirements, link, ids: parents } : null;
  }

  /** Sends one wave: of each demand, the calls that concern it. */
  #send(waited: readonly LoadRequest[]): ReadonlyMap<LoadRequest, readonly Promise<void>[]> {
    const wanted = this.#isStale ? waited.map((loadRequest) => this.#stillWanted(loadRequest)) : waited;
    return this.#recall ? this.#sendUnknown(this.#recall, waited, wanted) : this.#sendAll(waited, wanted);
  }

  /** @param wanted what is left of each of the demands that `waited`. */
  #sendAll(
    waited: readonly LoadRequest[],
    wanted: readonly LoadRequest[],
    beforeCalls?: () => void,
  ): Map<LoadRequest, Promise<void>[]> {
    const waiting = new Map<LoadRequest, Promise<void>[]>();
    for (let at = 0; at < waited.length; at++) {
      const calls: Promise<void>[] = [];
      waiting.set(waited[at] as LoadRequest, calls);
      waiting.set(wanted[at] as LoadRequest, calls);
    }
    const calls = planWave(wanted, this.store, this.#weigh);
    beforeCalls?.();
    for (const call of calls) {
      const done = this.#perform(call);
      for (const loadRequest of call.loadRequests) waiting.get(loadRequest)?.push(done);
    }
    return waiting;
  }

  /** As {@link #sendAll}, but records by id are looked up first. Lists do not wait for that. */
  #sendUnknown(recall: CacheLookup, waited: readonly LoadRequest[], wanted: readonly LoadRequest[]) {
    const lists = wanted.map((loadRequest) => loadRequest.kind === 'list');
    const waiting: Map<LoadRequest, Promise<void>[]> = this.#sendAll(
      waited.filter((_, at) => lists[at]),
      wanted.filter((_, at) => lists[at]),
    );
    const byIds = wanted.filter((loadRequest) => loadRequest.kind === 'ids');
    if (byIds.length === 0) return waiting;
    const sent = this.#recallAndSend(recall, byIds);
    let next = 0;
    for (const [at, loadRequest] of waited.entries()) {
      if (lists[at]) continue;
      const own = byIds[next++] as IdsLoadRequest;
      waiting.set(loadRequest, [sent.then(async (calls) => void (await Promise.all(calls.get(own) ?? [])))]);
    }
    return waiting;
  }

  async #recallAndSend(
    recall: CacheLookup,
    waited: readonly IdsLoadRequest[],
  ): Promise<Map<LoadRequest, Promise<void>[]>> {
    // What is found leads to further records, which may travel with the next wave.
    const release = this.#waves.hold();
    const lookup = await recall.lookUp(waited);
    this.#options.recalled?.(lookup);
    if (lookup.hits > 0) this.#answers++;
    // An answer may have come meanwhile.
    const wanted = lookup.rest.map((loadRequest) => this.#stillWanted(loadRequest));
    // What was found is absorbed when the calls are planned, so that these are the calls for the rest by itself.
    const calls = this.#sendAll(waited, wanted, () => lookup.absorb());
    release();
    return calls;
  }

  /** A demand without what came by another way while it waited. */
  #stillWanted(loadRequest: LoadRequest): LoadRequest {
    if (loadRequest.kind === 'list') return loadRequest;
    const ids = loadRequest.ids.filter((id) => !this.store.meets(loadRequest.requirements, id));
    return ids.length === loadRequest.ids.length ? loadRequest : { ...loadRequest, ids };
  }

  /** Whether a call may bring records that another part of the operation would otherwise ask for. */
  #mayServeOthers({ collection, include }: Call): boolean {
    const { isShared = () => true } = this.#options;
    return (
      isShared(collection) ||
      [...include].some((name) => collection.links.get(name)?.targets.some((target) => isShared(target)))
    );
  }

  /**
   * Sends a call. One that the API fails at is sent once more without the includes that may be the reason: the rows tell
   * where those associations lead, so that their records are asked for by their own ids.
   */
  async #ask(sent: SentCall): Promise<{ readonly asked: Call; readonly answer: RestResponse }> {
    const { call, wave } = sent;
    try {
      return { asked: call, answer: await this.#sendOne(sent) };
    } catch (error) {
      const left = isServerFault(error) ? this.#spareable(call) : NO_NAMES;
      // Of a call that was made, the API's own reason says more than that there is no room for another one.
      if (left.size === 0 || isRead(call) || this.#counted >= this.#options.maxCalls) throw error;
      const asked = withoutIncludes(call, left);
      return { asked, answer: await this.#sendOne({ call: asked, wave }) };
    }
  }

  #sendOne(sent: SentCall): Promise<RestResponse> {
    // Pages that are only read have a limit of their own, which is kept by who asks for them.
    if (!isRead(sent.call) && ++this.#counted > this.#options.maxCalls)
      throw new CallBudgetExceeded(this.#options.maxCalls);
    this.sent.push(sent);
    return this.#options.send(sent.call.restRequest, sent);
  }

  /** The includes of a call whose records can be had without them. */
  #spareable({ collection, include }: Call): ReadonlySet<string> {
    return new Set(
      [...include].filter((name) => {
        const link = collection.links.get(name);
        return link !== undefined && this.store.facts.isOwn(link) && link.targets.every(isLoadable);
      }),
    );
  }

  async #perform(call: Call): Promise<void> {
    // A call that leads to no further calls, and brings nothing that others need, delays no wave.
    const release = leadsOn(call, this.store.facts.isOwn) || this.#mayServeOthers(call) ? this.#waves.hold() : null;
    const sent: SentCall = { call, wave: Math.min(...[...call.loadRequests].map(({ depth }) => depth.latest)) };
    let outcome: Page | Error;
    try {
      const { asked, answer } = await this.#ask(sent);
      outcome = normalize(this.store, asked, answer);
      this.#answers++;
      if (this.#options.records) cacheResponse(this.#options.records, asked, answer);
    } catch (error) {
      outcome = error as Error;
      normalizeFailure(this.store, call, outcome);
    }
    for (const loadRequest of call.loadRequests) if (loadRequest.kind === 'list') this.#pages.set(loadRequest, outcome);
    release?.();
  }
}

/** Whether what a call brings can make anybody wait for a further call. */
const leadsOn = ({ loadRequests }: Call, isOwn: IsOwn): boolean =>
  [...loadRequests].some((loadRequest) =>
    loadRequest.kind === 'ids'
      ? loadRequest.via !== null || leadsFurther(loadRequest.requirements, { byId: true, only: null }, isOwn)
      : loadRequest.continues ||
        (loadRequest.requirements !== null && leadsFurther(loadRequest.requirements, shapeOf(loadRequest), isOwn)),
  );
