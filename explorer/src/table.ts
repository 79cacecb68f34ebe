/** An answer as a table: one row a record, one column a path. */

export type Cell = string | number | boolean | null;

export interface Column {
  /** Response keys from the record, joined by dots: `user.fullName`. */
  readonly path: string;
  /** All its values are numbers, so that a sum means something. */
  readonly isNumeric: boolean;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The records of a connection, or of a plain list; `null` for what is neither. */
export function recordsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return null;
  if (Array.isArray(value.nodes)) return value.nodes;
  if (Array.isArray(value.edges))
    return value.edges.map((edge: unknown) => (isObject(edge) ? (edge.node ?? null) : edge));
  return null;
}

/** The root fields of an answer that can be read as a table, by their response keys. */
export const tablesIn = (data: unknown): readonly string[] =>
  isObject(data) ? Object.keys(data).filter((key) => typeof data[key] === 'object' && data[key] !== null) : [];

/** Several values stand in one cell, where a record has a list. */
const BETWEEN = '; ';

/** Adds the cells of a value to a row: those of objects below their keys, those of lists joined. */
function flatten(value: unknown, path: string, into: Map<string, Cell>): void {
  const list = path === '' ? null : recordsOf(value);
  if (list) {
    const rows = list.map((one) => {
      const row = new Map<string, Cell>();
      flatten(one, path, row);
      return row;
    });
    for (const key of new Set(rows.flatMap((row) => [...row.keys()])))
      into.set(key, rows.map((row) => textOf(row.get(key) ?? null)).join(BETWEEN));
    // What a connection tells beside its records.
    if (isObject(value))
      for (const [key, rest] of Object.entries(value))
        if (key !== 'nodes' && key !== 'edges') flatten(rest, `${path}.${key}`, into);
    return;
  }
  if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) flatten(one, path === '' ? key : `${path}.${key}`, into);
    return;
  }
  into.set(path === '' ? 'value' : path, value as Cell);
}

/** As it stands in a cell of a file: nothing for null. */
export const textOf = (cell: Cell): string => (cell === null ? '' : String(cell));

/** The table of one root field: a list has a row for each record, anything else has one. */
export function tableOf(value: unknown): Table {
  const records = (recordsOf(value) ?? [value]).map((record) => {
    const row = new Map<string, Cell>();
    if (record !== null) flatten(record, '', row);
    return row;
  });
  const keys = new Set<string>();
  for (const record of records) for (const key of record.keys()) keys.add(key);
  // An object that is null in some records has its own keys in others.
  const paths = [...keys].filter(
    (path) =>
      ![...keys].some((other) => other.startsWith(`${path}.`)) ||
      records.some((row) => (row.get(path) ?? null) !== null),
  );
  const rows = records.map((record) => paths.map((path) => record.get(path) ?? null));
  const columns = paths.map((path, at) => {
    const filled = rows.map((row) => row[at] ?? null).filter((cell) => cell !== null);
    return { path, isNumeric: filled.length > 0 && filled.every((cell) => typeof cell === 'number') };
  });
  return { columns, rows };
}

export interface Order {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

const compare = (one: Cell, other: Cell): number =>
  typeof one === 'number' && typeof other === 'number'
    ? one - other
    : textOf(one).localeCompare(textOf(other), 'en', { numeric: true });

/** Rows in an order; those without a value come last in either direction. */
export function sorted(rows: Table['rows'], order: Order | null): Table['rows'] {
  if (!order) return rows;
  const { column, direction } = order;
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [one, other] = [a[column] ?? null, b[column] ?? null];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * compare(one, other);
  });
}

const decimalsOf = (value: number) => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

/** What stands below a column: how many values, how many different ones, and of numbers the sum. */
export function footOf({ columns, rows }: Table, at: number): { count: number; distinct: number; sum: number | null } {
  const cells = rows.map((row) => row[at] ?? null).filter((cell) => cell !== null);
  const numbers = columns[at]?.isNumeric ? (cells as number[]) : null;
  const decimals = Math.max(0, ...(numbers ?? []).map((value) => decimalsOf(value)));
  return {
    count: cells.length,
    distinct: new Set(cells).size,
    // What is told in cents stays exact.
    sum: numbers && Number(numbers.reduce((sum, value) => sum + value, 0).toFixed(Math.min(decimals, 20))),
  };
}

const quoted = (text: string, special: RegExp) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** As a file for sheets (RFC 4180), with the mark that has Excel read it as UTF-8. */
export function csvOf({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => cells.map((text) => quoted(text, /[",\r\n]|^\s|\s$/)).join(',');
  const lines = [columns.map(({ path }) => path), ...rows.map((row) => row.map((cell) => textOf(cell)))];
  return `\uFEFF${lines.map((cells) => line(cells)).join('\r\n')}\r\n`;
}

/** As sheets take it from the clipboard: cells between tabs. */
export function tsvOf({ columns, rows }: Table): string {
  const lines = [columns.map(({ path }) => path), ...rows.map((row) => row.map((cell) => textOf(cell)))];
  return lines.map((cells) => cells.map((text) => quoted(text, /["\t\r\n]/)).join('\t')).join('\n');
}
