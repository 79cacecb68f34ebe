/** The account's data, as the stand-in keeps it. */

/**
 * A record as the API would write it if everything of it were asked for: wire names, own columns
 * (`user_id`), and also what is written only on request: optional attributes and the ids and refs
 * of every association (`custom_field_value_ids`, `participation_id`, `subject_ref`).
 * A field of an association that is left out counts as null, or as no ids. The
 * column `unwritten` holds an object with what the API filters by and never writes, such as `tag_names`.
 */
export type Row = Readonly<Record<string, unknown>>;

/** A row in a {@link Table}: frozen, and with its id as text. To change a row, put another in its place. */
export type StoredRow = Row & { readonly id: string };

/** Rows of one collection by id. Counts its changes, to detect stale derived data. */
export class Table extends Map<string, StoredRow> {
  revision = 0;

  override set(id: string, row: Row): this {
    this.revision += 1;
    return super.set(id, Object.freeze({ ...row, id }));
  }

  override delete(id: string) {
    this.revision += 1;
    return super.delete(id);
  }

  override clear() {
    this.revision += 1;
    super.clear();
  }
}

/** The collections of an account, by collection key. Every declared collection has a table, if an empty one. */
export type Tables = ReadonlyMap<string, Table>;

/** Grows with every change of any row. */
export function revisionOf(tables: Tables): number {
  let revision = 0;
  for (const table of tables.values()) revision += table.revision;
  return revision;
}

/**
 * Tables of the given rows.
 *
 * @param keys the collections that exist. Rows of any other are refused: their name is misspelt.
 */
export function tablesOf(keys: Iterable<string>, rows: Readonly<Record<string, readonly Row[]>>): Tables {
  const tables = new Map([...keys].map((key) => [key, new Table()]));
  for (const [key, entries] of Object.entries(rows)) {
    const table = tables.get(key);
    if (!table) throw new Error(`The sandbox knows no collection ${key}.`);
    for (const row of entries) {
      const id = asText(row.id);
      if (!/^\d+$/.test(id)) throw new Error(`A row of ${key} has no id that the API could have given.`);
      table.set(id, row);
    }
  }
  return tables;
}

/** The ids of a to-many association, as text. */
export const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(asText) : []);

/** The id of a to-one association, as text. */
export const idIn = (value: unknown): string | null => asText(value) || null;

/** A wire value as text, to be compared: ids and amounts are numbers on some rows. Nothing is the empty text. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
