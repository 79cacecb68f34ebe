/** Which records an answer was made from, to tell the rows that were fetched and used from those that were only fetched. */
export class RecordsRead {
  readonly #ids = new Map<string, Set<string>>();

  add(key: string, id: string): void {
    let ids = this.#ids.get(key);
    if (!ids) this.#ids.set(key, (ids = new Set()));
    ids.add(id);
  }

  has(key: string, id: string): boolean {
    return this.#ids.get(key)?.has(id) ?? false;
  }
}
