/** The gateway as a request handler: what is asked for, by whom, and whether it may be. It does not listen. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { printSchema } from 'graphql';
import { answerTypeFor } from './accept.ts';
import { bearerToken } from './bearer.ts';
import { type BrowserOptions, checkForgery, corsFor, hostCheck } from './browser.ts';
import { type Departure, departureOf } from './departure.ts';
import { explained } from './explain-endpoint.ts';
import { createExplorer, EXPLORER_PATH, type ExplorerUser, wantsPage } from './explorer.ts';
import { asksByGet, ClientGone, readGraphQLRequest } from './graphql-request.ts';
import { badRequest, HttpRefusal, send, sendJson, sendRefusal } from './http-errors.ts';
import { mayAskForParts, sendParts, takesParts } from './multipart.ts';
import type { Observer } from './observe/observer.ts';
import { OperationWatch } from './observe/watch.ts';
import { watchedWire } from './observe/wire.ts';
import { Admission } from './overload.ts';
import { findDocument, type PersistedOptions } from './persisted-documents.ts';
import { routerCheck } from './router.ts';
import { createExecutor } from './schema/execute.ts';
import { createSchema } from './schema/index.ts';
import { unexpectedLine } from './unexpected.ts';
import { createUpstream } from './upstream/client.ts';
import { createPolicies, type Policies, type PolicyState } from './upstream/policies.ts';
import { type Principal, principalOf } from './upstream/principal.ts';
import { answerInParts, type Asked, createAnswering } from './yoga.ts';

export interface GatewayOptions extends Partial<BrowserOptions>, Partial<PersistedOptions> {
  /** Base of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  /** A browser that asks for a page gets the explorer. */
  readonly graphiql: boolean;
  /** The token that the explorer sends until one enters another; only ever that of the sandbox. */
  readonly graphiqlToken?: string;
  /** Users to choose from in the explorer; only ever those of the sandbox. Default: none, and a field for a token. */
  readonly graphiqlUsers?: readonly ExplorerUser[];
  /** `POST /explain` and `x-upstream-trace`. */
  readonly explain: boolean;
  /** Whether a misspelt name is told which one may have been meant. Default: yes. */
  readonly suggestions?: boolean;
  /** Whether the schema may be asked for. Default: yes. */
  readonly introspection?: boolean;
  /** Longest body of a request that is read. Default: 256 KB. */
  readonly maxRequestBodyBytes?: number;
  /** Requests worked on at once. Default: 200. */
  readonly maxInFlight?: number;
  /** Requests that may wait for others to end. Default: 200. */
  readonly maxQueued?: number;
  /** The longest that one of them waits, in milliseconds. Default: 150. */
  readonly queueWaitMs?: number;
  readonly maxUpstreamCalls: number;
  /** Records that one answer may be likely to hold. Default: 50,000. */
  readonly maxRecords?: number;
  readonly waveWaitMs: number | 'unbounded';
  readonly upstreamCallTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly upstreamMaxBodyBytes: number;
  readonly upstreamConnections: number;
  /** Questions of one token that may wait for their turn to be sent, and half of those of all. Default: 250. */
  readonly upstreamQueue?: number;
  /** The longest that one of them waits, in milliseconds. Default: 10 seconds. */
  readonly upstreamQueueWaitMs?: number;
  /** How tokens are told apart. Only a test that shows what a wrong way would do has another than the default. */
  readonly principalOf?: (token: string) => Principal;
  readonly maxFirst: number;
  /** Serve a Federation 2 subgraph. Default: no. */
  readonly federation?: boolean;
  /** Only who sends this in `x-router-secret` may ask for `_entities` and `_service`. Default: whoever has a token. */
  readonly federationSecret?: string | null;
  /** Answer `apollo-federation-include-trace: ftv1` of whoever may ask for entities. Default: no. */
  readonly federationTrace?: boolean;
  /** Representations that one operation may name in `_entities`. Default: 1,000. */
  readonly maxEntities?: number;
  /** Where a line about an error that nobody foresaw goes; no line holds a token. Default: stderr. */
  readonly log?: (line: string) => void;
  /** Told of every operation and every REST call, for logs and metrics. Default: nobody is. */
  readonly observer?: Observer | undefined;
}

export interface Gateway {
  /** For `http.createServer`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** What it does at the moment. */
  readonly state: GatewayState;
  /** Whether it may be sent requests, as `GET /ready` tells: until it is about to stop. */
  isReady(): boolean;
  /** It is about to stop. What comes all the same is answered. */
  drain(): void;
  /** Answers what is under way with 503, and calls it off at the API. Returns how many requests that were. */
  cutOff(): number;
  /** Takes no more calls to the API, and waits for those under way. */
  close(): Promise<void>;
}

