import { isId } from './id.ts';
import { UpstreamError, type UpstreamRequest } from './errors.ts';

/** A record as the API wrote it. Any field may be missing for want of rights. */
export interface Row {
  readonly [field: string]: unknown;
}

/** The records of one collection. */
export interface Records {
  /** Read it with `Object.hasOwn` only: its keys are the API's, and `constructor` may be one. */
  readonly byId: Readonly<Record<string, Row>>;
  /** The same rows, to go through: making a list of a map keyed by numbers is what costs, so it is done once. */
  readonly all: readonly Row[];
}

/**
 * A checked answer. `results` alone says what matched, and in which order; `collections` holds the
 * records of the answer, side-loads included, by the names of their collections.
 *
 * A result without its record stays in `results`: the caller has to report it as missing.
 */
export interface Envelope {
  /**
   * How many rows match in all; null where the answer holds no number that can be one. Not to be trusted together with
   * `only`, where it may count a row twice, nor to fit the rows: it may come from an index or a cache.
   */
  readonly count: number | null;
  /** How many rows a page may hold, as the answer says. Null or absent where it does not, as in answers of older versions. */
  readonly pageSize?: number | null;
  readonly results: readonly { readonly key: string; readonly id: string }[];
  readonly collections: ReadonlyMap<string, Records>;
}

/**
 * Reads a parsed body as an envelope, in microseconds: it looks at every result, and at every record
 * only to see that it is one. Nothing is copied, so the rows are those of `body`.
 *
 * Throws an {@link UpstreamError} of kind `malformed`, about `request`, when `body` is not an
 * envelope: part of an answer must not pass for all of it.
 */
export function readEnvelope(body: unknown, request: UpstreamRequest): Envelope {
  const fail = (detail: string) => new UpstreamError({ kind: 'malformed', detail }, request);
  if (!isObject(body)) throw fail('it is not a JSON object');
  if (!Array.isArray(body.results)) throw fail('it has no list "results"');

  const read = readResults(body.results);
  if (typeof read === 'number') throw fail(`entry ${read} of its "results" is not a key and an id`);
  return {
    count: readCount(body),
    pageSize: readPageSize(body),
    results: read,
    collections: readCollections(body),
  };
}

/** Reads a parsed body as an envelope, or as `reader` does where it is none. Throws as {@link readEnvelope} does. */
export function readAnswer(
  body: unknown,
  request: UpstreamRequest,
  reader?: (body: unknown) => Envelope | null,
): Envelope {
  if (!reader) return readEnvelope(body, request);
  const read = reader(body);
  if (!read) throw new UpstreamError({ kind: 'malformed', detail: 'it is not such a list' }, request);
  return read;
}

/** Rows of one collection, as the answer of a list that holds nothing else. */
export const envelopeOf = (key: string, rows: readonly (Row & { readonly id: string })[]): Envelope => ({
  count: rows.length,
  results: rows.map(({ id }) => ({ key, id })),
  collections: new Map([[key, recordsOf(Object.fromEntries(rows.map((row) => [row.id, row])))]]),
});

/** Rows by their ids, as the records of a collection. */
export const recordsOf = (byId: Readonly<Record<string, Row>>): Records => ({ byId, all: Object.values(byId) });

/** How many records an answer holds, side-loaded ones included. */
export function rowCount({ collections }: Pick<Envelope, 'collections'>): number {
  let rows = 0;
  for (const { all } of collections.values()) rows += all.length;
  return rows;
}

const NOT_COLLECTIONS: ReadonlySet<string> = new Set(['count', 'results', 'meta']);

function readCollections(body: Row): Envelope['collections'] {
  const collections = new Map<string, Records>();
  for (const name of Object.keys(body)) {
    if (NOT_COLLECTIONS.has(name)) continue;
    const records = body[name];
    if (isObject(records)) collections.set(name, onlyRows(records));
  }
  return collections;
}

/** The records of a collection; what is not an object is no record, and left out. */
function onlyRows(records: Row): Records {
  const all = Object.values(records);
  if (all.every(isObject)) return { byId: records as Record<string, Row>, all };
  // `fromEntries` defines its properties, so a key `__proto__` stays data and sets no prototype.
  const rows = Object.fromEntries(Object.entries(records).filter(isRecord));
  return recordsOf(rows);
}

const isRecord = (entry: [string, unknown]): entry is [string, Row] => isObject(entry[1]);

/** The results with their ids as strings, or the position of the first entry that is none. */
function readResults(results: readonly unknown[]): Envelope['results'] | number {
  let asTheyAre = true;
  for (let at = 0; at < results.length; at++) {
    const entry = results[at];
    if (!isObject(entry) || typeof entry.key !== 'string') return at;
    const id = entry.id;
    if (typeof id === 'number') asTheyAre = false;
    if (idOf(id) === null) return at;
  }
  // Ids are strings on the wire, so nearly always the parsed list will do as it is.
  if (asTheyAre) return results as Envelope['results'];
  return (results as readonly { key: string; id: string | number }[]).map(({ key, id }) => ({ key, id: String(id) }));
}

/** An id as text, or null. A number above 2^53 has lost digits on its way here, and is not that id any more. */
function idOf(id: unknown): string | null {
  if (typeof id === 'string') return isId(id) ? id : null;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? String(id) : null;
}

function readCount(body: Row): number | null {
  const meta = body.meta;
  return natural(body.count) ?? (isObject(meta) ? natural(meta.count) : null);
}

const readPageSize = ({ meta }: Row) => (isObject(meta) ? natural(meta.page_size) : null);

const natural = (value: unknown) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
