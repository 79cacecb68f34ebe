/**
 * An export: all rows of one connection, in batches of a few pages, each read and written by itself, so that memory does
 * not grow with the number of rows. While one batch is written, the next one is read.
 */
import { GraphQLError } from 'graphql';
import type { OwnRecords } from '../../loaders/record-cache.ts';
import type { Begin, Begun } from '../begin.ts';
import { toGraphQLError } from '../errors.ts';
import { ErrorList } from '../error-list.ts';
import type { Caller } from '../executor.ts';
import type { Prepared } from '../prepare.ts';
import { ResultWriter } from '../result-writer.ts';
import { timeSliced } from '../time-sliced.ts';
import { nestedAnswers } from '../write-nested.ts';
import { rootSteps } from '../write-roots.ts';
import type { ExportRequest, RowsPlace } from './export-request.ts';
import type { Warning } from '../warnings.ts';
import { readAnswer, rowsOf, warningsOfRows, type Written } from './batch-answer.ts';
import { checkRows, cut, wantedRows, type ExportLimits, sideBySide, tooLong, tooManyCalls } from './export-limits.ts';
import type { Progress } from './position.ts';
import { type Reading, readStretch, settleStretch, type Stretch } from './read-pages.ts';

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
  /** All rows have come that were asked for. */
  readonly complete: boolean;
  /** No row follows. */
  readonly isEnd: boolean;
}

/** Rows of an export, in the form of an answer. */
export interface ExportBatch {
  readonly data: { readonly rows: readonly unknown[] };
  /** Errors of single fields, with their paths in the operation's answer; the index of a row is that in this batch. */
  readonly errors?: readonly GraphQLError[];
  /** What its rows leave open though nothing failed, as a null that the API did not tell. */
  readonly warnings: readonly Warning[];
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

/** Ids that are remembered where only they tell that a row has come before. */
const REMEMBERED = 10_000;

/** A stretch whose rows have come, and not yet what hangs on them. */
interface Read {
  readonly reading: Reading;
  readonly stretch: Stretch;
  readonly begun: Begun;
  /** How far the export is with it. */
  readonly following: Progress;
  readonly isComplete: boolean;
}

/** The end of an export, with its last row or before it. */
interface End {
  readonly progress: Progress;
  readonly failure: GraphQLError | null;
}

/** The batches of an export. It ends with one that is `complete`, or that has a `failure`. Never rejects. */
export class ExportBatches {
  readonly #run: ExportRun;
  readonly #recent = new Set<string>();
  readonly #endsAt: number;
  /** Rows after which it ends by itself. */
  readonly #wanted: number | null;
  /** What is under way, with the memory that it holds. */
  readonly #open = new Map<Begun, { release(): void } | undefined>();
  #pages: number;
  #endedCalls = 0;
  #moved = false;

  constructor(run: ExportRun) {
    this.#run = run;
    this.#pages = run.limits.pages;
    this.#endsAt = performance.now() + run.limits.timeoutMs;
    this.#wanted = wantedRows(run.request.start, run.limits);
  }

  /** The next pages are asked for while what hangs on the rows of those before is loaded and written. */
  async *all(): AsyncGenerator<ExportBatch, void> {
    let ahead: Promise<Read | End> | null = this.#read(this.#run.request.start, this.#pages);
    try {
      while (ahead) {
        // One after the other: a batch begins where the one before it ends.
        // oxlint-disable-next-line no-await-in-loop
        const read: Read | End = await ahead;
        if ('failure' in read) {
          yield this.#endOf(read);
          return;
        }
        ahead = read.isComplete ? null : this.#read(read.following, this.#pages);
        // oxlint-disable-next-line no-await-in-loop
        const batch = await this.#answer(read);
        if (batch === 'too large') {
          // oxlint-disable-next-line no-await-in-loop
          await this.#drop(ahead, read);
          ahead = this.#read(read.reading.progress, this.#pages);
          continue;
        }
        yield batch;
        if (batch.failure) return;
      }
    } finally {
      void this.#drop(ahead, null);
    }
  }

  /** REST calls so far. */
  get #calls(): number {
    let calls = this.#endedCalls;
    for (const { operation } of this.#open.keys()) calls += operation.sent.length;
    return calls;
  }

