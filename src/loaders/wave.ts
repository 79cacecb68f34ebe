/**
 * From demands that wait at the same time to the fewest calls that meet them. Pure.
 *
 * Per endpoint (and value of its mandatory parameter) one `only` call per {@link MAX_IDS} ids, with
 * the union of what is wanted of them; equal lists once.
 */
import { type Call, idsQuestion, listQuestion, singleQuestion } from './call.ts';
import type { Row } from '../upstream/envelope.ts';
import { columnTells, type IsOwn } from './api-facts.ts';
import type { Collection, Link } from './collection.ts';
import {
  type LoadRequest,
  type IdsLoadRequest,
  type ListLoadRequest,
  MAX_IDS,
  MAX_IDS_LENGTH,
  shapeOf,
  type Via,
} from './load-request.ts';
import { addExtras, type CallShape, type Extras, isLoadable, type Requirements } from './requirements.ts';
import { isLinkKnown, type RecordStore, scopeOf, type StoredRecord, targetIdsOf, targetsOf } from './record-store.ts';

/** How many records one id stands for: 1, but for the stand-ins that a prediction uses. */
export type Weigh = (id: string) => number;

/** What is wanted of a record. */
interface Wants extends Extras {
  /** Includes that the API honours only beside a further parameter. */
  readonly special: Map<string, Readonly<Record<string, string>>>;
}

/** One record that is wanted. */
interface RecordRequirement {
  readonly id: string;
  /** What is wanted of it. Mostly the same for all records of a demand, so that they share it. */
  wants: Wants;
  /** Who wants it. Shared likewise. */
  loadRequests: Set<LoadRequest>;
  /** Whether `wants` and `demands` are its own, so that they may be added to. */
  isOwn: boolean;
  scope: string | null;
  /** Its row is known already. */
  isKnown: boolean;
}

type RecordRequirements = Map<Collection, Map<string, RecordRequirement>>;

/**
 * The calls for a wave. A demand is met when every call that lists it is done; one that appears in
 * no call cannot be asked for, and is met by what is known.
 */
export function planWave(loadRequests: readonly LoadRequest[], store: RecordStore, weigh: Weigh): Call[] {
  const lists = loadRequests.filter((loadRequest) => loadRequest.kind === 'list');
  const byIds = loadRequests.filter((loadRequest) => loadRequest.kind === 'ids');
  return [...planLists(lists, store.facts.isOwn), ...planIds(chooseRoutes(byIds, store, weigh), store, weigh)];
}

interface ListPlan extends Extras {
  readonly loadRequest: ListLoadRequest;
  readonly loadRequests: Set<LoadRequest>;
}

const paramsKey = ({ collection, params, place }: ListLoadRequest, leaveOut?: string) =>
  JSON.stringify([
    place?.path ?? collection.endpoint?.path,
    ...Object.keys(params)
      .filter((name) => name !== leaveOut)
      .toSorted()
      .map((name) => [name, params[name]]),
  ]);

function planLists(loadRequests: readonly ListLoadRequest[], isOwn: IsOwn): Call[] {
  const plans = new Map<string, ListPlan>();
  const countable = new Map<string, ListPlan>();
  const add = (key: string, loadRequest: ListLoadRequest) => {
    let plan = plans.get(key);
    if (!plan)
      plans.set(key, (plan = { loadRequest, loadRequests: new Set(), include: new Set(), optional: new Set() }));
    plan.loadRequests.add(loadRequest);
    if (loadRequest.requirements) addExtras(plan, loadRequest.requirements, shapeOf(loadRequest), isOwn);
    return plan;
  };
  for (const loadRequest of loadRequests) {
    if (!loadRequest.window) continue;
    const plan = add(`${paramsKey(loadRequest)}${loadRequest.window.offset}+${loadRequest.window.limit}`, loadRequest);
    countable.set(paramsKey(loadRequest, 'order'), plan);
  }
  // Any page tells how many rows there are, in whatever order.
  for (const loadRequest of loadRequests) {
    if (loadRequest.window) continue;
    const key = paramsKey(loadRequest, 'order');
    const plan = countable.get(key);
    if (plan) plan.loadRequests.add(loadRequest);
    else countable.set(key, add(key, loadRequest));
  }
  return [...plans.values()].map(({ loadRequest, loadRequests, include, optional }) => ({
    kind: 'list',
    collection: loadRequest.collection,
    restRequest: listQuestion(loadRequest, include, optional),
    ids: [],
    include,
    optional,
    partial: false,
    loadRequests,
    batch: Symbol(),
  }));
}

