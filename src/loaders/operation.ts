/**
 * The loading side of one operation: pending loads are sent in waves, answers go into the record
 * store, and waiters continue. The same code runs against the API and, with an `ask` that answers
 * with stand-ins, as the prediction of its calls.
 */
import { cacheResponse } from './cache-write.ts';
import { CacheLookup } from './cache-lookup.ts';
import type { Call } from './call.ts';
import { leadsOn, mayServeOthers } from './call-consequences.ts';
import { CallSender } from './call-sender.ts';
import { ChosenRecords } from './chosen-records.ts';
import type { Collection } from './collection.ts';
import { Following } from './following.ts';
import { joinLists, type Waiting } from './joined-lists.ts';
import { Listings } from './listings.ts';
import { ListWindows } from './list-windows.ts';
import {
  type Depth,
  type IdsLoadRequest,
  type ListLoadRequest,
  type LoadRequest,
  next,
  type Via,
} from './load-request.ts';
import { isVoid } from './nested-call.ts';
import { NestedLists } from './nested-lists.ts';
import { noArguments } from './no-arguments.ts';
import { NO_PAGE, normalize, normalizeFailure, type Page } from './normalize.ts';
import type { OperationOptions, SentCall } from './operation-options.ts';
import { Progress } from './progress.ts';
import { RecordStore } from './record-store.ts';
import { isLoadable, type Requirements } from './requirements.ts';
import { SettledRecords } from './settled-records.ts';
import { Trails } from './trails.ts';
import { untoldOf, without } from './untold.ts';
import { isUsableId, UnusableId } from './unusable-id.ts';
import type { Weigh } from './wanted.ts';
import { planWave, stillWanted } from './wave.ts';
import { Waves } from './waves.ts';

const NO_IDS: readonly string[] = [];

/** How often one place may request a record: once, and again for columns that its row should have had. */
const MOST_ASKED = 3;

export class Operation {
  readonly store: RecordStore;
  /** In a prediction, how many records an id stands for; null otherwise, where each stands for its own. */
  readonly weigh: Weigh | null;
  /** What is being loaded. Kept only where `changed` is called. */
  readonly progress: Progress;
  /** What records were given of the lists under them. */
  readonly nested: NestedLists;
  /** Which records were chosen where a field answers some of an association. */
  readonly chosen: ChosenRecords;
  readonly #options: OperationOptions;
  readonly #following: Following;
  readonly #sender: CallSender;
  readonly #waves: Waves;
  readonly #windows: ListWindows;
  readonly #recall: CacheLookup | null;
  readonly #pages = new Map<ListLoadRequest, Page | Error>();
  readonly #settled: SettledRecords;
  /** How many answers have come, to tell whether there can be news. */
  #answers = 0;
  /** What waits for the next wave. */
  readonly #waiting: Waiting[] = [];
  /** Some of it may have come by another way. */
  #isStale = false;

