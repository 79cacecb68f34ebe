/**
 * From demands that wait at the same time to the fewest calls that meet them. Pure.
 *
 * Per endpoint (and value of its mandatory parameter) one `only` call per {@link MAX_IDS} ids, with
 * the union of what is wanted of them; equal lists once.
 */
import { type Call, idsQuestion, listQuestion, singleQuestion } from './call.ts';
import type { Row } from '../upstream/envelope.ts';
import type { Collection, Link } from './collection.ts';
import { type Demand, type IdsDemand, type ListDemand, MAX_IDS, MAX_IDS_LENGTH, shapeOf, type Via } from './demand.ts';
import { addExtras, type Extras, isLoadable, type Need } from './need.ts';
import { type RecordStore, scopeOf, type StoredRecord, targetIdsOf, targetsOf } from './record-store.ts';

/** How many records one id stands for: 1, but for the stand-ins that a prediction uses. */
export type Weigh = (id: string) => number;

/** What is wanted of a record. */
interface Wants extends Extras {
  /** Includes that the API honours only beside a further parameter. */
  readonly special: Map<string, Readonly<Record<string, string>>>;
}

/** One record that is wanted. */
interface Ticket {
  readonly id: string;
  /** What is wanted of it. Mostly the same for all records of a demand, so that they share it. */
  wants: Wants;
  /** Who wants it. Shared likewise. */
  demands: Set<Demand>;
  /** Whether `wants` and `demands` are its own, so that they may be added to. */
  isOwn: boolean;
  scope: string | null;
  /** Its row is known already. */
  isKnown: boolean;
}

type Tickets = Map<Collection, Map<string, Ticket>>;

/**
 * The calls for a wave. A demand is met when every call that lists it is done; one that appears in
 * no call cannot be asked for, and is met by what is known.
 */
export function planWave(demands: readonly Demand[], store: RecordStore, weigh: Weigh): Call[] {
  const lists = demands.filter((demand) => demand.kind === 'list');
  const byIds = demands.filter((demand) => demand.kind === 'ids');
  return [...planLists(lists), ...planIds(chooseRoutes(byIds, store, weigh), store, weigh)];
}

interface ListPlan extends Extras {
  readonly demand: ListDemand;
  readonly demands: Set<Demand>;
}

const paramsKey = ({ collection, params, place }: ListDemand, leaveOut?: string) =>
  JSON.stringify([
    place?.path ?? collection.endpoint?.path,
    ...Object.keys(params)
      .filter((name) => name !== leaveOut)
      .toSorted()
      .map((name) => [name, params[name]]),
  ]);

function planLists(demands: readonly ListDemand[]): Call[] {
  const plans = new Map<string, ListPlan>();
  const countable = new Map<string, ListPlan>();
  const add = (key: string, demand: ListDemand) => {
    let plan = plans.get(key);
    if (!plan) plans.set(key, (plan = { demand, demands: new Set(), include: new Set(), optional: new Set() }));
    plan.demands.add(demand);
    if (demand.need) addExtras(plan, demand.need, shapeOf(demand));
    return plan;
  };
  for (const demand of demands) {
    if (!demand.window) continue;
    const plan = add(`${paramsKey(demand)}${demand.window.offset}+${demand.window.limit}`, demand);
    countable.set(paramsKey(demand, 'order'), plan);
  }
  // Any page tells how many rows there are, in whatever order.
  for (const demand of demands) {
    if (demand.window) continue;
    const key = paramsKey(demand, 'order');
    const plan = countable.get(key);
    if (plan) plan.demands.add(demand);
    else countable.set(key, add(key, demand));
  }
  return [...plans.values()].map(({ demand, demands, include, optional }) => ({
    kind: 'list',
    collection: demand.collection,
    question: listQuestion(demand, include, optional),
    ids: [],
    include,
    optional,
    partial: false,
    demands,
    batch: Symbol(),
  }));
}

