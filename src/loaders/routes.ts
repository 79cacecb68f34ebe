/** Which of two ways leads to records with fewer calls: their own ids, or the rows that point at them. */
import { type Collection, membersOf } from './collection.ts';
import { type IdsLoadRequest, MAX_IDS } from './load-request.ts';
import { type RecordStore, scopeOf } from './record-store.ts';
import type { Weigh } from './wanted.ts';

/** A demand, or what meets it in its place. */
export interface Route {
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
export function chooseRoutes(loadRequests: readonly IdsLoadRequest[], store: RecordStore, weigh: Weigh): Route[] {
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
    for (const id of ids) {
      for (const collection of homesOf(requirements.collection, id, store)) {
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

/**
 * Where a record is asked for: at its type's own endpoint, or at those of the types that it stands for; only at its own
 * among these once its row has come from one.
 */
export function homesOf(collection: Collection, id: string, store: RecordStore): readonly Collection[] {
  const homes = membersOf(collection).filter(({ endpoint }) => endpoint);
  if (homes.length < 2) return homes;
  const home = homes.find((one) => store.get(one, id)?.row);
  return home ? [home] : homes;
}