  constructor(options: OperationOptions) {
    this.#options = options;
    this.weigh = options.weigh ?? null;
    this.progress = new Progress(options.changed);
    this.store = new RecordStore(options.principal, options.facts, options.drift);
    this.#settled = new SettledRecords(this.store);
    this.#sender = new CallSender(options, this.store);
    this.#recall = options.records ? new CacheLookup(this.store, options.records) : null;
    this.#windows = new ListWindows(options.facts.pages, (loadRequest) => this.#list(loadRequest), this.weigh !== null);
    const trails = new Trails(this.store, options.isShared);
    const listings = new Listings(this.store, this.list);
    this.chosen = new ChosenRecords(this.store, options.choiceOf ?? noArguments, options.fewer ?? null);
    this.#following = new Following({
      store: this.store,
      trails,
      listings,
      chosen: this.chosen,
      settle: (requirements, ids, depth, via) => this.settle(requirements, ids, depth, null, via),
    });
    this.nested = new NestedLists({
      store: this.store,
      argumentsOf: options.argumentsOf ?? noArguments,
      list: this.list,
      settle: (requirements, ids, depth) => this.settle(requirements, ids, depth),
      weigh: options.weigh ?? null,
    });
    this.#waves = new Waves({
      waitMs: options.waitMs,
      beforeStart: () => {
        this.#isStale = this.#lookAgain();
        this.nested.dropAbsent();
        joinLists(this.#waiting, trails, this.nested);
        this.#waiting.length = 0;
      },
      send: (loadRequests) => this.#send(loadRequests),
      afterStart: () => {
        listings.waveSent();
        this.nested.waveSent();
      },
    });
  }

  /** The calls that were sent, in their order. */
  get sent(): readonly SentCall[] {
    return this.#sender.sent;
  }

  /** Waits for a window of a list, whatever pages the API makes of it. Rejects with the error of a call. */
  readonly list = (loadRequest: ListLoadRequest): Promise<Page> => this.#windows.load(loadRequest);

  async #list(loadRequest: ListLoadRequest): Promise<Page> {
    const ended = this.progress.begin(loadRequest);
    try {
      await this.#waves.load(loadRequest);
    } finally {
      ended?.();
    }
    const page = isVoid(loadRequest) ? NO_PAGE : this.#pages.get(loadRequest);
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
    const fresh = this.#settled.fresh(requirements, ids, scope);
    const late = this.#followLate();
    if (fresh.length === 0) return void (await late);
    const brought = this.#bring(requirements, fresh, depth, scope, via, MOST_ASKED);
    const nested = this.nested.load(requirements, fresh, depth);
    await Promise.all([brought, nested, late]);
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
    const followed = this.#following.from(requirements, ready, depth);
    const ahead = this.#following.ahead(requirements, missing, depth);
    if (asks) this.#waiting.push({ requirements, ids: missing, depth, ahead, answers: this.#answers });
    try {
      if (fetched) await fetched;
    } finally {
      ended?.();
    }
    const later = next(depth, this.#options.mayBeKnownBefore?.(requirements) ?? false);
    this.#settled.leave(requirements, missing, later);
    const open = asks && asked > 1 ? untoldOf(this.store, requirements, missing) : NO_IDS;
    const further = this.#following.from(requirements, open.length === 0 ? missing : without(missing, open), later);
    if (open.length > 0) await this.#bring(requirements, open, later, scope, null, asked - 1);
    await Promise.all([followed, further, this.#followLate(), ...ahead]);
  }

  /**
   * Waits for what records lead to whose own call failed, and that other answers have brought: the same, whichever of
   * them came first. To be called when all else has come. Never rejects.
   */
  async rest(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop
    for (let late = this.#followLate(); late; late = this.#followLate()) await late;
  }

  /** Whether records of this type may still come: by what is under way, or by what late records lead to. */
  mayBring(collection: Collection): boolean {
    return this.progress.mayBring(collection) || this.#settled.mayBring(collection) || this.chosen.mayBring(collection);
  }

  /** Goes on from records whose own call failed, and that an answer has brought since, whichever. */
  #followLate(): Promise<unknown> | undefined {
    const late = this.#settled.takeUp();
    const chosen = this.#following.late();
    if (late.length === 0) return chosen;
    const followed = late.map(async ({ requirements, ids, depth }) => this.#following.from(requirements, ids, depth));
    return Promise.all([chosen, ...followed]);
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
      const followed = this.#following.from(requirements, known, depth);
      if (followed) ahead.push(followed);
      ahead.push(...this.#following.ahead(requirements, ids, depth));
    }
    return found;
  }

  /** Sends one wave: of each demand, the calls that concern it. */
  #send(all: readonly LoadRequest[]): ReadonlyMap<LoadRequest, readonly Promise<void>[]> {
    const waited = all.filter((loadRequest) => !isVoid(loadRequest));
    const wanted = this.#isStale ? waited.map((loadRequest) => stillWanted(loadRequest, this.store)) : waited;
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
    const calls = planWave(wanted, this.store, this.#options.weigh);
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
    const wanted = lookup.rest.map((loadRequest) => stillWanted(loadRequest, this.store));
    // What was found is absorbed when the calls are planned, so that these are the calls for the rest by itself.
    const calls = this.#sendAll(waited, wanted, () => lookup.absorb());
    release();
    return calls;
  }

  async #perform(call: Call): Promise<void> {
    const holds: (() => void)[] = [];
    const hold = () => void holds.push(this.#waves.hold());
    // A call that leads to no further calls, and brings nothing that others need, delays no wave.
    if (leadsOn(call, this.store.facts.isOwn) || mayServeOthers(call, this.#options.isShared)) hold();
    const sent: SentCall = { call, wave: Math.min(...[...call.loadRequests].map(({ depth }) => depth.latest)) };
    let outcome: Page | Error;
    try {
      const { asked, answer } = await this.#sender.ask(sent, hold);
      outcome = normalize(this.store, asked, answer);
      this.#answers++;
      if (this.#options.records) cacheResponse(this.#options.records, asked, answer);
    } catch (error) {
      outcome = error as Error;
      normalizeFailure(this.store, call, outcome);
    }
    for (const loadRequest of call.loadRequests) if (loadRequest.kind === 'list') this.#pages.set(loadRequest, outcome);
    for (const release of holds) release();
  }
}
