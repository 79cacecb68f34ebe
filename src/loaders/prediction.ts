/**
 * What an operation will call, before it calls: the very same loading code, run against an API that
 * answers at once with stand-ins. A stand-in is an id that means "up to so many records"; every
 * column of its row leads to a stand-in of its own, so the walk goes wherever the real one can go.
 */
import type { Answer } from '../upstream/ask.ts';
import type { Row } from '../upstream/envelope.ts';
import type { Call } from './call.ts';
import type { Collection, Link } from './collection.ts';
import { MAX_IDS, type Demand } from './demand.ts';
import type { Need } from './need.ts';
import { Operation, type SentCall } from './operation.ts';

/** How many records one stand-in means. `most` may be infinite: the API bounds no to-many association. */
interface Weight {
  readonly most: number;
  /** With {@link ASSUMED_FAN_OUT} records for each to-many association. */
  readonly likely: number;
}

/** What a to-many association is taken to hold, on average, where a number is needed and none is known. */
export const ASSUMED_FAN_OUT = 10;

export interface PredictedCall {
  readonly call: Call;
  readonly wave: number;
  /** The operation alone fixes this call: it will be sent, with exactly this question. */
  readonly certain: boolean;
  readonly min: number;
  /** May be infinite. */
  readonly max: number;
  readonly likely: number;
}

export interface Prediction {
  readonly calls: readonly PredictedCall[];
  readonly min: number;
  /** No run sends more calls than this; infinite where a to-many association of unknown size leads on. */
  readonly max: number;
  /** As `max`, with {@link ASSUMED_FAN_OUT} for what is not known. */
  readonly likely: number;
}

export interface PredictionOptions {
  /** Walks the operation, exactly as the real run does. */
  readonly run: (operation: Operation) => Promise<unknown>;
  /** Every need of the operation, to tell whether one may bring the records of another. */
  readonly needs: readonly Need[];
  /** Whether waves wait for each other without bound; if not, demands that would share a call may miss it. */
  readonly aligned: boolean;
}

export async function predict({ run, needs, aligned }: PredictionOptions): Promise<Prediction> {
  const stage = new Stage();
  const positions = new Map<string, number>();
  for (const { collection } of needs) positions.set(collection.key, (positions.get(collection.key) ?? 0) + 1);
  const operation = new Operation({
    ask: (_, sent) => Promise.resolve(stage.answer(sent)),
    waitMs: 'unbounded',
    // Far above any limit that an operator may set, and low enough to end.
    maxCalls: 10_000,
    weigh: (id) => stage.weight(id).most,
    mayBeKnownBefore: ({ collection }) => (positions.get(collection.key) ?? 0) > 1,
  });
  await run(operation);
  const calls = operation.sent.map((sent) => predicted(sent, stage, aligned));
  const sum = (read: (call: PredictedCall) => number) => calls.reduce((total, call) => total + read(call), 0);
  return { calls, min: sum(({ min }) => min), max: sum(({ max }) => max), likely: sum(({ likely }) => likely) };
}

function predicted({ call, wave }: SentCall, stage: Stage, aligned: boolean): PredictedCall {
  const certain = wave === 1;
  const count = (read: (weight: Weight) => number) =>
    call.kind === 'list'
      ? 1
      : call.kind === 'single'
        ? call.ids.reduce((sum, id) => sum + read(stage.weight(id)), 0)
        : batches(call, (id) => read(stage.weight(id)), aligned);
  return {
    call,
    wave,
    certain,
    min: certain ? 1 : 0,
    max: certain ? 1 : count(({ most }) => most),
    likely: certain ? 1 : count(({ likely }) => likely),
  };
}

