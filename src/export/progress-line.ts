/** How an export is going, in a line for people. */
import type { ExportProgress } from '../execution/export/export-batches.ts';

/** How often a line is printed where it cannot be written over, in milliseconds. */
const EVERY_MS = 5_000;
/** The same on a terminal. */
const OFTEN_MS = 250;
const ROWS_A_CALL = 200;

export interface ProgressLineOptions {
  readonly print: (text: string) => void;
  /** Whether a line can be written over. */
  readonly isTerminal: boolean;
  /** Rows and calls of earlier runs. */
  readonly before: { readonly rows: number; readonly calls: number };
  /** In milliseconds. Default: `performance.now`. */
  readonly now?: () => number;
}

export class ProgressLine {
  readonly #options: ProgressLineOptions;
  readonly #now: () => number;
  readonly #startMs: number;
  #printedMs = Number.NEGATIVE_INFINITY;
  #isOpen = false;

  constructor(options: ProgressLineOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#startMs = this.#now();
  }

  /** Prints how far it has come, unless it has just done so. */
  tell(progress: ExportProgress): void {
    const { print, isTerminal } = this.#options;
    const now = this.#now();
    if (now - this.#printedMs < (isTerminal ? OFTEN_MS : EVERY_MS)) return;
    this.#printedMs = now;
    const line = this.#line(progress, now);
    this.#isOpen = isTerminal;
    print(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }

  /** Ends a line that would be written over. */
  end(): void {
    if (this.#isOpen) this.#options.print('\n');
    this.#isOpen = false;
  }

  #line({ rows, counted, calls }: ExportProgress, now: number): string {
    const { before } = this.#options;
    const seconds = Math.max(0.001, (now - this.#startMs) / 1_000);
    const rate = (rows - before.rows) / seconds;
    const of = counted === null ? '' : ` of ${group(counted)} (${Math.floor((100 * rows) / Math.max(1, counted))}%)`;
    const left = counted === null ? '' : `, about ${group(callsLeft(rows - before.rows, counted - rows, calls))} left`;
    return `${group(rows)}${of} rows, ${group(Math.round(rate))} a second, ${group(calls)} calls${left}`;
  }
}

/** By what a row has cost so far, and at least one call for each page. */
function callsLeft(rows: number, left: number, calls: number): number {
  const each = rows === 0 ? 1 / ROWS_A_CALL : Math.max(1 / ROWS_A_CALL, calls / rows);
  return Math.ceil(Math.max(0, left) * each);
}

const group = (number: number): string => number.toLocaleString('en');
