/** The gateway, put together from its options: a request handler for Node and for the Fetch standard. It does not listen. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type GraphQLSchema, printSchema } from 'graphql';
import { createDocuments } from '../execution/document.ts';
import { createExecutor, type Executor } from '../execution/execute.ts';
import { type Identify, ownToken } from '../identity/identity.ts';
import { ApiDrift } from '../loaders/api-drift.ts';
import { ApiFacts } from '../loaders/api-facts.ts';
import { knownKeys } from '../schema/known-keys.ts';
import { resources } from '../schema/resource.ts';
import type { RequestHead } from '../identity/request-head.ts';
import { sessionIdentity } from '../identity/sign-in/session-identity.ts';
import type { GatewayState } from '../observe/gateway-state.ts';
import { errorLine } from '../redact/error-line.ts';
import { createSchema } from '../schema/index.ts';
import { defaultMemoryBudget, MemoryBudget } from '../upstream/memory-budget.ts';
import { principalOf } from '../upstream/principal.ts';
import { withRenewal } from '../upstream/renewal.ts';
import { AddressLimit } from './address-limit.ts';
import { Admission } from './admission.ts';
import { AUTH_PATH, authRoute, withRenewal as withSession } from './auth-routes.ts';
import { compressing } from './compression.ts';
import type { DoorParts } from './door.ts';
import { explainEndpoint, graphqlEndpoint, LIVE_TRACE } from './endpoints.ts';
import type { GatewayRequest, GatewayResponse } from './exchange.ts';
import { BOARD_PATH, createExplorer, type Explorer, EXPLORER_PATH, wantsPage } from './explorer.ts';
import { fetchHandler } from './fetch-handler.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { GatewayPlugin } from './gateway-plugin.ts';
import { jsonResponse } from './http-errors.ts';
import { nodeHandler } from './node-handler.ts';
import { OpenRequests } from './open-requests.ts';
import { findDocument } from './persisted-documents.ts';
import { type Perform, performDirectly, Pipeline, type PipelineOptions } from './pipeline.ts';
import { performWithPlugins, type PluginHostOptions } from './plugin-host.ts';
import { ResponseBacklog } from './response-backlog.ts';
import { createRouter, type Route } from './router.ts';
import { routerCheck } from './router-secret.ts';
import { recordCacheOf, upstreamOf } from './upstream-of.ts';

export interface Gateway {
  /** For `http.createServer`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * The same for servers that speak the Fetch standard: answers `/graphql`, `/explain`, `/health` and `/ready`, with
   * the same limits on what is asked and how much at once. Clients that send or read slowly, and how many are connected,
   * are for the server to limit. Rejects when the request's signal is aborted before there is an answer.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** What it answers. */
  readonly schema: GraphQLSchema;
  /**
   * Runs operations without HTTP, with the signature of graphql-js' `execute`. Who asks, and how much at once, is then for
   * the caller to check; errors are not logged. It is also what the schema needs to be executed by graphql-js itself.
   */
  readonly executor: Executor;
  /** What it does at the moment. */
  readonly state: GatewayState;
  /** What the API has shown of itself so far. */
  readonly facts: ApiFacts;
  /** What it writes that the schema does not know. */
  readonly drift: ApiDrift;
  /** Whether it may be sent requests, as `GET /ready` tells: until it is about to stop, and while it is not late. */
  isReady(): boolean;
  /** It is about to stop. What comes all the same is answered. */
  drain(): void;
  /** Answers what is under way with 503, and calls it off at the API. Returns how many requests that were. */
  cutOff(): number;
  /** Takes no more calls to the API, and waits for those under way. */
  readonly close: () => Promise<void>;
}

const DEFAULT_MAX_REQUEST_BODY_BYTES = 256 * 1024;
const DEFAULT_MAX_IN_FLIGHT = 200;
const DEFAULT_MAX_QUEUED = 200;
const DEFAULT_QUEUE_WAIT_MS = 150;
/** Explanations that wait for the one that is worked on, and for how long in milliseconds: they are free, and cost time. */
const EXPLANATIONS_QUEUED = 40;
const EXPLANATION_WAIT_MS = 1_000;
const DEFAULT_MAX_UNREAD_BYTES = 64 * 2 ** 20;

