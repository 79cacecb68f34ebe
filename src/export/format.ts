/** How the rows of an export are written: one form for each kind of file. */
import type { ExportProgress } from '../execution/export/export-batches.ts';
import type { Column } from './columns.ts';
import type { RowError } from './row-errors.ts';

/** What the end of an export says: whether it is whole, what is not known, and where to go on from. */
export interface Summary extends Omit<ExportProgress, 'isEnd'> {
  /** How many fields could not be answered, by the code of their errors. */
  readonly errors: Readonly<Record<string, number>>;
  /** Why it ended before its last row; null where it did not. */
  readonly failure: { readonly message: string; readonly [extension: string]: unknown } | null;
  readonly notes: readonly string[];
}

export interface Format {
  readonly name: 'jsonl' | 'csv';
  readonly contentType: string;
  /** What stands before the first row. Empty for nothing. */
  head(columns: readonly Column[]): string;
  /** One row, with the line break behind it. */
  row(row: unknown, columns: readonly Column[], errors: readonly RowError[]): string;
  /** A line that says where to go on from, in the middle of the rows. */
  position(position: string): string;
  /** The last line. */
  foot(summary: Summary): string;
}
