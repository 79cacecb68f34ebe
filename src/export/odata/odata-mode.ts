/** A page of a feed: rows as JSON, and the address of the next page. */
import type { ExportBatch, ExportProgress } from '../../execution/export/export-batches.ts';
import type { ExportLimits } from '../../execution/export/export-limits.ts';
import { BrokenOff } from '../../http/exchange.ts';
import type { Finish } from '../../http/finish.ts';
import type { Mode, Writing } from '../../http/writers/mode.ts';
import { refuse } from '../export-mode.ts';
import { listText, valueAt } from '../csv.ts';
import { errorsByRow, type RowError } from '../row-errors.ts';
import { ERRORS, type Feed, type Property, ROW } from './feed.ts';

export const ODATA_HEADERS = { 'odata-version': '4.0' } as const;

const CONTENT_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8';

export interface FeedPage {
  readonly feed: Feed;
  readonly limits: ExportLimits;
  /** The position to go on from; null for the first page. */
  readonly after: string | null;
  /** How many rows are answered at most; null for as many as a page has. None at all still takes a call. */
  readonly top: number | null;
  /** Whether the number of rows is answered. */
  readonly counted: boolean;
  /** Properties that are answered. */
  readonly properties: readonly Property[];
  /** Where the metadata is. */
  readonly context: string;
  /** The address of the page behind a position. */
  readonly next: (position: string) => string;
}

/** Runs one page of a feed. */
export const odataMode = (page: FeedPage): Mode<AsyncIterable<ExportBatch>> => ({
  name: 'export',
  run: (executor, args) => executor.executeInBatches(args, page.limits, page.after),
  async write(outcome, writing) {
    const batches = outcome[Symbol.asyncIterator]();
    const first = await batches.next();
    if (first.done) throw new TypeError('a page without a batch');
    return {
      status: 200,
      headers: { 'content-type': CONTENT_TYPE, 'x-accel-buffering': 'no', ...ODATA_HEADERS },
      body: textsOf(page, first.value, batches, writing),
    };
  },
  refuse: refuseFeed,
});

/** Errors as OData has them. */
export function refuseFeed(errors: Parameters<Finish>[0]): ReturnType<typeof refuse> {
  const [first] = errors;
  const { status, headers } = refuse(errors);
  const error = { code: first?.extensions.code ?? 'INTERNAL_SERVER_ERROR', message: first?.message ?? '' };
  return { status, headers: { ...headers, ...ODATA_HEADERS }, body: JSON.stringify({ error }) };
}

async function* textsOf(
  { feed, top, context, counted, properties, next }: FeedPage,
  first: ExportBatch,
  batches: AsyncIterator<ExportBatch>,
  { finish }: Writing,
): AsyncGenerator<string, void> {
  try {
    const count = counted && first.progress.counted !== null ? `,"@odata.count":${first.progress.counted}` : '';
    let before = `{"@odata.context":${JSON.stringify(`${context}#${feed.name}`)}${count},"value":[\n`;
    let progress: ExportProgress = first.progress;
    for (let batch: ExportBatch | null = first; batch; ) {
      ({ progress } = batch);
      const { data, errors = [], failure } = batch;
      const errorsOf = errorsByRow(batch, finish(errors));
      if (failure) {
        finish([failure]);
        throw new BrokenOff();
      }
      const number = progress.rows - data.rows.length + 1;
      const rows = data.rows
        .slice(0, top ?? undefined)
        .map((row, at) => JSON.stringify(entityOf(row, number + at, properties, errorsOf(at))));
      yield before + rows.join(',\n');
      if (rows.length > 0) before = ',\n';
      else if (before !== ',\n') before = '';
      const following: IteratorResult<ExportBatch> = await batches.next();
      batch = following.done ? null : following.value;
    }
    const ends = progress.isEnd || (top !== null && progress.rows >= top);
    yield `\n]${ends ? '' : `,"@odata.nextLink":${JSON.stringify(next(progress.position))}`}}`;
  } finally {
    await batches.return?.();
  }
}

/** A row as an entity: what is not known of it is named, and not only null. */
function entityOf(
  row: unknown,
  number: number,
  properties: readonly Property[],
  errors: readonly RowError[],
): Record<string, unknown> {
  const entity: Record<string, unknown> = { [ROW]: number };
  for (const { name, column, edm } of properties) {
    const value = valueAt(row, column);
    entity[name] = column.isList ? listText(value) : edm === 'Edm.String' ? textOf(value) : (value ?? null);
  }
  entity[ERRORS] = errors.length === 0 ? null : errors.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ');
  return entity;
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
