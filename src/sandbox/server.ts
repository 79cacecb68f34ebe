/**
 * A stand-in of the REST API on a real port: the declared collections, over data of one's own or a
 * made-up account, with the API's habits and, on demand, its failures.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateAccount } from './account.ts';
import { answer, type Session, warningsOf } from './answer.ts';
import { collectionKeys } from './catalogue.ts';
import { type Changes, changesOf } from './changes.ts';
import { type Dialect, RECORDED } from './dialect.ts';
import { type ArmedFault, type Fault, faultFor, type Prepared, sendCut, sendEndless, spoiled } from './fault.ts';
import type { Params } from './params.ts';
import { Presenter } from './present.ts';
import { bodyOf, notFound, type Refusal, unauthenticated } from './refusal.ts';
import { type Row, type Tables, tablesOf } from './row.ts';
import type { SandboxUser } from './user.ts';
import { View } from './view.ts';

export type { Fault } from './fault.ts';
export type { Row, Tables } from './row.ts';
export type { SandboxUser } from './user.ts';

/** Requests that are remembered at most: a benchmark must not fill the memory. */
const MOST_LOGGED = 100_000;

const MOST_WARNINGS = 1_000;

/** The API's root on the server, as on the real one. */
const ROOT = '/api/v1';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Which account is made up: the same seed and size give the same one. */
  readonly seed?: number;
  /** About how many rows the made-up account has in all. Default: 2,000. */
  readonly size?: number;
  /** These rows, by collection, in place of a made-up account. */
  readonly rows?: Readonly<Record<string, readonly Row[]>>;
  /** Who may ask. Default: the users of the made-up account, or, with `rows`, one who sees all, with the token `demo`. */
  readonly users?: readonly SandboxUser[];
  /** Print a line for each request that was answered. */
  readonly log?: boolean;
  /** In which of its possible ways the API speaks. Default: as it was recorded. */
  readonly dialect?: Dialect;
  /** Refuse a longer path and query, in characters, with 414. Default: no limit. */
  readonly urlLimit?: number;
}

export interface LoggedRequest {
  /** For example `GET /workspace_resources?include=user&per_page=2`: parameters by name, and readable. */
  readonly line: string;
  readonly method: string;
  /** Below the API's root. */
  readonly path: string;
  readonly params: Params;
  readonly token: string | null;
  readonly headers: IncomingHttpHeaders;
  /** The client went away before it had the whole answer. */
  aborted: boolean;
  /** 0 until it is answered. */
  status: number;
  /** Length of the answer's body. */
  bytes: number;
}

export interface Sandbox extends AsyncDisposable {
  /** `http://127.0.0.1:4001/api/v1` */
  readonly url: string;
  readonly port: number;
  /** The requests so far, in the order in which they came; after 100,000 the older half is forgotten. */
  readonly requests: LoggedRequest[];
  /** What the API would have passed over in silence, such as a parameter that an endpoint does not have; each once. */
  readonly warnings: ReadonlySet<string>;
  /** The data. May be changed while the server runs: put a new row in the place of the old one. */
  readonly tables: Tables;
  readonly users: readonly SandboxUser[];
  /** Changes rows, and records the events of it. */
  readonly changes: Changes;
  /** Forgets the logged requests, all faults and the latency. */
  reset(): void;
  /** Arms a fault. Of several that fit a request, the one armed first hits. */
  fail(fault: Fault): void;
  /** Accepts another token, for a user of the account. */
  admit(user: SandboxUser): void;
  /** Accepts a user's token no more. */
  revoke(token: string): void;
  /** Makes every answer wait, in milliseconds. */
  latency(ms: number | ((request: LoggedRequest) => number)): void;
  /** Stops listening and drops all connections. */
  close(): Promise<void>;
}

const somebody = (tables: Tables): SandboxUser => ({
  token: 'demo',
  userId: tables.get('users')?.keys().next().value ?? '1',
  name: 'Demo user',
});

const tokenOf = (headers: IncomingHttpHeaders) => /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

