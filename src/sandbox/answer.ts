/** One request to one answer: no sockets, no clock. */
import { type Shelf, shelfOf, shelfOfPath } from './catalogue.ts';
import { missingParams, testsOf, unknownParams } from './filter.ts';
import { orderOf, sorted } from './order.ts';
import type { Dialect } from './dialect.ts';
import { isOn, metaOf, onlyIds, type Params, pieces, slice, trimmedPieces } from './params.ts';
import { linked, type Presenter } from './present.ts';
import { missing, notFound, type Refusal } from './refusal.ts';
import type { StoredRow } from './row.ts';
import { found, isSearchable } from './search.ts';
import type { View } from './view.ts';
import { wholeListAt, wholeListParams } from './whole-lists.ts';

/** What a user asks with: his view of the account, and how its rows are written for him. */
export interface Session {
  readonly view: View;
  readonly presenter: Presenter;
}

export type Answer = { readonly body: string } | Refusal;

interface Matched {
  /** The rows of this answer, in its order. */
  readonly rows: readonly StoredRow[];
  /** How many rows there are on all pages; null where the answer does not tell. */
  readonly count: number | null;
  /** The request named its rows, by `only` or by its path: then all includes are honoured. */
  readonly byId: boolean;
}

/** Parameters that do not change which rows match, nor their order. */
const SHAPE = new Set(['page', 'per_page', 'limit', 'offset', 'include', 'optional_fields', 'only']);

const signature = (params: Params) =>
  Object.keys(params)
    .filter((name) => !SHAPE.has(name))
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&');

const passing = (rows: readonly StoredRow[], shelf: Shelf, view: View, params: Params, switchedOn = true) => {
  const tests = testsOf(shelf, params, view, switchedOn);
  return rows.filter((row) => view.sees(shelf, row) && tests.every((test) => test(row)));
};

/** All rows that a list request matches, in order. Kept, so that its further pages cost only themselves. */
const listed = (shelf: Shelf, view: View, params: Params) =>
  view.memo(`list ${shelf.key} ${signature(params)}`, () => {
    const order = orderOf(shelf, params.order);
    const all = view.memo(`order ${shelf.key} ${order.name} ${order.descending}`, () =>
      sorted(shelf, view.table(shelf.key).values(), order, view),
    );
    const rows = passing(all, shelf, view, params);
    if (params.search === undefined || !isSearchable(shelf)) return rows;
    // Tasks are found by the title of their project as well, unless that is switched off.
    const projectTitles = shelf.key === 'stories' && !isOn(params.exclude_workspace_title_from_search);
    return found(rows, params.search, view, projectTitles);
  });

const byIds = (shelf: Shelf, view: View, params: Params, ids: readonly string[], switchedOn = true) => {
  const table = view.table(shelf.key);
  const rows = passing(
    ids.flatMap((id) => table.get(id) ?? []),
    shelf,
    view,
    params,
    switchedOn,
  );
  return sorted(shelf, rows, orderOf(shelf, params.order), view);
};

/** Rows that a list seems to have beyond those it has, where its count is wrong. */
const MISCOUNTED = 7;

/** What `count` says of so many rows; null where it says nothing. */
function reportedCount({ count }: Dialect, rows: number): number | null {
  if (count === 'absent') return null;
  return count === 'above' ? rows + MISCOUNTED : count === 'below' ? Math.max(0, rows - MISCOUNTED) : rows;
}

function matched(shelf: Shelf, view: View, params: Params, dialect: Dialect): Matched {
  const only = onlyIds(params);
  const searching = params.search !== undefined && isSearchable(shelf);
  if (only !== null && !searching) {
    const rows = byIds(shelf, view, params, only);
    return { rows, count: rows.length, byId: true };
  }
  const rows = listed(shelf, view, params);
  const { from, size } = slice(params, dialect);
  const end = dialect.longPages ? from + dialect.largestPage : from + size;
  const stale = dialect.staleSearch && searching ? MISCOUNTED : 0;
  return { rows: rows.slice(from, end), count: reportedCount(dialect, rows.length + stale), byId: only !== null };
}

/** The includes that the endpoint honours. Unknown names, and those that lack what they need, are passed over in silence. */
const includesOf = (shelf: Shelf, params: Params, byId: boolean) =>
  [...new Set(pieces(params.include))].flatMap((name) => {
    const link = shelf.links.get(name);
    const honoured =
      link?.includable &&
      (byId || !link.onlyWithIds) &&
      Object.entries(link.requires ?? {}).every(([param, value]) => params[param] === value);
    return honoured ? [link] : [];
  });

