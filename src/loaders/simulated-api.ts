/** The API's part in a prediction: it answers at once with stand-ins. */
import type { RestResponse } from '../upstream/send.ts';
import { recordsOf, type Row } from '../upstream/envelope.ts';
import type { IsOwn } from './api-facts.ts';
import type { Call } from './call.ts';
import type { Collection, Link } from './collection.ts';
import { ASSUMED_FAN_OUT, declaredFanOut, differentRecords, type FanOutOf } from './fan-out.ts';
import { MAX_IDS, MAX_PAGE, type NestedStep } from './load-request.ts';
import { nestedIn } from './nested-call.ts';
import type { SentCall } from './operation-options.ts';

/** How many records one stand-in means. `most` may be infinite: the API bounds no to-many association. */
export interface Weight {
  readonly most: number;
  /** With as many records for each to-many association as are expected. */
  readonly likely: number;
}

/** How many records the groups of a summary are taken to lead to in each association: as many as one call brings. */
const ASSUMED_GROUPS = MAX_IDS;

/** The stand-ins whose association a list gives, if it gives one. */
export const ownersOf = ({ loadRequests }: Call): readonly string[] | null => {
  for (const loadRequest of loadRequests)
    if (loadRequest.kind === 'list' && loadRequest.owners) return loadRequest.owners.ids;
  return null;
};

/** The record that a list gives the association of, and the column that names it; `null` for any other list. */
function listedFor({ collection, loadRequests }: Call): { origin: Origin; column: string } | null {
  for (const loadRequest of loadRequests) {
    if (loadRequest.kind !== 'list' || !loadRequest.owners || !loadRequest.only) continue;
    const link = [...loadRequest.only.links.values()].find(
      ({ listing, targets }) => listing && targets.includes(collection),
    );
    const [id] = loadRequest.owners.ids;
    if (link && id !== undefined)
      return { origin: { link, collection: loadRequest.only, id }, column: loadRequest.owners.column };
  }
  return null;
}

const ONE: Weight = { most: 1, likely: 1 };

/** The record that an include brought another one with. */
interface Origin {
  readonly link: Link;
  readonly collection: Collection;
  readonly id: string;
}

/** The API's part, played. */
export class SimulatedApi {
  readonly #origins = new Map<string, Origin>();
  readonly #weights = new Map<string, Weight>();
  readonly #children = new Map<string, string>();
  /** The one type that the polymorphic targets of a page's rows have, where the call fixes it. */
  readonly #fixed = new Map<string, Collection>();
  readonly #isWritten: IsOwn;
  readonly #fanOutOf: FanOutOf;
  #next = 1;

  /**
   * @param isWritten whether rows tell the target of an association that was not included.
   * @param fanOutOf how many records associations are expected to hold. Default: as they are declared.
   */
  constructor(isWritten: IsOwn, fanOutOf: FanOutOf = declaredFanOut) {
    this.#isWritten = isWritten;
    this.#fanOutOf = fanOutOf;
  }

  weight(id: string): Weight {
    return this.#weights.get(id) ?? ONE;
  }

  /** How many records a list stands under. With a cursor it is the one that the cursor belongs to. */
  weightOf({ parents, isPassed }: NestedStep): Weight {
    if (isPassed) return ONE;
    const sum = (read: (weight: Weight) => number) => parents.reduce((total, id) => total + read(this.weight(id)), 0);
    return { most: sum(({ most }) => most), likely: sum(({ likely }) => likely) };
  }

  /**
   * How many calls records are likely to take whose place (the value of their endpoint's mandatory parameter) no
   * stand-in tells. Where rows of them came along, those tell, and records that came with one parent stand in one place.
   */
  likelyPlaces(id: string): number {
    const { likely } = this.weight(id);
    const origin = this.#origins.get(id);
    return origin ? Math.min(likely, this.weight(origin.id).likely + Math.floor(likely / MAX_IDS)) : likely;
  }