/** A demand, or what meets it in its place. */
interface Route {
  readonly loadRequest: IdsLoadRequest;
  /** Fetch the records that lead to it once more, with the include, instead of its own. */
  readonly viaParents: boolean;
}

const MAX_ROUTES_WEIGHED = 6;

/**
 * Chooses, for records that could be had by their own ids or by fetching again the rows that point
 * at them with an include, what makes fewer calls: two types from one parent cost one call with two
 * includes, or none at all where the parent's endpoint is called in this wave anyway. Ties go to the
 * records' own ids: fewer bytes.
 */
function chooseRoutes(loadRequests: readonly IdsLoadRequest[], store: RecordStore, weigh: Weigh): Route[] {
  // Where asking for the records themselves would write, the other way is taken whatever it costs.
  const direct = (loadRequest: IdsLoadRequest): Route => ({ loadRequest, viaParents: isUnasked(loadRequest) });
  const open = loadRequests.filter((loadRequest) => loadRequest.via !== null && !isUnasked(loadRequest));
  const fixed = loadRequests.filter((loadRequest) => loadRequest.via === null || isUnasked(loadRequest));
  const parents = new Set(
    fixed.map((loadRequest) => (isUnasked(loadRequest) ? loadRequest.via : loadRequest)?.requirements.collection),
  );
  const worthwhile = open.length > 1 || open.some(({ via }) => parents.has(via?.requirements.collection));
  if (open.length === 0 || !worthwhile) return loadRequests.map(direct);
  const weighed = open.slice(0, MAX_ROUTES_WEIGHED);
  const rest = [...fixed, ...open.slice(MAX_ROUTES_WEIGHED)].map(direct);
  let best = weighed.map(direct);
  let fewest = callsOf([...rest, ...best], store, weigh);
  // Subsets in the order of their size, so that the first of several equal ones re-fetches least.
  const subsets = Array.from({ length: 2 ** weighed.length - 1 }, (_, index) => index + 1).toSorted(
    (one, other) => bits(one) - bits(other) || one - other,
  );
  for (const subset of subsets) {
    const routes = weighed.map((loadRequest, index) => ({ loadRequest, viaParents: (subset & (1 << index)) !== 0 }));
    const calls = callsOf([...rest, ...routes], store, weigh);
    if (calls < fewest) [best, fewest] = [routes, calls];
  }
  return [...rest, ...best];
}

const isUnasked = ({ requirements, via }: IdsLoadRequest) =>
  via !== null && requirements.collection.endpoint?.writes === true;

const bits = (subset: number): number => (subset === 0 ? 0 : (subset & 1) + bits(subset >> 1));

/** How many calls routes cost. */
function callsOf(routes: readonly Route[], store: RecordStore, weigh: Weigh): number {
  const batches = new Map<string, Set<string>>();
  for (const { loadRequest, viaParents } of routes) {
    const { requirements, ids } = viaParents && loadRequest.via ? loadRequest.via : loadRequest;
    const scope = viaParents ? null : loadRequest.scope;
    for (const collection of homesOf(requirements.collection)) {
      for (const id of ids) {
        const value = scope ?? scopeOf(collection, store.get(collection, id));
        // Without its scope each record costs a call of its own.
        const key = `${collection.key} ${value ?? `/${id}`}`;
        let batch = batches.get(key);
        if (!batch) batches.set(key, (batch = new Set()));
        batch.add(id);
      }
    }
  }
  let calls = 0;
  for (const batch of batches.values()) {
    let weight = 0;
    for (const id of batch) weight += weigh(id);
    calls += Math.ceil(weight / MAX_IDS);
  }
  return calls;
}

