/** What an export may take, and the error where it would take more. */
import { GraphQLError } from 'graphql';
import { MAX_PAGE } from '../../loaders/load-request.ts';
import type { Last, Progress } from './position.ts';
import type { Stretch } from './read-pages.ts';

/** What an export may take. */
export interface ExportLimits {
  /** REST calls of the whole export. */
  readonly maxCalls: number;
  /** Rows of the whole export; one that is known to have more is refused. */
  readonly maxRows: number;
  /** Rows after which it ends by itself, those before the position that it goes on from counted. Default: none. */
  readonly rows?: number | null;
  /** The same, those before that position not counted. Default: none. */
  readonly more?: number;
  /** How long it may go on, in milliseconds. */
  readonly timeoutMs: number;
  /** Pages that are read side by side. */
  readonly pages: number;
}

/** Before the first page it is unknown how many more there are. */
export const sideBySide = ({ count, offset, rows }: Progress, pages: number, wanted: number | null): number => {
  if (count === null) return 1;
  const left = Math.min(count - offset, wanted === null ? count : wanted - rows);
  return Math.max(1, Math.min(pages, Math.ceil((left + 1) / MAX_PAGE)));
};

/** The rows up to those after which the export ends by itself. */
export function cut(stretch: Stretch, { rows, offset }: Progress, most: number | null): Stretch {
  const left = most === null ? stretch.ids.length : most - rows;
  if (left >= stretch.ids.length) return stretch;
  const ids = stretch.ids.slice(0, left);
  const last: Last | null = ids.length > 0 ? { value: null, id: ids.at(-1) as string } : stretch.last;
  return { ...stretch, ids, offset: offset + left, last, isEnd: false };
}

/** Refuses an export of more rows than one may have, as soon as the first page tells how many there are. */
export function checkRows(
  { rows, offset }: Progress,
  { ids, count }: Stretch,
  maxRows: number,
  wanted: number | null,
): void {
  const known = rows + Math.max(ids.length, count === null ? 0 : count - offset);
  if (Math.min(known, wanted ?? known) <= maxRows) return;
  const message = `This export has about ${known} rows; the limit is ${maxRows}. Filter its list, or ask for fewer rows with \`limit\`.`;
  throw new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX', estimate: known, limit: maxRows } });
}

export const tooLong = (timeoutMs: number) =>
  new GraphQLError(`This export took longer than ${timeoutMs} ms, and was stopped: go on from its position.`, {
    extensions: { code: 'UPSTREAM_TIMEOUT', timeoutMs },
  });

export const tooManyCalls = (limit: number) =>
  new GraphQLError(`This export would make more than ${limit} REST calls, and was stopped: go on from its position.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit },
  });

/** Rows after which an export ends by itself; null for none. */
export function wantedRows({ rows: before }: Progress, { rows, more }: ExportLimits): number | null {
  const wanted = Math.min(
    rows ?? Number.POSITIVE_INFINITY,
    more === undefined ? Number.POSITIVE_INFINITY : before + more,
  );
  return Number.isFinite(wanted) ? wanted : null;
}
