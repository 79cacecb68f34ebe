/**
 * Executes operations: plan, check, load in waves, answer from the record store.
 *
 * The schema's own resolvers are not called here. An operation's needs are known before its first
 * request, and everything it reads is in the store after its last, so what is left between the two
 * is not resolving but reading.
 */
import {
  type DocumentNode,
  executeSync,
  type ExecutionResult,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { Operation, type SentCall } from '../loaders/operation.ts';
import { predict, type Prediction } from '../loaders/prediction.ts';
import { RecordStore } from '../loaders/record-store.ts';
import type { Answer, Ask, Cancellation, Caller as UpstreamCaller } from '../upstream/ask.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { NOBODY, type Principal, principalOf } from '../upstream/principal.ts';
import type { Question } from '../upstream/question.ts';
import { Answerer } from './answer.ts';
import { brief } from './brief.ts';
import { operationOf } from './document.ts';
import { type Path, refusal, toGraphQLError } from './errors.ts';
import { explain, type Explanation } from './explain.ts';
import type { Rows } from './page.ts';
import { checkEntities, checkFederated, replaceNullEntities } from './entities.ts';
import { readRequests, type RootRequest, type RootResult, runRequests, wantedIn } from './request.ts';
import { planOf } from './selection.ts';
import type { Plan, RootField } from './shape.ts';
import { Trace } from './trace.ts';

export interface ExecutorOptions {
  readonly schema: GraphQLSchema;
  readonly ask: Ask;
  readonly maxUpstreamCalls: number;
  readonly waveWaitMs: number | 'unbounded';
  readonly operationTimeoutMs: number;
  readonly maxFirst: number;
  /** Representations that one operation may name in `_entities`. */
  readonly maxEntities: number;
  /** Whether a misspelt enum value is told which one may have been meant. Default: yes. */
  readonly suggestions?: boolean;
  /** Default: {@link principalOf}. Only a test that shows what a wrong one would do has another. */
  readonly principalOf?: (token: string) => Principal;
}

/** In whose name an operation runs. */
export interface Caller {
  readonly token: string;
  /** May ask for `_entities` and `_service`, which are for the router of a larger graph. */
  readonly isRouter: boolean;
  readonly signal?: Cancellation | undefined;
  /** Answer with `extensions.upstream`. */
  readonly trace: boolean;
}

export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface Executor {
  /** Rejects only for a fault of our own. Without `data` nothing was called. */
  execute(request: OperationRequest, caller: Caller): Promise<ExecutionResult>;
  /** What `execute` would call; throws the GraphQL errors that would keep it from calling anything. */
  explain(request: OperationRequest, caller: Pick<Caller, 'token' | 'isRouter'>): Promise<Explanation>;
}

/** A refusal of a whole operation. */
class Refused extends Error {
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super('refused');
    this.errors = errors;
  }
}

/** Reads the arguments of fields below the root, so that one which cannot be used refuses the operation before it calls. */
const checkNarrowed = ({ narrowed }: Plan, variables: Record<string, unknown>): void => {
  for (const { narrow, nodes } of narrowed) {
    try {
      narrow(variables);
    } catch (error) {
      const { message, extensions } = toGraphQLError(error, nodes, null);
      throw new Refused([new GraphQLError(message, { nodes, extensions: { ...extensions, http: { status: 400 } } })]);
    }
  }
};

/** An operation, planned and its arguments read. */
interface Prepared {
  readonly operation: OperationDefinitionNode;
  readonly variables: Record<string, unknown>;
  readonly plan: Plan;
  readonly requests: readonly RootRequest[];
}

const MAX_VARIABLE_ERRORS = 20;

