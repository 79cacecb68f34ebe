/** `/mcp`: Streamable HTTP, by the official package, behind the gateway's own checks. */
import { createMcpHandler, type McpHandlerRequestOptions, type McpServer } from '@modelcontextprotocol/server';
import type { DoorParts } from '../http/door.ts';
import { checkForgery } from '../http/browser.ts';
import type { ClientSignal } from '../http/client-signal.ts';
import type { GatewayRequest, GatewayResponse } from '../http/exchange.ts';
import { secretsOf } from '../http/finish.ts';
import { badRequest, HttpRefusal, isRefusal, jsonResponse, refusalResponse } from '../http/http-errors.ts';
import { requestOrigin } from '../http/request-origin.ts';
import type { Route } from '../http/router.ts';
import { redact } from '../redact/redact.ts';
import type { Identity } from '../identity/identity.ts';
import { IdentityRefused } from '../identity/identity-refused.ts';
import type { Session } from './operations.ts';
import { Sessions } from './sessions.ts';

/** Who gives out the tokens that open `/mcp` (RFC 9728). */
export interface ProtectedResource {
  readonly issuer: string;
  /** The audience that a token has to name; where it is a URL, it is that of `/mcp` as clients write it. */
  readonly audience: string;
  /** What a token has to be for. Default: nothing in particular. */
  readonly scopes?: readonly string[];
}

const PATH = '/mcp';
const MCP_SESSION = 'mcp-session-id';
const LISTEN = 'subscriptions/listen';
const MAX_SUBSCRIPTIONS = 100;
const METADATA = '/.well-known/oauth-protected-resource';
const NAME_OF_METADATA = '/oauth-protected-resource';

export interface McpRoutesOptions {
  /** Where an issuer gives out tokens, who that is. */
  readonly protectedBy: ProtectedResource | null;
  /** Clients of revisions before 2026-07-28 that can be asked something have a session, in this process. */
  readonly keepsSessions: boolean;
}

/** Answers one request that comes from a known caller. */
type Serve = (request: Request, options: McpHandlerRequestOptions) => Promise<Response>;

/** The routes of MCP: the endpoint, and, where an issuer gives out tokens, who that is. */
export function mcpRoutes(
  parts: DoorParts,
  serverFor: (session: Session) => McpServer,
  { protectedBy, keepsSessions }: McpRoutesOptions,
): ReadonlyMap<string, Route> {
  const serverOf = ({ authInfo }: McpHandlerRequestOptions) => serverFor(authInfo?.extra?.session as Session);
  const handler = createMcpHandler(serverOf, {
    maxRequestBodySize: parts.maxRequestBodyBytes,
    // Nothing that is listed here changes while the gateway runs, so few will listen.
    maxSubscriptions: MAX_SUBSCRIPTIONS,
  });
  const sessions = keepsSessions ? new Sessions({ serverFor: serverOf, without: handler.fetch }) : null;
  const serve: Serve = sessions ? (request, options) => sessions.fetch(request, options) : handler.fetch;
  const metadata = (request: GatewayRequest) =>
    protectedBy
      ? jsonResponse(200, resourceOf(request, protectedBy))
      : refusalResponse(nothingHere(), request.headers.accept);
  const handle = async (request: GatewayRequest): Promise<GatewayResponse> => {
    if (request.url?.split('?', 1)[0]?.endsWith(METADATA + PATH)) return metadata(request);
    try {
      return await answered(request, parts, serve);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const response = refusalResponse(error, request.headers.accept);
      return protectedBy && error instanceof IdentityRefused ? challenged(response, request, protectedBy) : response;
    }
  };
  const routes = new Map<string, Route>([[PATH, { methods: ['GET', 'POST', 'DELETE'], handle }]]);
  if (protectedBy) routes.set(NAME_OF_METADATA, { methods: ['GET'], handle: metadata });
  return routes;
}

async function answered(
  request: GatewayRequest,
  { identifyByHeader, maxRequestBodyBytes, corsOrigins }: DoorParts,
  serve: Serve,
): Promise<GatewayResponse> {
  checkForgery(request);
  checkOrigin(request, corsOrigins);
  const identity = await identifyByHeader(request);
  const { method = 'POST', headers } = request;
  const body = method === 'POST' ? await request.readBody(maxRequestBodyBytes) : null;
  const parsed = body && ('parsed' in body ? body.parsed : jsonOf(body.bytes));
  if (Array.isArray(parsed)) throw badRequest('Batches are not supported: send one message at a time.');
  let requestId: string | undefined;
  const session: Session = {
    identify: () => identity,
    head: { headers, remoteAddress: request.remoteAddress },
    signal: request.signal,
    logged: (id) => (requestId = id),
  };
  const response = await serve(requestOf(request, method), {
    ...(body && { parsedBody: parsed }),
    // The credential has been checked, and goes no further than this.
    authInfo: { token: '', clientId: identity.principal, scopes: [], extra: { session } },
  });
  // An answer in a session may begin with a question, which the client has to have before it can answer.
  const isLasting = methodOf(parsed) === LISTEN || (MCP_SESSION in headers && isEvents(response));
  return toGatewayResponse(response, identity, { requestId, isLasting, signal: request.signal });
}

