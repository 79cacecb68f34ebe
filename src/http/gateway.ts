/** The gateway as a request handler: what is asked for, by whom, and whether it may be. It does not listen. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { printSchema } from 'graphql';
import { answerTypeFor } from './accept.ts';
import { bearerToken } from '../identity/bearer-token.ts';
import { checkForgery, corsFor, hostCheck } from './browser.ts';
import { type ClientSignal, clientSignalOf } from './client-signal.ts';
import { explained } from './explain-endpoint.ts';
import { createExplorer, EXPLORER_PATH, wantsPage } from './explorer.ts';
import { fetchHandler } from './fetch-handler.ts';
import { asksByGet, ClientGone, readGraphQLRequest } from './graphql-request.ts';
import { badRequest, HttpRefusal, send, sendJson, sendRefusal } from './http-errors.ts';
import { firstOf, mayAskForParts, onlyPart, sendParts } from './multipart.ts';
import { partsTypeFor } from './parts-type.ts';
import { tracedWire } from '../observe/traced-wire.ts';
import { OperationWatch } from './operation-watch.ts';
import { watchedWire } from '../observe/wire.ts';
import { Admission } from './admission.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { ownToken } from '../identity/identity.ts';
import { createMemoryCache } from '../loaders/memory-cache.ts';
import type { RecordCache } from '../loaders/record-cache.ts';
import { findDocument } from './persisted-documents.ts';
import { LiveSet } from './live-set.ts';
import { routerCheck } from './router-secret.ts';
import type { LinkState } from '../redis/link.ts';
import { createExecutor } from '../execution/execute.ts';
import { createSchema } from '../schema/index.ts';
import { errorLine } from '../redact/error-line.ts';
import { ResponseBacklog } from './response-backlog.ts';
import { createUpstream } from '../upstream/client.ts';
import { createPolicies, type Policies, type PolicyState } from '../upstream/policies/index.ts';
import { principalOf } from '../upstream/principal.ts';
import { withRenewal } from '../upstream/renewal.ts';
import { answerInParts, type Asked, createAnswering, written } from './yoga.ts';

export interface Gateway {
  /** For `http.createServer`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * The same for servers that speak the Fetch standard: answers `/graphql`, `/explain`, `/health` and `/ready`, with
   * the same limits on what is asked and how much at once. Clients that send or read slowly, and how many are connected,
   * are for the server to limit. Rejects when the request's signal is aborted before there is an answer.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** What it does at the moment. */
  readonly state: GatewayState;
  /** Whether it may be sent requests, as `GET /ready` tells: until it is about to stop, and while it is not late. */
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
  /** Answers that clients have not read yet, in bytes, and how many were cut off to make room for others. */
  readonly unread: { readonly bytes: number; readonly cut: number };
  readonly upstream: PolicyState;
  /** The connection to Redis; `null` where there is none. */
  readonly redis: LinkState | null;
}

