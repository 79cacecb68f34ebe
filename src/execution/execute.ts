/**
 * Executes operations: plan, check, load in waves, answer from the record store.
 *
 * The schema's own resolvers are not called here. An operation's needs are known before its first
 * request, and everything it reads is in the store after its last, so what is left between the two
 * is not resolving but reading.
 */
import type { ExecutionResult, GraphQLError } from 'graphql';
import { ApiFacts } from '../loaders/api-facts.ts';
import { assertPlannable } from '../schema/check-schema.ts';
import { resources } from '../schema/resource.ts';
import { federatedTrace } from './apollo-trace.ts';
import { admit, admittedIfSmall, type Limited, outlookOf } from './admit.ts';
import { type Begin, type Begun, createBegin } from './begin.ts';
import { Budget, type Estimate } from './budget.ts';
import type { CallReport } from './call-report.ts';
import { checkRoots } from './check-roots.ts';
import { DEFAULT_MAX_ERRORS, ErrorList } from './error-list.ts';
import type { Caller, Executor, ExecutorOptions, ExplainArgs, OperationArgs } from './executor.ts';
import { explain, type Explanation } from './explain.ts';
import type { ExportBatch } from './export/export-batches.ts';
import type { ExportLimits } from './export/export-limits.ts';
import { type ExplainedExport, explainExport, inBatches } from './export/in-batches.ts';
import { deliver } from './incremental/deliver.ts';
import type { PartsFormat, Payload } from './incremental/payload.ts';
import { Signal } from './incremental/signal.ts';
import { joined } from './joined.ts';
import type { Plan } from './plan.ts';
import { createPrepare, type Prepared } from './prepare.ts';
import type { RecordsRead } from './records-read.ts';
import { refusalsIn } from './refused.ts';
import { ResultWriter } from './result-writer.ts';
import { runRequests } from './root-request.ts';
import { ServiceNames } from './service-names.ts';
import { type CallLimits, callLimits, DEFAULT_MAX_SUMMARY_CALLS } from './summary/call-limits.ts';
import { shared } from './summary/request.ts';
import { timeSliced } from './time-sliced.ts';
import type { Warnings } from './warnings.ts';
import { nestedAnswers } from './write-nested.ts';
import { rootSteps } from './write-roots.ts';

/** Makes what runs operations. Throws a TypeError for a schema that is not that of `createSchema`. */
export function createExecutor(options: ExecutorOptions): Executor {
  assertPlannable(options.schema);
  return new GatewayExecutor(options);
}

class GatewayExecutor implements Executor {
  readonly #options: ExecutorOptions;
  readonly #facts: ApiFacts;
  readonly #maxErrors: number;
  readonly #prepare: ReturnType<typeof createPrepare>;
  readonly #budget: Budget;
  readonly #begin: Begin;
  readonly #names = new ServiceNames();

  constructor(options: ExecutorOptions) {
    const { cache = null, facts = new ApiFacts(resources.values()), maxErrors = DEFAULT_MAX_ERRORS } = options;
    this.#options = options;
    this.#facts = facts;
    this.#maxErrors = maxErrors;
    this.#prepare = createPrepare(options);
    this.#budget = new Budget({ ...options, cached: cache !== null, facts });
    this.#begin = createBegin({ ...options, facts });
  }

  async execute(args: OperationArgs): Promise<ExecutionResult> {
    try {
      return await this.#run(await this.#plan(args), args.contextValue.caller);
    } catch (error) {
      return refusalOf(error);
    }
  }

  async executeTogether(all: readonly OperationArgs[]): Promise<readonly ExecutionResult[]> {
    const [first] = all;
    if (!first) return [];
    const { caller } = first.contextValue;
    const answers: (ExecutionResult | null)[] = all.map(() => null);
    const plans = new Set<Plan>();
    const prepared = all.flatMap((args, at) => {
      try {
        const one = this.#prepare(args, plans);
        plans.add(one.plan);
        return [{ at, prepared: one }];
      } catch (error) {
        answers[at] = refusalOf(error);
        return [];
      }
    });
    const names = new Set(prepared.flatMap((one) => one.prepared.operation.name?.value ?? []));
    if (caller.stats) caller.stats.operationName = [...names].join('+') || null;
    if (prepared.length === 0) return answers as readonly ExecutionResult[];
    try {
      const all = prepared.map((one) => one.prepared) as [Prepared, ...Prepared[]];
      const together = this.#together(all, caller);
      const { estimate, begun } = await this.#admit(together, caller);
      caller.stats?.foretold(estimate);
      const results = await this.#runAll({ together, estimate, begun, all }, caller);
      for (const [index, { at }] of prepared.entries()) answers[at] = results[index] as ExecutionResult;
    } catch (error) {
      const refused = refusalOf(error);
      for (const { at } of prepared) answers[at] = refused;
    }
    return answers as readonly ExecutionResult[];
  }

