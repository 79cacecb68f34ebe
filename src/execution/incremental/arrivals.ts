/** What an answer in parts has loaded so far, and its lists while their rows come. */
import type { Operation } from '../../loaders/operation.ts';
import type { ListRequest, RowsListener } from '../list-request.ts';
import type { Rows } from '../page.ts';
import type { Prepared } from '../prepare.ts';
import { type RootRequest, type RootResult, runRequests } from '../root-request.ts';
import type { ServiceNames } from '../service-names.ts';
import type { ResultOf } from '../write-roots.ts';
import { NOT_YET } from './later.ts';
import { listProgress, type ListProgress } from './list-progress.ts';
import type { Signal } from './signal.ts';

export class Arrivals {
  readonly #prepared: Prepared;
  readonly #operation: Operation;
  readonly #signal: Signal;
  readonly #names: ServiceNames;
  readonly #lists = new Map<ListRequest, ListProgress>();
  readonly #results = new Map<RootRequest, RootResult>();
  /** What root fields without a page have brought, whether or not all that hangs on it has come. */
  readonly #ids = new Map<RootRequest, readonly string[]>();

  /** @param signal fires each time that something has come.
   * @param names of integrations that the caller has seen. */
  constructor(prepared: Prepared, operation: Operation, signal: Signal, names: ServiceNames) {
    this.#prepared = prepared;
    this.#operation = operation;
    this.#signal = signal;
    this.#names = names;
  }

  /** Whether everything has come that will. */
  get isComplete(): boolean {
    return this.#results.size === this.#prepared.requests.length && this.#operation.progress.isIdle;
  }

  /** A list while its rows come. */
  rowsOf(list: ListRequest): ListProgress {
    const progress = this.#lists.get(list);
    if (!progress) throw new TypeError('a list that was not asked for');
    return progress;
  }

  /** Begins to load everything. Never throws: what fails, fails in its place. */
  load(): void {
    const prepared = this.#prepared;
    const signal = this.#signal;
    for (const request of prepared.requests) if (request.kind === 'list') this.#lists.set(request.list, listProgress());
    const requests = prepared.requests.map((request) => {
      if (request.kind === 'self' || request.kind === 'whole' || request.kind === 'summary') {
        const come = (ids: readonly string[]) => {
          this.#ids.set(request, ids);
          signal.fire();
        };
        return { ...request, come };
      }
      if (request.kind !== 'list') return request;
      const progress = this.#lists.get(request.list);
      const listener: RowsListener = {
        come(rows, isComplete) {
          progress?.come(rows, isComplete);
          signal.fire();
        },
        broken(error) {
          progress?.broken(error);
          signal.fire();
        },
      };
      return { ...request, list: { ...request.list, listener } };
    });
    for (const [index, own] of prepared.requests.entries()) void this.#run(own, requests.slice(index, index + 1));
  }

  /** @param request as it runs: with a listener for its rows. */
  async #run(own: RootRequest, request: readonly RootRequest[]): Promise<void> {
    const [result = null] = await runRequests(request, this.#operation, this.#names);
    this.#results.set(own, result);
    if (own.kind === 'list' && result) this.#lists.get(own.list)?.settle(result as Rows | Error);
    this.#signal.fire();
  }

  /** What a root field has brought. Throws {@link NOT_YET} for one that has to be waited for. */
  readonly resultOf: ResultOf = (request) => {
    if (request.kind === 'self' || request.kind === 'whole' || request.kind === 'summary') {
      const come = this.#ids.get(request) ?? this.#results.get(request);
      if (!come) throw NOT_YET;
      return come;
    }
    // What other systems are linked to is known when all of it is.
    if ((request.kind === 'external' || request.kind === 'integrations') && !this.#results.has(request)) throw NOT_YET;
    if (request.kind !== 'list') return this.#results.get(request) ?? null;
    const progress = this.#lists.get(request.list);
    // A list of which the first rows have come, and others failed, is still whole for a field that wants no more of it.
    return progress?.failure() ?? null;
  };
}
