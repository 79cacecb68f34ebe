/** Between the rows of a stretch and the answer that they are written as. */
import type { GraphQLError } from 'graphql';
import type { ErrorCode } from '../errors.ts';
import type { Rows } from '../page.ts';
import type { Output } from '../result-writer.ts';
import type { Warning, WarningCode, Warnings } from '../warnings.ts';
import type { RowsPlace } from './export-request.ts';
import type { Stretch } from './read-pages.ts';

/** What may be gone with the next try, and so must not be written as a hole: the export ends there instead. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'RATE_LIMITED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'CLIENT_CLOSED_REQUEST',
  'CIRCUIT_OPEN',
  'OVERLOADED',
  'UNAUTHENTICATED',
  'QUERY_TOO_COMPLEX',
  'INTERNAL_SERVER_ERROR',
] as const);

/** The rows of a stretch as those of a connection. Where they stand in it is left out. */
export const rowsOf = ({ ids, lost, count }: Stretch): Rows => ({
  ids,
  lost,
  count,
  before: 0,
  hasNext: false,
  drifted: false,
  length: ids.length,
  cursorAt: () => '',
  endCursor: () => '',
});

/** What rows leave open. What a name in the operation found, only all rows tell. */
const OF_ROWS: ReadonlySet<WarningCode> = new Set(['NOT_TOLD', 'UNCERTAIN_ORDER', 'CUT_BY_FIRST']);

/** Warnings about the rows of a batch. */
export const warningsOfRows = (warnings: Warnings): readonly Warning[] =>
  (warnings.report() ?? []).filter(({ code }) => OF_ROWS.has(code));

export interface Written {
  readonly rows: readonly unknown[];
  readonly errors: readonly GraphQLError[];
  /** An error that ends the export, because another try may do without it. */
  readonly failure: GraphQLError | null;
  /** It is one of too many records. */
  readonly tooLarge: boolean;
}

/** Takes the rows out of an answer, with the errors that stand in them. */
export function readAnswer(
  data: Output | null,
  all: readonly GraphQLError[],
  { root, rows: key, node }: RowsPlace,
): Written {
  const connection = data?.[root] as Record<string, unknown> | null | undefined;
  const entries = (connection?.[key] ?? []) as readonly (Record<string, unknown> | null)[];
  const isOfRow = ({ path }: GraphQLError) => path?.[0] === root && path[1] === key && typeof path[2] === 'number';
  const ofList = all.find(({ path }) => path?.length === 1 && path[0] === root) ?? null;
  const errors = all.filter(isOfRow);
  const failure = ofList ?? errors.find(({ extensions }) => PASSING.has(extensions.code as ErrorCode)) ?? null;
  return {
    rows: node === null ? entries : entries.map((entry) => entry?.[node] ?? null),
    errors,
    failure,
    tooLarge: ofList?.extensions.code === 'QUERY_TOO_COMPLEX',
  };
}
