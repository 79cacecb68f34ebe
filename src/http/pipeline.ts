/**
 * The way of every request for an operation: who asks, whether there is room, what is asked, the run, the finished
 * response. Whatever a mode writes in the end, it is guarded, logged and counted here.
 */
import type { GraphQLSchema } from 'graphql';
import type { Documents } from '../execution/document.ts';
import type { Caller, Executor, OperationArgs } from '../execution/executor.ts';
import { refusalsIn } from '../execution/refused.ts';
import { STRANGERS } from '../identity/caller-id.ts';
import type { Identify, Identity } from '../identity/identity.ts';
import type { RequestHead } from '../identity/request-head.ts';
import type { Observer } from '../observe/observer.ts';
import type { Tracing } from '../observe/tracing.ts';
import type { MemoryAccount, MemoryBudget } from '../upstream/memory-budget.ts';
import { errorLine } from '../redact/error-line.ts';
import type { AnswerType } from './accept.ts';
import type { Admission } from './admission.ts';
import { checkForgery } from './browser.ts';
import { BrokenOff, type GatewayRequest, type GatewayResponse, isStream } from './exchange.ts';
import { finishFor, secretsOf } from './finish.ts';
import { performTogether } from './batch.ts';
import { asksByGet, type BatchEntry, ClientGone, type GraphQLRequest, readGraphQLRequest } from './graphql-request.ts';
import { isRefusal, notWellFormed, refusalResponse, unexpected } from './http-errors.ts';
import { OperationWatch } from './operation-watch.ts';
import { RequestSecrets } from './request-secrets.ts';
import type { FindDocument } from './persisted-documents.ts';
import type { HttpStatuses } from '../config/http-statuses.ts';
import { olderStatus } from './statuses.ts';
import type { Mode } from './writers/mode.ts';

/** What a path makes of requests for operations. */
export interface Endpoint {
  /** Finds out who asks. Throws for a request that does not say. */
  readonly identify: Identify;
  /** The type that the client accepts. Throws an `HttpRefusal` where there is none. */
  answerType(request: RequestHead): AnswerType;
  mode(asked: GraphQLRequest, request: RequestHead): Mode;
  /** Whether operations are run, and so are traced. */
  readonly runs: boolean;
  /** Whether it takes several operations in one request, where the gateway does. Default: no. */
  readonly takesBatches?: boolean;
  /** The room of its requests, where that is not the one of all others. */
  readonly admission?: Admission;
  /** What it asks for beside the headers of the request. Default: nothing. */
  readonly wishes?: Pick<Caller, 'trace' | 'maxCalls'>;
}

/** An operation that is about to be run. */
export interface CheckedOperation {
  readonly request: GatewayRequest;
  readonly asked: GraphQLRequest;
  readonly caller: Caller;
  readonly mode: Mode;
  readonly answerType: AnswerType;
  /** Whether what is compiled for it may be kept: not for a token that the API has not accepted yet. */
  readonly mayKeep: boolean;
}

/** Runs an operation by its mode and writes what came of it. Rejects only for a fault of the gateway's own. */
export type Perform = (operation: CheckedOperation) => Promise<GatewayResponse>;

export interface PipelineOptions {
  readonly admission: Admission;
  /** The room of endpoints that run nothing. */
  readonly explaining: Admission;
  readonly memory: MemoryBudget;
  /** Whether a caller is known: identified by the gateway itself, or its token accepted by the API. */
  readonly isAccepted: (identity: Identity) => boolean;
  readonly find: FindDocument;
  readonly maxRequestBodyBytes: number;
  /** How many operations one request may hold; 0 where lists are not taken. */
  readonly batchLimit: number;
  readonly perform: Perform;
  /** The wishes of a caller that stand in the headers of the request. */
  readonly wishes: (request: RequestHead) => Pick<Caller, 'isRouter' | 'trace' | 'federatedTrace'>;
  readonly log: (line: string) => void;
  readonly observer: Observer | undefined;
  readonly tracing: Tracing | undefined;
  /** Default: those of September 2026. */
  readonly statuses?: HttpStatuses | undefined;
}

interface Operating {
  readonly endpoint: Endpoint;
  readonly watch: OperationWatch | null;
  readonly secrets: RequestSecrets;
}

export class Pipeline {
  readonly #options: PipelineOptions;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Answers one request. Rejects with {@link ClientGone} where the client has gone, and otherwise never. */
  async answer(request: GatewayRequest, endpoint: Endpoint): Promise<GatewayResponse> {
    const { observer, log } = this.#options;
    const tracing = endpoint.runs ? this.#options.tracing : undefined;
    const secrets = new RequestSecrets(request);
    const watch = observer || tracing ? new OperationWatch({ observer, tracing }, request, secrets) : null;
    const named = (response: GatewayResponse): GatewayResponse => {
      const { requestId } = watch ?? secrets;
      return requestId === null
        ? response
        : { ...response, headers: { ...response.headers, 'x-request-id': requestId } };
    };
    try {
      return named(await this.#operate(request, { endpoint, watch, secrets }));
    } catch (error) {
      const refusal = this.#asAsked(refusalResponse(isRefusal(error) ? error : unexpected(), request.headers.accept));
      watch?.end({ error, status: refusal.status });
      if (request.signal.aborted) throw new ClientGone();
      if (error instanceof ClientGone) throw error;
      if (!isRefusal(error)) log(errorLine(error, secrets.identified));
      return named(refusal);
    }
  }

  /** The response with the statuses that the operator has chosen. */
  #asAsked(response: GatewayResponse): GatewayResponse {
    return this.#options.statuses === 'older' ? { ...response, status: olderStatus(response.status) } : response;
  }

