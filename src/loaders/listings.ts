/** Associations that no include brings: lists of their targets, asked for by the ids of their owners. */
import type { Page } from './normalize.ts';
import type { Collection, Link } from './collection.ts';
import { furtherPages } from './further-pages.ts';
import { compareIds } from './id-order.ts';
import { after, type Depth, type ListLoadRequest, MAX_IDS, MAX_PAGE, type Window } from './load-request.ts';
import { NO_NAMES } from './no-names.ts';
import type { LinkRequirements, Requirements } from './requirements.ts';
import type { RecordStore } from './record-store.ts';

/** The lists of one association that no include brings. */
interface OwnersListed {
  /** Owners whose lists go out with the next wave, as many as one list can take. */
  open: string[][];
  /** Of each owner, the end of the load that its list belongs to. */
  readonly underWay: Map<string, Promise<void>>;
}

/** Rows of a list in place of an association, beyond what a count may promise. */
const MOST_LISTED = 500 * MAX_PAGE;

export class Listings {
  readonly #store: RecordStore;
  readonly #list: (loadRequest: ListLoadRequest) => Promise<Page>;
  readonly #byLink = new Map<Link, OwnersListed>();

  constructor(store: RecordStore, list: (loadRequest: ListLoadRequest) => Promise<Page>) {
    this.#store = store;
    this.#list = list;
  }

  /** A wave has gone out: owners that come later need lists of their own. */
  waveSent(): void {
    for (const listed of this.#byLink.values()) listed.open = [];
  }

  /**
   * Asks, by their owners, for associations that no include brings. Owners from wherever in the operation
   * share one list, as long as its wave waits.
   */
  load(
    requirements: Requirements,
    { link, targets }: LinkRequirements,
    ids: readonly string[],
    depth: Depth,
  ): Promise<unknown> {
    const [target] = link.targets;
    const { listing } = link;
    const owners = ids.filter((id) => {
      const record = this.#store.get(requirements.collection, id);
      return record?.row && !record.listed?.has(link.name);
    });
    if (!target || !listing || owners.length === 0) return Promise.resolve();
    const path = [...(targets.get(target)?.paths ?? requirements.paths)][0] ?? '';
    const loadRequest = (chunk: readonly string[], window: Window, when: Depth): ListLoadRequest => ({
      kind: 'list',
      collection: target,
      // Read when the wave goes out: until then the chunk grows.
      get params() {
        return { ...listing.params, [listing.by]: chunk.toSorted(compareIds).join(',') };
      },
      window,
      requirements: targets.get(target) ?? null,
      only: requirements.collection,
      continues: true,
      owners: { ids: chunk, column: listing.column },
      path,
      depth: when,
    });
    const load = async (chunk: readonly string[]): Promise<void> => {
      try {
        const first = await this.#list(loadRequest(chunk, { offset: 0, limit: MAX_PAGE }, depth));
        const ask = (window: Window) => this.#list(loadRequest(chunk, window, after(depth)));
        const pages = await furtherPages({ offset: 0, limit: MOST_LISTED }, first, ask, null);
        this.#keep(requirements.collection, link, listing.column, target, chunk, pages);
      } catch (error) {
        const unbrought = { include: new Set([link.name]), optional: NO_NAMES, partial: true };
        for (const id of chunk) this.#store.addFailure(requirements.collection.key, id, error as Error, unbrought);
      }
    };
    const { open, underWay } = this.#of(link);
    const isSent = (id: string) => underWay.has(id) && !open.some((chunk) => chunk.includes(id));
    const sent = owners.filter(isSent).map((id) => underWay.get(id));
    const chunks = new Set(owners.filter((id) => !isSent(id)).map((id) => chunkFor(open, id)));
    const loads = [...chunks].map((chunk) => {
      const loaded = load(chunk);
      for (const id of chunk) underWay.set(id, loaded);
      return loaded;
    });
    return Promise.all([...sent, ...loads]);
  }

  #of(link: Link): OwnersListed {
    let listings = this.#byLink.get(link);
    if (!listings) this.#byLink.set(link, (listings = { open: [], underWay: new Map() }));
    return listings;
  }

  #keep(
    owner: Collection,
    link: Link,
    column: string,
    target: Collection,
    ids: readonly string[],
    pages: readonly Page[],
  ) {
    const found = new Map<string, string[]>(ids.map((id) => [id, []]));
    for (const id of new Set(pages.flatMap((page) => page.ids)))
      found.get(String(this.#store.get(target, id)?.row?.[column]))?.push(id);
    for (const [id, targetIds] of found) this.#store.addListed(owner, id, link.name, targetIds);
    this.#store.facts.sizes.learn(link, [...found.values()]);
  }
}

/** The chunk that an owner is in, or is added to. */
function chunkFor(open: string[][], owner: string): string[] {
  const known = open.find((chunk) => chunk.includes(owner));
  if (known) return known;
  let last = open.at(-1);
  if (!last || last.length >= MAX_IDS) open.push((last = []));
  last.push(owner);
  return last;
}
