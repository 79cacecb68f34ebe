/** Comma-separated values (RFC 4180): a line of names, then one line a row. */
import type { Column } from './columns.ts';
import type { Format } from './format.ts';
import type { RowError } from './row-errors.ts';

export interface CsvOptions {
  /** Whether texts that a spreadsheet would run as a formula are kept as they are. Default: an apostrophe stands before them. */
  readonly keepFormulas: boolean;
  /** Whether the line of names is written: not behind the rows of an earlier run. */
  readonly header: boolean;
}

const LINE = '\r\n';
/** Between the values of a list in one cell. */
const BETWEEN = '; ';

export const csv = ({ keepFormulas, header }: CsvOptions): Format => {
  const cell = (value: unknown): string => quoted(textOf(value, keepFormulas));
  return {
    name: 'csv',
    contentType: 'text/csv; charset=utf-8; header=present',
    head: (columns) => (header ? columns.map(({ path }) => quoted(path.join('.'))).join(',') + LINE : ''),
    row: (row, columns, errors) =>
      columns.map((column) => unknownIn(column, errors) ?? cell(valueAt(row, column))).join(',') + LINE,
    position: (position) => `# position ${position}${LINE}`,
    foot: (summary) => `# export ${JSON.stringify(summary)}${LINE}`,
  };
};

/** What stands in a cell whose value is not known: never an empty one, which is a value that is not there. */
function unknownIn({ path }: Column, errors: readonly RowError[]): string | null {
  for (const error of errors) {
    const keys = error.path.filter((key) => typeof key === 'string');
    if (keys.every((key, at) => path[at] === key)) return `#UNKNOWN ${error.code}`;
  }
  return null;
}

/** The value of a column, a list of them where a list stands on its path. */
export function valueAt(row: unknown, { path, isList }: Column): unknown {
  const found = path.reduce<readonly unknown[]>(
    (values, key) =>
      values.flatMap((value) => {
        const inner = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
        return isList && Array.isArray(inner) ? (inner as readonly unknown[]) : [inner];
      }),
    [row],
  );
  return isList ? found.filter((value) => value !== null && value !== undefined) : found[0];
}

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** A number is no formula, whatever it begins with. */
const NUMBER = /^[+-]?\d[\d.,]*$/;

function textOf(value: unknown, keepFormulas: boolean): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return guarded(listText(value) ?? '', keepFormulas);
  if (typeof value === 'string') return guarded(value, keepFormulas);
  return JSON.stringify(value);
}

/** The values of a list in one text; null for none. */
export const listText = (values: unknown): string | null =>
  Array.isArray(values) && values.length > 0 ? values.map((one) => textOf(one, true)).join(BETWEEN) : null;

const guarded = (text: string, keepFormulas: boolean): string =>
  !keepFormulas && FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
