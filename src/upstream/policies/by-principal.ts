import { LRUCache } from 'lru-cache';
import type { Principal } from '../principal.ts';

export interface ByPrincipalOptions<Value> {
  /** What a principal begins with. */
  readonly make: () => Value;
  /** Whether a value says no more than a new one would. */
  readonly isIdle: (value: Value) => boolean;
  /** Past so many principals, the one used longest ago is forgotten. Default: none is. */
  readonly max?: number;
}

/** Something of each principal, made at its first use, and forgotten once it is idle. */
export class ByPrincipal<Value extends object> {
  readonly #make: () => Value;
  readonly #isIdle: (value: Value) => boolean;
  readonly #values: Map<Principal, Value> | LRUCache<Principal, Value>;

  constructor({ make, isIdle, max }: ByPrincipalOptions<Value>) {
    this.#make = make;
    this.#isIdle = isIdle;
    this.#values = max === undefined ? new Map() : new LRUCache<Principal, Value>({ max });
  }

  /** The values that are kept. */
  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  /** The value of a principal; `undefined` where none is kept. */
  get(principal: Principal): Value | undefined {
    return this.#values.get(principal);
  }

  /** The value of a principal, made and kept where there is none. */
  of(principal: Principal): Value {
    let value = this.#values.get(principal);
    if (value === undefined) this.#values.set(principal, (value = this.#make()));
    return value;
  }

  /** Forgets the value of a principal if it is idle; call it after each change that may have made it so. */
  release(principal: Principal): void {
    const value = this.#values.get(principal);
    if (value !== undefined && this.#isIdle(value)) this.#values.delete(principal);
  }
}
