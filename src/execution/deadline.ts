/** How long an operation may go on. */
import type { AbortSignalLike } from '../upstream/send.ts';
import { UpstreamError } from '../upstream/errors.ts';

/** The operation's deadline and its client's patience, whichever ends first, as one thing to listen to. */
export class Deadline implements AbortSignalLike {
  /** By `performance.now()`. */
  readonly at: number;
  readonly #listeners = new Set<() => void>();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #afterMs: number;
  readonly #signal: AbortSignalLike | undefined;
  #passed = false;

  constructor(afterMs: number, signal: AbortSignalLike | undefined) {
    this.at = performance.now() + afterMs;
    this.#afterMs = afterMs;
    this.#signal = signal;
    this.#timer = setTimeout(() => {
      this.#passed = true;
      this.#end();
    }, afterMs);
    signal?.addEventListener('abort', this.#end);
  }

  /** Whether time was up, even if something still waits. */
  get hasPassed(): boolean {
    return this.#passed;
  }

  get aborted(): boolean {
    return this.#passed || (this.#signal?.aborted ?? false);
  }

  readonly #end = () => {
    for (const listener of this.#listeners) listener();
  };

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#end);
  }

  /** A call that was called off because time was up timed out; it was not the client who left. */
  explain(error: unknown): unknown {
    return this.#passed && error instanceof UpstreamError && error.failure.kind === 'aborted'
      ? new UpstreamError({ kind: 'timedOut', afterMs: this.#afterMs }, error.request)
      : error;
  }
}