/** Where records of a type are asked for: at its own endpoint, or at those of the types that it stands for. */
const homesOf = (collection: Collection): readonly Collection[] =>
  (collection.members.length > 0 ? collection.members : [collection]).filter(({ endpoint }) => endpoint);

function planIds(routes: readonly Route[], store: RecordStore, weigh: Weigh): Call[] {
  const recordRequirements: RecordRequirements = new Map();
  for (const { loadRequest, viaParents } of routes) {
    if (viaParents && loadRequest.via) addViaTickets(recordRequirements, loadRequest, loadRequest.via);
    else addTickets(recordRequirements, loadRequest, store);
  }
  return [...recordRequirements].flatMap(([collection, wanted]) =>
    planCollection(collection, [...wanted.values()], store, weigh),
  );
}

function addViaTickets(
  recordRequirements: RecordRequirements,
  loadRequest: IdsLoadRequest,
  { requirements, link, ids }: Via,
): void {
  const wants = { include: new Set([link.name]), optional: new Set<string>(), special: new Map() };
  const loadRequests = new Set([loadRequest]);
  for (const id of ids)
    addTicket(recordRequirements, requirements.collection, {
      id,
      wants,
      loadRequests,
      scope: loadRequest.scope,
      isKnown: false,
    });
}

function addTickets(recordRequirements: RecordRequirements, loadRequest: IdsLoadRequest, store: RecordStore): void {
  const { requirements, scope } = loadRequest;
  const loadRequests = new Set([loadRequest]);
  const { isOwn } = store.facts;
  const ofUnknown = wantsOf(requirements, undefined, isOwn);
  for (const collection of homesOf(requirements.collection)) {
    for (const id of loadRequest.ids) {
      const record = store.get(collection, id);
      const wants = record ? wantsOf(requirements, record, isOwn) : ofUnknown;
      addTicket(recordRequirements, collection, { id, wants, loadRequests, scope, isKnown: Boolean(record?.row) });
    }
  }
}

const UNKNOWN: CallShape = { byId: true, only: null };

/** The shape of a call for a record whose row is known: what it tells counts, whatever other rows of its type do. */
export const shapeOfKnown = (record: StoredRecord, row: Row): CallShape => ({
  byId: true,
  only: null,
  rowKnown: true,
  isTold: (link) => link.own || record.included.has(link.name) || columnTells(row, link),
});

/** What is wanted of a record beyond what is known of it. */
function wantsOf(requirements: Requirements, record: StoredRecord | undefined, isOwn: IsOwn): Wants {
  const wants: Wants = { include: new Set(), optional: new Set(), special: new Map() };
  addExtras(wants, requirements, record?.row ? shapeOfKnown(record, record.row) : UNKNOWN, isOwn);
  for (const field of record?.optional ?? []) wants.optional.delete(field);
  for (const { link } of requirements.links.values()) {
    // A column that the row might have and has not: the include is the other way to learn it.
    if (record?.row && link.includable && !isLinkKnown(record, link)) wants.include.add(link.name);
    // Nor is there anything to bring where the row itself says that it leads nowhere.
    if (record?.included.has(link.name) || (record?.row && leadsNowhere(record, record.row, link)))
      wants.include.delete(link.name);
    if (link.requires && wants.include.delete(link.name)) wants.special.set(link.name, link.requires);
  }
  if (record?.row && isSpecial(requirements, record, record.row)) wants.include.clear();
  return wants;
}

/**
 * Whether a known record lacks nothing but includes that the API honours only beside a further parameter. A call with one
 * may leave rows out, so nothing else travels with it; and a call of its own is not made for the sake of records
 * that the row names by their ids.
 */