/**
 * Makes a gateway over the REST API at `options.apiUrl`. It listens nowhere and asks nothing until it is asked:
 * give its `handler` to `node:http`, or its `fetch` to another server. `loadConfig` has every option, checked.
 * Throws on no option; `close()` it, for it keeps connections to the API.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const {
    suggestions = true,
    introspection = true,
    maxEntities = 1_000,
    maxRequestBodyBytes = DEFAULT_MAX_REQUEST_BODY_BYTES,
    log = (line: string) => console.error(`kantata-gateway: ${line}`),
    facts = new ApiFacts(resources.values()),
  } = options;
  // It would have a session that the API refuses go on with the token of the gateway.
  if (options.signIn && options.renewToken) throw new TypeError('signIn and renewToken exclude each other');
  const schema = createSchema({ maxFirst: options.maxFirst, federation: options.federation ?? false });
  const memory = new MemoryBudget(options.memoryBudget ?? defaultMemoryBudget());
  const upstream = upstreamOf(options, memory);
  const send = options.renewToken ? withRenewal(upstream.send, options.renewToken) : upstream.send;
  const drift = new ApiDrift(knownKeys());
  const cache = recordCacheOf(options);
  const executor = createExecutor({ ...options, facts, drift, maxEntities, schema, send, cache });
  const documents = createDocuments(schema, { suggestions, introspection });
  const admission = admissionOf(options, memory);
  const backlog = new ResponseBacklog(options.maxUnreadBytes ?? DEFAULT_MAX_UNREAD_BYTES, memory);
  const open = new OpenRequests();
  const pipeline = pipelineOf(options, {
    admission,
    explaining: new Admission({ maxInFlight: 1, maxQueued: EXPLANATIONS_QUEUED, maxWaitMs: EXPLANATION_WAIT_MS }),
    memory,
    // Identified callers are known; tokens of the API's own are, once it has answered them.
    isAccepted: ({ token, isKnown }) =>
      isKnown || options.identify !== undefined || upstream.accepts(principalOf(token)),
    log,
    maxRequestBodyBytes,
    perform: performBy(options.plugins ?? [], { schema, documents, executor, log }),
  });
  let draining = false;
  const isReady = () => !draining && !options.isLate?.();
  const fault = (error: unknown) => log(errorLine(error, null));
  const explorer = explorerOf(options, schema, introspection);
  const router = createRouter(
    routesOf(options, { pipeline, explorer, isReady, schema, maxRequestBodyBytes, log }),
    { ...options, corsCredentials: options.signIn !== undefined },
    addressLimitOf(options),
    fault,
  );
  const answer = options.compression ? compressing(router.answer) : router.answer;
  const { refuse } = router;
  const handle = nodeHandler({ answer, refuse, open, backlog, fault, maxRequestBodyBytes });
  return {
    handler: (request, response) => void handle(request, response),
    fetch: fetchHandler({ answer, refuse, open }),
    schema,
    executor,
    facts,
    drift,
    get state() {
      return {
        requests: admission.load,
        unread: backlog.load,
        memory: { used: memory.used, max: memory.maxBytes },
        upstream: upstream.state,
        redis: options.shared?.state ?? null,
      };
    },
    isReady,
    drain: () => void (draining = true),
    cutOff: () => open.cutOff(),
    close: () => upstream.close(),
  };
}

/** Runs operations with nothing in between where there are no plugins. What runs nothing has none. */
function performBy(plugins: readonly GatewayPlugin[], run: Omit<PluginHostOptions, 'plugins'>): Perform {
  const directly = performDirectly(run);
  if (plugins.length === 0) return directly;
  const hosted = performWithPlugins({ ...run, plugins });
  return (operation) => (operation.mode.looksOnly ? directly(operation) : hosted(operation));
}

const addressLimitOf = ({ clientRate, clientAddressHeader }: GatewayOptions) =>
  clientRate ? new AddressLimit({ perSecond: clientRate, header: clientAddressHeader ?? null }) : null;

const admissionOf = ({ maxInFlight, maxQueued, queueWaitMs }: GatewayOptions, memory: MemoryBudget) =>
  new Admission({
    maxInFlight: maxInFlight ?? DEFAULT_MAX_IN_FLIGHT,
    maxQueued: maxQueued ?? DEFAULT_MAX_QUEUED,
    maxWaitMs: queueWaitMs ?? DEFAULT_QUEUE_WAIT_MS,
    isFull: (caller) => memory.isTightFor(caller),
  });

