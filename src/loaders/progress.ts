/** What an operation is loading at the moment, to tell what may still come from what will not. */
import type { Collection } from './collection.ts';
import type { LoadRequest } from './load-request.ts';
import type { Requirements } from './requirements.ts';

export class Progress {
  readonly #loading = new Set<LoadRequest>();
  /** The types that each tree of requirements is about. */
  readonly #keys = new WeakMap<Requirements, ReadonlySet<string>>();
  /** Called whenever a request has been answered, and what that leads to is under way. */
  readonly #changed: (() => void) | undefined;

  constructor(changed: (() => void) | undefined) {
    this.#changed = changed;
  }

  /** Notes a request that starts to wait; the result ends that. Does nothing where no one is interested. */
  begin(loadRequest: LoadRequest): (() => void) | undefined {
    const changed = this.#changed;
    if (!changed) return undefined;
    this.#loading.add(loadRequest);
    return () =>
      // After the promises that have just been settled have run: what they lead to has begun by then.
      process.nextTick(() => {
        this.#loading.delete(loadRequest);
        changed();
      });
  }

  get isIdle(): boolean {
    return this.#loading.size === 0;
  }

  /** Whether a request that waits may bring records of this type, by itself or by what it leads to. */
  mayBring({ key, members }: Collection): boolean {
    for (const loadRequest of this.#loading) {
      if (this.#isAbout(loadRequest, key) || members.some((member) => this.#isAbout(loadRequest, member.key)))
        return true;
    }
    return false;
  }

  #isAbout(loadRequest: LoadRequest, key: string): boolean {
    if (loadRequest.kind === 'list') {
      const { collection, only, owners, requirements } = loadRequest;
      // The list of an association tells of its owners which records they have.
      return (
        collection.key === key ||
        (owners && only?.key === key) ||
        (requirements && this.#keysOf(requirements).has(key)) ||
        false
      );
    }
    const { requirements, via } = loadRequest;
    return this.#keysOf(requirements).has(key) || (via !== null && via.requirements.collection.key === key);
  }

  #keysOf(requirements: Requirements): ReadonlySet<string> {
    let keys = this.#keys.get(requirements);
    if (!keys) this.#keys.set(requirements, (keys = keysOf(requirements)));
    return keys;
  }
}

/** The types of the records that stand at a position or below it. */
function keysOf(requirements: Requirements): ReadonlySet<string> {
  const keys = new Set<string>();
  const visited = new Set<Requirements>();
  const add = ({ key, members }: Collection) => {
    keys.add(key);
    for (const member of members) keys.add(member.key);
  };
  const visit = (position: Requirements) => {
    if (visited.has(position)) return;
    visited.add(position);
    add(position.collection);
    for (const { targets, chosen = [] } of position.links.values()) {
      for (const target of targets.values()) visit(target);
      for (const { target } of chosen) visit(target);
    }
    for (const list of position.lists.values()) visit(list.requirements);
  };
  visit(requirements);
  return keys;
}
