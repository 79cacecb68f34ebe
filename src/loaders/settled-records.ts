/** For which records a need has been settled, so that a record which leads back to itself is walked once. */
import type { Requirements } from './requirements.ts';

export class SettledRecords {
  readonly #ids = new Map<Requirements, Set<string>>();

  /** Those of the records that this need has not been settled for. From now on it has. */
  fresh(requirements: Requirements, ids: readonly string[], scope: string | null): readonly string[] {
    let settled = this.#ids.get(requirements);
    if (!settled) this.#ids.set(requirements, (settled = new Set()));
    const fresh: string[] = [];
    for (const id of ids) {
      // The same id in another scope is another record: one may be absent while the other exists.
      const key = scope === null ? id : `${scope} ${id}`;
      if (settled.has(key)) continue;
      settled.add(key);
      fresh.push(id);
    }
    return fresh;
  }
}
