/** Runs the operation of an export. */
import { MAX_PAGE } from '../../loaders/load-request.ts';
import { createMemoryCache } from '../../loaders/memory-cache.ts';
import type { OwnRecords } from '../../loaders/record-cache.ts';
import { principalOf } from '../../upstream/principal.ts';
import type { Begin } from '../begin.ts';
import type { Budget } from '../budget.ts';
import { explain, type Explanation } from '../explain.ts';
import type { ExplainArgs, OperationArgs } from '../executor.ts';
import type { OperationStats } from '../operation-stats.ts';
import type { ListRequest } from '../list-request.ts';
import type { Prepared } from '../prepare.ts';
import { Refused } from '../refused.ts';
import { type ExportBatch, ExportBatches } from './export-batches.ts';
import type { ExportLimits } from './export-limits.ts';
import { exportRequest } from './export-request.ts';

/** Memory for records that rows lead to, kept from one batch to the next, in bytes. */
const KEPT_BYTES = 16 * 2 ** 20;

export interface BatchParts {
  readonly prepare: (args: OperationArgs) => Prepared;
  readonly begin: Begin;
  readonly budget: Budget;
}

/** Resolves once the first batch has come; see `Executor.executeInBatches`. */
export async function inBatches(
  { prepare, begin, budget }: BatchParts,
  args: OperationArgs,
  limits: ExportLimits,
  after: string | null,
): Promise<AsyncIterable<ExportBatch>> {
  const { caller } = args.contextValue;
  if (caller.stats) caller.stats.rowsExported = 0;
  const prepared = prepare(args);
  const request = exportRequest(prepared, caller.cursorKey ?? caller.token, after);
  const asked = exportedAs(prepared, request.list, request.lists[0] ?? {});
  const batches = new ExportBatches({
    prepared,
    request,
    caller,
    begin,
    limits,
    callsOf: (pages) => budget.likelyCalls(asked(pages)),
    records: keptFor(caller.token, request.list.field.resource.key),
  }).all();
  const first = await batches.next();
  if (first.done) throw new TypeError('an export without a batch');
  const { failure } = first.value;
  if (failure) {
    await batches.return();
    throw new Refused([failure]);
  }
  if (caller.stats) caller.stats.hasData = true;
  return resumed(first.value, batches, caller.stats ?? null);
}

/** What an export would call: its first page, and how that grows with its rows. */
export interface ExplainedExport extends Explanation {
  readonly export: {
    /** The order of the list; null for its own. */
    readonly order: string | null;
    /** No row moves while it is read, but for those that are created or deleted, which is noticed. */
    readonly stable: boolean;
    /** REST calls that so many rows are likely to take. What rows lead to is asked for once, wherever it comes again. */
    readonly likely: readonly { readonly rows: number; readonly calls: number }[];
  };
}

/** Pages whose calls are listed. */
const TOLD_PAGES = [1, 8] as const;

/** Throws as an export would before it calls anything. Nothing is called. */
export async function explainExport(
  { prepare, budget }: ExplainParts,
  args: ExplainArgs,
  maxCalls: number,
): Promise<ExplainedExport> {
  const { caller } = args.contextValue;
  const prepared = prepare(args);
  const { list, lists, order } = exportRequest(prepared, caller.cursorKey ?? caller.token, null);
  const [params = {}] = lists;
  const asked = exportedAs(prepared, list, params);
  const page = asked(1);
  const first = explain(await budget.foretell(page), budget.sizeOf(page), { calls: maxCalls, pages: 0 });
  const likely = await Promise.all(
    TOLD_PAGES.map(async (pages) => ({ rows: pages * MAX_PAGE, calls: await budget.likelyCalls(asked(pages)) })),
  );
  return { ...first, export: { order: params.order ?? null, stable: order.isStable, likely } };
}

interface ExplainParts {
  readonly prepare: (args: ExplainArgs) => Prepared;
  readonly budget: Budget;
}

/** The operation as it is run for so many pages of its list. */
const exportedAs = (prepared: Prepared, list: ListRequest, params: ListRequest['lists'][number]) => (pages: number) => {
  const all: ListRequest = { ...list, lists: [params], first: pages * MAX_PAGE, offset: 0, after: [0] };
  const requests = prepared.requests.map((request) => (request.kind === 'list' ? { ...request, list: all } : request));
  return { ...prepared, requests };
};

/**
 * What is kept while one export runs. Its own rows are not: they do not come again. What comes beside them mostly does, on
 * every page, and is kept as it came first.
 */
function keptFor(token: string, own: string): OwnRecords {
  const cache = createMemoryCache({ ttlMs: Number.POSITIVE_INFINITY, maxBytes: KEPT_BYTES, renews: false });
  return { ...cache.of({ token, principal: principalOf(token) }), keeps: (key) => key !== own };
}

/** All batches. Their rows are counted once they have been taken. */
async function* resumed(
  first: ExportBatch,
  rest: AsyncGenerator<ExportBatch, void>,
  stats: OperationStats | null,
): AsyncGenerator<ExportBatch, void> {
  const written = ({ data }: ExportBatch) => {
    if (stats) stats.rowsExported = (stats.rowsExported ?? 0) + data.rows.length;
  };
  yield first;
  written(first);
  for await (const batch of rest) {
    yield batch;
    written(batch);
  }
}