export function createExecutor(options: ExecutorOptions): Executor {
  const { schema, maxUpstreamCalls } = options;

  const prepare = (
    { document, operationName, variables }: OperationRequest,
    { token, isRouter }: Pick<Caller, 'token' | 'isRouter'>,
  ): Prepared => {
    const operation = operationOf(document, operationName);
    const definitions = operation.variableDefinitions ?? [];
    const coerced = getVariableValues(schema, definitions, replaceNullEntities(definitions, variables ?? {}), {
      maxErrors: MAX_VARIABLE_ERRORS,
      hideSuggestions: options.suggestions === false,
    });
    if (coerced.errors)
      throw new Refused(coerced.errors.map((error) => refusal(brief(error.message), 'BAD_USER_INPUT', 400)));
    const plan = planOf(schema, document, operation, coerced.coerced);
    const requests = readRequests(plan, coerced.coerced, token, options);
    checkNarrowed(plan, coerced.coerced);
    const refused = (isRouter ? null : checkFederated(plan)) ?? checkEntities(requests, options.maxEntities);
    if (refused) throw new Refused([refused]);
    return { operation, variables: coerced.coerced, plan, requests };
  };

  const foretell = ({ plan, requests }: Prepared): Promise<Prediction> =>
    predict({
      run: (operation) => runRequests(requests, operation),
      needs: plan.needs,
      aligned: options.waveWaitMs === 'unbounded',
    });

  /** Refuses an operation that would, as far as can be known, pass the limit. */
  const checkBudget = (prediction: Prediction): void => {
    if (prediction.likely <= maxUpstreamCalls) return;
    const costliest = prediction.calls.toSorted((one, other) => other.likely - one.likely)[0];
    const path =
      costliest &&
      [...costliest.call.demands].map((demand) =>
        demand.kind === 'list' ? demand.path : [...demand.need.paths][0],
      )[0];
    throw new Refused([
      refusal(
        `This operation would make about ${prediction.likely} REST calls; the limit is ${maxUpstreamCalls}. Most go to \`${path}\`: ask for fewer rows, or for less of each.`,
        'QUERY_TOO_COMPLEX',
        400,
        { estimate: prediction.likely, limit: maxUpstreamCalls, costliest: path },
      ),
    ]);
  };

  const budgets = new WeakMap<Plan, Map<string, Prediction>>();
  /** The prediction for a plan with arguments of this size, from memory where it was made before. */
  const budgetOf = async (prepared: Prepared): Promise<Prediction> => {
    const key = sizesOf(prepared.requests);
    let known = budgets.get(prepared.plan);
    if (!known) budgets.set(prepared.plan, (known = new Map()));
    let prediction = known.get(key);
    if (!prediction) {
      prediction = await foretell(prepared);
      if (known.size >= MAX_SIZES_PER_PLAN) known.clear();
      known.set(key, prediction);
    }
    return prediction;
  };

  const run = async (prepared: Prepared, document: DocumentNode, caller: Caller): Promise<ExecutionResult> => {
    const prediction = await budgetOf(prepared);
    checkBudget(prediction);
    const deadline = new Deadline(options.operationTimeoutMs, caller.signal);
    const trace = caller.trace ? new Trace() : null;
    const principal = (options.principalOf ?? principalOf)(caller.token);
    const asker = { token: caller.token, principal, signal: deadline, deadlineAt: deadline.at };
    const operation = new Operation({
      principal,
      ask: (question, sent) => tracedAsk(deadline, trace, options.ask, question, sent, asker),
      waitMs: options.waveWaitMs,
      maxCalls: maxUpstreamCalls,
      isShared: ({ key, members }) => members.length > 0 || prepared.plan.isShared(key),
    });
    let results: RootResult[];
    try {
      results = await runRequests(prepared.requests, operation);
    } finally {
      deadline.clear();
    }
    const { data, errors, answerer } = answer(prepared, document, results, operation.store, trace !== null);
    const { min, max, likely } = prediction;
    return {
      ...(errors.length > 0 && { errors }),
      data,
      ...(trace && {
        extensions: { upstream: trace.report(answerer.read, { min, max: Math.min(max, maxUpstreamCalls), likely }) },
      }),
    };
  };

  const answer = (
    { plan, operation, requests, variables }: Prepared,
    document: DocumentNode,
    results: readonly RootResult[],
    store: RecordStore,
    tracing: boolean,
  ) => {
    const answerer = new Answerer(store, variables, tracing);
    const data: Record<string, unknown> = {};
    let hasData = true;
    const introspected = plan.roots.some(({ kind }) => kind === 'introspection')
      ? introspect(schema, document, operation, plan.roots, variables)
      : null;
    requests.forEach((request, index) => {
      const { field } = request;
      const value =
        field.kind === 'introspection'
          ? introspected?.data?.[field.key]
          : rootValue(plan, request, results[index] ?? null, answerer);
      // Alone of all root fields, `_entities` may not be null: where it is, there is no data.
      if (field.kind === 'entities' && value === null) hasData = false;
      Object.defineProperty(data, field.key, { value, enumerable: true, configurable: true, writable: true });
    });
    return { data: hasData ? data : null, errors: [...answerer.errors, ...(introspected?.errors ?? [])], answerer };
  };

  return {
    async execute(request, caller) {
      try {
        return await run(prepare(request, caller), request.document, caller);
      } catch (error) {
        if (error instanceof Refused) return { errors: error.errors };
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      }
    },
    async explain(request, caller) {
      try {
        const prepared = prepare(request, caller);
        const refused = prepared.requests.flatMap((root) => (root.kind === 'refused' ? [root] : []));
        if (refused.length > 0) {
          const answerer = new Answerer(
            new RecordStore(NOBODY),
            {}, false,
          );
          for (const { field, error } of refused) answerer.fail(error, field.nodes, { before: null, key: field.key });
          throw new Refused(answerer.errors);
        }
        return explain(await foretell(prepared), maxUpstreamCalls);
      } catch (error) {
        throw error instanceof Refused ? new ExplainRefused(error.errors) : error;
      }
    },
  };
}

