/** What a waiter waits for room in. */
export interface Queue {
  /** Whose turn it is, by whatever names are compared. */
  readonly principal: string;
}

/**
 * Waiters in the order in which they should go: by turns between principals, by turns between the
 * lanes of one, and within a lane who came first. Who leaves, leaves at once.
 *
 * A `Map` keeps the order in which its keys were set: whose turn is over goes to the back.
 */
export class FairQueue<L extends Queue, W> {
  readonly #turns = new Map<string, Map<L, Set<W>>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** How many of a principal are waiting. */
  sizeOf(principal: string): number {
    let size = 0;
    for (const waiters of this.#turns.get(principal)?.values() ?? []) size += waiters.size;
    return size;
  }

  add(lane: L, waiter: W): void {
    let lanes = this.#turns.get(lane.principal);
    if (!lanes) this.#turns.set(lane.principal, (lanes = new Map()));
    let waiters = lanes.get(lane);
    if (!waiters) lanes.set(lane, (waiters = new Set()));
    waiters.add(waiter);
    this.#size++;
  }

  /** Takes a waiter out, wherever it stands; `false` if it is not in line. */
  remove(lane: L, waiter: W): boolean {
    const lanes = this.#turns.get(lane.principal);
    const waiters = lanes?.get(lane);
    if (!lanes || !waiters?.delete(waiter)) return false;
    this.#size--;
    if (waiters.size === 0) lanes.delete(lane);
    if (lanes.size === 0) this.#turns.delete(lane.principal);
    return true;
  }

  /** Takes out whose turn it is among those whose lane has room; `undefined` when none has. */
  next(hasRoom: (lane: L) => boolean): W | undefined {
    for (const [principal, lanes] of this.#turns) {
      for (const [lane, waiters] of lanes) {
        if (!hasRoom(lane)) continue;
        const [waiter] = waiters;
        if (waiter === undefined) continue;
        this.remove(lane, waiter);
        if (lanes.delete(lane)) lanes.set(lane, waiters);
        if (this.#turns.delete(principal)) this.#turns.set(principal, lanes);
        return waiter;
      }
    }
    return undefined;
  }

  /** Those who wait in a lane, in their order. */
  of(lane: L): readonly W[] {
    return [...(this.#turns.get(lane.principal)?.get(lane) ?? [])];
  }
}
