import type { LRUCache } from 'lru-cache';
import type { Principal } from '../principal.ts';
import { recentMap } from './recent-map.ts';

export interface ByPrincipalOptions<Value, Key extends string = Principal> {
  /** What a principal begins with. */
  readonly make: (principal: Key) => Value;
  /** Whether a value says no more than a new one would. */
  readonly isIdle: (value: Value) => boolean;
  /** Past so many principals, the one used longest ago is forgotten. Default: none is. */
  readonly max?: number;
}

/**
 * Something of each principal, made at its first use, and forgotten once it is idle. A principal is whose token the API is
 * asked with, or any other name of one who asks.
 */
export class ByPrincipal<Value extends object, Key extends string = Principal> {
  readonly #make: (principal: Key) => Value;
  readonly #isIdle: (value: Value) => boolean;
  readonly #values: Map<Key, Value> | LRUCache<Key, Value>;

  constructor({ make, isIdle, max }: ByPrincipalOptions<Value, Key>) {
    this.#make = make;
    this.#isIdle = isIdle;
    this.#values = max === undefined ? new Map() : recentMap<Key, Value>(max);
  }

  /** How many are kept. */
  get size(): number {
    return this.#values.size;
  }

  /** The values that are kept. */
  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  /** The value of a principal; `undefined` where none is kept. */
  get(principal: Key): Value | undefined {
    return this.#values.get(principal);
  }

  /** The value of a principal, made and kept where there is none. */
  of(principal: Key): Value {
    let value = this.#values.get(principal);
    if (value === undefined) this.#values.set(principal, (value = this.#make(principal)));
    return value;
  }

  /** Forgets the value of a principal if it is idle; call it after each change that may have made it so. */
  release(principal: Key): void {
    const value = this.#values.get(principal);
    if (value !== undefined && this.#isIdle(value)) this.#values.delete(principal);
  }
}