  async executeInParts(
    args: OperationArgs,
    format: PartsFormat = 'incrementalSpec=v0.2',
  ): Promise<AsyncIterable<Payload>> {
    const { caller } = args.contextValue;
    const signal = new Signal();
    const planned = await this.#plan(args, () => signal.fire());
    const times = startTimes();
    const { deadline, trace, operation, answer } = planned.begun;
    return deliver({
      prepared: planned.prepared,
      operation,
      names: this.#names,
      signal,
      format,
      maxErrors: this.#maxErrors,
      budget: answer,
      tracing: trace !== null,
      begun: () => {
        if (caller.stats) caller.stats.hasData = true;
      },
      extensions: (read, warnings, errors) =>
        this.#extensionsOf(planned, caller, { trace, read, warnings, errors, ...times }),
      ended: () => deadline.clear(),
    });
  }

  async estimate(args: OperationArgs): Promise<Estimate> {
    const prepared = this.#prepare(args);
    const outlook = await outlookOf(prepared, this.#budget, mayCount(args.contextValue.caller));
    const estimate = await admittedIfSmall(prepared, outlook, this.#budget);
    checkRoots(prepared, this.#facts);
    return { ...estimate, max: mostOf(estimate, prepared.limits) };
  }

  async explain(args: ExplainArgs): Promise<Explanation> {
    const prepared = this.#prepare(args);
    checkRoots(prepared, this.#facts);
    const { counting } = await outlookOf(prepared, this.#budget, mayCount(args.contextValue.caller));
    const counts = counting.length > 0 ? await this.#budget.foretellCounts(counting) : null;
    return explain(await this.#budget.foretell(prepared), this.#budget.sizeOf(prepared), prepared.limits, counts);
  }

  explainExport(args: ExplainArgs): Promise<ExplainedExport> {
    const parts = { prepare: this.#prepare, budget: this.#budget };
    return explainExport(parts, args, this.#options.exportMaxCalls ?? Number.MAX_SAFE_INTEGER);
  }

  executeInBatches(
    args: OperationArgs,
    limits: ExportLimits,
    after: string | null,
  ): Promise<AsyncIterable<ExportBatch>> {
    return inBatches({ prepare: this.#prepare, begin: this.#begin, budget: this.#budget }, args, limits, after);
  }

  /** Several operations as one, with one limit for all of them. */
  #together(all: readonly [Prepared, ...Prepared[]], { maxCalls }: Caller): Limited {
    const asked = joined(all);
    const { maxUpstreamCalls, maxSummaryCalls = DEFAULT_MAX_SUMMARY_CALLS } = this.#options;
    const limits = callLimits(asked.plan, { maxUpstreamCalls, maxSummaryCalls, maxCalls });
    return { ...asked, requests: shared(asked.requests, limits.pages), limits };
  }

  /** Begins what may run, and counts lists where that decides. Throws {@link Refused} for what passes a limit. */
  async #admit(prepared: Limited, caller: Caller, changed?: () => void) {
    let begun: Begun | null = null;
    const started = () => (begun ??= this.#begin(caller, prepared, { changed }));
    try {
      const outlook = await outlookOf(prepared, this.#budget, mayCount(caller));
      const estimate = await admit(prepared, outlook, this.#budget, () => started().operation);
      return { estimate, begun: started() };
    } catch (error) {
      (begun as Begun | null)?.deadline.clear();
      throw error;
    }
  }

  /** What the operation is going to do and to take. Throws {@link Refused}, or a GraphQL error, for one that may not run. */
  async #plan(args: OperationArgs, changed?: () => void): Promise<Planned> {
    const { caller } = args.contextValue;
    const { stats, spans } = caller;
    const ended = spans?.planning();
    try {
      const prepared = this.#prepare(args);
      const { estimate, begun } = await this.#admit(prepared, caller, changed);
      stats?.foretold(estimate);
      ended?.({ estimate });
      return { prepared, estimate, begun };
    } catch (error) {
      ended?.({ error });
      throw error;
    }
  }

  async #run(planned: Planned, caller: Caller): Promise<ExecutionResult> {
    const [result] = await this.#runAll({ ...planned, together: planned.prepared, all: [planned.prepared] }, caller);
    return result as ExecutionResult;
  }

  /** Loads operations together, and answers each. */
  async #runAll(
    { together, all, estimate, begun }: PlannedTogether,
    caller: Caller,
  ): Promise<readonly ExecutionResult[]> {
    const times = startTimes();
    const { deadline, trace, operation, answer } = begun;
    try {
      const results = await runRequests(together.requests, operation, this.#names);
      const answers: ExecutionResult[] = [];
      let from = 0;
      for (const prepared of all) {
        const own = results.slice(from, (from += prepared.requests.length));
        const writer = new ResultWriter(operation.store, prepared.variables, {
          tracing: trace !== null,
          nested: nestedAnswers(operation.nested, prepared.nested),
          chosen: operation.chosen,
          errors: new ErrorList(this.#maxErrors),
          budget: answer,
        });
        const answered = timeSliced(rootSteps(prepared, (_, index) => own[index] ?? null, writer));
        // One after the other; a small one at once.
        // oxlint-disable-next-line no-await-in-loop
        const data = answered instanceof Promise ? await answered : answered;
        const errors = writer.errors.all();
        const ended = { trace, read: writer.read, warnings: writer.warnings, errors, ...times };
        const extensions = this.#extensionsOf({ prepared, estimate, begun }, caller, ended);
        answers.push({ ...(errors.length > 0 && { errors }), data, ...(extensions && { extensions }) });
      }
      if (caller.stats) caller.stats.hasData = true;
      return answers;
    } finally {
      deadline.clear();
    }
  }

  /** What an operation answers beside its data, counted in its stats. */
  #extensionsOf(
    { prepared, estimate, begun }: Planned,
    caller: Caller,
    { trace, read, warnings, errors, startedAtMs, startMs }: Ended,
  ): Readonly<Record<string, unknown>> | undefined {
    const predicted = { min: estimate.min, max: mostOf(estimate, prepared.limits), likely: estimate.likely };
    if (caller.stats) caller.stats.answeredRecords = begun.answer.mostRecords;
    const upstream = trace?.report(read, predicted);
    if (caller.stats && upstream)
      caller.stats.rowsUsed = upstream.calls.reduce((sum, { rowsUsed }) => sum + rowsUsed, 0);
    const unknown = warnings.report(caller.stats);
    if (!upstream && !unknown && !caller.federatedTrace) return undefined;
    return {
      ...(unknown && { warnings: unknown }),
      ...(upstream && { upstream }),
      ...(caller.federatedTrace && {
        ftv1: federatedTrace({ prepared, errors, startedAtMs, durationMs: performance.now() - startMs }),
      }),
    };
  }
}

/** The answer to an operation that may not run. Throws what is a fault of our own. */
function refusalOf(error: unknown): ExecutionResult {
  const errors = refusalsIn(error);
  if (errors) return { errors };
  throw error;
}

/** In milliseconds since 1970, and by `performance.now()`. */
interface StartTimes {
  readonly startedAtMs: number;
  readonly startMs: number;
}

const startTimes = (): StartTimes => ({ startedAtMs: Date.now(), startMs: performance.now() });

/** No run makes more calls: the operation is stopped at its limit. */
const mostOf = ({ max, pages }: Pick<Estimate, 'max' | 'pages'>, { calls }: CallLimits): number =>
  Math.min(max - pages.max, calls) + pages.max;

/** A caller who limits calls is sent none that may be in vain. */
const mayCount = ({ maxCalls }: Pick<Caller, 'maxCalls'>) => maxCalls === undefined;

/** An operation that has run. */
interface Ended extends StartTimes {
  readonly trace: CallReport | null;
  readonly read: RecordsRead;
  readonly warnings: Warnings;
  readonly errors: readonly GraphQLError[];
}

/** An operation that may run. */
interface Planned {
  readonly prepared: Prepared;
  readonly estimate: Estimate;
  /** What loads for it, and may have counted some of its lists. */
  readonly begun: Begun;
}

/** Operations that may run, and what they ask for together. */
interface PlannedTogether extends Pick<Planned, 'begun'> {
  readonly together: Limited;
  readonly all: readonly Prepared[];
  readonly estimate: Estimate;
}
