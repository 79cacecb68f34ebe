import type { ServerResponse } from 'node:http';
import type { Principal } from '../upstream/principal.ts';

/** An answer that its client has not taken yet. */
interface Waiting {
  readonly principal: Principal;
  readonly response: ServerResponse;
  /** What of it had not left when it was written; it only becomes less. */
  readonly bytes: number;
}

/**
 * Bounds the memory of answers that have been written and not read. Clients have time to read theirs, but not at the
 * cost of all others: where the answers that wait take more than `maxBytes` together, that answer is cut off which waits
 * longest, of the principal whose answers take most. An answer that leaves at once, as most do, is not even noted.
 */
export class ResponseBacklog {
  readonly #maxBytes: number;
  /** In the order in which they were written. */
  readonly #waiting = new Set<Waiting>();
  #bytes = 0;
  #cut = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What waits to be read, in bytes, and how many answers have been cut off since the start. */
  get load(): { readonly bytes: number; readonly cut: number } {
    return { bytes: this.#bytes, cut: this.#cut };
  }

  /** Notes an answer that has just been written as a whole. */
  written(response: ServerResponse, principal: Principal): void {
    const bytes = response.writableLength;
    if (bytes === 0 || response.destroyed) return;
    const waiting = { principal, response, bytes };
    this.#waiting.add(waiting);
    this.#bytes += bytes;
    response.once('close', () => this.#forget(waiting));
    // One alone is as large as one answer may be, and has been paid for.
    while (this.#bytes > this.#maxBytes && this.#waiting.size > 1) this.#cutOff(this.#next());
  }

  #forget(waiting: Waiting): void {
    if (this.#waiting.delete(waiting)) this.#bytes -= waiting.bytes;
  }

  #cutOff(waiting: Waiting): void {
    this.#forget(waiting);
    this.#cut++;
    waiting.response.destroy();
  }

  #next(): Waiting {
    const sums = new Map<Principal, number>();
    for (const { principal, bytes } of this.#waiting) sums.set(principal, (sums.get(principal) ?? 0) + bytes);
    const most = Math.max(...sums.values());
    for (const waiting of this.#waiting) if (sums.get(waiting.principal) === most) return waiting;
    throw new TypeError('nothing waits');
  }
}