function logEntry(request: IncomingMessage): LoggedRequest {
  const url = request.url ?? '/';
  const at = url.indexOf('?');
  const whole = at < 0 ? url : url.slice(0, at);
  const params = Object.fromEntries(new URLSearchParams(at < 0 ? '' : url.slice(at + 1)));
  const path = whole.startsWith(`${ROOT}/`) ? whole.slice(ROOT.length) : whole;
  const query = Object.keys(params)
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
  const method = request.method ?? 'GET';
  return {
    line: `${method} ${path}${query ? `?${query}` : ''}`,
    method,
    path,
    params,
    token: tokenOf(request.headers),
    headers: request.headers,
    aborted: false,
    status: 0,
    bytes: 0,
  };
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache, no-store' };

const refused = ({ status, errors }: Refusal): Prepared => ({
  status,
  headers: JSON_HEADERS,
  body: JSON.stringify({ errors }),
});

/** What a server in front of the API says, in its own way. */
const tooLong: Prepared = {
  status: 414,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>414 Request-URI Too Large</title></head></html>',
};

function send(response: ServerResponse, { status, headers, body }: Prepared) {
  // As servers of Rails do.
  response.writeHead(status, { 'x-request-id': randomUUID(), ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Starts the stand-in. Rejects when it cannot listen; throws on rows of an unknown collection. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', urlLimit = Number.POSITIVE_INFINITY, dialect = RECORDED } = options;
  const account = options.rows
    ? { tables: tablesOf(collectionKeys, options.rows), users: undefined }
    : generateAccount({ seed: options.seed, size: options.size });
  const { tables } = account;
  const users = options.users ?? account.users ?? [somebody(tables)];
  const sessions = new Map<string, Session>();
  const admit = (user: SandboxUser) => {
    const view = new View(tables, user);
    sessions.set(user.token, { view, presenter: new Presenter(view, dialect) });
  };
  users.forEach(admit);

  const requests: LoggedRequest[] = [];
  const warnings = new Set<string>();
  let armed: ArmedFault[] = [];
  let latency: (request: LoggedRequest) => number = () => 0;

  const proper = (entry: LoggedRequest, url: string): Prepared => {
    if (url.length > urlLimit) return tooLong;
    const session = entry.token === null ? undefined : sessions.get(entry.token);
    if (!session) return refused(unauthenticated);
    // It only reads: a path is found for no other method.
    if (entry.method !== 'GET' || !url.startsWith(`${ROOT}/`)) return refused(notFound);
    for (const warning of warningsOf(entry.path, entry.params))
      if (warnings.size < MOST_WARNINGS) warnings.add(warning);
    try {
      const given = answer(session, entry.path, entry.params);
      return 'body' in given ? { status: 200, headers: JSON_HEADERS, body: given.body } : refused(given);
    } catch (error) {
      // A fault of the stand-in, not of its client: show it to the developer.
      console.error(`sandbox: ${entry.line}`, error);
      return { status: 500, headers: JSON_HEADERS, body: bodyOf(500) };
    }
  };

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const entry = logEntry(request);
    if (requests.length >= MOST_LOGGED) requests.splice(0, MOST_LOGGED / 2);
    requests.push(entry);
    const started = performance.now();
    response.once('close', () => {
      entry.aborted = !response.writableFinished;
    });
    const fault = armed.length === 0 ? undefined : faultFor(armed, entry.line);
    const waitMs = latency(entry) + (fault?.delayMs ?? 0);
    if (waitMs > 0) await sleep(waitMs);
    if (response.closed) return;

    const whole = proper(entry, request.url ?? '/');
    const prepared = fault ? spoiled(fault, whole) : whole;
    entry.status = fault?.cut === 'before' || fault?.cut === 'headers' ? 0 : prepared.status;
    entry.bytes = Buffer.byteLength(prepared.body);
    if (fault?.garbage === 'endless') await sendEndless(response);
    else if (fault?.cut) await sendCut(response, fault.cut, prepared);
    else send(response, prepared);
    if (options.log)
      console.log(`sandbox: ${entry.status} ${entry.line} ${Math.round(performance.now() - started)} ms`);
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume();
    respond(request, response).catch((error: unknown) => {
      console.error('sandbox:', error);
      response.destroy();
    });
  });
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}${ROOT}`,
    port,
    requests,
    warnings,
    tables,
    users,
    changes: changesOf(tables, Date.now),
    reset() {
      requests.length = 0;
      warnings.clear();
      armed = [];
      latency = () => 0;
    },
    fail(fault) {
      armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    admit,
    revoke: (token) => void sessions.delete(token),
    latency(ms) {
      latency = typeof ms === 'number' ? () => ms : ms;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
