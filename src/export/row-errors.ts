/** Errors of single fields, by the row that they stand in. */
import type { GraphQLError } from 'graphql';
import type { ExportBatch } from '../execution/export/export-batches.ts';

/** What is not known of a row, and why. */
export interface RowError {
  /** The response keys and indexes from the row to the field; empty for the row as a whole. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

const NONE: readonly RowError[] = [];

/** The errors of each row of a batch. @param errors those of the batch, finished. */
export function errorsByRow(
  { place }: Pick<ExportBatch, 'place'>,
  errors: readonly GraphQLError[],
): (index: number) => readonly RowError[] {
  if (errors.length === 0) return () => NONE;
  // The connection, its rows, the index, and for edges the node.
  const before = place.node === null ? 3 : 4;
  const byRow = new Map<number, RowError[]>();
  for (const { path, message, extensions } of errors) {
    const index = Number(path?.[2]);
    const found = byRow.get(index) ?? [];
    byRow.set(index, found);
    found.push({ path: (path ?? []).slice(before), code: String(extensions.code), message });
  }
  return (index) => byRow.get(index) ?? NONE;
}
