/**
 * From demands that wait at the same time to the fewest calls that meet them. Pure.
 *
 * Per endpoint (and value of its mandatory parameter) one `only` call per MAX_IDS ids, with
 * the union of what is wanted of them; equal lists once.
 */
import { planCollection } from './batches.ts';
import type { Call } from './call.ts';
import type { Link } from './collection.ts';
import type { LoadRequest, Via } from './load-request.ts';
import { planLists } from './planned-lists.ts';
import { type RecordStore, type StoredRecord, targetIdsOf, targetsOf } from './record-store.ts';
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

/** A demand without what came by another way while it waited, and without the parents that lead to nothing else. */
export function stillWanted(loadRequest: LoadRequest, store: RecordStore): LoadRequest {
  if (loadRequest.kind === 'list') return loadRequest;
  const { requirements, via } = loadRequest;
  const ids = loadRequest.ids.filter((id) => !store.meets(requirements, id));
  if (ids.length === loadRequest.ids.length) return loadRequest;
  return { ...loadRequest, ids, via: via && viaTo(ids, via, store) };
}

function viaTo(ids: readonly string[], via: Via, store: RecordStore): Via | null {
  const wanted = new Set(ids);
  const parents = via.ids.filter((parent) => {
    const record = store.get(via.requirements.collection, parent);
    return record && targetIds(record, via.link).some((id) => wanted.has(id));
  });
  return parents.length === 0 ? null : { ...via, ids: parents };
}

function targetIds(record: StoredRecord, link: Link): readonly string[] {
  if (link.kind === 'many') return targetIdsOf(record, link) ?? [];
  return record.row ? targetsOf(record.row, link).map(({ id }) => id) : [];
}
