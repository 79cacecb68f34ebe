/**
 * A stand-in of the REST API on a real port: the declared collections, over data of one's own or a
 * made-up account, with the API's habits and, on demand, its failures.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateAccount } from './account.ts';
import { collectionKeys } from './catalogue.ts';
import { type Changes, changesOf } from './changes.ts';
import { type Dialect, RECORDED } from './dialect.ts';
import type { Fault } from './fault.ts';
import { type LoggedRequest, ROOT } from './logged-request.ts';
import { Responder } from './responder.ts';
import { type Row, type Tables, tablesOf } from './row.ts';
import type { SandboxUser } from './user.ts';

export type { Fault } from './fault.ts';
export type { LoggedRequest } from './logged-request.ts';
export type { Row, Tables } from './row.ts';
export type { SandboxUser } from './user.ts';

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

/** Starts the stand-in. Rejects when it cannot listen; throws on rows of an unknown collection. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', urlLimit = Number.POSITIVE_INFINITY, dialect = RECORDED, log = false } = options;
  const account = options.rows
    ? { tables: tablesOf(collectionKeys, options.rows), users: undefined }
    : generateAccount({ seed: options.seed, size: options.size });
  const { tables } = account;
  const users = options.users ?? account.users ?? [somebody(tables)];
  const responder = new Responder({ tables, dialect, urlLimit, log });
  for (const user of users) responder.admit(user);

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume();
    responder.respond(request, response).catch((error: unknown) => {
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
    requests: responder.requests,
    warnings: responder.warnings,
    tables,
    users,
    changes: changesOf(tables, Date.now),
    reset: () => responder.reset(),
    fail: (fault) => responder.fail(fault),
    admit: (user) => responder.admit(user),
    revoke: (token) => responder.revoke(token),
    latency: (ms) => responder.latency(ms),
    close,
    [Symbol.asyncDispose]: close,
  };
}