  /** Reads the next stretch. Never rejects. */
  async #read(progress: Progress, pages: number): Promise<Read | End> {
    const { request, limits, callsOf } = this.#run;
    const { order } = request;
    const params = request.lists[progress.list];
    if (!params) return { progress, failure: null };
    let begun: Begun | null = null;
    try {
      if (performance.now() > this.#endsAt) throw tooLong(limits.timeoutMs);
      const side = sideBySide(progress, pages, this.#wanted);
      if (this.#calls + (await callsOf(side)) > limits.maxCalls) throw tooManyCalls(limits.maxCalls);
      begun = this.#begin();
      const reading = { field: request.list.field, params, order, progress, pages: side, recent: this.#recent };
      const stretch = cut(await readStretch(reading, begun.operation), progress, this.#wanted);
      checkRows(progress, stretch, limits.maxRows, this.#wanted);
      if (order.column === null) for (const id of stretch.ids) this.#remember(id);
      return { reading, stretch, begun, ...this.#following(progress, stretch) };
    } catch (error) {
      if (begun) this.#end(begun);
      return { progress, failure: this.#failureOf(error) };
    }
  }

  #failureOf(error: unknown): GraphQLError {
    const { list, place } = this.#run.request;
    return error instanceof GraphQLError
      ? error
      : toGraphQLError(error, list.field.nodes, { before: null, key: place.root });
  }

  /** How far the export is with the rows of a stretch. */
  #following(progress: Progress, stretch: Stretch): Pick<Read, 'following' | 'isComplete'> {
    const { request } = this.#run;
    const { list } = progress;
    const rows = progress.rows + stretch.ids.length;
    const isCut = this.#wanted !== null && rows >= this.#wanted;
    const { offset, count, last, isEnd } = stretch;
    if (!isEnd) return { following: { list, offset, count, last, rows }, isComplete: isCut };
    this.#recent.clear();
    const start = request.passed[list + 1];
    const following = { list: list + 1, offset: start ?? 0, count: null, last: null, rows };
    return { following, isComplete: isCut || start === undefined };
  }

  /** Loads what hangs on the rows of a stretch, and writes them. Never rejects. */
  async #answer({ reading, stretch, begun, following, isComplete }: Read): Promise<ExportBatch | 'too large'> {
    const { place } = this.#run.request;
    const { progress, pages } = reading;
    this.#moved ||= stretch.moved;
    try {
      await settleStretch(reading, stretch, begun.operation);
      const { rows, errors, warnings, failure, tooLarge } = await this.#write(stretch, begun);
      if (tooLarge && pages > 1) {
        // Fewer pages at once, where the records of so many are more than one answer may hold.
        this.#pages = Math.floor(pages / 2);
        return 'too large';
      }
      if (failure) return this.#endOf({ progress, failure });
      return {
        data: { rows },
        ...(errors.length > 0 && { errors }),
        warnings,
        place,
        progress: {
          ...this.#shown(following, isComplete, stretch.count),
          // Without those of the pages that are read ahead.
          calls: this.#endedCalls + begun.operation.sent.length,
        },
        failure: null,
      };
    } catch (error) {
      return this.#endOf({ progress, failure: this.#failureOf(error) });
    } finally {
      this.#end(begun);
    }
  }

  /** Lets go of what was read ahead, and, with `read`, of what is read once more. */
  async #drop(ahead: Promise<Read | End> | null, read: Read | null): Promise<void> {
    const dropped = await ahead;
    if (dropped && 'begun' in dropped) {
      this.#end(dropped.begun);
      for (const id of dropped.stretch.ids) this.#recent.delete(id);
    }
    for (const id of read?.stretch.ids ?? []) this.#recent.delete(id);
  }

  #begin(): Begun {
    const { caller, begin, prepared, limits, records } = this.#run;
    const memory = caller.memory?.another();
    const begun: Begun = begin({ ...caller, memory }, prepared, {
      // Those of all operations of the export together.
      maxCalls: () => limits.maxCalls - this.#calls + begun.operation.sent.length,
      records,
    });
    this.#open.set(begun, memory);
    return begun;
  }

  #end(begun: Begun): void {
    if (!this.#open.has(begun)) return;
    begun.deadline.clear();
    this.#open.get(begun)?.release();
    this.#open.delete(begun);
    this.#endedCalls += begun.operation.sent.length;
  }

  /** Writes the rows of a stretch, with the errors that stand in them. */
  async #write(stretch: Stretch, { operation, answer }: Begun): Promise<Written & Pick<ExportBatch, 'warnings'>> {
    const { prepared, request } = this.#run;
    const writer = new ResultWriter(operation.store, prepared.variables, {
      tracing: false,
      nested: nestedAnswers(operation.nested, prepared.nested),
      chosen: operation.chosen,
      errors: new ErrorList(Number.POSITIVE_INFINITY),
      budget: answer,
    });
    const rows = rowsOf(stretch);
    const written = timeSliced(rootSteps(prepared, ({ kind }) => (kind === 'list' ? rows : null), writer));
    const data = written instanceof Promise ? await written : written;
    return { ...readAnswer(data, writer.errors.all(), request.place), warnings: warningsOfRows(writer.warnings) };
  }

  #endOf({ progress, failure }: End): ExportBatch {
    const { place } = this.#run.request;
    return { data: { rows: [] }, warnings: [], place, progress: this.#shown(progress, failure === null), failure };
  }

  #remember(id: string): void {
    this.#recent.add(id);
    if (this.#recent.size > REMEMBERED) this.#recent.delete(this.#recent.values().next().value as string);
  }

  #shown(progress: Progress, complete: boolean, count: number | null = progress.count): ExportProgress {
    const { request } = this.#run;
    return {
      rows: progress.rows,
      counted: request.lists.length > 1 ? null : count,
      calls: this.#calls,
      position: request.positions.write(progress),
      stable: request.order.isStable,
      moved: this.#moved,
      complete,
      isEnd: request.lists[progress.list] === undefined,
    };
  }
}
