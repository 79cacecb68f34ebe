/**
 * Executes operations: plan, check, load in waves, answer from the record store.
 *
 * The schema's own resolvers are not called here. An operation's needs are known before its first
 * request, and everything it reads is in the store after its last, so what is left between the two
 * is not resolving but reading.
 */
import { type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { timeSliced } from './time-sliced.ts';
import type { ApiDrift } from '../loaders/api-drift.ts';
import { ApiFacts } from '../loaders/api-facts.ts';
import type { RecordCache } from '../loaders/record-cache.ts';
import { RecordStore } from '../loaders/record-store.ts';
import type { Send, AbortSignalLike } from '../upstream/send.ts';
import { NOBODY, type Principal } from '../upstream/principal.ts';
import { resources } from '../schema/resource.ts';
import { assertPlannable } from '../schema/check-schema.ts';
import type { MemoryAccount } from '../upstream/memory-budget.ts';
import { ResultWriter } from './result-writer.ts';
import { rootSteps } from './write-roots.ts';
import { createBegin } from './begin.ts';
import { Budget, type Estimate } from './budget.ts';
import type { Warnings } from './warnings.ts';
import { explain, type Explanation } from './explain.ts';
import { federatedTrace } from './apollo-trace.ts';
import { DEFAULT_MAX_ERRORS, ErrorList } from './error-list.ts';
import type { ExportBatch } from './export/export-batches.ts';
import type { ExportLimits } from './export/export-limits.ts';
import { type ExplainedExport, explainExport, inBatches } from './export/in-batches.ts';
import { deliver } from './incremental/deliver.ts';
import type { PartsFormat, Payload } from './incremental/payload.ts';
import { Signal } from './incremental/signal.ts';
import type { OperationSpans } from './operation-spans.ts';
import { createPrepare, type Prepared } from './prepare.ts';
import { Refused } from './refused.ts';
import { runRequests } from './root-request.ts';
import type { OperationStats } from './operation-stats.ts';
import type { CallReport } from './call-report.ts';
import type { RecordsRead } from './records-read.ts';

export interface ExecutorOptions {
  readonly schema: GraphQLSchema;
  readonly send: Send;
  readonly maxUpstreamCalls: number;
  /** Records that one answer may be likely to hold. Default: 50,000. */
  readonly maxRecords?: number;
  /** REST calls that an export may make, for what is told of one beforehand. Default: any number. */
  readonly exportMaxCalls?: number;
  readonly waveWaitMs: number | 'unbounded';
  readonly operationTimeoutMs: number;
  readonly maxFirst: number;
  /** Representations that one operation may name in `_entities`. */
  readonly maxEntities: number;
  /** Errors of one type of record and one code that an answer lists. Default: {@link DEFAULT_MAX_ERRORS}. */
  readonly maxErrors?: number;
  /** Whether a misspelt enum value is told which one may have been meant. Default: yes. */
  readonly suggestions?: boolean;
  /** Whether the schema is told. Default: yes. */
  readonly introspection?: boolean;
  /** What is kept of records between operations. Default: nothing is. */
  readonly cache?: RecordCache | null;
  /** What the API has shown of itself; grows while operations run. Default: nothing yet. */
  readonly facts?: ApiFacts;
  /** Notes what the API writes that the schema does not know. Default: nobody wants to know. */
  readonly drift?: ApiDrift;
  /** Default: {@link principalOf}. Only a test that shows what a wrong one would do has another. */
  readonly principalOf?: (token: string) => Principal;
}

/** In whose name an operation runs. */
export interface Caller {
  readonly token: string;
  /** What came with the request in place of the token; `null` for nothing. Default: nothing. It is only kept out of the log. */
  readonly credential?: string | null;
  /** What cursors are sealed with. Default: the token. */
  readonly cursorKey?: string;
  /** May ask for `_entities` and `_service`, which are for the router of a larger graph. */
  readonly isRouter: boolean;
  readonly signal?: AbortSignalLike | undefined;
  /** What the operation holds of the process's memory; given back by whoever made it. Default: it is not counted. */
  readonly memory?: MemoryAccount | undefined;
  /** Answer with `extensions.upstream`. */
  readonly trace: boolean;
  /** Answer with `extensions.ftv1`. Default: no. */
  readonly federatedTrace?: boolean;
  /** REST calls that the operation may make, where that is less than the gateway allows. Default: what it allows. */
  readonly maxCalls?: number;
  /** The client's name for its request, which each REST call brings to the API. Default: it has none. */
  readonly requestId?: string | null;
  /** Filled in with what the operation costs. Default: nobody counts. */
  readonly stats?: OperationStats | null;
  /** Told what the operation does while it runs. Default: nobody is. */
  readonly spans?: OperationSpans | null;
}

/** In whose name an operation is thought through. */
export type ExplainCaller = Pick<Caller, 'token' | 'credential' | 'cursorKey' | 'isRouter' | 'maxCalls' | 'stats'>;

/** What the `contextValue` of an operation holds. It may hold more, which is not looked at. */
export interface OperationContext {
  readonly caller: Caller;
}

/**
 * graphql-js' own arguments. Of these, the document has to be valid already; `rootValue` and resolvers are not looked
 * at, for fields are read from the rows of the API.
 */
export type OperationArgs = Pick<ExecutionArgs, 'schema' | 'document' | 'variableValues' | 'operationName'> & {
  readonly contextValue: OperationContext;
};

/** The same to be explained. */
export type ExplainArgs = Omit<OperationArgs, 'contextValue'> & {
  readonly contextValue: { readonly caller: ExplainCaller };
};

export interface Executor {
  /**
   * Runs an operation, in place of graphql-js' `execute`. Rejects only for a fault of our own. Without `data` nothing
   * was called.
   */
  execute(args: OperationArgs): Promise<ExecutionResult>;
  /**
   * The answer in parts, as `@defer` and `@stream` want it: what comes first, and what follows. One part with `hasNext`
   * false is the whole answer. `execute` answers the same operation whole. Throws {@link Refused} before anything is called.
   *
   * @param format of the parts. Default: the current one.
   */
  executeInParts(args: OperationArgs, format?: PartsFormat): Promise<AsyncIterable<Payload>>;
  /**
   * What `execute` would take, in numbers. Throws {@link Refused} with the errors that it would answer before it calls
   * anything, those of single fields included, and those of an operation that would pass a limit.
   */
  estimate(args: OperationArgs): Promise<Estimate>;
  /**
   * All rows of the one connection of an operation, in batches, in place of the page that `first` asks for. Resolves
   * once the first rows have come. Throws {@link Refused} for an operation that cannot be exported, or whose first page
   * fails; what fails later is the `failure` of the last batch.
   *
   * @param after a position of an earlier run; null to begin.
   */
  executeInBatches(
    args: OperationArgs,
    limits: ExportLimits,
    after: string | null,
  ): Promise<AsyncIterable<ExportBatch>>;
  /** What `execute` would call; throws {@link Refused} with the errors that would keep it from calling anything. */
  explain(args: ExplainArgs): Promise<Explanation>;
  /** The same of `executeInBatches`. */
  explainExport(args: ExplainArgs): Promise<ExplainedExport>;
}

/** Makes what runs operations. Throws a TypeError for a schema that is not that of `createSchema`. */
export function createExecutor(options: ExecutorOptions): Executor {
  assertPlannable(options.schema);
  const {
    maxUpstreamCalls,
    cache = null,
    maxErrors = DEFAULT_MAX_ERRORS,
    facts = new ApiFacts(resources.values()),
  } = options;
  const limitOf = ({ maxCalls = maxUpstreamCalls }: Pick<Caller, 'maxCalls'>) => Math.min(maxCalls, maxUpstreamCalls);
  const prepare = createPrepare(options);
  const budget = new Budget({ ...options, cached: cache !== null, facts });
  const begin = createBegin({ ...options, facts });

  /** What the operation is going to do and to take. Throws {@link Refused}, or a GraphQL error, for one that may not run. */
  const plan = async (args: OperationArgs): Promise<Planned> => {
    const { caller } = args.contextValue;
    const { stats, spans } = caller;
    const ended = spans?.planning();
    try {
      const prepared = prepare(args);
      const estimate = await budget.check(prepared, limitOf(caller));
      if (stats) stats.predicted = estimate.likely;
      ended?.({ estimate });
      return { prepared, estimate };
    } catch (error) {
      ended?.({ error });
      throw error;
    }
  };

  /** What is told of an operation beside its data, and counted. */
  const extensionsOf = (
    { prepared, estimate: { min, max, likely } }: Planned,
    caller: Caller,
    { trace, read, warnings, errors, startedAtMs, startMs }: Ended,
  ): Readonly<Record<string, unknown>> | undefined => {
    const predicted = { min, max: Math.min(max, limitOf(caller)), likely };
    const upstream = trace?.report(read, predicted);
    if (caller.stats && upstream)
      caller.stats.rowsUsed = upstream.calls.reduce((sum, { rowsUsed }) => sum + rowsUsed, 0);
    const unknown = warnings.report();
    if (!upstream && !unknown && !caller.federatedTrace) return undefined;
    return {
      ...(unknown && { warnings: unknown }),
      ...(upstream && { upstream }),
      ...(caller.federatedTrace && {
        ftv1: federatedTrace({ prepared, errors, startedAtMs, durationMs: performance.now() - startMs }),
      }),
    };
  };

  const run = async (planned: Planned, caller: Caller): Promise<ExecutionResult> => {
    const { prepared } = planned;
    const [startedAtMs, startMs] = [Date.now(), performance.now()];
    const { deadline, trace, operation, answer } = begin(caller, prepared.plan);
    try {
      const results = await runRequests(prepared.requests, operation);
      const writer = new ResultWriter(operation.store, prepared.variables, {
        tracing: trace !== null,
        errors: new ErrorList(maxErrors),
        budget: answer,
      });
      const answered = timeSliced(rootSteps(prepared, (_, index) => results[index] ?? null, writer));
      const data = answered instanceof Promise ? await answered : answered;
      const errors = writer.errors.all();
      if (caller.stats) caller.stats.hasData = true;
      const ended = { trace, read: writer.read, warnings: writer.warnings, errors, startedAtMs, startMs };
      const extensions = extensionsOf(planned, caller, ended);
      return { ...(errors.length > 0 && { errors }), data, ...(extensions && { extensions }) };
    } finally {
      deadline.clear();
    }
  };

  return {
    async execute(args) {
      try {
        return await run(await plan(args), args.contextValue.caller);
      } catch (error) {
        if (error instanceof Refused) return { errors: error.errors };
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      }
    },

    async executeInParts(args, format = 'incrementalSpec=v0.2') {
      const { caller } = args.contextValue;
      const planned = await plan(args);
      const { prepared } = planned;
      const [startedAtMs, startMs] = [Date.now(), performance.now()];
      const signal = new Signal();
      const { deadline, trace, operation, answer } = begin(caller, prepared.plan, { changed: () => signal.fire() });
      return deliver({
        prepared,
        operation,
        signal,
        format,
        maxErrors,
        budget: answer,
        tracing: trace !== null,
        begun: () => {
          if (caller.stats) caller.stats.hasData = true;
        },
        extensions: (read, warnings, errors) =>
          extensionsOf(planned, caller, { trace, read, warnings, errors, startedAtMs, startMs }),
        ended: () => deadline.clear(),
      });
    },

    async estimate(args) {
      const { prepared, estimate } = await plan(args);
      checkRoots(prepared, facts);
      return { ...estimate, max: Math.min(estimate.max, limitOf(args.contextValue.caller)) };
    },

    explainExport: (args) =>
      explainExport({ prepare, budget }, args, options.exportMaxCalls ?? Number.MAX_SAFE_INTEGER),

    executeInBatches: (args, limits, after) => inBatches({ prepare, begin, budget }, args, limits, after),

    async explain(args) {
      const prepared = prepare(args);
      checkRoots(prepared, facts);
      return explain(await budget.foretell(prepared), limitOf(args.contextValue.caller));
    },
  };
}

/** An operation that has run. */
interface Ended {
  readonly trace: CallReport | null;
  readonly read: RecordsRead;
  readonly warnings: Warnings;
  readonly errors: readonly GraphQLError[];
  /** In milliseconds since 1970, and by `performance.now()`. */
  readonly startedAtMs: number;
  readonly startMs: number;
}

/** Throws {@link Refused} with the errors of root fields that cannot be asked for. */
function checkRoots({ requests }: Prepared, facts: ApiFacts): void {
  const writer = new ResultWriter(new RecordStore(NOBODY, facts), {});
  for (const root of requests)
    if (root.kind === 'refused')
      writer.fail(root.error, root.field.nodes, { before: null, key: root.field.key }, 'Query');
  if (writer.errors.listed.length > 0) throw new Refused(writer.errors.all());
}

/** An operation that may run. */
interface Planned {
  readonly prepared: Prepared;
  readonly estimate: Estimate;
}
