/** Goes on from records that are known to those that they lead to. */
import type { ChosenRecords } from './chosen-records.ts';
import type { Listings } from './listings.ts';
import { type Depth, next, type Via } from './load-request.ts';
import type { RecordStore } from './record-store.ts';
import type { LinkRequirements, Requirements } from './requirements.ts';
import type { Trails } from './trails.ts';

export interface FollowingOptions {
  readonly store: RecordStore;
  readonly trails: Trails;
  readonly listings: Listings;
  readonly chosen: ChosenRecords;
  /** Loads what is wanted of records, and of those that they lead to. Never rejects. */
  readonly settle: (
    requirements: Requirements,
    ids: readonly string[],
    depth: Depth,
    via: Via | null,
  ) => Promise<unknown>;
}

export class Following {
  readonly #options: FollowingOptions;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** Goes on from records to the records that they lead to. `undefined` where there is nothing to wait for. */
  from(requirements: Requirements, ids: readonly string[], depth: Depth): Promise<unknown> | undefined {
    if (requirements.links.size === 0 || ids.length === 0) return undefined;
    const links = [...requirements.links.values()];
    const plain = links.filter(({ link, chosen }) => !link.listing && !chosen);
    if (plain.length === links.length) return this.#known(requirements, plain, ids, depth);
    const others = links.filter((linkRequirements) => !plain.includes(linkRequirements));
    return Promise.all([
      this.#known(requirements, plain, ids, depth),
      ...others.map((linkRequirements) => this.#one(requirements, linkRequirements, ids, depth)),
    ]);
  }

  /**
   * Goes on from records that are still to be fetched, as far as they are known: what must be asked for
   * by its own id does not wait for them.
   */
  ahead(requirements: Requirements, ids: readonly string[], depth: Depth): Promise<unknown>[] {
    const { store, trails } = this.#options;
    const known = ids.filter((id) => store.get(requirements.collection, id)?.row);
    if (known.length === 0) return [];
    return [...requirements.links.values()].flatMap((linkRequirements) => {
      const listed = linkRequirements.link.listing ? known : trails.ahead(requirements, linkRequirements, known);
      return this.#one(requirements, linkRequirements, listed, depth, known) ?? [];
    });
  }

  /** @param known those of which the row is known: what it names may be chosen from, also where an answer is to bring it. */
  #one(
    requirements: Requirements,
    linkRequirements: LinkRequirements,
    ids: readonly string[],
    depth: Depth,
    known = ids,
  ): Promise<unknown> | undefined {
    return linkRequirements.link.listing
      ? this.#listed(requirements, linkRequirements, ids, depth)
      : this.#withChosen(requirements, linkRequirements, ids, depth, known);
  }

  async #listed(
    requirements: Requirements,
    linkRequirements: LinkRequirements,
    ids: readonly string[],
    depth: Depth,
  ): Promise<void> {
    await this.#options.listings.load(requirements, linkRequirements, ids, depth);
    await this.#withChosen(requirements, linkRequirements, ids, next(depth, false));
  }

  /** Goes on to what choices lead to that were made without records which have come since. */
  late(): Promise<unknown> | undefined {
    const { chosen, settle } = this.#options;
    const late = chosen.late().map(({ target, ids, depth }) => settle(target, ids, depth, null));
    return late.length === 0 ? undefined : Promise.all(late);
  }

  /** To all targets of an association, and from there to what is wanted of some: which those are, the rows tell. */
  #withChosen(
    requirements: Requirements,
    linkRequirements: LinkRequirements,
    ids: readonly string[],
    depth: Depth,
    known = ids,
  ): Promise<unknown> | undefined {
    const rows = this.#known(requirements, [linkRequirements], ids, depth);
    if (!linkRequirements.chosen) return rows;
    const chosen = this.#choose(requirements, linkRequirements, known, depth);
    return rows ? this.#chooseAfter(rows, chosen, requirements, linkRequirements, ids, depth) : chosen;
  }

  /** Most choices are made as soon as the rows have come; the rest once all that the rows lead to has come, too. */
  async #chooseAfter(
    rows: Promise<unknown>,
    chosen: Promise<unknown>,
    requirements: Requirements,
    linkRequirements: LinkRequirements,
    ids: readonly string[],
    depth: Depth,
  ): Promise<void> {
    await Promise.all([rows, chosen]);
    await this.#choose(requirements, linkRequirements, ids, next(depth, true));
  }

  #choose(
    requirements: Requirements,
    linkRequirements: LinkRequirements,
    ids: readonly string[],
    depth: Depth,
  ): Promise<unknown> {
    const { chosen, settle } = this.#options;
    return Promise.all(
      chosen
        .choose(requirements, linkRequirements, ids, depth)
        .map(({ target, ids: chosenIds }) => settle(target, chosenIds, depth, null)),
    );
  }

  #known(
    requirements: Requirements,
    links: readonly LinkRequirements[],
    ids: readonly string[],
    depth: Depth,
  ): Promise<unknown> | undefined {
    const { trails, settle } = this.#options;
    const further = trails
      .from(requirements, links, ids)
      .map(({ target, ids: targetIds, via }) => settle(target, targetIds, depth, via));
    return further.length === 0 ? undefined : Promise.all(further);
  }
}
