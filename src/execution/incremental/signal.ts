/** Wakes a reader when something has come; what it is, the reader looks up. */
export class Signal {
  #wake: (() => void) | null = null;
  #isFired = false;

  /** Several of one turn of the event loop are one. */
  fire(): void {
    if (this.#isFired) return;
    this.#isFired = true;
    setImmediate(() => this.#wake?.());
  }

  /** Resolves at the next one, or at once where one has come since the last. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#isFired) setImmediate(resolve);
    });
    this.#wake = null;
    this.#isFired = false;
  }
}