  /** Stands for at most `first` of the records that `id` means, for each that `parent` means. */
  fewer(collection: Collection, parent: string, id: string, first: number): { id: string; row: Row } {
    const key = `${id} ${first}`;
    let fewer = this.#children.get(key);
    if (!fewer) {
      const [all, parents] = [this.weight(id), this.weight(parent)];
      fewer = this.#standIn({
        most: Math.min(all.most, parents.most * first),
        likely: Math.min(all.likely, parents.likely * first),
      });
      this.#children.set(key, fewer);
      const origin = this.#origins.get(id);
      if (origin) this.#origins.set(fewer, origin);
    }
    return { id: fewer, row: this.#ownColumns(collection, fewer) };
  }

  #standIn(weight: Weight): string {
    const id = `~${this.#next++}`;
    this.#weights.set(id, weight);
    return id;
  }

  /** The stand-in for the targets of one association of one record; the same whenever it is asked for. */
  #child(parent: string, link: Link, target: Collection): string {
    const key = `${parent} ${link.name} ${target.type}`;
    let id = this.#children.get(key);
    if (!id) {
      const { most, likely } = this.weight(parent);
      const weight =
        link.kind === 'many'
          ? { most: Number.POSITIVE_INFINITY, likely: differentRecords(likely, this.#fanOutOf(link)) }
          : { most, likely };
      this.#children.set(key, (id = this.#standIn(weight)));
    }
    return id;
  }

  /** How many rows a list in place of an association is expected to have, for all its owners. */
  likelyListed(call: Call): number {
    const owner = listedFor(call);
    const each = owner ? this.#fanOutOf(owner.origin.link).records : ASSUMED_FAN_OUT;
    return (ownersOf(call) ?? []).reduce((sum, id) => sum + this.weight(id).likely, 0) * each;
  }

  answer({ call }: SentCall): RestResponse {
    const { collection } = call;
    const ids = call.kind === 'list' ? this.#page(call) : call.ids;
    const collections = new Map<string, Record<string, Row>>();
    const put = (key: string, id: string, row: Row) => {
      const rows = collections.get(key) ?? {};
      collections.set(key, rows);
      rows[id] = row;
    };
    const owner = listedFor(call);
    for (const id of ids) {
      if (owner) this.#origins.set(id, owner.origin);
      const row = this.#ownColumns(collection, id);
      if (owner) row[owner.column] = owner.origin.id;
      for (const name of call.include) {
        const link = collection.links.get(name);
        if (!link) continue;
        Object.assign(row, this.#columns(id, link));
        if (this.#wayBack(id, link)) continue;
        const fixed = link.typeField ? this.#fixed.get(id) : undefined;
        for (const target of fixed ? [fixed] : link.targets) {
          const child = this.#child(id, link, target);
          this.#origins.set(child, { link, collection, id });
          put(target.key, child, this.#ownColumns(target, child));
        }
      }
      put(collection.key, id, row);
    }
    return {
      // The maximum; for an association's list, one page, whose size comes from elsewhere.
      count: ownersOf(call) ? ids.length : Number.MAX_SAFE_INTEGER,
      results: ids.map((id) => ({ key: collection.key, id })),
      collections: new Map([...collections].map(([key, rows]) => [key, recordsOf(rows)])),
      bytes: 0,
      status: 200,
      durationMs: 0,
      retries: 0,
      requestId: null,
      shared: false,
    };
  }

  /** One stand-in for all rows of a page; the same page is the same rows. */
  #page(call: Call): string[] {
    const { loadRequests, restRequest } = call;
    const list = [...loadRequests].find((loadRequest) => loadRequest.kind === 'list' && loadRequest.window);
    if (list?.kind !== 'list' || !list.window) return [];
    // Rows named by id must be distinct, because the caller cuts its window from them.
    const named = restRequest.params.only?.split(',').map(() => this.#standIn(ONE));
    const nested = nestedIn(call);
    if (nested) return this.#nestedPage(nested, list.window.limit);
    const most = Math.min(list.window.limit, list.reader?.mostTargets ?? MAX_PAGE);
    // Further pages of a summary mostly belong to groups that the first one has.
    const likely = !list.reader ? most : list.window.offset === 0 ? Math.min(most, ASSUMED_GROUPS) : 0;
    const ids = named ?? [this.#standIn({ most, likely })];
    if (list.only) for (const id of ids) this.#fixed.set(id, list.only);
    return ids;
  }

  /** The rows of a list under records: as many as are asked for, or {@link ASSUMED_FAN_OUT} for each of several records. */
  #nestedPage(nested: NestedStep, limit: number): string[] {
    if (nested.step === 'together' || nested.step === 'again') return [];
    const { most, likely } = this.weightOf(nested);
    const each = most === 1 ? limit : nested.step === 'page' ? 0 : Math.min(limit, ASSUMED_FAN_OUT);
    return [this.#standIn({ most: most * limit, likely: likely * each })];
  }

  #ownColumns(collection: Collection, id: string): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const link of collection.links.values())
      if (this.#isWritten(link)) Object.assign(row, this.#columns(id, link));
    return row;
  }

  /** The record that this one came with, where the link leads back to it: however often it is asked for. */
  #wayBack(id: string, link: Link): Origin | null {
    const origin = this.#origins.get(id);
    return origin && link.inverseOf === origin.link.name ? origin : null;
  }

  #columns(id: string, link: Link): Record<string, unknown> {
    const origin = this.#wayBack(id, link);
    if (origin) {
      return {
        [link.field]: [{ key: origin.collection.key, id: origin.id }],
        ...(link.idField && { [link.idField]: origin.id }),
        ...(link.typeField && { [link.typeField]: origin.collection.type }),
      };
    }
    if (link.kind === 'polymorphic') {
      const fixed = link.typeField ? this.#fixed.get(id) : undefined;
      const refs = (fixed ? [fixed] : link.targets).map((target) => ({
        key: target.key,
        id: this.#child(id, link, target),
      }));
      return { [link.field]: refs, ...(link.idField && { [link.idField]: id }) };
    }
    const [target] = link.targets;
    if (!target) return { [link.field]: [] };
    const child = this.#child(id, link, target);
    return { [link.field]: link.kind === 'many' ? [child] : child };
  }
}
