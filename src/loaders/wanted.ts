/** The records that a wave is to bring, each once, with everything that any place of the operation wants of it. */
import type { Collection } from './collection.ts';
import type { IdsLoadRequest, LoadRequest, Via } from './load-request.ts';
import type { RecordStore } from './record-store.ts';
import { homesOf, type Route } from './routes.ts';
import { type Wants, wantsOf } from './wants.ts';

/** How many records one id stands for: 1, but for the stand-ins that a prediction uses. */
export type Weigh = (id: string) => number;

/** One record that is wanted. */
export interface RecordRequirement {
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

export type RecordRequirements = Map<Collection, Map<string, RecordRequirement>>;

/** What these demands want, by the collection that has it. */
export function wantedBy(routes: readonly Route[], store: RecordStore): RecordRequirements {
  const recordRequirements: RecordRequirements = new Map();
  for (const { loadRequest, viaParents } of routes) {
    if (viaParents && loadRequest.via) addViaTickets(recordRequirements, loadRequest, loadRequest.via);
    else addTickets(recordRequirements, loadRequest, store);
  }
  return recordRequirements;
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
  for (const id of loadRequest.ids) {
    for (const collection of homesOf(requirements.collection, id, store)) {
      const record = store.get(collection, id);
      const wants = record ? wantsOf(requirements, record, isOwn) : ofUnknown;
      addTicket(recordRequirements, collection, { id, wants, loadRequests, scope, isKnown: Boolean(record?.row) });
    }
  }
}

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

/** Adds values to a set. */
export function addAll<Value>(to: Set<Value>, values: Iterable<Value>): void {
  for (const value of values) to.add(value);
}
