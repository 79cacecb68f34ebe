/**
 * What an operation will call, before it calls: the very same loading code, run against an API that
 * answers at once with stand-ins. A stand-in is an id that means "up to so many records"; every
 * column of its row leads to a stand-in of its own, so the walk goes wherever the real one can go.
 */
import type { RestResponse } from '../upstream/send.ts';
import { recordsOf, type Row } from '../upstream/envelope.ts';
import { NO_PRINCIPAL } from '../upstream/principal.ts';
import type { ApiFacts, IsOwn } from './api-facts.ts';
import type { Call } from './call.ts';
import type { Collection, Link } from './collection.ts';
import { MAX_IDS, MAX_PAGE, type LoadRequest } from './load-request.ts';
import type { Requirements } from './requirements.ts';
import { Operation } from './operation.ts';
import type { SentCall } from './operation-options.ts';
import { isRead } from './row-reader.ts';

/** How many records one stand-in means. `most` may be infinite: the API bounds no to-many association. */
interface Weight {
  readonly most: number;
  /** With {@link ASSUMED_FAN_OUT} records for each to-many association. */
  readonly likely: number;
}

/** What a to-many association is taken to hold, on average, where a number is needed and none is known. */
export const ASSUMED_FAN_OUT = 10;

/** How many records the groups of a summary are taken to lead to in each association: as many as one call brings. */
const ASSUMED_GROUPS = MAX_IDS;

export interface PredictedCall {
  readonly call: Call;
  readonly wave: number;
  /** The operation alone fixes this call: it will be sent, with exactly this request. */
  readonly certain: boolean;
  /** It would be certain, if a cache did not spare it, or some of its ids. */
  readonly spareable: boolean;
  readonly min: number;
  /** May be infinite. */
  readonly max: number;
  readonly likely: number;
}

/** How many calls there will be. */
export interface Forecast {
  readonly min: number;
  /** No run sends more calls than this; infinite where a to-many association of unknown size leads on. */
  readonly max: number;
  /** As `max`, with {@link ASSUMED_FAN_OUT} for what is not known. */
  readonly likely: number;
}

export interface Prediction extends Forecast {
  readonly calls: readonly PredictedCall[];
  /** Those of them that bring pages which are only read, and have a limit of their own. */
  readonly pages: Forecast;
}

export interface PredictionOptions {
  /** Walks the operation, exactly as the real run does. */
  readonly run: (operation: Operation) => Promise<unknown>;
  /** Every need of the operation, to tell whether one may bring the records of another. */
  readonly allRequirements: readonly Requirements[];
  /** Whether waves wait for each other without bound; if not, demands that would share a call may miss it. */
  readonly aligned: boolean;
  /** Whether records by id may be kept from before. Default: no. */
  readonly cached?: boolean;
  /** What the API has shown of itself. */
  readonly facts: ApiFacts;
}

/** Foretells what the operation will call. Where it is open what rows tell by themselves, `max` covers both. */
export async function predict(options: PredictionOptions): Promise<Prediction> {
  const { facts, allRequirements } = options;
  const expected = await simulate(options, facts.isOwn, false);
  if (allRequirements.every(({ links }) => links.values().every(({ link }) => facts.isSure(link)))) return expected;
  // Some rows may tell and others not, so each way may be gone.
  const silent = await simulate(options, (link) => facts.isOwn(link) && facts.isSure(link), true);
  const telling = await simulate(options, (link) => facts.isOwn(link) || !facts.isSure(link), true);
  // Pages are bounded together, whatever their rows tell.
  const apart = expected.pages.max + othersOf(silent) + othersOf(telling);
  return { ...expected, max: Math.max(expected.max, apart) };
}

const othersOf = ({ max, pages }: Prediction) => max - pages.max;

const forecast = (calls: readonly PredictedCall[]): Forecast => {
  const sum = (read: (call: PredictedCall) => number) => calls.reduce((total, call) => total + read(call), 0);
  return { min: sum(({ min }) => min), max: sum(({ max }) => max), likely: sum(({ likely }) => likely) };
};

/**
 * Runs the operation against stand-ins whose rows tell what `isWritten` says.
 *
 * @param scattered some of the records may be known a wave earlier than others at the same place.
 */
async function simulate(
  { run, allRequirements, aligned, cached = false, facts }: PredictionOptions,
  isWritten: IsOwn,
  scattered: boolean,
): Promise<Prediction> {
  const simulated = new SimulatedApi(isWritten);
  const positions = new Map<string, number>();
  for (const { collection } of allRequirements) positions.set(collection.key, (positions.get(collection.key) ?? 0) + 1);
  const operation = new Operation({
    // Stand-ins belong to no principal.
    principal: NO_PRINCIPAL,
    // Nor do they show anything of the API.
    facts: facts.copy(),
    send: (_, sent) => Promise.resolve(simulated.answer(sent)),
    waitMs: 'unbounded',
    // Far above any limit that an operator may set, and low enough to end.
    maxCalls: 10_000,
    weigh: (id) => simulated.weight(id).most,
    mayBeKnownBefore: ({ collection }) => scattered || (positions.get(collection.key) ?? 0) > 1,
  });
  await run(operation);
  const calls = operation.sent.map((sent) => predicted(sent, simulated, aligned, cached));
  return { calls, ...forecast(calls), pages: forecast(calls.filter(({ call }) => isRead(call))) };
}

