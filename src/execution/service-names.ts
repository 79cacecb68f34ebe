/**
 * The names of integrations that a caller's references have had: by them a name is recognised that is written otherwise,
 * or wrongly. Kept for the token that saw them and for no other, in memory alone, for an hour after the last.
 */
import { LRUCache } from 'lru-cache';
import type { RecordStore } from '../loaders/record-store.ts';
import { NO_PRINCIPAL, type Principal } from '../upstream/principal.ts';
import { isSameName } from '../text/same-name.ts';

/** Names that are kept for one token: an API that makes them up must not fill the memory. */
const MOST_NAMES = 100;
const MAX_NAME_LENGTH = 100;

export class ServiceNames {
  readonly #names = new LRUCache<Principal, Set<string>>({ max: 1_000, ttl: 3_600_000 });

  /** Takes the names of all references that an operation has seen. */
  learn(store: RecordStore): void {
    const { principal } = store;
    if (principal === NO_PRINCIPAL) return;
    const names = this.#names.get(principal) ?? new Set<string>();
    let hasCome = false;
    for (const { service_name: name } of store.rows('external_references')) {
      if (typeof name !== 'string' || name.trim() === '' || name.length > MAX_NAME_LENGTH) continue;
      hasCome = true;
      if (names.size < MOST_NAMES) names.add(name);
    }
    // The hour begins anew.
    if (hasCome) this.#names.set(principal, names);
  }

  of(principal: Principal): ReadonlySet<string> {
    return this.#names.get(principal) ?? NONE;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** The name that differs from this one by case alone; null when there is none. */
export const spellingOf = (name: string, names: ReadonlySet<string>): string | null =>
  names.has(name) ? name : ([...names].find((known) => isSameName(known, name)) ?? null);
