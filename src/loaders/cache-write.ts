/** What an answer leaves for operations to come. */
import { isId } from '../upstream/id.ts';
import type { RestResponse } from '../upstream/send.ts';
import type { Call } from './call.ts';
import type { Collection } from './collection.ts';
import type { NamedRecord, OwnRecords } from './record-cache.ts';
import { isOnlyRead } from './row-reader.ts';

/**
 * Keeps every record that an answer brought, with what was asked of it, and forgets those that were
 * asked for by id and did not come. That a record is not there is never kept: it may come into being, or
 * into sight, at any moment, and a query for it that says no to that for minutes is worse than a call.
 */
export function cacheResponse(records: OwnRecords, call: Call, answer: RestResponse): void {
  // The first caller writes it to the cache.
  if (answer.shared) return;
  // A summary reads far more rows than anybody asks for again.
  if (isOnlyRead(call)) return;
  const { collection, optional, include } = call;
  const asked = { optional: [...optional], included: [...include] };
  const kept: NamedRecord[] = [];
  const results = new Set(answer.results.map(({ id }) => id));
  for (const key of keysOf(call)) {
    if (records.keeps?.(key) === false) continue;
    const isOwn = key === collection.key;
    for (const [id, row] of Object.entries(answer.collections.get(key)?.byId ?? {})) {
      if (!isId(id)) continue;
      kept.push({ key, id, record: { row, ...(isOwn && results.has(id) ? asked : BARE) } });
    }
  }
  if (kept.length > 0) records.write(kept);
  const absent = call.kind === 'list' || call.partial ? [] : call.ids.filter((id) => !results.has(id));
  if (absent.length > 0) records.forget(absent.map((id) => ({ key: collection.key, id })));
}

const BARE = { optional: [], included: [] };

/** The collections whose records a call can bring. Other collections in the answer are never requested. */
function keysOf({ collection, include }: Call): ReadonlySet<string> {
  const keys = new Set([collection.key]);
  const add = ({ key, members }: Collection) => {
    keys.add(key);
    for (const member of members) keys.add(member.key);
  };
  for (const name of include) collection.links.get(name)?.targets.forEach(add);
  return keys;
}