function predicted(
  { call, wave }: SentCall,
  simulated: SimulatedApi,
  aligned: boolean,
  cached: boolean,
): PredictedCall {
  // What the operation fixes by itself.
  const fixed = wave === 1;
  const spareable = fixed && cached && call.kind !== 'list';
  const certain = fixed && !spareable;
  const owners = ownersOf(call);
  const total = (read: (weight: Weight) => number) => call.ids.reduce((sum, id) => sum + read(simulated.weight(id)), 0);
  const count = (read: (weight: Weight) => number) =>
    owners
      ? Math.ceil((owners.reduce((sum, id) => sum + read(simulated.weight(id)), 0) * ASSUMED_FAN_OUT) / MAX_PAGE)
      : call.kind === 'list'
        ? 1
        : call.kind === 'single'
          ? total(read)
          : batches(call, (id) => read(simulated.weight(id)), aligned);
  return {
    call,
    wave,
    certain,
    spareable,
    min: certain ? 1 : 0,
    // The number of records of an owner, and of their pages, is unknown.
    max: owners ? Number.POSITIVE_INFINITY : fixed ? 1 : count(({ most }) => most),
    // What is likely to go together is taken to do so.
    likely: fixed
      ? 1
      : call.kind === 'ids'
        ? Math.ceil(total(({ likely }) => likely) / MAX_IDS)
        : call.kind === 'single'
          ? call.ids.reduce((sum, id) => sum + simulated.likelyPlaces(id), 0)
          : count(({ likely }) => likely),
  };
}

/** The stand-ins whose association a list gives, if it gives one. */
const ownersOf = ({ loadRequests }: Call): readonly string[] | null => {
  for (const loadRequest of loadRequests)
    if (loadRequest.kind === 'list' && loadRequest.owners) return loadRequest.owners.ids;
  return null;
};

/** The record that a list gives the association of, and the column that names it; `null` for any other list. */
function listedFor({ collection, loadRequests }: Call): { origin: Origin; column: string } | null {
  for (const loadRequest of loadRequests) {
    if (loadRequest.kind !== 'list' || !loadRequest.owners || !loadRequest.only) continue;
    const link = [...loadRequest.only.links.values()].find(
      ({ listing, targets }) => listing && targets.includes(collection),
    );
    const [id] = loadRequest.owners.ids;
    if (link && id !== undefined)
      return { origin: { link, collection: loadRequest.only, id }, column: loadRequest.owners.column };
  }
  return null;
}

/** Upper bound of the calls that one predicted batch becomes, when its ids may be spread over several waves. */
function batches({ ids, loadRequests }: Call, weigh: (id: string) => number, aligned: boolean): number {
  const groups: { weight: number; waves: number }[] = [];
  if (aligned) groups.push({ weight: ids.reduce((sum, id) => sum + weigh(id), 0), waves: wavesOf([...loadRequests]) });
  else
    for (const loadRequest of loadRequests)
      groups.push({ weight: weightOf(loadRequest, weigh), waves: wavesOf([loadRequest]) });
  return groups.reduce(
    (sum, { weight, waves }) => sum + Math.min(weight, Math.floor((weight + (MAX_IDS - 1) * waves) / MAX_IDS)),
    0,
  );
}

const weightOf = (loadRequest: LoadRequest, weigh: (id: string) => number) =>
  loadRequest.kind === 'list' ? 0 : loadRequest.ids.reduce((sum, id) => sum + weigh(id), 0);

/** In how many different waves some of the demands may arise. */
function wavesOf(loadRequests: readonly LoadRequest[]): number {
  const waves = new Set<number>();
  for (const { depth } of loadRequests) for (let wave = depth.earliest; wave <= depth.latest; wave++) waves.add(wave);
  return waves.size;
}

const ONE: Weight = { most: 1, likely: 1 };

/** The record that an include brought another one with. */
interface Origin {
  readonly link: Link;
  readonly collection: Collection;
  readonly id: string;
}

/** The API's part, played. */
class SimulatedApi {
  readonly #origins = new Map<string, Origin>();
  readonly #weights = new Map<string, Weight>();
  readonly #children = new Map<string, string>();
  /** The one type that the polymorphic targets of a page's rows have, where the call fixes it. */
  readonly #fixed = new Map<string, Collection>();
  readonly #isWritten: IsOwn;
  #next = 1;

  /** @param isWritten whether rows tell the target of an association that was not included. */
  constructor(isWritten: IsOwn) {
    this.#isWritten = isWritten;
  }

  weight(id: string): Weight {
    return this.#weights.get(id) ?? ONE;
  }

