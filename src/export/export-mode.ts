/** The mode of an export: its rows are written while they come, and its last line says whether that was all. */
import { setImmediate } from 'node:timers/promises';
import type { GraphQLError } from 'graphql';
import type { ExportBatch, ExportProgress } from '../execution/export/export-batches.ts';
import type { ExportLimits } from '../execution/export/export-limits.ts';
import { BrokenOff, type GatewayResponse } from '../http/exchange.ts';
import type { Finish } from '../http/finish.ts';
import type { Mode, Writing } from '../http/writers/mode.ts';
import { refusedOperation } from '../http/writers/refusal.ts';
import { type Column, columnsOf } from './columns.ts';
import type { Format, Summary } from './format.ts';
import { errorsByRow } from './row-errors.ts';

export interface ExportOptions {
  readonly format: Format;
  readonly limits: ExportLimits;
  /** The position to go on from; null to begin. */
  readonly after: string | null;
  /** When the last line says how it ended: in any case, only where it ended before its last row, or never. */
  readonly foot: 'always' | 'failed' | 'never';
  /** Whether a line behind each batch says where to go on from. */
  readonly positions: boolean;
  /** Hears how far it has come, once all text before that has been taken. Default: not called. */
  readonly progress?: (progress: ExportProgress) => void;
  /** Hears how it ended. Default: not called. */
  readonly ended?: (summary: Summary) => void;
}

/** Rows that are written in one turn of the event loop. */
const ROWS_A_TURN = 100;

/** Codes that are the API's or the gateway's fault, by the status that says so. All others are 422, or their own. */
const STATUS_OF: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  OVERLOADED: 503,
  CIRCUIT_OPEN: 503,
  UPSTREAM_TIMEOUT: 504,
  UPSTREAM_UNAVAILABLE: 502,
  UPSTREAM_BAD_RESPONSE: 502,
};

/** The mode for one export. */
export function exportMode(options: ExportOptions): Mode<AsyncIterable<ExportBatch>> {
  const { format, limits, after } = options;
  let columns: readonly Column[] = [];
  return {
    name: 'export',
    run(executor, args) {
      if (format.name === 'csv') columns = columnsOf(args);
      return executor.executeInBatches(args, limits, after);
    },
    async write(outcome, writing) {
      const batches = outcome[Symbol.asyncIterator]();
      const first = await batches.next();
      if (first.done) throw new TypeError('an export without a batch');
      const { progress } = first.value;
      return {
        status: 200,
        headers: {
          'content-type': format.contentType,
          // Without that header nginx keeps lines back until its buffer is full.
          'x-accel-buffering': 'no',
          'content-disposition': `attachment; filename="export.${format.name}"`,
          'x-export-stable': String(progress.stable),
          ...(progress.counted !== null && { 'x-export-counted': String(progress.counted) }),
        },
        body: lines(first.value, batches, columns, options, writing),
      };
    },
    refuse,
  };
}

/** Writes the errors of an export of which no row has come, with a status that says whose fault it is. */
export function refuse(errors: Parameters<Finish>[0]): GatewayResponse {
  const response = refusedOperation(errors, 'application/json', false);
  const status = errors
    .map(({ extensions }) => STATUS_OF[String(extensions.code)])
    .find((known) => known !== undefined);
  const wait = errors.map(({ extensions }) => extensions.retryAfter).find((seconds) => typeof seconds === 'number');
  return {
    ...response,
    ...(status !== undefined && { status }),
    ...(wait !== undefined && { headers: { ...response.headers, 'retry-after': String(wait) } }),
  };
}

async function* lines(
  first: ExportBatch,
  batches: AsyncIterator<ExportBatch>,
  columns: readonly Column[],
  { format, foot, positions, progress: report, ended }: ExportOptions,
  { finish }: Writing,
): AsyncGenerator<string, void> {
  const errors: Record<string, number> = {};
  const warned = new Map<string, string>();
  try {
    let head = format.head(columns);
    for (let batch: ExportBatch | null = first; batch; batch = await nextOf(batches)) {
      const { progress, failure } = batch;
      addWarnings(warned, batch.warnings);
      for await (const text of textsOf(batch, columns, format, finish, errors)) {
        yield head + text;
        head = '';
      }
      if (head !== '') yield head;
      report?.(progress);
      if (failure || progress.complete) {
        const summary = summaryOf(progress, errors, failure ? finish([failure]) : [], warned);
        ended?.(summary);
        if (foot === 'always' || (failure && foot === 'failed')) yield format.foot(summary);
        // The transfer breaks off, because not every client reads the last line.
        if (failure) throw new BrokenOff();
      } else if (positions) yield format.position(progress.position);
      head = '';
    }
  } finally {
    await batches.return?.();
  }
}

const nextOf = async (batches: AsyncIterator<ExportBatch>): Promise<ExportBatch | null> => {
  const { done, value } = await batches.next();
  return done ? null : value;
};

/** The rows of a batch as texts, a few rows each, so that no request waits for all of them. */
async function* textsOf(
  batch: ExportBatch,
  columns: readonly Column[],
  format: Format,
  finish: Finish,
  counts: Record<string, number>,
): AsyncGenerator<string, void> {
  const { data, errors = [] } = batch;
  const finished = errors.length > 0 ? finish(errors) : errors;
  for (const { extensions } of finished) counts[String(extensions.code)] = (counts[String(extensions.code)] ?? 0) + 1;
  const errorsOf = errorsByRow(batch, finished);
  for (let from = 0; from < data.rows.length; from += ROWS_A_TURN) {
    const rows = data.rows.slice(from, from + ROWS_A_TURN);
    yield rows.map((row, at) => format.row(row, columns, errorsOf(from + at))).join('');
    await setImmediate();
  }
}

function summaryOf(
  progress: ExportProgress,
  errors: Readonly<Record<string, number>>,
  failures: readonly GraphQLError[],
  warned: ReadonlyMap<string, string>,
): Summary {
  const [failure] = failures;
  const { isEnd: _, ...shown } = progress;
  return {
    ...shown,
    errors,
    failure: failure ? { message: failure.message, ...failure.extensions } : null,
    notes: [...notesOf(progress), ...[...warned].map(([place, message]) => `${place}: ${message}`)],
  };
}

/** Keeps of each kind of warning at each field the first one, without the row that it stands in. */
function addWarnings(warned: Map<string, string>, warnings: ExportBatch['warnings']): void {
  for (const { code, message, path = [] } of warnings) {
    const field = path.filter((key) => typeof key === 'string').join('.');
    const place = `${code} at ${field}`;
    if (field !== '' && !warned.has(place)) warned.set(place, message);
  }
}

/** What a reader should know of the rows, in words. */
function notesOf({ stable, moved, isEnd, counted, rows }: ExportProgress): readonly string[] {
  return [
    ...(stable
      ? []
      : ['This list has no order that holds while rows come and go: a row that moved may be missing or doubled.']),
    ...(moved ? ['Rows moved while they were read, and it cannot be said whether one of them was passed over.'] : []),
    ...(isEnd && counted !== null && counted > rows ? [`The API counts ${counted} rows, and sent ${rows}.`] : []),
  ];
}