  async #operate(request: GatewayRequest, { endpoint, watch, secrets }: Operating): Promise<GatewayResponse> {
    const { memory, isAccepted, find, maxRequestBodyBytes, perform } = this.#options;
    const admission = endpoint.admission ?? (endpoint.runs ? this.#options.admission : this.#options.explaining);
    const { signal } = request;
    if (request.method === 'GET' && !asksByGet(request.url ?? ''))
      throw notWellFormed('Ask by POST with a JSON body {"query": "..."}, or by GET with ?query=...');
    checkForgery(request);
    const identified = endpoint.identify(request);
    // Awaited only where it takes time: a small operation is done in less than that.
    const identity = identified instanceof Promise ? await identified : identified;
    if (signal.aborted) throw new ClientGone();
    const { principal } = identity;
    secrets.identify(identity);
    const answerType = endpoint.answerType(request);
    watch?.asks(identity);
    const mayKeep = isAccepted(identity);
    // Tokens that the API has not accepted yet share one quota.
    const party = mayKeep ? principal : STRANGERS;
    admission.check(party);
    const batchLimit = endpoint.takesBatches ? this.#options.batchLimit : 0;
    const asked = await readGraphQLRequest(request, maxRequestBodyBytes, find, batchLimit);
    watch?.wants(isBatch(asked) ? asOne(asked) : asked);
    const left = await admission.enter(party, signal, isBatch(asked) ? asked.length : 1);
    const account = memory.account(party);
    const leave = () => {
      account.release();
      // Behind an explanation, everything else has its turn before the next one.
      if (endpoint.runs) left();
      else setImmediate(left);
    };
    let response: GatewayResponse;
    try {
      const caller = { ...this.#callerOf(request, identity, { watch, secrets, account }), ...endpoint.wishes };
      const common = { request, caller, answerType, mayKeep };
      response = isBatch(asked)
        ? await performTogether(asked, (one, mode) =>
            perform({ ...common, asked: one, mode, answerType: 'application/json' }),
          )
        : await perform({ ...common, asked, mode: endpoint.mode(asked, request) });
    } catch (error) {
      leave();
      throw error;
    }
    return this.#release({ ...this.#asAsked(response), principal: party }, request, { leave, watch, secrets });
  }

  /** Has the request end with its response: at once, or with the last part. */
  #release(
    response: GatewayResponse,
    request: GatewayRequest,
    { leave, watch, secrets }: Omit<Operating, 'endpoint'> & { readonly leave: () => void },
  ): GatewayResponse {
    const { status, body } = response;
    if (!isStream(body)) {
      leave();
      if (request.signal.aborted) throw new ClientGone();
      watch?.end({ status });
      return response;
    }
    const closed = (error?: unknown) => {
      leave();
      // What broke off has written why, and has been counted.
      watch?.end(error === undefined || error instanceof BrokenOff ? { status } : { error });
      if (error === undefined) return;
      if (error instanceof BrokenOff) throw error;
      if (!request.signal.aborted) this.#options.log(errorLine(error, secrets.identified));
      throw new BrokenOff();
    };
    return { ...response, body: closing(body, closed) };
  }

  #callerOf(
    request: GatewayRequest,
    identity: Identity,
    { watch, secrets, account }: Omit<Operating, 'endpoint'> & { readonly account: MemoryAccount },
  ): Caller {
    const { token, credential, cursorKey } = identity;
    return {
      token,
      credential,
      cursorKey,
      signal: request.signal,
      memory: account,
      ...this.#options.wishes(request),
      requestId: secrets.requestId,
      stats: watch?.stats ?? null,
      spans: watch?.spans ?? null,
    };
  }
}

const isBatch = (asked: GraphQLRequest | readonly BatchEntry[]): asked is readonly BatchEntry[] => Array.isArray(asked);

/** A batch as one operation of the log and the metrics: it has no name, and all its documents. */
const asOne = (batch: readonly BatchEntry[]): GraphQLRequest => ({
  query: batch.flatMap((entry) => ('query' in entry ? [entry.query] : [])).join('\n'),
});

/** Parts whose end is noticed once, wherever it comes: after the last one, by a fault, or by a reader that leaves. */
const closing = <Part>(parts: AsyncIterable<Part>, ended: (error?: unknown) => void): AsyncIterable<Part> => ({
  [Symbol.asyncIterator]() {
    const inner = parts[Symbol.asyncIterator]();
    let isOpen = true;
    const close = (error?: unknown) => {
      if (!isOpen) return;
      isOpen = false;
      ended(error);
    };
    return {
      async next() {
        let next: IteratorResult<Part>;
        try {
          next = await inner.next();
        } catch (error) {
          close(error);
          throw error;
        }
        if (next.done) close();
        return next;
      },
      async return() {
        try {
          await inner.return?.();
        } finally {
          close();
        }
        return { done: true, value: undefined };
      },
    };
  },
});

/** Runs operations with nothing in between: no plugins. */
export const performDirectly =
  ({
    schema,
    documents,
    executor,
    log,
  }: {
    readonly schema: GraphQLSchema;
    readonly documents: Documents;
    readonly executor: Executor;
    readonly log: (line: string) => void;
  }): Perform =>
  async ({ request, asked, caller, mode, answerType, mayKeep }) => {
    const finish = finishFor(caller, log);
    try {
      const { query, operationName, variables: variableValues } = asked;
      const document = documents.prepare({ query, operationName, isGet: request.method === 'GET', mayKeep });
      const args: OperationArgs = { schema, document, operationName, variableValues, contextValue: { caller } };
      return await mode.write(await mode.run(executor, args), {
        answerType,
        finish,
        secrets: secretsOf(caller),
        signal: caller.signal,
      });
    } catch (error) {
      const refusals = refusalsIn(error);
      if (refusals) return mode.refuse(finish(refusals), answerType);
      throw error;
    }
  };
