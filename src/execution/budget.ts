/**
 * An operation's budget in REST calls and in records: what it will make, foretold once for all operations of its kind,
 * and whether it may.
 */
import type { ApiFacts } from '../loaders/api-facts.ts';
import { predict, type Prediction } from '../loaders/prediction.ts';
import { largestField, recordsOf } from './result-size.ts';
import { refusal } from './errors.ts';
import { Refused } from './refused.ts';
import { grouped, type RootRequest, runRequests, recordRefsOf } from './root-request.ts';
import type { Plan } from './plan.ts';
import { compiled } from './compiled-cache.ts';

/** A plan with its arguments read. */
export interface Asked {
  readonly plan: Plan;
  readonly requests: readonly RootRequest[];
}

export interface BudgetOptions {
  readonly maxUpstreamCalls: number;
  readonly waveWaitMs: number | 'unbounded';
  /** Records that one answer may be likely to hold. Default: {@link DEFAULT_MAX_RECORDS}. */
  readonly maxRecords?: number;
  /** Whether records by id may be kept from before, so that no call for them is certain. */
  readonly cached: boolean;
  /** What the API has shown of itself. */
  readonly facts: ApiFacts;
}

/** What an operation will take, in numbers alone: predictions are large, and these are kept. */
export interface Estimate extends Pick<Prediction, 'min' | 'max' | 'likely'> {
  /** The place that most calls are made for. */
  readonly costliest: string;
  readonly records: number;
  /** The root field that most records are in. */
  readonly largest: string;
}

/** To write so many takes a tenth of a second or more, in which nobody else is served. */
export const DEFAULT_MAX_RECORDS = 50_000;

export class Budget {
  readonly #limit: number;
  readonly #maxRecords: number;
  readonly #aligned: boolean;
  readonly #cached: boolean;
  readonly #facts: ApiFacts;

  constructor({ maxUpstreamCalls, waveWaitMs, maxRecords = DEFAULT_MAX_RECORDS, cached, facts }: BudgetOptions) {
    this.#facts = facts;
    this.#limit = maxUpstreamCalls;
    this.#maxRecords = maxRecords;
    this.#aligned = waveWaitMs === 'unbounded';
    this.#cached = cached;
  }

  /** What the operation will call. */
  foretell({ plan, requests }: Asked): Promise<Prediction> {
    return predict({
      run: (operation) => runRequests(requests, operation),
      allRequirements: plan.allRequirements,
      aligned: this.#aligned,
      cached: this.#cached,
      facts: this.#facts,
    });
  }

  /**
   * What an operation of this plan, with arguments of this size, will take; from memory where it was
   * estimated before. Throws {@link Refused} for one that would, as far as can be known, pass a limit.
   *
   * @param limit REST calls that this operation may make. Default: what any may.
   */
  async check(asked: Asked, limit = this.#limit): Promise<Estimate> {
    const estimate = await this.#estimateOf(asked);
    const { likely, costliest, records, largest } = estimate;
    if (records > this.#maxRecords)
      throw tooMuch(
        `This operation would answer about ${records} records; the limit is ${this.#maxRecords}. Most are in \`${largest}\`: ask for fewer rows, or for less of each.`,
        { estimate: records, limit: this.#maxRecords, costliest: largest },
      );
    if (likely > limit)
      throw tooMuch(
        `This operation would make about ${likely} REST calls; the limit is ${limit}. Most go to \`${costliest}\`: ask for fewer rows, or for less of each.`,
        { estimate: likely, limit, costliest },
      );
    return estimate;
  }

  /** REST calls that an operation is likely to make, whatever the limits; 0 for one whose answer would be far too large. */
  async likelyCalls(asked: Asked): Promise<number> {
    return (await this.#estimateOf(asked)).likely;
  }

  async #estimateOf(asked: Asked): Promise<Estimate> {
    const kept = compiled(asked.plan, `estimate ${sizesOf(asked.requests)}`, nothingYet, () => 0);
    // What was learned of the API since may change every estimate.
    const { revision } = this.#facts;
    if (kept.estimate === null || kept.revision !== revision)
      Object.assign(kept, { estimate: await this.#estimate(asked), revision });
    return kept.estimate as Estimate;
  }

  async #estimate(asked: Asked): Promise<Estimate> {
    const records = recordsOf(asked.requests);
    const largest = largestField(asked.requests);
    // Far too large an answer is not even walked through.
    if (records > this.#maxRecords) return { min: 0, max: 0, likely: 0, costliest: '', records, largest };
    const prediction = await this.foretell(asked);
    const { min, max, likely } = prediction;
    return { min, max, likely, costliest: costliestPath(prediction), records, largest };
  }
}

const nothingYet = (): { estimate: Estimate | null; revision: number } => ({ estimate: null, revision: 0 });

const tooMuch = (message: string, extensions: Readonly<Record<string, unknown>>) =>
  new Refused([refusal(message, 'QUERY_TOO_COMPLEX', 422, extensions)]);

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

/**
 * What of the arguments decides how many calls an operation makes: how many rows of each list, which
 * lists are the same, how many different records of each type. Operations that agree in this have one
 * prediction.
 */
function sizesOf(requests: readonly RootRequest[]): string {
  const lists = new Map<string, number>();
  const records = new Map<string, Set<string>>();
  const sizes: string[] = [];
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
    }
  }
  for (const [key, ids] of records) sizes.push(`${key}:${ids.size}`);
  return sizes.join(' ');
}