/** The envelope: count, results, the collection itself, meta, then one map for each side-loaded collection. */
function envelope(shelf: Shelf, { view, presenter }: Session, params: Params, { rows, count, byId }: Matched): string {
  const { dialect } = presenter;
  const includes = includesOf(shelf, params, byId);
  const optional = [...new Set(trimmedPieces(params.optional_fields))].filter((name) => shelf.optional.has(name));
  const maps = new Map<string, Map<string, string>>([[shelf.key, new Map()]]);
  const own = maps.get(shelf.key) as Map<string, string>;
  // A polymorphic include has no key of its own: only the kinds that come get one.
  for (const link of includes)
    if (link.kind !== 'polymorphic') {
      const key = link.targets[0] ? shelfOf(link.targets[0]).key : link.name;
      if (!maps.has(key)) maps.set(key, new Map());
    }
  // First all rows that were asked for, so that no bare copy can take the place of one.
  for (const row of rows) own.set(row.id, '');
  for (const row of rows) {
    const extra: Record<string, unknown> = {};
    for (const link of includes) {
      const { value, records } = linked(view, dialect, link, row);
      extra[link.field] = value;
      if (presenter.hides(shelf, link.field)) continue;
      for (const record of records) {
        let map = maps.get(record.key);
        if (!map) maps.set(record.key, (map = new Map()));
        if (!map.has(record.row.id)) map.set(record.row.id, presenter.bare(record.home, record.row));
      }
    }
    own.set(row.id, presenter.full(shelf, row, optional, extra));
  }

  const key = JSON.stringify(shelf.key);
  const results = rows.map((row) => `{"key":${key},"id":"${row.id}"}`).join(',');
  let text = `{${count === null ? '' : `"count":${count},`}"results":[${results}]`;
  let first = true;
  for (const [name, records] of maps) {
    const entries = Array.from(records, ([id, record]) => `"${id}":${record}`).join(',');
    text += `,${JSON.stringify(name)}:{${entries}}`;
    if (first && count !== null && !dialect.noMeta) text += `,"meta":${JSON.stringify(metaOf(count, params, dialect))}`;
    first = false;
  }
  return `${text}}`;
}

function list(shelf: Shelf, session: Session, params: Params): Answer {
  const absent = missingParams(shelf, params);
  if (absent.length > 0) return missing(absent);
  return { body: envelope(shelf, session, params, matched(shelf, session.view, params, session.presenter.dialect)) };
}

/** One record: `only` of one id, with default filters off unless the request puts them on. */
function show(shelf: Shelf, session: Session, params: Params, id: string): Answer {
  const rows = /^\d+$/.test(id) ? byIds(shelf, session.view, params, [id], false) : [];
  if (rows.length === 0) return notFound;
  return { body: envelope(shelf, session, params, { rows, count: 1, byId: true }) };
}

/** The endpoint that a path belongs to, and the id of the record that it names, if it names one. */
const plainPath = (path: string) => path.replace(/\.json$/, '').replace(/\/$/, '');

function endpointOf(plain: string): { readonly shelf: Shelf; readonly id: string | null } | null {
  const collection = shelfOfPath(plain);
  if (collection) return { shelf: collection, id: null };
  const cut = plain.lastIndexOf('/');
  const single = shelfOfPath(plain.slice(0, cut));
  return single?.resource.endpoint?.single ? { shelf: single, id: plain.slice(cut + 1) } : null;
}

/** What the API would pass over in silence: parameters that the endpoint does not have. */
export function warningsOf(path: string, params: Params): readonly string[] {
  const plain = plainPath(path);
  const known = wholeListParams(plain);
  const endpoint = endpointOf(plain);
  const unknown = known
    ? Object.keys(params).filter((name) => !known.has(name))
    : endpoint
      ? unknownParams(endpoint.shelf, params)
      : [];
  return unknown.map((name) => `${path}: unknown parameter ${name}`);
}

/**
 * Answers `GET path`.
 *
 * @param path below the API's root, for example `/workspace_resources/7`.
 */
export function answer(session: Session, path: string, params: Params): Answer {
  const plain = plainPath(path);
  const whole = wholeListAt(plain, session, params);
  if (whole !== null) return { body: whole };
  const endpoint = endpointOf(plain);
  if (!endpoint) return notFound;
  const { shelf, id } = endpoint;
  if (id === null)
    return shelf.resource.declaration.endpoint?.listed === false ? notFound : list(shelf, session, params);
  return show(shelf, session, params, shelf.key === 'users' && id === 'me' ? session.view.user.userId : id);
}