const isEvents = ({ headers }: Response) => headers.get('content-type')?.startsWith('text/event-stream') ?? false;

const methodOf = (message: unknown) =>
  typeof message === 'object' && message !== null && 'method' in message ? message.method : null;

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw badRequest('The body is not JSON. Send one JSON-RPC message.');
  }
}

/** Pages may ask where their origin is listed, or where it is this very gateway's. */
function checkOrigin({ headers }: GatewayRequest, listed: readonly string[]): void {
  const { origin, host } = headers;
  if (origin === undefined || listed.includes(origin)) return;
  if (origin === `http://${host}` || origin === `https://${host}`) return;
  throw new HttpRefusal(403, 'CSRF_BLOCKED', 'Pages of this origin may not ask here. See CORS_ORIGINS.');
}

/** Headers that are about the connection, or hold the credential. */
const KEPT = /^(?:accept|content-type|mcp-|last-event-id)/;

/** The request as the package takes it. The body is handed over beside it. */
function requestOf({ headers, signal }: GatewayRequest, method: string): Request {
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
  const controller = new AbortController();
  signal.addEventListener('abort', () => controller.abort());
  return new Request(`http://localhost${PATH}`, {
    method,
    headers: kept.map(([name, value]): [string, string] => [name, String(value)]),
    signal: controller.signal,
    ...(method === 'POST' && { body: '' }),
  });
}

interface Answered {
  readonly requestId: string | undefined;
  /** Its body comes in parts, and ends with its client. */
  readonly isLasting: boolean;
  /** What is under way ends with it. */
  readonly signal: ClientSignal;
}

async function toGatewayResponse(
  response: Response,
  identity: Identity,
  { requestId, isLasting, signal }: Answered,
): Promise<GatewayResponse> {
  const { status } = response;
  const secrets = secretsOf(identity);
  // A client may have put its own credential into an argument that the package complains about.
  const body = isLasting && response.ok ? textsOf(response, secrets, signal) : redact(await response.text(), secrets);
  const headers = {
    ...Object.fromEntries(response.headers),
    ...(requestId !== undefined && { 'x-request-id': requestId }),
  };
  return { status, headers, body: body === '' ? null : body, principal: identity.principal };
}

/** The parts of a stream as they come: each of them is an event. Once they are left, what makes them is given up. */
function textsOf({ body }: Response, secrets: readonly string[], signal: ClientSignal): AsyncIterable<string> | null {
  if (!body) return null;
  const texts = body.pipeThrough(new TextDecoderStream()).values();
  const events: AsyncIterator<string> = {
    async next() {
      const { done, value } = await texts.next();
      return done ? { done, value: undefined } : { value: redact(value, secrets) };
    },
    async return() {
      signal.abort();
      await texts.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => events };
}

const resourceOf = (request: GatewayRequest, { issuer, audience, scopes = [] }: ProtectedResource) => ({
  resource: URL.canParse(audience) ? audience : requestOrigin(request) + PATH,
  authorization_servers: [issuer],
  ...(scopes.length > 0 && { scopes_supported: scopes }),
  bearer_methods_supported: ['header'],
  resource_name: 'Kantata GraphQL gateway',
});

/** Says where to find who gives out tokens (RFC 9728, section 5.1), and what to ask for there (RFC 6750, section 3). */
function challenged(
  response: GatewayResponse,
  request: GatewayRequest,
  { scopes = [] }: ProtectedResource,
): GatewayResponse {
  const { 'www-authenticate': challenge } = response.headers;
  if (challenge === undefined) return response;
  const where = `resource_metadata="${requestOrigin(request)}${METADATA}${PATH}"`;
  const what = scopes.length > 0 && !challenge.includes('scope=') ? `, scope="${scopes.join(' ')}"` : '';
  const separator = challenge === 'Bearer' ? ' ' : ', ';
  return { ...response, headers: { ...response.headers, 'www-authenticate': challenge + separator + where + what } };
}

const nothingHere = () => new HttpRefusal(404, 'NOT_FOUND', 'There is nothing at this path.');
