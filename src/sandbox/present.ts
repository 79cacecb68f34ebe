/** Rows as JSON text: what the API writes always, what only on request, and what never to this user. */
import type { Link } from '../loaders/collection.ts';
import { baseOf, type Shelf, shelfOf } from './catalogue.ts';
import { type Dialect, formOf, writesColumn } from './dialect.ts';
import { idIn, idsIn, type StoredRow } from './row.ts';
import type { Found, View } from './view.ts';

/** A record that came by an include: under which key, and as which row. */
export interface Sideload extends Found {
  readonly key: string;
}

/** What one association writes into a row, and which records it brings. */
interface Linked {
  readonly value: unknown;
  readonly records: readonly Sideload[];
}

const follow = (view: View, target: Shelf, id: string): Sideload | null => {
  const found = view.find(target, id);
  return found && { ...found, key: target.key };
};

/** The id is written last; what only filters know of a row, never. */
const isWritten = (field: string) => field !== 'id' && field !== 'unwritten';

/** Records without a declared type: all that is known of them is that they are there. */
const unknown = (link: Link, row: StoredRow): Linked => ({ value: idsIn(row[link.field]), records: [] });

function toOne(view: View, link: Link, row: StoredRow): Linked {
  const id = idIn(row[link.field]);
  const [target] = link.targets;
  const record = id !== null && target ? follow(view, shelfOf(target), id) : null;
  return {
    // An own column tells its id even when the record behind it is gone; anything else is then null.
    value: link.own || record ? id : null,
    records: record ? [record] : [],
  };
}

function toMany(view: View, link: Link, row: StoredRow): Linked {
  const [target] = link.targets;
  if (!target) return unknown(link, row);
  const shelf = shelfOf(target);
  const records = idsIn(row[link.field]).flatMap((id) => follow(view, shelf, id) ?? []);
  return { value: link.own ? idsIn(row[link.field]) : records.map((record) => record.row.id), records };
}

function toAny(view: View, link: Link, row: StoredRow): Linked {
  const pointer = view.pointer(link, row);
  const record = pointer && follow(view, pointer.target, pointer.id);
  return record ? { value: { id: record.row.id, key: record.key }, records: [record] } : { value: null, records: [] };
}

/** The pointer names the base class, while the record stands with its own kind. */
function toAnyByBase(view: View, link: Link, row: StoredRow): Linked {
  const pointer = view.pointer(link, row);
  const found = pointer && view.find(pointer.target, pointer.id);
  return found
    ? { value: { id: found.row.id, key: baseOf(found.home).key }, records: [{ ...found, key: found.home.key }] }
    : { value: null, records: [] };
}

const FOLLOW = { one: toOne, many: toMany, polymorphic: toAny } as const;

/** What an included association writes into `row`, and the records it brings. */
export const linked = (view: View, { reading }: Dialect, link: Link, row: StoredRow): Linked =>
  (reading === 'always-ref' && link.kind === 'polymorphic' ? toAnyByBase : FOLLOW[link.kind])(view, link, row);

/**
 * Writes rows for one user.
 *
 * Text instead of objects, because the bare part of a row, which is nearly all of it, is then made
 * once for all answers.
 */
export class Presenter {
  readonly dialect: Dialect;
  readonly #view: View;
  readonly #bare = new WeakMap<StoredRow, string>();

  constructor(view: View, dialect: Dialect) {
    this.#view = view;
    this.dialect = dialect;
  }

  /** Whether the user may not see a field at all. */
  hides(shelf: Shelf, field: string) {
    return this.#view.user.hides?.(shelf.key, field) ?? false;
  }

  /** The fields that are always there, each followed by a comma. */
  #always(shelf: Shelf, row: StoredRow) {
    const made = this.#bare.get(row);
    if (made !== undefined) return made;
    const text = this.#alwaysBut(shelf, row, NOTHING);
    this.#bare.set(row, text);
    return text;
  }

  #field(shelf: Shelf, row: StoredRow, field: string, value: unknown) {
    return value === undefined || this.hides(shelf, field)
      ? ''
      : `${JSON.stringify(field)}:${JSON.stringify(formOf(this.dialect, shelf, row, field, value))},`;
  }

  /** Pointers that this API writes whether or not they were included. Their targets change, so they are not kept. */
  #pointers(shelf: Shelf, row: StoredRow, extra: Readonly<Record<string, unknown>>) {
    if (this.dialect.reading !== 'always-ref') return '';
    let text = '';
    for (const link of shelf.pointers)
      if (!(link.field in extra))
        text += this.#field(shelf, row, link.field, linked(this.#view, this.dialect, link, row).value);
    return text;
  }

  /** A side-loaded row: no optional fields, nothing that only an include writes. */
  bare(shelf: Shelf, row: StoredRow) {
    return `{${this.#always(shelf, row)}${this.#pointers(shelf, row, NOTHING)}"id":"${row.id}"}`;
  }

  /**
   * A row that was asked for.
   *
   * @param optional names of optional attributes that are wanted.
   * @param extra field -> value of the included associations.
   */
  full(shelf: Shelf, row: StoredRow, optional: readonly string[], extra: Readonly<Record<string, unknown>>) {
    // JSON would take a field twice, but no reader should have to: an own column that was included is written once.
    const repeated = Object.keys(extra).some((field) => row[field] !== undefined && !shelf.withheld.has(field));
    let text = repeated ? this.#alwaysBut(shelf, row, extra) : this.#always(shelf, row);
    text += this.#pointers(shelf, row, extra);
    for (const field of optional) text += this.#field(shelf, row, field, row[field]);
    for (const field of Object.keys(extra)) text += this.#field(shelf, row, field, extra[field]);
    return `{${text}"id":"${row.id}"}`;
  }

  #alwaysBut(shelf: Shelf, row: StoredRow, extra: Readonly<Record<string, unknown>>) {
    const unwritten = new Set(
      shelf.own.filter((link) => !writesColumn(this.dialect, shelf, row, link)).map(({ field }) => field),
    );
    let text = '';
    for (const field of Object.keys(row))
      if (isWritten(field) && !(field in extra) && !shelf.withheld.has(field) && !unwritten.has(field))
        text += this.#field(shelf, row, field, row[field]);
    for (const { field, kind } of shelf.own)
      if (row[field] === undefined && !(field in extra) && !unwritten.has(field))
        text += this.#field(shelf, row, field, kind === 'many' ? [] : null);
    return text;
  }
}

const NOTHING: Readonly<Record<string, unknown>> = {};