/** Why an operation cannot be explained: what would keep it from running. */
export class ExplainRefused extends Error {
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super('The operation cannot be explained, because it cannot run.');
    this.errors = errors;
  }
}

const MAX_SIZES_PER_PLAN = 50;

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
      sizes.push(`${request.list.lists.length}:${offset}`);
    } else {
      for (const { resource, scope, id } of wantedIn(request)) {
        const key = `${resource.type}:${scope ?? ''}`;
        const ids = records.get(key);
        if (ids) ids.add(id);
        else records.set(key, new Set([id]));
      }
      sizes.push(request.kind);
    }
  }
  for (const [key, ids] of records) sizes.push(`${key}:${ids.size}`);
  return sizes.join(' ');
}

async function tracedAsk(
  deadline: Deadline,
  trace: Trace | null,
  ask: Ask,
  question: Question,
  sent: SentCall,
  caller: UpstreamCaller,
): Promise<Answer> {
  const done = trace?.begin(sent);
  try {
    const answer = await ask(question, caller);
    done?.({ answer });
    return answer;
  } catch (error) {
    const told = deadline.explain(error);
    done?.({ error: told });
    throw told;
  }
}

function rootValue(plan: Plan, request: RootRequest, result: RootResult, answerer: Answerer): unknown {
  const { field } = request;
  const path: Path = { before: null, key: field.key };
  if (result instanceof Error) return answerer.fail(result, field.nodes, path);
  switch (request.kind) {
    case 'refused':
      return answerer.fail(request.error, field.nodes, path);
    case 'list':
      return answerer.connection(
        request.list.field.fields,
        `${request.list.field.resource.type}Connection`,
        result as Rows,
        path,
      );
    case 'one':
      return answerer.wanted(request.wanted, field.nodes, path);
    case 'several':
      return request.wanted.map((wanted, index) => answerer.wanted(wanted, field.nodes, { before: path, key: index }));
    case 'entities':
      return request.wanted.map((wanted, index) => {
        const here: Path = { before: path, key: index };
        return wanted instanceof Error
          ? answerer.fail(wanted, field.nodes, here)
          : answerer.wanted(wanted, field.nodes, here);
      });
    default:
      return plan.queryType.name;
  }
}

/** `__schema`, `__type` and `_service` need nothing but the schema; graphql-js answers them. */
const introspect = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  roots: readonly RootField[],
  variableValues: Record<string, unknown>,
): ExecutionResult => {
  const selections = roots.flatMap(({ kind, nodes }) => (kind === 'introspection' ? nodes : []));
  const only: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return executeSync({ schema, document: { kind: Kind.DOCUMENT, definitions: [only, ...fragments] }, variableValues });
};

/** The operation's deadline and its client's patience, whichever ends first, as one thing to listen to. */
class Deadline implements Cancellation {
  /** By `performance.now()`. */
  readonly at: number;
  readonly #listeners = new Set<() => void>();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #afterMs: number;
  readonly #signal: Cancellation | undefined;
  #passed = false;

  constructor(afterMs: number, signal: Cancellation | undefined) {
    this.at = performance.now() + afterMs;
    this.#afterMs = afterMs;
    this.#signal = signal;
    this.#timer = setTimeout(() => {
      this.#passed = true;
      this.#end();
    }, afterMs);
    signal?.addEventListener('abort', this.#end);
  }

  get aborted(): boolean {
    return this.#passed || (this.#signal?.aborted ?? false);
  }

  readonly #end = () => {
    for (const listener of this.#listeners) listener();
  };

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#end);
  }

  /** A call that was called off because time was up timed out; it was not the client who left. */
  explain(error: unknown): unknown {
    return this.#passed && error instanceof UpstreamError && error.failure.kind === 'aborted'
      ? new UpstreamError({ kind: 'timedOut', afterMs: this.#afterMs }, error.request)
      : error;
  }
}