/** A demand, or what meets it in its place. */
interface Route {
  readonly demand: IdsDemand;
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
function chooseRoutes(demands: readonly IdsDemand[], store: RecordStore, weigh: Weigh): Route[] {
  // Where asking for the records themselves would write, the other way is taken whatever it costs.
  const direct = (demand: IdsDemand): Route => ({ demand, viaParents: isUnasked(demand) });
  const open = demands.filter((demand) => demand.via !== null && !isUnasked(demand));
  const fixed = demands.filter((demand) => demand.via === null || isUnasked(demand));
  const parents = new Set(fixed.map((demand) => (isUnasked(demand) ? demand.via : demand)?.need.collection));
  const worthwhile = open.length > 1 || open.some(({ via }) => parents.has(via?.need.collection));
  if (open.length === 0 || !worthwhile) return demands.map(direct);
  const weighed = open.slice(0, MAX_ROUTES_WEIGHED);
  const rest = [...fixed, ...open.slice(MAX_ROUTES_WEIGHED)].map(direct);
  let best = weighed.map(direct);
  let fewest = callsOf([...rest, ...best], store, weigh);
  // Subsets in the order of their size, so that the first of several equal ones re-fetches least.
  const subsets = Array.from({ length: 2 ** weighed.length - 1 }, (_, index) => index + 1).toSorted(
    (one, other) => bits(one) - bits(other) || one - other,
  );
  for (const subset of subsets) {
    const routes = weighed.map((demand, index) => ({ demand, viaParents: (subset & (1 << index)) !== 0 }));
    const calls = callsOf([...rest, ...routes], store, weigh);
    if (calls < fewest) [best, fewest] = [routes, calls];
  }
  return [...rest, ...best];
}

const isUnasked = ({ need, via }: IdsDemand) => via !== null && need.collection.endpoint?.writes === true;

const bits = (subset: number): number => (subset === 0 ? 0 : (subset & 1) + bits(subset >> 1));

/** How many calls routes cost. */
function callsOf(routes: readonly Route[], store: RecordStore, weigh: Weigh): number {
  const batches = new Map<string, Set<string>>();
  for (const { demand, viaParents } of routes) {
    const { need, ids } = viaParents && demand.via ? demand.via : demand;
    const scope = viaParents ? null : demand.scope;
    for (const collection of homesOf(need.collection)) {
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
  const tickets: Tickets = new Map();
  for (const { demand, viaParents } of routes) {
    if (viaParents && demand.via) addViaTickets(tickets, demand, demand.via);
    else addTickets(tickets, demand, store);
  }
  return [...tickets].flatMap(([collection, wanted]) => planCollection(collection, [...wanted.values()], store, weigh));
}

function addViaTickets(tickets: Tickets, demand: IdsDemand, { need, link, ids }: Via): void {
  const wants = { include: new Set([link.name]), optional: new Set<string>(), special: new Map() };
  const demands = new Set([demand]);
  for (const id of ids)
    addTicket(tickets, need.collection, { id, wants, demands, scope: demand.scope, isKnown: false });
}

function addTickets(tickets: Tickets, demand: IdsDemand, store: RecordStore): void {
  const { need, scope } = demand;
  const demands = new Set([demand]);
  const ofUnknown = wantsOf(need, undefined);
  for (const collection of homesOf(need.collection)) {
    for (const id of demand.ids) {
      const record = store.get(collection, id);
      const wants = record ? wantsOf(need, record) : ofUnknown;
      addTicket(tickets, collection, { id, wants, demands, scope, isKnown: Boolean(record?.row) });
    }
  }
}

/** What is wanted of a record beyond what is known of it. */
function wantsOf(need: Need, record: StoredRecord | undefined): Wants {
  const wants: Wants = { include: new Set(), optional: new Set(), special: new Map() };
  addExtras(wants, need, { byId: true, only: null, rowKnown: Boolean(record?.row) });
  for (const field of record?.optional ?? []) wants.optional.delete(field);
  for (const { link } of need.links.values()) {
    // A column that the row should have and has not: the include is the other way to learn it.
    if (record?.row && link.own && link.includable && record.row[link.idField ?? link.field] === undefined)
      wants.include.add(link.name);
    // Nor is there anything to bring where the row itself says that it leads nowhere.
    if (record?.included.has(link.name) || (record?.row && leadsNowhere(record, record.row, link)))
      wants.include.delete(link.name);
    if (link.requires && wants.include.delete(link.name)) wants.special.set(link.name, link.requires);
  }
  if (record?.row && isSpecial(need, record, record.row)) wants.include.clear();
  return wants;
}

/**
 * Whether a known record lacks nothing but includes that the API honours only beside a further parameter. A call with one
 * may leave rows out, so nothing else travels with it; and a call of its own is not made for the sake of records
 * that the row names by their ids.
 */
export const isSpecial = (need: Need, record: StoredRecord, row: Row): boolean =>
  [...need.optional].every((field) => record.optional.has(field)) &&
  [...need.refs].every((name) => record.included.has(name)) &&
  [...need.links.values()].every(
    ({ link }) =>
      link.requires ||
      link.listing ||
      !link.includable ||
      record.included.has(link.name) ||
      (link.own && row[link.idField ?? link.field] !== undefined && link.targets.every(isLoadable)),
  ) &&
  [...need.links.values()].some(({ link }) => link.requires && !record.included.has(link.name));

/** Whether a known row tells that an association has no target. */
const leadsNowhere = (record: StoredRecord, row: Row, link: Link): boolean =>
  link.own &&
  row[link.idField ?? link.field] !== undefined &&
  (link.kind === 'many' ? targetIdsOf(record, link)?.length === 0 : targetsOf(row, link).length === 0);

function addTicket(tickets: Tickets, collection: Collection, one: Omit<Ticket, 'isOwn'>): void {
  let wanted = tickets.get(collection);
  if (!wanted) tickets.set(collection, (wanted = new Map()));
  // Where the caller named the scope, the same id in another scope is another question.
  const key = one.scope === null ? one.id : `${one.scope} ${one.id}`;
  const ticket = wanted.get(key);
  if (ticket) join(ticket, one);
  else wanted.set(key, { ...one, isOwn: false });
}

/** Adds to a ticket what somebody else wants of the same record. */
function join(ticket: Ticket, { wants, demands, isKnown }: Omit<Ticket, 'isOwn'>): void {
  ticket.isKnown ||= isKnown;
  if (!ticket.isOwn) {
    const { include, optional, special } = ticket.wants;
    ticket.wants = { include: new Set(include), optional: new Set(optional), special: new Map(special) };
    ticket.demands = new Set(ticket.demands);
    ticket.isOwn = true;
  }
  addAll(ticket.wants.include, wants.include);
  addAll(ticket.wants.optional, wants.optional);
  for (const [name, requires] of wants.special) ticket.wants.special.set(name, requires);
  addAll(ticket.demands, demands);
}

function addAll<Value>(to: Set<Value>, values: Iterable<Value>): void {
  for (const value of values) to.add(value);
}

function planCollection(collection: Collection, tickets: readonly Ticket[], store: RecordStore, weigh: Weigh): Call[] {
  const { endpoint } = collection;
  if (!endpoint) return [];
  const calls: Call[] = [];
  const byScope = new Map<string | null, Ticket[]>();
  for (const ticket of tickets) {
    if (endpoint.scope && ticket.scope === null) {
      const row = store.get(collection, ticket.id)?.row;
      ticket.scope = row ? endpoint.scope.read(row[endpoint.scope.field]) : null;
    }
    // Without its scope a record can be asked for only by its own path, if it has one.
    if (endpoint.scope && ticket.scope === null) {
      if (endpoint.single) calls.push(single(collection, ticket));
      continue;
    }
    const group = byScope.get(ticket.scope);
    if (group) group.push(ticket);
    else byScope.set(ticket.scope, [ticket]);
  }
  for (const [scope, group] of byScope) calls.push(...batches(collection, scope, group, weigh));
  return calls;
}

const single = (collection: Collection, ticket: Ticket): Call => ({
  kind: 'single',
  collection,
  question: singleQuestion(collection, ticket.id, ticket.wants.include, ticket.wants.optional),
  ids: [ticket.id],
  include: ticket.wants.include,
  optional: ticket.wants.optional,
  partial: false,
  demands: ticket.demands,
  batch: Symbol(),
});

const signature = ({ wants: { include, optional } }: Ticket) =>
  [...include].toSorted().join() + [...optional].toSorted().join();

const byNumber = (one: Ticket, other: Ticket) =>
  one.id.length - other.id.length || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

function batches(collection: Collection, scope: string | null, tickets: readonly Ticket[], weigh: Weigh): Call[] {
  const ordinary = tickets.filter(
    // A further parameter may leave rows out: what a record is without it, only a call without it tells.
    ({ wants: { include, optional, special }, isKnown }) =>
      special.size === 0 || !isKnown || include.size + optional.size > 0,
  );
  const batch = Symbol();
  // Records that want the same stand together, so that no chunk asks more of its records than it must.
  const sorted =
    ordinary.length > MAX_IDS ? ordinary.toSorted((a, b) => (signature(a) < signature(b) ? -1 : 1)) : ordinary;
  const calls = chunks(sorted, weigh).map((chunk) => batchCall(collection, scope, chunk, {}, batch));
  const special = new Map<string, { requires: Readonly<Record<string, string>>; tickets: Ticket[] }>();
  for (const ticket of tickets) {
    for (const [name, requires] of ticket.wants.special) {
      const key = JSON.stringify(requires);
      const group = special.get(key) ?? { requires, tickets: [] };
      special.set(key, group);
      const wants = { include: new Set([name]), optional: new Set<string>(), special: new Map() };
      group.tickets.push({ ...ticket, wants });
    }
  }
  for (const { requires, tickets } of special.values()) {
    const own = Symbol();
    calls.push(...chunks(tickets, weigh).map((chunk) => batchCall(collection, scope, chunk, requires, own)));
  }
  return calls;
}

function chunks(tickets: readonly Ticket[], weigh: Weigh): Ticket[][] {
  const result: Ticket[][] = [];
  let chunk: Ticket[] = [];
  let weight = 0;
  let length = 0;
  for (const ticket of tickets) {
    const heavier = weight + weigh(ticket.id);
    // A stand-in for many ids is heavier than a chunk by itself; it is never cut.
    if (
      chunk.length > 0 &&
      weigh(ticket.id) === 1 &&
      weight <= MAX_IDS &&
      (heavier > MAX_IDS || length + ticket.id.length >= MAX_IDS_LENGTH)
    ) {
      result.push(chunk);
      chunk = [];
      weight = 0;
      length = 0;
    }
    chunk.push(ticket);
    weight += weigh(ticket.id);
    length += ticket.id.length + 1;
  }
  if (chunk.length > 0) result.push(chunk);
  return result;
}

function batchCall(
  collection: Collection,
  scope: string | null,
  tickets: readonly Ticket[],
  requires: Readonly<Record<string, string>>,
  batch: symbol,
): Call {
  const include = new Set<string>();
  const optional = new Set<string>();
  const demands = new Set<Demand>();
  let last: Ticket | undefined;
  for (const ticket of tickets) {
    // Neighbours mostly share what is wanted of them.
    if (ticket.wants !== last?.wants) {
      addAll(include, ticket.wants.include);
      addAll(optional, ticket.wants.optional);
    }
    if (ticket.demands !== last?.demands) addAll(demands, ticket.demands);
    last = ticket;
  }
  // One way to write a set of ids, so that equal questions of two operations are seen to be equal.
  const ids = tickets.toSorted(byNumber).map(({ id }) => id);
  return {
    kind: 'ids',
    collection,
    question: idsQuestion(collection, ids, scope, include, optional, requires),
    ids,
    include,
    optional,
    partial: Object.keys(requires).length > 0,
    demands,
    batch,
  };
}
