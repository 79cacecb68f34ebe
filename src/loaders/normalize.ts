/** What a call's outcome tells the record store. */
import { UpstreamError } from '../upstream/errors.ts';
import type { RestResponse } from '../upstream/send.ts';
import type { Records, Row } from '../upstream/envelope.ts';
import type { Call } from './call.ts';
import type { RecordStore } from './record-store.ts';
import { NO_NAMES } from './no-names.ts';
import { isOnlyRead, keepsBeside, readRows } from './row-reader.ts';

/** What a list brought. */
export interface Page {
  /** The rows, in the API's order. */
  readonly ids: readonly string[];
  /** Results whose record was not in the answer: their ids. Normally empty. */
  readonly lost: ReadonlySet<string>;
  /** How many rows the list has in all, as the API counts; null where it does not tell. */
  readonly count: number | null;
  /** How many rows the API says that the page may hold. Null or absent where it does not say. */
  readonly pageSize?: number | null;
}

export const NO_PAGE: Page = { ids: [], lost: new Set(), count: null };

/** Takes in everything that an answer brought, whether asked for or beside it. What a list brought is returned. */
export function normalize(store: RecordStore, call: Call, answer: RestResponse): Page {
  const { collection, optional, include } = call;
  const own = answer.collections.get(collection.key)?.byId;
  const scope = scopeIn(call);
  const ids: string[] = [];
  const lost = new Set<string>();
  const isKept = !isOnlyRead(call);
  for (const { id } of answer.results) {
    ids.push(id);
    // An id of a result is digits (see `readEnvelope`), and nothing that a prototype has is called so.
    const row = own?.[id];
    if (!row) lost.add(id);
    else if (isKept) store.addFull(collection.key, id, row, optional, include, scope);
  }
  if (own && store.facts.isCurious(collection.key)) {
    const rows = ids.map((id) => own[id]).filter((row) => row !== undefined);
    learn(store, collection.key, rows, include);
  }
  // The API may count a row twice.
  const found = new Set(ids);
  for (const [key, records] of answer.collections) {
    store.facts.words.see(key, records.all);
    store.facts.sizes.see(key, records.all);
    const isOwn = key === collection.key;
    if (!isOwn && store.facts.isCurious(key)) learn(store, key, records.all, NO_NAMES);
    if (!isKept && (isOwn || !keepsBeside(call, key))) continue;
    addBeside(store, key, records, isOwn ? found : NO_NAMES, isOwn && lost.size === 0);
  }
  if (call.kind !== 'list' && !call.partial) addAbsent(store, call, found);
  readRows(call, answer);
  return { ids, lost, count: answer.count, pageSize: answer.pageSize ?? null };
}

/** Notes what rows of an answer show of the API. */
function learn({ facts, drift }: RecordStore, key: string, rows: readonly Row[], include: ReadonlySet<string>): void {
  const [first] = rows;
  if (!first) return;
  facts.learn(key, rows, include);
  drift?.row(key, first);
}

/** The value of the endpoint's mandatory parameter that a call was sent with; all rows that it asked for have it. */
function scopeIn({ collection: { endpoint }, restRequest: { params } }: Call): string | null {
  return endpoint?.scope ? (params[endpoint.scope.param] ?? null) : null;
}

/**
 * Keeps the rows of a collection but for those that were asked for, which are kept already.
 *
 * @param whole every one of those is in the collection.
 */
function addBeside(
  store: RecordStore,
  key: string,
  { byId, all }: Records,
  primary: ReadonlySet<string>,
  whole: boolean,
): void {
  // Mostly the collection holds what was asked for and nothing else.
  if (whole && all.length <= primary.size) return;
  for (const row of all) {
    // A row repeats its id; reading it there spares making a text of each key of the map.
    const { id } = row;
    if (typeof id !== 'string') return addByKey(store, key, byId, primary);
    if (!primary.has(id)) store.addBare(key, id, row);
  }
}

function addByKey(
  store: RecordStore,
  key: string,
  byId: Readonly<Record<string, Row>>,
  primary: ReadonlySet<string>,
): void {
  for (const id of Object.keys(byId)) if (!primary.has(id)) store.addBare(key, id, byId[id] as Row);
}

/** Notes which of the records that were asked for did not come. */
function addAbsent(store: RecordStore, { collection, ids }: Call, found: ReadonlySet<string>): void {
  for (const id of ids) if (!found.has(id)) store.addAbsent(collection.key, id);
}

/** Notes why the records of a call are not known. */
export function normalizeFailure(store: RecordStore, call: Call, error: Error): void {
  const { collection, ids, kind } = call;
  // A single record that is not there is an answer, not a failure.
  const gone = kind === 'single' && error instanceof UpstreamError && error.failure.kind === 'notFound';
  for (const id of ids) {
    if (gone) store.addAbsent(collection.key, id);
    else store.addFailure(collection.key, id, error, call);
  }
}
