/**
 * An export: all rows of one connection, in batches of a few pages, each read and written by itself, so that memory does
 * not grow with the number of rows. While one batch is written, the next one is read.
 */
import { GraphQLError } from 'graphql';
import { MAX_PAGE } from '../../loaders/load-request.ts';
import type { OwnRecords } from '../../loaders/record-cache.ts';
import type { Begin, Begun } from '../begin.ts';
import { type ErrorCode, toGraphQLError } from '../errors.ts';
import { ErrorList } from '../error-list.ts';
import type { Caller } from '../execute.ts';
import type { Rows } from '../page.ts';
import type { Prepared } from '../prepare.ts';
import { ResultWriter } from '../result-writer.ts';
import type { Output } from '../result-writer.ts';
import { timeSliced } from '../time-sliced.ts';
import { rootSteps } from '../write-roots.ts';
import type { ExportRequest, RowsPlace } from './export-request.ts';
import type { Last, Progress } from './position.ts';
import { readStretch, settleStretch, type Stretch } from './read-pages.ts';

/** What an export may take. */
export interface ExportLimits {
  /** REST calls of the whole export. */
  readonly maxCalls: number;
  /** Rows of the whole export; one that is known to have more is refused. */
  readonly maxRows: number;
  /** Rows after which it ends by itself. Default: none. */
  readonly rows?: number | null;
  /** How long it may go on, in milliseconds. */
  readonly timeoutMs: number;
  /** Pages that are read side by side. */
  readonly pages: number;
}

/** How far an export has come. */
export interface ExportProgress {
  /** Rows so far, those before the position that it went on from counted. */
  readonly rows: number;
  /** How many rows there are in all, as the API counts; null where it does not tell. */
  readonly counted: number | null;
  /** REST calls so far. */
  readonly calls: number;
  /** Where to go on from. */
  readonly position: string;
  /** No row moves while it is read, but for those that are created or deleted, which is noticed. */
  readonly stable: boolean;
  /** Rows moved, and it cannot be said whether one of them was passed over. */
  readonly moved: boolean;
  /** All rows have come. */
  readonly complete: boolean;
}

/** Rows of an export, in the form of an answer. */
export interface ExportBatch {
  readonly data: { readonly rows: readonly unknown[] };
  /** Errors of single fields, with their paths in the operation's answer; the index of a row is that in this batch. */
  readonly errors?: readonly GraphQLError[];
  readonly place: RowsPlace;
  readonly progress: ExportProgress;
  /** Why no more rows come, though there are more; null while they come. */
  readonly failure: GraphQLError | null;
}

export interface ExportRun {
  readonly prepared: Prepared;
  readonly request: ExportRequest;
  readonly caller: Caller;
  readonly begin: Begin;
  readonly limits: ExportLimits;
  /** REST calls that a batch of so many pages is likely to make. */
  readonly callsOf: (pages: number) => Promise<number>;
  /** What is kept of the records that rows lead to, from one batch to the next. */
  readonly records: OwnRecords;
}

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

/** Ids that are remembered where only they tell that a row has come before. */
const REMEMBERED = 10_000;

interface Loaded {
  readonly batch: ExportBatch;
  readonly next: Progress | null;
}

/** The batches of an export. It ends with one that is `complete`, or that has a `failure`. Never rejects. */
export class ExportBatches {
  readonly #run: ExportRun;
  readonly #recent = new Set<string>();
  readonly #endsAt: number;
  #pages: number;
  #calls = 0;
  #moved = false;

  constructor(run: ExportRun) {
    this.#run = run;
    this.#pages = run.limits.pages;
    this.#endsAt = performance.now() + run.limits.timeoutMs;
  }

  async *all(): AsyncGenerator<ExportBatch, void> {
    let loading: Promise<Loaded> | null = this.#load(this.#run.request.start, 1);
    while (loading) {
      // One after the other: a batch begins where the one before it ends.
      // oxlint-disable-next-line no-await-in-loop
      const { batch, next }: Loaded = await loading;
      loading = next && this.#load(next, this.#pages);
      yield batch;
    }
  }

