/**
 * An operation's budget in REST calls and in records: what it will make, foretold once for all operations of its kind,
 * and whether it may.
 */
import type { ApiFacts } from '../loaders/api-facts.ts';
import { predict, type Prediction } from '../loaders/prediction.ts';
import { type Choices, choicesIn } from './choices.ts';
import { type CountedList, countLists } from './count-lists.ts';
import { chunksOf } from './external-records.ts';
import { expectedRecords, largestField, recordsOf, recordsOfRow } from './result-size.ts';
import type { Explanation } from './explain.ts';
import { explainAssociations } from './explain-associations.ts';
import { forecastText } from './forecast-text.ts';
import type { ListRequest } from './list-request.ts';
import { argumentsIn, type NestedRequests } from './nested-request.ts';
import { grouped, type RecordRef, recordRefsOf, type RootRequest, runRequests } from './root-request.ts';
import type { Plan } from './plan.ts';
import { compiled } from './compiled-cache.ts';
import { listKey, type SummaryRequest } from './summary/request.ts';
import type { CallLimits } from './summary/call-limits.ts';

/** A plan with its arguments read. */
export interface Asked {
  readonly plan: Plan;
  readonly requests: readonly RootRequest[];
  readonly nested: NestedRequests;
  readonly choices: Choices;
}

export interface BudgetOptions {
  readonly waveWaitMs: number | 'unbounded';
  /** Records that one answer may be likely to hold. Default: {@link DEFAULT_MAX_RECORDS}. */
  readonly maxRecords?: number;
  /** Whether records by id may be kept from before, so that no call for them is certain. */
  readonly cached: boolean;
  /** What the API has shown of itself. */
  readonly facts: ApiFacts;
}

/** What an operation will take, in numbers alone: predictions are large, and these are kept. */
export interface Estimate extends Omit<Prediction, 'calls'> {
  /** The place that most calls are made for. */
  readonly costliest: string;
  /** Records in the answer, associations to many counted with one: what it is admitted by. */
  readonly records: number;
  /** Records that the answer is expected to hold. */
  readonly expectedRecords: number;
  /** The root field that most records are in. */
  readonly largest: string;
}

/** By how much an operation would pass a limit, and where. */
export interface Excess {
  readonly of: 'records' | 'REST calls';
  readonly estimate: number;
  readonly limit: number;
  /** The field, or the place, that most of it is for. */
  readonly costliest: string;
  /** The estimate in words. */
  readonly forecast: string;
}

/** To write so many takes a tenth of a second or more, in which no other request is served. */
export const DEFAULT_MAX_RECORDS = 50_000;

export class Budget {
  readonly #maxRecords: number;
  readonly #aligned: boolean;
  readonly #cached: boolean;
  readonly #facts: ApiFacts;

  constructor({ waveWaitMs, maxRecords = DEFAULT_MAX_RECORDS, cached, facts }: BudgetOptions) {
    this.#facts = facts;
    this.#maxRecords = maxRecords;
    this.#aligned = waveWaitMs === 'unbounded';
    this.#cached = cached;
  }

  /** What the operation will call. */
  foretell({ plan, requests, nested, choices }: Asked): Promise<Prediction> {
    return predict({
      run: (operation) => runRequests(requests, operation),
      allRequirements: plan.allRequirements,
      aligned: this.#aligned,
      cached: this.#cached,
      facts: this.#facts,
      argumentsOf: argumentsIn(nested),
      choiceOf: choicesIn(choices),
    });
  }

  /** How large its answer is expected to be, and by which sizes of associations. */
  sizeOf(asked: Asked): Pick<Explanation, 'expectedRecords' | 'associations'> {
    const { sizes } = this.#facts;
    return {
      expectedRecords: expectedRecords(asked, sizes.of),
      associations: explainAssociations(asked.plan.allRequirements, sizes),
    };
  }

  /** What counting some lists will call. */
  foretellCounts(lists: readonly CountedList[]): Promise<Prediction> {
    return predict({
      run: (operation) => countLists(lists, operation),
      allRequirements: [],
      aligned: this.#aligned,
      facts: this.#facts,
    });
  }