  /**
   * How many calls records are likely to take whose place (the value of their endpoint's mandatory parameter) no
   * stand-in tells. Where rows of them came along, those tell, and records that came with one parent stand in one place.
   */
  likelyPlaces(id: string): number {
    const { likely } = this.weight(id);
    const origin = this.#origins.get(id);
    return origin ? Math.min(likely, this.weight(origin.id).likely + Math.floor(likely / MAX_IDS)) : likely;
  }

  #standIn(weight: Weight): string {
    const id = `~${this.#next++}`;
    this.#weights.set(id, weight);
    return id;
  }

  /** The stand-in for the targets of one association of one record; the same whenever it is asked for. */
  #child(parent: string, link: Link, target: Collection): string {
    const key = `${parent} ${link.name} ${target.type}`;
    let id = this.#children.get(key);
    if (!id) {
      const { most, likely } = this.weight(parent);
      const weight =
        link.kind === 'many' ? { most: Number.POSITIVE_INFINITY, likely: likely * ASSUMED_FAN_OUT } : { most, likely };
      this.#children.set(key, (id = this.#standIn(weight)));
    }
    return id;
  }

  answer({ call }: SentCall): RestResponse {
    const { collection } = call;
    const ids = call.kind === 'list' ? this.#page(call) : call.ids;
    const collections = new Map<string, Record<string, Row>>();
    const put = (key: string, id: string, row: Row) => {
      const rows = collections.get(key) ?? {};
      collections.set(key, rows);
      rows[id] = row;
    };
    const owner = listedFor(call);
    for (const id of ids) {
      if (owner) this.#origins.set(id, owner.origin);
      const row = this.#ownColumns(collection, id);
      if (owner) row[owner.column] = owner.origin.id;
      for (const name of call.include) {
        const link = collection.links.get(name);
        if (!link) continue;
        Object.assign(row, this.#columns(id, link));
        if (this.#wayBack(id, link)) continue;
        const fixed = link.typeField ? this.#fixed.get(id) : undefined;
        for (const target of fixed ? [fixed] : link.targets) {
          const child = this.#child(id, link, target);
          this.#origins.set(child, { link, collection, id });
          put(target.key, child, this.#ownColumns(target, child));
        }
      }
      put(collection.key, id, row);
    }
    return {
      // The maximum; for an association's list, one page, whose size comes from elsewhere.
      count: ownersOf(call) ? ids.length : Number.MAX_SAFE_INTEGER,
      results: ids.map((id) => ({ key: collection.key, id })),
      collections: new Map([...collections].map(([key, rows]) => [key, recordsOf(rows)])),
      bytes: 0,
      status: 200,
      durationMs: 0,
      retries: 0,
      requestId: null,
      shared: false,
    };
  }

  /** One stand-in for all rows of a page; the same page is the same rows. */
  #page({ loadRequests, restRequest }: Call): string[] {
    const list = [...loadRequests].find((loadRequest) => loadRequest.kind === 'list' && loadRequest.window);
    if (list?.kind !== 'list' || !list.window) return [];
    // Rows named by id must be distinct, because the caller cuts its window from them.
    const named = restRequest.params.only?.split(',').map(() => this.#standIn(ONE));
    const most = Math.min(list.window.limit, list.reader?.mostTargets ?? MAX_PAGE);
    // Further pages of a summary mostly belong to groups that the first one has.
    const likely = !list.reader ? most : list.window.offset === 0 ? Math.min(most, ASSUMED_GROUPS) : 0;
    const ids = named ?? [this.#standIn({ most, likely })];
    if (list.only) for (const id of ids) this.#fixed.set(id, list.only);
    return ids;
  }

  #ownColumns(collection: Collection, id: string): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const link of collection.links.values())
      if (this.#isWritten(link)) Object.assign(row, this.#columns(id, link));
    return row;
  }

  /** The record that this one came with, where the link leads back to it: however often it is asked for. */
  #wayBack(id: string, link: Link): Origin | null {
    const origin = this.#origins.get(id);
    return origin && link.inverseOf === origin.link.name ? origin : null;
  }

  #columns(id: string, link: Link): Record<string, unknown> {
    const origin = this.#wayBack(id, link);
    if (origin) {
      return {
        [link.field]: [{ key: origin.collection.key, id: origin.id }],
        ...(link.idField && { [link.idField]: origin.id }),
        ...(link.typeField && { [link.typeField]: origin.collection.type }),
      };
    }
    if (link.kind === 'polymorphic') {
      const fixed = link.typeField ? this.#fixed.get(id) : undefined;
      const refs = (fixed ? [fixed] : link.targets).map((target) => ({
        key: target.key,
        id: this.#child(id, link, target),
      }));
      return { [link.field]: refs, ...(link.idField && { [link.idField]: id }) };
    }
    const [target] = link.targets;
    if (!target) return { [link.field]: [] };
    const child = this.#child(id, link, target);
    return { [link.field]: link.kind === 'many' ? [child] : child };
  }
}
