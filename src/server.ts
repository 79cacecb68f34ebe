/** The gateway as a request handler: what is asked for, by whom, and whether it may be. It does not listen. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerTypeFor } from './accept.ts';
import { bearerToken } from './bearer.ts';
import { departureOf } from './departure.ts';
import { explained } from './explain-endpoint.ts';
import { createGraphiQL, wantsPage } from './graphiql.ts';
import { asksByGet, ClientGone, readGraphQLRequest } from './graphql-request.ts';
import { badRequest, HttpRefusal, send, sendJson, sendRefusal } from './http-errors.ts';
import { mayAskForParts, sendParts, takesParts } from './multipart.ts';
import { Admission } from './overload.ts';
import { routerCheck } from './router.ts';
import { createExecutor } from './schema/execute.ts';
import { createSchema } from './schema/index.ts';
import { unexpectedLine } from './unexpected.ts';
import { createUpstream } from './upstream/client.ts';
import { withPolicies } from './upstream/policies.ts';
import { type Principal, principalOf } from './upstream/principal.ts';
import { answerInParts, type Asked, createAnswering } from './yoga.ts';

export interface GatewayOptions {
  /** Base of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  readonly graphiql: boolean;
  /** The token that GraphiQL sends until one enters another; only ever that of the sandbox. */
  readonly graphiqlToken?: string;
  /** `POST /explain` and `x-upstream-trace`. */
  readonly explain: boolean;
  /** Whether a misspelt name is told which one may have been meant. Default: yes. */
  readonly suggestions?: boolean;
  /** Longest body of a request that is read. Default: 256 KB. */
  readonly maxRequestBodyBytes?: number;
  /** Requests worked on at once. Default: 200. */
  readonly maxInFlight?: number;
  /** Requests that may wait for others to end. Default: 200. */
  readonly maxQueued?: number;
  /** The longest that one of them waits, in milliseconds. Default: 150. */
  readonly queueWaitMs?: number;
  readonly maxUpstreamCalls: number;
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
}

export interface Gateway {
  /** For `http.createServer`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes no more calls to the API, and waits for those under way. */
  close(): Promise<void>;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

interface Route {
  readonly methods: readonly string[];
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
    federation = false,
    maxEntities = 1_000,
    maxRequestBodyBytes = DEFAULT_MAX_REQUEST_BODY_BYTES,
    log = (line) => console.error(`kantata-gateway: ${line}`),
  } = options;
  const schema = createSchema({ maxFirst: options.maxFirst, federation });
  const upstream = createUpstream({
    url: options.apiUrl,
    callTimeoutMs: options.upstreamCallTimeoutMs,
    maxBodyBytes: options.upstreamMaxBodyBytes,
    connections: options.upstreamConnections,
    policies: withPolicies({
      maxInFlight: options.upstreamConnections,
      // One operation may ask as much at once.
      maxWaiting: Math.max(options.upstreamQueue ?? DEFAULT_UPSTREAM_QUEUE, options.maxUpstreamCalls),
      maxWaitMs: options.upstreamQueueWaitMs ?? DEFAULT_UPSTREAM_QUEUE_WAIT_MS,
    }),
  });
  const executor = createExecutor({ ...options, maxEntities, schema, ask: upstream.ask });
  const admission = new Admission({
    maxInFlight: options.maxInFlight ?? DEFAULT_MAX_IN_FLIGHT,
    maxQueued: options.maxQueued ?? DEFAULT_MAX_QUEUED,
    maxWaitMs: options.queueWaitMs ?? DEFAULT_QUEUE_WAIT_MS,
  });
  const isRouter = routerCheck(options.federationSecret ?? null);
  const wantsFederatedTrace = (request: IncomingMessage) =>
    (options.federationTrace ?? false) &&
    request.headers['apollo-federation-include-trace'] === 'ftv1' &&
    isRouter(request);
  const answer = createAnswering({ schema, executor, suggestions, log });
  const page = options.graphiql ? createGraphiQL(options.graphiqlToken) : null;

  const graphql: Handle = async (request, response) => {
    if (page && wantsPage(request)) return page(request, response);
    if (request.method === 'GET' && !asksByGet(request.url ?? ''))
      throw badRequest('Ask by POST with a JSON body {"query": "..."}, or by GET with ?query=...');
    const token = tokenOf(request);
    const answerType = answerTypeOf(request);
    const departure = departureOf(response);
    const principal = (options.principalOf ?? principalOf)(token);
    admission.check(principal);
    const asked = await readGraphQLRequest(request, maxRequestBodyBytes);
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
        },
      };
      if (mayAskForParts(asked.query) && takesParts(request.headers.accept)) {
        const parts = await answerInParts({ schema, executor, suggestions, log }, question);
        if (parts) return await sendParts(response, parts);
      }
      const { status, headers, body } = await answer(question);
      if (!departure.aborted) send(response, status, headers, body);
    } finally {
      leave();
    }
  };

  const explanation: Handle = async (request, response) => {
    const asked = await readGraphQLRequest(request, maxRequestBodyBytes);
    const { status, body } = await explained({ schema, executor, suggestions }, asked, {
      token: bearerToken(request.rawHeaders) ?? '',
      isRouter: isRouter(request),
    });
    sendJson(response, status, body);
  };

  const routes = new Map<string, Route>([
    ['/graphql', { methods: ['GET', 'POST'], handle: graphql }],
    ['/health', { methods: ['GET', 'HEAD'], handle: health }],
    ...(explain ? [['/explain', { methods: ['POST'], handle: explanation }] as const] : []),
  ]);

  const serve: Handle = async (request, response) => {
    try {
      await routeOf(routes, request).handle(request, response);
    } catch (error) {
      if (error instanceof ClientGone || response.destroyed) return;
      if (!(error instanceof HttpRefusal)) log(unexpectedLine(error, bearerToken(request.rawHeaders)));
      if (response.headersSent) response.destroy();
      else sendRefusal(request, response, error instanceof HttpRefusal ? error : unexpected(), maxRequestBodyBytes);
    }
  };

  return {
    handler: (request, response) => void serve(request, response),
    close: () => upstream.close(),
  };
}

const health: Handle = (_, response) => sendJson(response, 200, { status: 'ok' });

function routeOf(routes: ReadonlyMap<string, Route>, { url = '/', method = 'GET' }: IncomingMessage): Route {
  const route = routes.get(url.split('?', 1)[0] as string);
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

const unexpected = () => new HttpRefusal(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.');