  /**
   * What an operation of this plan, with arguments of this size, will take; from memory where it was estimated before.
   */
  async estimate(asked: Asked): Promise<Estimate> {
    const kept = compiled(asked.plan, `estimate ${sizesOf(asked)}`, nothingYet, () => 0);
    // What was learned of the API since may change every estimate.
    const { revision } = this.#facts;
    if (kept.estimate === null || kept.revision !== revision)
      Object.assign(kept, { estimate: await this.#estimate(asked), revision });
    return kept.estimate as Estimate;
  }

  /** REST calls that an operation is likely to make, whatever the limits; 0 for one whose answer would be far too large. */
  async likelyCalls(asked: Asked): Promise<number> {
    return (await this.estimate(asked)).likely;
  }

  /** Which limit an operation would pass, as far as can be known; null for none. */
  excess(estimate: Estimate, { calls: limit }: Pick<CallLimits, 'calls'>): Excess | null {
    const { records, largest, costliest, pages, likely: allLikely, min } = estimate;
    if (records > this.#maxRecords)
      return {
        of: 'records',
        estimate: records,
        limit: this.#maxRecords,
        costliest: largest,
        forecast: String(records),
      };
    const likely = allLikely - pages.likely;
    const expected = { min: min - pages.min, likely, max: Number.POSITIVE_INFINITY };
    return likely > limit
      ? { of: 'REST calls', estimate: likely, limit, costliest, forecast: forecastText(expected) }
      : null;
  }

  /** Whether an operation would pass no limit. */
  async passes(asked: Asked, limits: Pick<CallLimits, 'calls'>): Promise<boolean> {
    return this.excess(await this.estimate(asked), limits) === null;
  }

  /** How much a list adds to an answer, in records. */
  weightOf({ field, first }: ListRequest, nested: NestedRequests): number {
    return first * recordsOfRow(field.connection.fields, nested);
  }

  async #estimate(asked: Asked): Promise<Estimate> {
    const records = recordsOf(asked);
    const expected = expectedRecords(asked, this.#facts.sizes.of);
    const largest = largestField(asked);
    // Far too large an answer is not even walked through.
    if (records > this.#maxRecords)
      return { ...NO_CALLS, pages: NO_CALLS, costliest: '', records, expectedRecords: expected, largest };
    const prediction = await this.foretell(asked);
    const { calls: _, ...forecast } = prediction;
    return { ...forecast, costliest: costliestPath(prediction), records, expectedRecords: expected, largest };
  }
}

const NO_CALLS = { min: 0, max: 0, likely: 0 };

const nothingYet = (): { estimate: Estimate | null; revision: number } => ({ estimate: null, revision: 0 });

/** The place in the operation that most calls are made for, all its pages and batches together. */
function costliestPath({ calls }: Prediction): string {
  const costs = new Map<string, number>();
  for (const { call, likely } of calls) {
    const [loadRequest] = call.loadRequests;
    const path =
      loadRequest?.kind === 'list' ? loadRequest.path : ([...(loadRequest?.requirements.paths ?? [])][0] ?? '');
    costs.set(path, (costs.get(path) ?? 0) + likely);
  }
  return [...costs].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? '';
}

/** A record by when it is first named, so that equal ones are seen to be equal. */
function namedIn(named: Map<string, number>, { resource, id }: RecordRef): number {
  const key = `${resource.type} ${id}`;
  let number = named.get(key);
  if (number === undefined) named.set(key, (number = named.size));
  return number;
}

/** @param lists those that are known, numbered; the summary's own are added. */
function summarySize(request: SummaryRequest, lists: Map<string, number>): string {
  const { grouping, share, first, isCountOnly } = request;
  const same = request.lists.map((params) => {
    const key = listKey(request, params);
    if (!lists.has(key)) lists.set(key, lists.size);
    return `${lists.get(key)}:${params.only === undefined}`;
  });
  const groups = grouping.groups.map(({ name }) => name);
  return JSON.stringify(['summary', same, groups, share, first, isCountOnly]);
}

/**
 * What of the arguments decides how many calls an operation makes: how many rows of each list, which
 * lists are the same, how many different records of each type. Operations that agree in this have one
 * prediction.
 */
function sizesOf({ requests, nested, choices }: Asked): string {
  const lists = new Map<string, number>();
  const records = new Map<string, Set<string>>();
  const sizes: string[] = [];
  const named = new Map<string, number>();
  const several = requests.length > 1;
  for (const request of requests) {
    if (request.kind === 'list') {
      const { field, first, offset, after } = request.list;
      const { scope, path } = field.resource.endpoint ?? {};
      for (const params of request.list.lists) {
        const same = several ? JSON.stringify([path, params, offset, after]) : '';
        if (!lists.has(same)) lists.set(same, lists.size);
        const ids = params.only?.split(',').length ?? '';
        sizes.push(`${lists.get(same)}:${first}:${ids}:${(scope && params[scope.param]) ?? ''}`);
      }
      // Where lists are merged, rows are passed by reading them.
      sizes.push(`${request.list.lists.length}:${request.list.lists.length > 1 ? offset : ''}`);
    } else if (request.kind === 'external') {
      const { types } = request.external;
      const refs = [...new Set(request.external.refs)];
      // How long ids are decides how many fit into a call.
      const chunks = chunksOf(refs)?.map(({ length }) => length) ?? [];
      sizes.push(`external:${types.map(({ type }) => type).join()}:${refs.length}:${chunks.join()}`);
    } else if (request.kind === 'integrations') {
      sizes.push(`integrations:${request.integrations.types.map(({ type }) => type).join()}`);
    } else if (request.kind === 'summary') {
      sizes.push(summarySize(request, lists));
    } else if (request.kind === 'whole') {
      // The same list twice is one call.
      const same = JSON.stringify([request.field.resource.key, request.params]);
      if (!lists.has(same)) lists.set(same, lists.size);
      sizes.push(`whole:${lists.get(same)}`);
    } else {
      for (const { resource, scope, ids } of grouped(recordRefsOf(request))) {
        const key = `${resource.type}:${scope ?? ''}`;
        let different = records.get(key);
        if (!different) records.set(key, (different = new Set()));
        for (const id of ids) different.add(id);
      }
      sizes.push(request.kind);
      // Lists under them: which records they stand under decides what is one call.
      if (nested.size > 0)
        sizes.push(
          recordRefsOf(request)
            .map((ref) => namedIn(named, ref))
            .join(),
        );
    }
  }
  for (const [need, { params, first, isPassed }] of nested) {
    const same = JSON.stringify([need.requirements.collection.key, need.param, params]);
    if (!lists.has(same)) lists.set(same, lists.size);
    const only = params === 'nothing' ? params : (params.only?.split(',').length ?? '');
    sizes.push(`under:${lists.get(same)}:${first}:${only}:${isPassed}`);
  }
  for (const { first } of choices.values()) sizes.push(`chosen:${first}`);
  for (const [key, ids] of records) sizes.push(`${key}:${ids.size}`);
  return sizes.join(' ');
}
