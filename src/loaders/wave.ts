/**
 * From demands that wait at the same time to the fewest calls that meet them. Pure.
 *
 * Per endpoint (and value of its mandatory parameter) one `only` call per MAX_IDS ids, with
 * the union of what is wanted of them; equal lists once.
 */
import { planCollection } from './batches.ts';
import type { Call } from './call.ts';
import type { LoadRequest } from './load-request.ts';
import { planLists } from './planned-lists.ts';
import type { RecordStore } from './record-store.ts';
import { chooseRoutes } from './routes.ts';
import { wantedBy, type Weigh } from './wanted.ts';

const weighOne: Weigh = () => 1;

/**
 * The calls for a wave. A demand is met when every call that lists it is done; one that appears in
 * no call cannot be asked for, and is met by what is known.
 */
export function planWave(loadRequests: readonly LoadRequest[], store: RecordStore, weigh: Weigh = weighOne): Call[] {
  const lists = loadRequests.filter((loadRequest) => loadRequest.kind === 'list');
  const byIds = loadRequests.filter((loadRequest) => loadRequest.kind === 'ids');
  return [
    ...planLists(lists, store.facts.isOwn),
    ...[...wantedBy(chooseRoutes(byIds, store, weigh), store)].flatMap(([collection, wanted]) =>
      planCollection(collection, [...wanted.values()], store, weigh),
    ),
  ];
}

/** A demand without what came by another way while it waited. */
export function stillWanted(loadRequest: LoadRequest, store: RecordStore): LoadRequest {
  if (loadRequest.kind === 'list') return loadRequest;
  const ids = loadRequest.ids.filter((id) => !store.meets(loadRequest.requirements, id));
  return ids.length === loadRequest.ids.length ? loadRequest : { ...loadRequest, ids };
}