export interface GatewayState {
  /** GraphQL requests that are worked on, and that wait. */
  readonly requests: { readonly underWay: number; readonly waiting: number };
  readonly upstream: PolicyState;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

interface Route {
  readonly methods: readonly string[];
  /** Asked by whoever watches over processes, by whatever address. Other routes are for the hosts and pages that are allowed. */
  readonly open?: boolean;
  readonly handle: Handle;
}

const DEFAULT_MAX_REQUEST_BODY_BYTES = 256 * 1024;
const DEFAULT_MAX_IN_FLIGHT = 200;
const DEFAULT_MAX_QUEUED = 200;
const DEFAULT_QUEUE_WAIT_MS = 150;
const DEFAULT_UPSTREAM_QUEUE = 250;
const DEFAULT_UPSTREAM_QUEUE_WAIT_MS = 10_000;

export function createGateway(options: GatewayOptions): Gateway {
  const {
    explain,
    suggestions = true,
    introspection = true,
    federation = false,
    maxEntities = 1_000,
    maxRequestBodyBytes = DEFAULT_MAX_REQUEST_BODY_BYTES,
    log = (line) => console.error(`kantata-gateway: ${line}`),
    observer,
  } = options;
  const schema = createSchema({ maxFirst: options.maxFirst, federation });
  const limits = {
    maxInFlight: options.upstreamConnections,
    // One operation may ask as much at once.
    maxWaiting: Math.max(options.upstreamQueue ?? DEFAULT_UPSTREAM_QUEUE, options.maxUpstreamCalls),
    maxWaitMs: options.upstreamQueueWaitMs ?? DEFAULT_UPSTREAM_QUEUE_WAIT_MS,
  };
  let policies: Policies | undefined;
  const told = observer?.request?.bind(observer);
  const upstream = createUpstream({
    url: options.apiUrl,
    callTimeoutMs: options.upstreamCallTimeoutMs,
    maxBodyBytes: options.upstreamMaxBodyBytes,
    connections: options.upstreamConnections,
    policies: (send) => (policies = createPolicies(told ? watchedWire(send, told) : send, limits)).ask,
  });
  const executor = createExecutor({ ...options, maxEntities, schema, ask: upstream.ask });
  const admission = new Admission({
    maxInFlight: options.maxInFlight ?? DEFAULT_MAX_IN_FLIGHT,
    maxQueued: options.maxQueued ?? DEFAULT_MAX_QUEUED,
    maxWaitMs: options.queueWaitMs ?? DEFAULT_QUEUE_WAIT_MS,
  });
  const find = findDocument(options);
  const checkHost = hostCheck(options);
  const cors = corsFor(options);
  const isRouter = routerCheck(options.federationSecret ?? null);
  const wantsFederatedTrace = (request: IncomingMessage) =>
    (options.federationTrace ?? false) &&
    request.headers['apollo-federation-include-trace'] === 'ftv1' &&
    isRouter(request);
  const answer = createAnswering({ schema, executor, suggestions, introspection, log });
  const explorer = options.graphiql
    ? createExplorer({
        token: options.graphiqlToken,
        users: options.graphiqlUsers,
        explain,
        ...(introspection && { schema: () => printSchema(schema) }),
      })
    : null;

  const underWay = new Map<ServerResponse, { readonly request: IncomingMessage; readonly departure: Departure }>();
  let draining = false;

  const ready: Handle = (_, response) =>
    sendJson(response, draining ? 503 : 200, { status: draining ? 'not ready' : 'ready' });

  const graphql: Handle = async (request, response) => {
    if (explorer && wantsPage(request)) return explorer.page(request, response);
    if (!observer) return answerGraphQL(request, response, null);
    const watch = new OperationWatch(observer, request, response);
    try {
      await answerGraphQL(request, response, watch);
      watch.end();
    } catch (error) {
      watch.end(error);
      throw error;
    }
  };

  const answerGraphQL = async (request: IncomingMessage, response: ServerResponse, watch: OperationWatch | null) => {
    if (request.method === 'GET' && !asksByGet(request.url ?? ''))
      throw badRequest('Ask by POST with a JSON body {"query": "..."}, or by GET with ?query=...');
    checkForgery(request);
    const token = tokenOf(request);
    const answerType = answerTypeOf(request);
    const departure = departureOf(response);
    underWay.set(response, { request, departure });
    response.once('close', () => underWay.delete(response));
    const principal = (options.principalOf ?? principalOf)(token);
    watch?.asks(token, principal);
    admission.check(principal);
    const asked = await readGraphQLRequest(request, maxRequestBodyBytes, find);
    watch?.wants(asked.operationName);
    const leave = await admission.enter(principal, departure);
    try {
      const question: Asked = {
        method: request.method === 'GET' ? 'GET' : 'POST',
        answerType,
        request: asked,
        caller: {
          token,
          isRouter: isRouter(request),
          signal: departure,
          trace: explain && request.headers['x-upstream-trace'] === '1',
          federatedTrace: wantsFederatedTrace(request),
          tally: watch?.tally ?? null,
        },
      };
      if (mayAskForParts(asked.query) && takesParts(request.headers.accept)) {
        const parts = await answerInParts({ schema, executor, suggestions, introspection, log }, question);
        if (parts) return await sendParts(response, parts);
      }
      const { status, headers, body } = await answer(question);
      if (!departure.aborted) send(response, status, headers, body);
    } finally {
      leave();
    }
  };

  const explanation: Handle = async (request, response) => {
    checkForgery(request);
    const asked = await readGraphQLRequest(request, maxRequestBodyBytes, find);
    const { status, body } = await explained({ schema, executor, suggestions, introspection }, asked, {
      token: bearerToken(request.rawHeaders) ?? '',
      isRouter: isRouter(request),
    });
    sendJson(response, status, body);
  };

  const routes = new Map<string, Route>([
    ['/graphql', { methods: ['GET', 'POST'], handle: graphql }],
    ['/health', { methods: ['GET', 'HEAD'], open: true, handle: health }],
    ['/ready', { methods: ['GET', 'HEAD'], open: true, handle: ready }],
    ...(explain ? [['/explain', { methods: ['POST'], handle: explanation }] as const] : []),
  ]);

  const explorerFiles: Route | undefined = explorer
    ? { methods: ['GET', 'HEAD'], handle: (request, response) => explorer.file(request, response) }
    : undefined;
  const routeOf = (path: string) => routes.get(path) ?? (path.startsWith(EXPLORER_PATH) ? explorerFiles : undefined);

  const serve: Handle = async (request, response) => {
    try {
      const route = routeOf(pathOf(request));
      if (!route?.open) {
        checkHost(request);
        if (route && cors(request, response, route.methods)) return;
      }
      await checkedRoute(routes, route, request).handle(request, response);
    } catch (error) {
      if (error instanceof ClientGone || response.destroyed || underWay.get(response)?.departure.aborted) return;
      if (!(error instanceof HttpRefusal)) log(unexpectedLine(error, bearerToken(request.rawHeaders)));
      if (response.headersSent) response.destroy();
      else sendRefusal(request, response, error instanceof HttpRefusal ? error : unexpected(), maxRequestBodyBytes);
    }
  };

  return {
    handler: (request, response) => void serve(request, response),
    get state() {
      return { requests: admission.load, upstream: (policies as Policies).state };
    },
    isReady: () => !draining,
    drain: () => void (draining = true),
    cutOff() {
      const cut = [...underWay].filter(([response]) => !response.writableEnded);
      for (const [response, { request, departure }] of cut) {
        departure.giveUp();
        if (response.headersSent) response.destroy();
        else sendRefusal(request, response, shuttingDown(), maxRequestBodyBytes);
      }
      return cut.length;
    },
    close: () => upstream.close(),
  };
}

const health: Handle = (_, response) => sendJson(response, 200, { status: 'ok' });

const pathOf = ({ url = '/' }: IncomingMessage) => url.split('?', 1)[0] as string;

function checkedRoute(
  routes: ReadonlyMap<string, Route>,
  route: Route | undefined,
  { method = 'GET' }: IncomingMessage,
): Route {
  if (!route)
    throw new HttpRefusal(
      404,
      'NOT_FOUND',
      `There is nothing at this path. There is ${[...routes.keys()].join(', ')}.`,
    );
  if (!route.methods.includes(method)) {
    const allow = route.methods.join(', ');
    throw new HttpRefusal(405, 'BAD_REQUEST', `This path takes ${allow}.`, { allow });
  }
  return route;
}

function tokenOf({ rawHeaders }: IncomingMessage): string {
  const token = bearerToken(rawHeaders);
  if (token !== null) return token;
  throw new HttpRefusal(
    401,
    'UNAUTHENTICATED',
    'This request has no usable token. Send one in the header `Authorization: Bearer <token>`.',
    { 'www-authenticate': 'Bearer' },
  );
}

function answerTypeOf({ headers }: IncomingMessage) {
  const type = answerTypeFor(headers.accept) ?? (takesParts(headers.accept) ? 'application/json' : null);
  if (type !== null) return type;
  throw new HttpRefusal(
    406,
    'BAD_REQUEST',
    'Answers come as application/graphql-response+json or application/json: accept one of them.',
  );
}

const shuttingDown = () =>
  new HttpRefusal(503, 'SHUTTING_DOWN', 'The gateway is about to stop: ask again.', {
    connection: 'close',
    'retry-after': '1',
  });

const unexpected = () => new HttpRefusal(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.');