  /** Loads the next batch. Never rejects. */
  async #load(progress: Progress, pages: number): Promise<Loaded> {
    try {
      return await this.#loaded(progress, pages);
    } catch (error) {
      return this.#failed(progress, error);
    }
  }

  #failed(progress: Progress, error: unknown): Loaded {
    const { request } = this.#run;
    const failure =
      error instanceof GraphQLError
        ? error
        : toGraphQLError(error, request.list.field.nodes, { before: null, key: request.place.root });
    return {
      batch: { data: { rows: [] }, place: request.place, progress: this.#told(progress, false), failure },
      next: null,
    };
  }

  async #loaded(progress: Progress, pages: number): Promise<Loaded> {
    const { request, limits, callsOf } = this.#run;
    const params = request.lists[progress.list];
    if (!params) return this.#ended(progress);
    if (performance.now() > this.#endsAt) throw tooLong(limits.timeoutMs);
    const side = sideBySide(progress, pages);
    if (this.#calls + (await callsOf(side)) > limits.maxCalls) throw tooManyCalls(limits.maxCalls);
    const begun = this.#begin();
    try {
      const { order } = request;
      const reading = { field: request.list.field, params, order, progress, pages: side, recent: this.#recent };
      const stretch = cut(await readStretch(reading, begun.operation), progress, limits.rows);
      checkRows(progress, stretch, limits);
      await settleStretch(reading, stretch, begun.operation);
      const answer = await this.#write(stretch, begun);
      this.#end(begun);
      if (answer.tooLarge && side > 1) {
        // Fewer pages at once, where the records of so many are more than one answer may hold.
        this.#pages = Math.floor(side / 2);
        return await this.#loaded(progress, this.#pages);
      }
      if (answer.failure) throw answer.failure;
      return this.#came(progress, stretch, answer);
    } finally {
      this.#end(begun);
    }
  }

  readonly #memory = new Map<Begun, { release(): void } | undefined>();

  #begin(): Begun {
    const { caller, begin, prepared, limits, records } = this.#run;
    const memory = caller.memory?.another();
    const begun = begin({ ...caller, memory }, prepared.plan, { maxCalls: limits.maxCalls - this.#calls, records });
    this.#memory.set(begun, memory);
    return begun;
  }

  #end(begun: Begun): void {
    if (!this.#memory.has(begun)) return;
    begun.deadline.clear();
    this.#calls += begun.operation.sent.length;
    this.#memory.get(begun)?.release();
    this.#memory.delete(begun);
  }

  /** Writes the rows of a stretch, with the errors that stand in them. */
  async #write(stretch: Stretch, { operation, answer }: Begun): Promise<Written> {
    const { prepared, request } = this.#run;
    const writer = new ResultWriter(operation.store, prepared.variables, {
      tracing: false,
      errors: new ErrorList(Number.POSITIVE_INFINITY),
      budget: answer,
    });
    const rows = rowsOf(stretch);
    const steps = rootSteps(prepared, ({ kind }) => (kind === 'list' ? rows : null), writer);
    const written = timeSliced(steps);
    const data = written instanceof Promise ? await written : written;
    return readAnswer(data, writer.errors.all(), request.place);
  }

  #came(progress: Progress, stretch: Stretch, { rows, errors }: Written): Loaded {
    const { request, limits } = this.#run;
    for (const id of request.order.column === null ? stretch.ids : []) this.#remember(id);
    this.#moved ||= stretch.moved;
    const total = progress.rows + rows.length;
    const isCut = limits.rows != null && total >= limits.rows;
    const here: Progress = {
      list: progress.list,
      offset: stretch.offset,
      count: stretch.count,
      last: stretch.last,
      rows: total,
    };
    const following = stretch.isEnd && !isCut ? this.#after(here) : here;
    const complete = isCut || request.lists[following.list] === undefined;
    return {
      batch: {
        data: { rows },
        ...(errors.length > 0 && { errors }),
        place: request.place,
        progress: this.#told(following, complete, stretch.count),
        failure: null,
      },
      next: complete ? null : following,
    };
  }

  #after({ list, rows }: Progress): Progress {
    this.#recent.clear();
    return { list: list + 1, offset: this.#run.request.passed[list + 1] ?? 0, count: null, last: null, rows };
  }

  #ended(progress: Progress): Loaded {
    const { place } = this.#run.request;
    return {
      batch: { data: { rows: [] }, place, progress: this.#told(progress, true, 0), failure: null },
      next: null,
    };
  }

  #remember(id: string): void {
    this.#recent.add(id);
    if (this.#recent.size > REMEMBERED) this.#recent.delete(this.#recent.values().next().value as string);
  }

  #told(progress: Progress, complete: boolean, count: number | null = progress.count): ExportProgress {
    const { request } = this.#run;
    return {
      rows: progress.rows,
      counted: request.lists.length > 1 ? null : count,
      calls: this.#calls,
      position: request.positions.write(progress),
      stable: request.order.column !== null,
      moved: this.#moved,
      complete,
    };
  }
}

/** Before the first page nobody knows how many more there are. */
const sideBySide = ({ count, offset }: Progress, pages: number): number =>
  count === null ? 1 : Math.max(1, Math.min(pages, Math.ceil((count - offset + 1) / MAX_PAGE)));

/** The rows up to those after which the export ends by itself. */
function cut(stretch: Stretch, { rows, offset }: Progress, most: number | null | undefined): Stretch {
  const left = most == null ? stretch.ids.length : most - rows;
  if (left >= stretch.ids.length) return stretch;
  const ids = stretch.ids.slice(0, left);
  const last: Last | null = ids.length > 0 ? { value: null, id: ids.at(-1) as string } : stretch.last;
  return { ...stretch, ids, offset: offset + left, last, isEnd: false };
}

/** Refuses an export of more rows than one may have, as soon as the first page tells how many there are. */
function checkRows({ rows, offset }: Progress, { ids, count }: Stretch, { maxRows, rows: wanted }: ExportLimits): void {
  const known = rows + Math.max(ids.length, count === null ? 0 : count - offset);
  if (Math.min(known, wanted ?? known) <= maxRows) return;
  const message = `This export has about ${known} rows; the limit is ${maxRows}. Filter its list, or ask for fewer rows with \`limit\`.`;
  throw new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX', estimate: known, limit: maxRows } });
}

const tooLong = (timeoutMs: number) =>
  new GraphQLError(`This export took longer than ${timeoutMs} ms, and was stopped: go on from its position.`, {
    extensions: { code: 'UPSTREAM_TIMEOUT', timeoutMs },
  });

const tooManyCalls = (limit: number) =>
  new GraphQLError(`This export would make more than ${limit} REST calls, and was stopped: go on from its position.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit },
  });

const rowsOf = ({ ids, lost, count }: Stretch): Rows => ({
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

interface Written {
  readonly rows: readonly unknown[];
  readonly errors: readonly GraphQLError[];
  /** An error that ends the export, because another try may do without it. */
  readonly failure: GraphQLError | null;
  /** It is one of too many records. */
  readonly tooLarge: boolean;
}

/** Takes the rows out of an answer, with the errors that stand in them. */
function readAnswer(data: Output | null, all: readonly GraphQLError[], { root, rows: key, node }: RowsPlace): Written {
  const connection = (data as Record<string, unknown> | null)?.[root] as Record<string, unknown> | null | undefined;
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
