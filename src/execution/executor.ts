/** What runs operations: what it is given, and what it is asked. */
import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import type { ApiDrift } from '../loaders/api-drift.ts';
import type { ApiFacts } from '../loaders/api-facts.ts';
import type { RecordCache } from '../loaders/record-cache.ts';
import type { MemoryAccount } from '../upstream/memory-budget.ts';
import type { Principal } from '../upstream/principal.ts';
import type { AbortSignalLike, Send } from '../upstream/send.ts';
import type { Estimate } from './budget.ts';
import type { Explanation } from './explain.ts';
import type { ExportBatch } from './export/export-batches.ts';
import type { ExportLimits } from './export/export-limits.ts';
import type { ExplainedExport } from './export/in-batches.ts';
import type { PartsFormat, Payload } from './incremental/payload.ts';
import type { OperationSpans } from './operation-spans.ts';
import type { OperationStats } from './operation-stats.ts';

export interface ExecutorOptions {
  readonly schema: GraphQLSchema;
  readonly send: Send;
  readonly maxUpstreamCalls: number;
  /** REST calls for pages that the summaries of one operation may make. Default: 100. */
  readonly maxSummaryCalls?: number;
  /** Records that one answer may be likely to hold. Default: 50,000. */
  readonly maxRecords?: number;
  /** REST calls that an export may make, where one is explained. Default: any number. */
  readonly exportMaxCalls?: number;
  readonly waveWaitMs: number | 'unbounded';
  readonly operationTimeoutMs: number;
  readonly maxFirst: number;
  /** Representations that one operation may name in `_entities`. */
  readonly maxEntities: number;
  /** Errors of one type of record and one code that an answer lists. Default: 100. */
  readonly maxErrors?: number;
  /** Whether an error about a misspelt enum value suggests another. Default: yes. */
  readonly suggestions?: boolean;
  /** Whether introspection is answered. Default: yes. */
  readonly introspection?: boolean;
  /** What is kept of records between operations. Default: nothing is. */
  readonly cache?: RecordCache | null;
  /** What the API has shown of itself; grows while operations run. Default: nothing yet. */
  readonly facts?: ApiFacts;
  /** Notes what the API writes that the schema does not know. Default: not noted. */
  readonly drift?: ApiDrift;
  /** Default: `principalOf`. Only a test that shows what a wrong one would do has another. */
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
  /** What the operation holds of the process's memory; its maker gives it back. Default: it is not counted. */
  readonly memory?: MemoryAccount | undefined;
  /** Answer with `extensions.upstream`. */
  readonly trace: boolean;
  /** Answer with `extensions.ftv1`. Default: no. */
  readonly federatedTrace?: boolean;
  /** REST calls that the operation may make, where that is less than the gateway allows. Default: what it allows. */
  readonly maxCalls?: number;
  /** The client's name for its request, which each REST call brings to the API. Default: it has none. */
  readonly requestId?: string | null;
  /** Filled in with what the operation costs. Default: not counted. */
  readonly stats?: OperationStats | null;
  /** Hears what the operation does while it runs. Default: none. */
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
   * Runs operations of one caller together: in the same waves, by the same calls, within the limits of one operation.
   * Each gets its own answer, in their order; one that cannot run takes no other with it. Rejects as `execute` does.
   */
  executeTogether(all: readonly OperationArgs[]): Promise<readonly ExecutionResult[]>;
  /**
   * The answer in parts, as `@defer` and `@stream` want it: what comes first, and what follows. One part with `hasNext`
   * false is the whole answer. `execute` answers the same operation whole. Throws `Refused` before anything is called.
   *
   * @param format of the parts. Default: the current one.
   */
  executeInParts(args: OperationArgs, format?: PartsFormat): Promise<AsyncIterable<Payload>>;
  /**
   * What `execute` would take, in numbers. Throws `Refused` with the errors that it would answer before it calls
   * anything, those of single fields included, and those of an operation that would pass a limit.
   */
  estimate(args: OperationArgs): Promise<Estimate>;
  /**
   * All rows of the one connection of an operation, in batches, in place of the page that `first` asks for. Resolves
   * once the first rows have come. Throws `Refused` for an operation that cannot be exported, or whose first page fails;
   * what fails later is the `failure` of the last batch.
   *
   * @param after a position of an earlier run; null to begin.
   */
  executeInBatches(
    args: OperationArgs,
    limits: ExportLimits,
    after: string | null,
  ): Promise<AsyncIterable<ExportBatch>>;
  /** What `execute` would call; throws `Refused` with the errors that would keep it from calling anything. */
  explain(args: ExplainArgs): Promise<Explanation>;
  /** The same of `executeInBatches`. */
  explainExport(args: ExplainArgs): Promise<ExplainedExport>;
}
