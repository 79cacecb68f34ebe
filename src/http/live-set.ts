/**
 * What is there at the moment, of much that comes and goes: requests, connections. As a `Set`, but that what has gone is
 * let go of at once. V8 keeps the tables that a `Set` or a `Map` has outgrown for a while, each with what was in it then,
 * and with that everything that it leads to.
 */
export class LiveSet<Thing extends object> implements Iterable<Thing> {
  readonly #places = new Set<{ thing: Thing | null }>();

  /** Adds a thing. What is returned takes it away, and does nothing the second time. */
  add(thing: Thing): () => void {
    const place: { thing: Thing | null } = { thing };
    this.#places.add(place);
    return () => {
      this.#places.delete(place);
      place.thing = null;
    };
  }

  /** In the order in which they came. */
  *[Symbol.iterator](): Iterator<Thing> {
    for (const { thing } of this.#places) if (thing) yield thing;
  }
}