export const isSpecial = (requirements: Requirements, record: StoredRecord, row: Row): boolean =>
  [...requirements.optional].every((field) => record.optional.has(field)) &&
  [...requirements.refs].every((name) => record.included.has(name)) &&
  [...requirements.links.values()].every(
    ({ link }) =>
      link.requires ||
      link.listing ||
      !link.includable ||
      record.included.has(link.name) ||
      (columnTells(row, link) && link.targets.every(isLoadable)),
  ) &&
  [...requirements.links.values()].some(({ link }) => link.requires && !record.included.has(link.name));

/** Whether a known row tells that an association has no target. */
const leadsNowhere = (record: StoredRecord, row: Row, link: Link): boolean =>
  columnTells(row, link) &&
  (link.kind === 'many' ? targetIdsOf(record, link)?.length === 0 : targetsOf(row, link).length === 0);

function addTicket(
  recordRequirements: RecordRequirements,
  collection: Collection,
  one: Omit<RecordRequirement, 'isOwn'>,
): void {
  let wanted = recordRequirements.get(collection);
  if (!wanted) recordRequirements.set(collection, (wanted = new Map()));
  // Where the caller named the scope, the same id in another scope is another request.
  const key = one.scope === null ? one.id : `${one.scope} ${one.id}`;
  const recordRequirement = wanted.get(key);
  if (recordRequirement) join(recordRequirement, one);
  else wanted.set(key, { ...one, isOwn: false });
}

/** Adds to a ticket what another position wants of the same record. */
function join(
  recordRequirement: RecordRequirement,
  { wants, loadRequests, isKnown }: Omit<RecordRequirement, 'isOwn'>,
): void {
  recordRequirement.isKnown ||= isKnown;
  if (!recordRequirement.isOwn) {
    const { include, optional, special } = recordRequirement.wants;
    recordRequirement.wants = { include: new Set(include), optional: new Set(optional), special: new Map(special) };
    recordRequirement.loadRequests = new Set(recordRequirement.loadRequests);
    recordRequirement.isOwn = true;
  }
  addAll(recordRequirement.wants.include, wants.include);
  addAll(recordRequirement.wants.optional, wants.optional);
  for (const [name, requires] of wants.special) recordRequirement.wants.special.set(name, requires);
  addAll(recordRequirement.loadRequests, loadRequests);
}

function addAll<Value>(to: Set<Value>, values: Iterable<Value>): void {
  for (const value of values) to.add(value);
}

function planCollection(
  collection: Collection,
  recordRequirements: readonly RecordRequirement[],
  store: RecordStore,
  weigh: Weigh,
): Call[] {
  const { endpoint } = collection;
  if (!endpoint) return [];
  const calls: Call[] = [];
  const byScope = new Map<string | null, RecordRequirement[]>();
  for (const recordRequirement of recordRequirements) {
    if (endpoint.scope && recordRequirement.scope === null) {
      recordRequirement.scope = scopeOf(collection, store.get(collection, recordRequirement.id));
    }
    // Without its scope a record can be asked for only by its own path, if it has one.
    if (endpoint.scope && recordRequirement.scope === null) {
      if (endpoint.single) calls.push(single(collection, recordRequirement));
      continue;
    }
    const group = byScope.get(recordRequirement.scope);
    if (group) group.push(recordRequirement);
    else byScope.set(recordRequirement.scope, [recordRequirement]);
  }
  for (const [scope, group] of byScope) calls.push(...batches(collection, scope, group, weigh));
  return calls;
}

const single = (collection: Collection, recordRequirement: RecordRequirement): Call => ({
  kind: 'single',
  collection,
  restRequest: singleQuestion(
    collection,
    recordRequirement.id,
    recordRequirement.wants.include,
    recordRequirement.wants.optional,
  ),
  ids: [recordRequirement.id],
  include: recordRequirement.wants.include,
  optional: recordRequirement.wants.optional,
  partial: false,
  loadRequests: recordRequirement.loadRequests,
  batch: Symbol(),
});