function pipelineOf(
  options: GatewayOptions,
  made: Pick<
    PipelineOptions,
    'admission' | 'explaining' | 'memory' | 'isAccepted' | 'log' | 'maxRequestBodyBytes' | 'perform'
  >,
): Pipeline {
  const isRouter = routerCheck(options.federationSecret ?? null);
  const wishes = (request: RequestHead) => {
    const fromRouter = isRouter(request);
    const { 'apollo-federation-include-trace': include, 'x-upstream-trace': trace } = request.headers;
    return {
      isRouter: fromRouter,
      trace: options.explain && (trace === '1' || trace === LIVE_TRACE),
      federatedTrace: (options.federationTrace ?? false) && include === 'ftv1' && fromRouter,
    };
  };
  return new Pipeline({
    ...made,
    find: findDocument(options),
    wishes,
    observer: options.observer,
    tracing: options.tracing,
    statuses: options.httpStatuses,
  });
}

const explorerOf = (
  {
    graphiql,
    board = false,
    graphiqlToken: token,
    graphiqlUsers: users,
    explain,
    signIn,
    takesTokens = true,
  }: GatewayOptions,
  schema: GraphQLSchema,
  introspection: boolean,
): Explorer | null =>
  graphiql || board
    ? createExplorer({
        pages: [...(graphiql ? (['explorer'] as const) : []), ...(board ? (['board'] as const) : [])],
        token,
        users,
        explain,
        ...(signIn && { signIn: true, takesTokens }),
        ...(introspection && { schema: () => printSchema(schema) }),
      })
    : null;

interface RouteParts extends Pick<DoorParts, 'schema' | 'maxRequestBodyBytes' | 'log'> {
  readonly pipeline: Pipeline;
  readonly explorer: Explorer | null;
  readonly isReady: () => boolean;
}

/** Who asks for operations: by session where people sign in, and otherwise by what the request brings. */
function identifyOf({ identify = ownToken, signIn, takesTokens = true }: GatewayOptions): Identify {
  return signIn ? sessionIdentity(signIn, takesTokens ? identify : null) : identify;
}

/** What there is at each path. */
function routesOf(
  options: GatewayOptions,
  { pipeline, explorer, isReady, ...parts }: RouteParts,
): ReadonlyMap<string, Route> {
  const { signIn } = options;
  const identify = identifyOf(options);
  const graphql = graphqlEndpoint(identify, options.explain);
  const explaining = explainEndpoint(options.identify, signIn);
  const operation = (request: GatewayRequest): Promise<GatewayResponse> => {
    if (options.graphiql && explorer && wantsPage(request)) return explorer.page(request);
    const answering = pipeline.answer(request, graphql);
    return signIn ? answering.then((response) => withSession(response, request, signIn)) : answering;
  };
  const ready = () => (isReady() ? jsonResponse(200, { status: 'ready' }) : jsonResponse(503, { status: 'not ready' }));
  const routes = new Map<string, Route>([
    ['/graphql', { methods: ['GET', 'POST'], handle: operation }],
    ['/health', { methods: ['GET', 'HEAD'], open: true, handle: () => jsonResponse(200, { status: 'ok' }) }],
    ['/ready', { methods: ['GET', 'HEAD'], open: true, handle: ready }],
  ]);
  if (signIn) routes.set(AUTH_PATH, authRoute(signIn, parts.log));
  if (options.explain)
    routes.set('/explain', { methods: ['POST'], handle: (request) => pipeline.answer(request, explaining) });
  if (explorer && options.board)
    routes.set(BOARD_PATH, { methods: ['GET', 'HEAD'], handle: (request) => explorer.page(request, 'board') });
  if (explorer)
    routes.set(EXPLORER_PATH, {
      methods: ['GET', 'HEAD'],
      hasFiles: true,
      handle: (request) => explorer.file(request),
    });
  const answerOperation: DoorParts['answer'] = (request, endpoint) => pipeline.answer(request, endpoint);
  const isService = options.identify !== undefined;
  const { corsOrigins = [] } = options;
  const door = options.door?.({ ...parts, identify, isService, answer: answerOperation, corsOrigins });
  for (const [path, route] of door ?? []) routes.set(path, route);
  return routes;
}
