import type { AbortSignalLike } from '../upstream/send.ts';
import type { HttpRefusal } from './http-errors.ts';

/**
 * Aborted once no client waits for a response any more: the client has gone before it had one, or the gateway gives the
 * request up. An `AbortController` would cost ten times as much.
 */
export class ClientSignal implements AbortSignalLike {
  #aborted = false;
  #listeners: Set<() => void> | null = null;

  /** With which answer the gateway gave the request up; `null` where it did not. */
  givenUpWith: HttpRefusal | null = null;

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Does nothing the second time. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    for (const listener of this.#listeners ?? []) listener();
  }

  /** Aborts it for a request that gets this answer instead of its own. */
  giveUp(refusal: HttpRefusal): void {
    this.givenUpWith = refusal;
    this.abort();
  }

  addEventListener(_: 'abort', listener: () => void): void {
    (this.#listeners ??= new Set()).add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners?.delete(listener);
  }
}