/** Upper bound of the calls that one predicted batch becomes, when its ids may be spread over several waves. */
function batches({ ids, demands }: Call, weigh: (id: string) => number, aligned: boolean): number {
  const groups: { weight: number; waves: number }[] = [];
  if (aligned) groups.push({ weight: ids.reduce((sum, id) => sum + weigh(id), 0), waves: wavesOf([...demands]) });
  else for (const demand of demands) groups.push({ weight: weightOf(demand, weigh), waves: wavesOf([demand]) });
  return groups.reduce(
    (sum, { weight, waves }) => sum + Math.min(weight, Math.floor((weight + (MAX_IDS - 1) * waves) / MAX_IDS)),
    0,
  );
}

const weightOf = (demand: Demand, weigh: (id: string) => number) =>
  demand.kind === 'list' ? 0 : demand.ids.reduce((sum, id) => sum + weigh(id), 0);

/** In how many different waves some of the demands may arise. */
function wavesOf(demands: readonly Demand[]): number {
  const waves = new Set<number>();
  for (const { depth } of demands) for (let wave = depth.earliest; wave <= depth.latest; wave++) waves.add(wave);
  return waves.size;
}

const ONE: Weight = { most: 1, likely: 1 };

/** The API's part, played. */
class Stage {
  readonly #weights = new Map<string, Weight>();
  readonly #children = new Map<string, string>();
  #next = 1;

  weight(id: string): Weight {
    return this.#weights.get(id) ?? ONE;
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
        link.kind === 'many' ? { most: Number.POSITIVE_INFINITY, likely: likely * ASSUMED_FAN_OUT } : { most, likely };
      this.#children.set(key, (id = this.#standIn(weight)));
    }
    return id;
  }

  answer({ call }: SentCall): Answer {
    const { collection } = call;
    const ids = call.kind === 'list' ? this.#page(call) : call.ids;
    const collections = new Map<string, Record<string, Row>>();
    const put = (key: string, id: string, row: Row) => {
      const rows = collections.get(key) ?? {};
      collections.set(key, rows);
      rows[id] = row;
    };
    for (const id of ids) {
      const row = this.#ownColumns(collection, id, null);
      for (const name of call.include) {
        const link = collection.links.get(name);
        if (!link) continue;
        for (const target of link.targets) {
          const child = this.#child(id, link, target);
          put(target.key, child, this.#ownColumns(target, child, { link, collection, id }));
        }
        Object.assign(row, this.#columns(id, link));
      }
      put(collection.key, id, row);
    }
    return {
      count: Number.MAX_SAFE_INTEGER,
      results: ids.map((id) => ({ key: collection.key, id })),
      collections,
      bytes: 0,
      status: 200,
      durationMs: 0,
      retries: 0,
      requestId: null,
      shared: false,
    };
  }

  /** One stand-in for all rows of a page; the same page is the same rows. */
  #page({ demands, question }: Call): string[] {
    const list = [...demands].find((demand) => demand.kind === 'list' && demand.window);
    if (list?.kind !== 'list' || !list.window) return [];
    const only = question.params.only?.split(',').length ?? Number.POSITIVE_INFINITY;
    const most = Math.min(list.window.limit, only);
    return most === 0 ? [] : [this.#standIn({ most, likely: most })];
  }

  #ownColumns(
    collection: Collection,
    id: string,
    from: { link: Link; collection: Collection; id: string } | null,
  ): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const link of collection.links.values()) {
      if (!link.own) continue;
      // The way back: what came with a record's association has that record as its target.
      if (from && link.inverseOf === from.link.name) {
        row[link.field] = [{ key: from.collection.key, id: from.id }];
        if (link.idField) row[link.idField] = from.id;
        if (link.typeField) row[link.typeField] = from.collection.type;
      } else Object.assign(row, this.#columns(id, link));
    }
    return row;
  }

  #columns(id: string, link: Link): Record<string, unknown> {
    if (link.kind === 'polymorphic') {
      const refs = link.targets.map((target) => ({ key: target.key, id: this.#child(id, link, target) }));
      return { [link.field]: refs, ...(link.idField && { [link.idField]: id }) };
    }
    const [target] = link.targets;
    if (!target) return { [link.field]: [] };
    const child = this.#child(id, link, target);
    return { [link.field]: link.kind === 'many' ? [child] : child };
  }
}