/** A GraphQL request that is worked on. */
interface UnderWay {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly departure: ClientSignal;
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
const DEFAULT_MAX_UNREAD_BYTES = 64 * 2 ** 20;
const DEFAULT_UPSTREAM_QUEUE = 250;
const DEFAULT_UPSTREAM_QUEUE_WAIT_MS = 10_000;
const DEFAULT_CACHE_MAX_BYTES = 64 * 2 ** 20;

/**
 * Makes a gateway over the REST API at `options.apiUrl`. It listens nowhere and asks nothing until it is asked:
 * give its `handler` to `node:http`, or its `fetch` to another server. `loadConfig` has every option, checked.
 * Throws on no option; `close()` it, for it keeps connections to the API.
 */
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
    tracing,
    shared = null,
  } = options;
  const schema = createSchema({ maxFirst: options.maxFirst, federation });
  const limits = {
    maxInFlight: options.upstreamConnections,
    // One operation may ask as much at once.
    maxWaiting: Math.max(options.upstreamQueue ?? DEFAULT_UPSTREAM_QUEUE, options.maxUpstreamCalls),
    maxWaitMs: options.upstreamQueueWaitMs ?? DEFAULT_UPSTREAM_QUEUE_WAIT_MS,
    rate: options.upstreamRate ? { perSecond: options.upstreamRate, shared: shared?.bucket(options.apiUrl) } : null,
  };
  let policies: Policies | undefined;
  const told = observer?.request?.bind(observer);
  const upstream = createUpstream({
    url: options.apiUrl,
    callTimeoutMs: options.upstreamCallTimeoutMs,
    maxBodyBytes: options.upstreamMaxBodyBytes,
    connections: options.upstreamConnections,
    policies(send) {
      const watched = told ? watchedWire(send, told) : send;
      policies = createPolicies(tracing ? tracedWire(watched) : watched, limits);
      return policies.send;
    },
  });
  const ask = options.renewToken ? withRenewal(upstream.send, options.renewToken) : upstream.send;
  const executor = createExecutor({ ...options, maxEntities, schema, send: ask, cache: cacheOf(options) });
  const identify = options.identify ?? ownToken(options.principalOf ?? principalOf);
  const admission = new Admission({
    maxInFlight: options.maxInFlight ?? DEFAULT_MAX_IN_FLIGHT,
    maxQueued: options.maxQueued ?? DEFAULT_MAX_QUEUED,
    maxWaitMs: options.queueWaitMs ?? DEFAULT_QUEUE_WAIT_MS,
  });
  const unread = new ResponseBacklog(options.maxUnreadBytes ?? DEFAULT_MAX_UNREAD_BYTES);
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

  const underWay = new LiveSet<UnderWay>();
  let draining = false;

  const isReady = () => !draining && !options.isLate?.();
  const ready: Handle = (_, response) =>
    isReady() ? sendJson(response, 200, { status: 'ready' }) : sendJson(response, 503, { status: 'not ready' });

  const graphql: Handle = async (request, response) => {
    if (explorer && wantsPage(request)) return explorer.page(request, response);
    if (!observer && !tracing) return answerGraphQL(request, response, null);
    const watch = new OperationWatch({ observer, tracing }, request, response);
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
    const departure = clientSignalOf(response);
    response.once('close', underWay.add({ request, response, departure }));
    const identified = identify(request);
    // Only where it takes time to tell: a small operation is done in less than that.
    const identity = identified instanceof Promise ? await identified : identified;
    if (departure.aborted) throw new ClientGone();
    const { token, principal, credential, cursorKey } = identity;
    const answerType = answerTypeOf(request);
    watch?.asks(identity);
    admission.check(principal);
    const asked = await readGraphQLRequest(request, maxRequestBodyBytes, find);
    watch?.wants(asked);
    const leave = await admission.enter(principal, departure);
    try {
      const question: Asked = {
        method: request.method === 'GET' ? 'GET' : 'POST',
        answerType,
        request: asked,
        caller: {
          token,
          credential,
          cursorKey,
          isRouter: isRouter(request),
          signal: departure,
          trace: explain && request.headers['x-upstream-trace'] === '1',
          federatedTrace: wantsFederatedTrace(request),
          stats: watch?.stats ?? null,
          spans: watch?.spans ?? null,
        },
      };
      const { accept } = request.headers;
      const partsType = mayAskForParts(asked.query) ? partsTypeFor(accept) : null;
      if (!partsType && answerTypeFor(accept) === null && partsTypeFor(accept)?.container === 'text/event-stream')
        throw notAcceptable();
      if (partsType) {
        const { container, format, encoding } = partsType;
        const parts = await answerInParts({ schema, executor, suggestions, introspection, log }, question, format);
        const come = parts && (await firstOf(parts));
        if (come?.kind === 'parts') return await sendParts(response, come.payloads, encoding);
        if (come && container === 'text/event-stream' && answerTypeFor(accept) === null)
          return await sendParts(response, onlyPart(come.answer), encoding);
        if (come) {
          const { status, headers, body } = await written(come.answer, answerType);
          send(response, status, headers, body);
          unread.written(response, principal);
          return;
        }
      }
      const { status, headers, body } = await answer(question);
      if (departure.aborted) return;
      send(response, status, headers, body);
      unread.written(response, principal);
    } finally {
      leave();
    }
  };

  const explanation: Handle = async (request, response) => {
    checkForgery(request);
    // Nothing is called, so a token is not asked for. What guards a token of the gateway's own guards this too.
    const { token, credential, cursorKey } = options.identify
      ? await options.identify(request)
      : { token: bearerToken(request.rawHeaders) ?? '' };
    if (response.destroyed) throw new ClientGone();
    const asked = await readGraphQLRequest(request, maxRequestBodyBytes, find);
    const { status, body } = await explained({ schema, executor, suggestions, introspection }, asked, {
      token,
      ...(credential !== undefined && { credential }),
      ...(cursorKey !== undefined && { cursorKey }),
      isRouter: isRouter(request),
    });
    sendJson(response, status, body);
  };

  /** What must not stand in a line about a fault; `null` where that is not known. */
  const secretsOf = ({ rawHeaders }: IncomingMessage) => {
    const token = options.identify ? null : bearerToken(rawHeaders);
    return token === null ? null : [token];
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
      if (error instanceof ClientGone || response.destroyed) return;
      if (!(error instanceof HttpRefusal)) log(errorLine(error, secretsOf(request)));
      // It was cut off, and told so.
      if (response.writableEnded) return;
      if (response.headersSent) response.destroy();
      else sendRefusal(request, response, error instanceof HttpRefusal ? error : unexpected(), maxRequestBodyBytes);
    }
  };

  const handler: Gateway['handler'] = (request, response) => void serve(request, response);

  return {
    handler,
    fetch: fetchHandler(handler),
    get state() {
      return {
        requests: admission.load,
        unread: unread.load,
        upstream: (policies as Policies).state,
        redis: shared?.state ?? null,
      };
    },
    isReady,
    drain: () => void (draining = true),
    cutOff() {
      const cut = [...underWay].filter(({ response }) => !response.writableEnded);
      for (const { request, response, departure } of cut) {
        departure.giveUp();
        if (response.headersSent) response.destroy();
        else sendRefusal(request, response, shuttingDown(), maxRequestBodyBytes);
      }
      return cut.length;
    },
    close: () => upstream.close(),
  };
}

/** Where records are kept between operations, if anywhere. */
function cacheOf({ cacheTtlSeconds = 0, cacheMaxBytes, shared, apiUrl }: GatewayOptions): RecordCache | null {
  if (cacheTtlSeconds === 0) return null;
  const ttlMs = cacheTtlSeconds * 1000;
  return shared
    ? shared.cache({ ttlMs, apiUrl })
    : createMemoryCache({ ttlMs, maxBytes: cacheMaxBytes ?? DEFAULT_CACHE_MAX_BYTES });
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

function answerTypeOf({ headers }: IncomingMessage) {
  const type = answerTypeFor(headers.accept) ?? (partsTypeFor(headers.accept) ? 'application/json' : null);
  if (type !== null) return type;
  throw notAcceptable();
}

const notAcceptable = () =>
  new HttpRefusal(
    406,
    'BAD_REQUEST',
    'Answers come as application/graphql-response+json or application/json: accept one of them.',
  );

const shuttingDown = () =>
  new HttpRefusal(503, 'SHUTTING_DOWN', 'The gateway is about to stop: ask again.', {
    connection: 'close',
    'retry-after': '1',
  });

const unexpected = () => new HttpRefusal(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.');
