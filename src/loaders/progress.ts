/** What an operation is loading at the moment, to tell what may still come from what will not. */
import type { Collection } from './collection.ts';
import type { LoadRequest } from './load-request.ts';
import { typesBelow } from './types-below.ts';

export class Progress {
  readonly #loading = new Set<LoadRequest>();
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
        (requirements && typesBelow(requirements).has(key)) ||
        false
      );
    }
    const { requirements, via } = loadRequest;
    return typesBelow(requirements).has(key) || (via !== null && via.requirements.collection.key === key);
  }
}
