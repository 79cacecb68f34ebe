/**
 * How lists that are no usual envelope are read: their rows, each with the id that it is known by here. Null where a
 * body is not what such a list should be: part of an answer must not pass for all of it.
 */
import type { Row } from '../upstream/envelope.ts';

type NamedRow = Row & { readonly id: string };

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The rows with a name each; null where one lacks it, or has that of another. */
function named(rows: readonly unknown[], nameOf: (row: Row) => unknown): readonly NamedRow[] | null {
  const byName = new Map<string, NamedRow>();
  for (const row of rows) {
    const name = isRow(row) ? nameOf(row) : null;
    if (!isRow(row) || !isName(name) || byName.has(name)) return null;
    byName.set(name, { ...row, id: name });
  }
  return [...byName.values()];
}

/** Rows of a bare list, which one of their columns names. */
export const rowsNamedBy = (column: string) => (body: unknown) =>
  Array.isArray(body) ? named(body, (row) => row[column]) : null;

/** Rows of a usual envelope whose ids are no numbers. */
export const rowsOfResults = (key: string) => (body: unknown) => {
  if (!isRow(body) || !Array.isArray(body.results) || !isRow(body[key])) return null;
  const records = new Map(Object.entries(body[key]));
  const results = body.results.map((result: unknown) => {
    const id = isRow(result) ? result.id : null;
    const record = isName(id) ? records.get(id) : null;
    return isRow(record) ? { ...record, id } : null;
  });
  return named(results, ({ id }) => id);
};

/** Kinds of event in the order of their names in the answer, each with its schema. */
export const eventTypesIn = (body: unknown) => {
  if (!isRow(body) || !Array.isArray(body.subscribed_event_types)) return null;
  const schemas = new Map(
    Object.entries(isRow(body.subscribed_event_type_schemas) ? body.subscribed_event_type_schemas : {}),
  );
  const kinds = body.subscribed_event_types.map((name: unknown) => {
    const schema = isName(name) ? schemas.get(name) : null;
    return { ...(isRow(schema) ? schema : {}), name };
  });
  return named(kinds, ({ name }) => name);
};