const signature = ({ wants: { include, optional } }: RecordRequirement) =>
  [...include].toSorted().join() + [...optional].toSorted().join();

const byNumber = (one: RecordRequirement, other: RecordRequirement) =>
  one.id.length - other.id.length || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

function batches(
  collection: Collection,
  scope: string | null,
  recordRequirements: readonly RecordRequirement[],
  weigh: Weigh,
): Call[] {
  const ordinary = recordRequirements.filter(
    // A further parameter may leave rows out: what a record is without it, only a call without it tells.
    ({ wants: { include, optional, special }, isKnown }) =>
      special.size === 0 || !isKnown || include.size + optional.size > 0,
  );
  const batch = Symbol();
  // Records that want the same stand together, so that no chunk asks more of its records than it must.
  const sorted =
    ordinary.length > MAX_IDS ? ordinary.toSorted((a, b) => (signature(a) < signature(b) ? -1 : 1)) : ordinary;
  const calls = chunks(sorted, weigh).map((chunk) => batchCall(collection, scope, chunk, {}, batch));
  const special = new Map<
    string,
    { requires: Readonly<Record<string, string>>; recordRequirements: RecordRequirement[] }
  >();
  for (const recordRequirement of recordRequirements) {
    for (const [name, requires] of recordRequirement.wants.special) {
      const key = JSON.stringify(requires);
      const group = special.get(key) ?? { requires, recordRequirements: [] };
      special.set(key, group);
      const wants = { include: new Set([name]), optional: new Set<string>(), special: new Map() };
      group.recordRequirements.push({ ...recordRequirement, wants });
    }
  }
  for (const { requires, recordRequirements } of special.values()) {
    const own = Symbol();
    calls.push(...chunks(recordRequirements, weigh).map((chunk) => batchCall(collection, scope, chunk, requires, own)));
  }
  return calls;
}

function chunks(recordRequirements: readonly RecordRequirement[], weigh: Weigh): RecordRequirement[][] {
  const result: RecordRequirement[][] = [];
  let chunk: RecordRequirement[] = [];
  let weight = 0;
  let length = 0;
  for (const recordRequirement of recordRequirements) {
    const heavier = weight + weigh(recordRequirement.id);
    // A stand-in for many ids is heavier than a chunk by itself; it is never cut.
    if (
      chunk.length > 0 &&
      weigh(recordRequirement.id) === 1 &&
      weight <= MAX_IDS &&
      (heavier > MAX_IDS || length + recordRequirement.id.length >= MAX_IDS_LENGTH)
    ) {
      result.push(chunk);
      chunk = [];
      weight = 0;
      length = 0;
    }
    chunk.push(recordRequirement);
    weight += weigh(recordRequirement.id);
    length += recordRequirement.id.length + 1;
  }
  if (chunk.length > 0) result.push(chunk);
  return result;
}

function batchCall(
  collection: Collection,
  scope: string | null,
  recordRequirements: readonly RecordRequirement[],
  requires: Readonly<Record<string, string>>,
  batch: symbol,
): Call {
  const include = new Set<string>();
  const optional = new Set<string>();
  const loadRequests = new Set<LoadRequest>();
  let last: RecordRequirement | undefined;
  for (const recordRequirement of recordRequirements) {
    // Neighbours mostly share what is wanted of them.
    if (recordRequirement.wants !== last?.wants) {
      addAll(include, recordRequirement.wants.include);
      addAll(optional, recordRequirement.wants.optional);
    }
    if (recordRequirement.loadRequests !== last?.loadRequests) addAll(loadRequests, recordRequirement.loadRequests);
    last = recordRequirement;
  }
  // One way to write a set of ids, so that equal calls of two operations are seen to be equal.
  const ids = recordRequirements.toSorted(byNumber).map(({ id }) => id);
  return {
    kind: 'ids',
    collection,
    restRequest: idsQuestion(collection, ids, scope, include, optional, requires),
    ids,
    include,
    optional,
    partial: Object.keys(requires).length > 0,
    loadRequests,
    batch,
  };
}
