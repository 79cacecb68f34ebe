/** What a process has opened, to be closed when it stops, and where its start fails half-way. */
export class Opened {
  readonly #closes: (() => unknown)[] = [];

  /** Has something closed before all that was opened before it. */
  add(close: () => unknown): void {
    this.#closes.push(close);
  }

  /** Closes everything, the last first, one after the other. Does nothing the second time. */
  async close(): Promise<void> {
    for (let close = this.#closes.pop(); close; close = this.#closes.pop()) await close();
  }
}

/** What `start` resolves with. Where it rejects, nothing that it has opened stays open. */
export async function orNothing<Started>(start: (opened: Opened) => Promise<Started>): Promise<Started> {
  const opened = new Opened();
  try {
    return await start(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}
