/** What one operation may answer, counted while it is loaded and written: in records, and in memory. */
import { UpstreamError } from '../upstream/errors.ts';
import type { MemoryAccount } from '../upstream/memory-budget.ts';
import { type RestRequest, urlOf } from '../upstream/rest-request.ts';
import type { RestResponse } from '../upstream/send.ts';
import type { Deadline } from './deadline.ts';

/** An operation answers more than it may. It was stopped where it passed the limit. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  /** Records that had been written by then. */
  readonly records: number;
  readonly limit: number;

  constructor(records: number, limit: number, what: string) {
    super(`${what}. Ask for fewer rows, or for less of each.`);
    this.records = records;
    this.limit = limit;
  }
}

/** Time was up, or the client had left, before the answer was written. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly timedOut: boolean;

  constructor(timedOut: boolean) {
    super(
      timedOut
        ? 'This operation took longer than OPERATION_TIMEOUT_MS to answer: ask for less at once.'
        : 'The client left before this was answered: ask again if the answer is still wanted.',
    );
    this.timedOut = timedOut;
  }
}

/** The process has no room for what the operation still needs. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

export interface AnswerBudgetOptions {
  readonly maxRecords: number;
  /** Default: memory is not counted. */
  readonly memory?: MemoryAccount | undefined;
  /** Says whether the answer is still waited for. */
  readonly deadline: Pick<Deadline, 'aborted' | 'hasPassed'>;
}

/** How far an answer has been written. */
export interface BudgetMark {
  readonly records: number;
  readonly bytes: number;
}

/** Memory that rows take, as a multiple of the text that they were read from. */
const ROWS_PER_TEXT = 2;
/** A record of an answer without its texts, in bytes. */
const RECORD_BYTES = 200;
/** A character of an answer: in the rows it is there already; then in the text of the answer and in what is sent. */
const CHARACTER_BYTES = 2;
/** Memory is taken in steps, so that it costs little to count. In bytes. */
const STEP = 256 * 1024;
/** How many records are written before it is looked whether somebody still waits. */
const LOOK_EVERY = 64;

export class AnswerBudget {
  readonly #options: AnswerBudgetOptions;
  #records = 0;
  /** As far as it came before something was taken back. */
  #most = 0;
  /** What has been written takes so much memory, and so much of it is held. */
  #bytes = 0;
  #held = 0;

  constructor(options: AnswerBudgetOptions) {
    this.#options = options;
  }

  /** Records written so far, counted wherever they stand. */
  get records(): number {
    return this.#records;
  }

  /** The most records that had been written at a time, of what is not answered after all, too. */
  get mostRecords(): number {
    return Math.min(Math.max(this.#most, this.#records), this.#options.maxRecords);
  }

  mark(): BudgetMark {
    return { records: this.#records, bytes: this.#bytes };
  }

  /** Forgets what was written since and is not answered after all. What is held for it is there for what is written next. */
  backTo({ records, bytes }: BudgetMark): void {
    this.#most = Math.max(this.#most, this.#records);
    this.#records = records;
    this.#bytes = bytes;
  }

  /** Counts an answer of the API, whose rows are held until the operation ends. Throws where there is no room for them. */
  loaded({ bytes, inflatedBytes = bytes }: RestResponse, restRequest: RestRequest): void {
    const result = this.#options.memory?.hold(inflatedBytes * ROWS_PER_TEXT);
    if (result === 'own') throw this.#tooLarge();
    if (result === 'full')
      throw new UpstreamError(
        { kind: 'overloaded', retryAfterMs: 1000 },
        // Written only here: among many operations it is not the latest any more.
        { method: 'GET', url: urlOf(restRequest) },
      );
  }

  /** Counts a record that is about to be written. Throws {@link AnswerTooLarge} or {@link NoRoom}, or {@link Stopped}. */
  record(): void {
    const { maxRecords, deadline } = this.#options;
    if (++this.#records > maxRecords)
      throw new AnswerTooLarge(
        this.#records - 1,
        maxRecords,
        `This operation answers more than ${maxRecords} records, and was stopped there`,
      );
    if (this.#records % LOOK_EVERY === 0 && deadline.aborted) throw new Stopped(deadline.hasPassed);
    this.#take(RECORD_BYTES);
  }

  /** Counts a text that has been written. Throws as {@link record} does. */
  text(characters: number): void {
    this.#take(characters * CHARACTER_BYTES);
  }

  #take(bytes: number): void {
    this.#bytes += bytes;
    const more = this.#bytes - this.#held;
    if (more < STEP) return;
    const result = this.#options.memory?.hold(more);
    if (result === 'own') throw this.#tooLarge();
    if (result === 'full') throw new NoRoom('There is no memory left to write this answer: ask again in 1 s.');
    this.#held = this.#bytes;
  }

  #tooLarge(): AnswerTooLarge {
    const limit = this.#options.memory?.maxBytes ?? 0;
    const megabytes = Math.floor(limit / 2 ** 20);
    return new AnswerTooLarge(
      this.#records,
      limit,
      `This operation needs more than the ${megabytes} MB of memory that one may have, and was stopped after ${this.#records} records`,
    );
  }
}

/** Whether the error is one of this budget's, which end a root field and leave the others alone. */
export const isLimit = (error: unknown): boolean =>
  error instanceof AnswerTooLarge || error instanceof NoRoom || error instanceof Stopped;
