/** The account as one user sees it: every look-up of the stand-in goes through here. */
import type { Link } from '../loaders/collection.ts';
import { homesOf, type Shelf, shelfOf, shelfOfKey, shelfOfTypeName } from './catalogue.ts';
import { asText, revisionOf, type Row, type StoredRow, type Table, type Tables } from './row.ts';
import type { SandboxUser } from './user.ts';

const NO_ROWS: readonly StoredRow[] = [];

export interface Found {
  /** Where the row lives, which for a submission is not where it is presented. */
  readonly home: Shelf;
  readonly row: StoredRow;
}

/** Rows by the class name and id of their subject. */
type SubjectIndex = ReadonlyMap<string, readonly StoredRow[]>;

const subjectKey = (type: unknown, id: unknown) =>
  `${shelfOfTypeName(type)?.resource.type ?? asText(type)}:${asText(id)}`;

export class View {
  readonly tables: Tables;
  readonly user: SandboxUser;
  #memo = new Map<string, unknown>();
  #revision = -1;

  constructor(tables: Tables, user: SandboxUser) {
    this.tables = tables;
    this.user = user;
  }

  table(key: string): Table {
    const table = this.tables.get(key);
    if (!table) throw new Error(`The sandbox has no table ${key}.`);
    return table;
  }

  sees(shelf: Shelf, row: StoredRow) {
    return this.user.sees?.(shelf.key, row) ?? true;
  }

  /** A row of a collection, hidden or not: for filters, which the API applies to its own data. */
  raw(key: string, id: unknown): StoredRow | undefined {
    return id === null || id === undefined ? undefined : this.tables.get(key)?.get(asText(id));
  }

  /** A row of a type, wherever rows of that type live; `null` when there is none or the user does not see it. */
  find(target: Shelf, id: string): Found | null {
    for (const home of homesOf(target)) {
      const row = this.table(home.key).get(id);
      if (row) return this.sees(home, row) ? { home, row } : null;
    }
    return null;
  }

  /** Where a polymorphic association leads: the target's type and id, or `null` when it is of no declared kind. */
  pointer(link: Link, row: Row): { target: Shelf; id: string } | null {
    const ref = row[link.field] as { key?: unknown; id?: unknown } | null | undefined;
    const named =
      link.typeField !== null && row[link.typeField] !== undefined
        ? { target: shelfOfTypeName(row[link.typeField]), id: row[link.idField as string] }
        : ref
          ? { target: shelfOfKey(String(ref.key)), id: ref.id }
          : null;
    const target = named?.target;
    if (!target || named.id === null || named.id === undefined) return null;
    // A link to submissions is also one to the kinds of submission.
    const declared = link.targets.some((possible) => homesOf(shelfOf(possible)).includes(target));
    return declared ? { target, id: asText(named.id) } : null;
  }

  /** Rows of `key` whose `subject_type` and `subject_id` name this row. */
  about(key: 'external_references' | 'custom_field_values', shelf: Shelf, id: string): readonly StoredRow[] {
    const index = this.memo<SubjectIndex>(`about ${key}`, () => {
      const rows = new Map<string, StoredRow[]>();
      for (const row of this.tables.get(key)?.values() ?? []) {
        const subject = subjectKey(row.subject_type, row.subject_id);
        const there = rows.get(subject);
        if (there) there.push(row);
        else rows.set(subject, [row]);
      }
      return rows;
    });
    return index.get(`${shelf.resource.type}:${id}`) ?? NO_ROWS;
  }

  /** Something derived from the rows, made once and again only when a row has changed. Bounded, oldest out first. */
  memo<T>(name: string, make: () => T): T {
    const revision = revisionOf(this.tables);
    if (revision !== this.#revision) {
      this.#memo.clear();
      this.#revision = revision;
    }
    if (this.#memo.has(name)) return this.#memo.get(name) as T;
    const made = make();
    if (this.#memo.size >= 200) this.#memo.delete(this.#memo.keys().next().value as string);
    this.#memo.set(name, made);
    return made;
  }
}
