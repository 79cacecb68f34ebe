/** The gateway over the sandbox, both real servers on free loopback ports, for tests. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiFacts } from '../../src/loaders/api-facts.ts';
import { resources } from '../../src/schema/resource.ts';
import { generateAccount } from '../../src/sandbox/account.ts';
import { type Sandbox, type SandboxOptions, type SandboxUser, startSandbox } from '../../src/sandbox/server.ts';
import type { GatewayOptions } from '../../src/http/gateway-options.ts';
import { createGateway, type Gateway } from '../../src/http/gateway.ts';
import { SOMEBODY, TokenWatch } from './token-watch.ts';

export interface QueryOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** Default: that of somebody who sees what the sandbox's first user sees. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What a GraphQL request was answered. */
export interface Reply {
  // oxlint-disable-next-line no-explicit-any
  readonly data: any;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  // oxlint-disable-next-line no-explicit-any
  readonly extensions?: any;
  readonly status: number;
}

export interface TestGateway extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:12345`. */
  readonly url: string;
  readonly sandbox: Sandbox;
  /** Looks for tokens in all that it says. */
  readonly watch: TokenWatch;
  readonly gateway: Gateway;
  /** Asks over HTTP. */
  query(query: string, options?: QueryOptions): Promise<Reply>;
  /** `POST /explain`. */
  // oxlint-disable-next-line no-explicit-any
  explain(query: string, options?: QueryOptions): Promise<any>;
  /** The REST requests since the last call of this: `GET /users?only=1`. */
  requests(): string[];
}

export interface TestGatewayOptions extends Partial<GatewayOptions> {
  readonly sandbox?: SandboxOptions;
  /** Default: any free one. */
  readonly port?: number;
}

const DEFAULTS: Omit<GatewayOptions, 'apiUrl'> = {
  graphiql: false,
  explain: true,
  maxUpstreamCalls: 50,
  waveWaitMs: 'unbounded',
  upstreamCallTimeoutMs: 5_000,
  operationTimeoutMs: 10_000,
  upstreamMaxBodyBytes: 8 * 2 ** 20,
  upstreamConnections: 50,
  maxFirst: 2_000,
};

/**
 * Starts a gateway over a sandbox: with these rows, or, without `rows`, over a small made-up account.
 * Waves wait for each other without bound unless asked otherwise, so that the calls of a test are
 * the same on every machine.
 */
export async function startGateway(
  rows?: SandboxOptions['rows'],
  options: TestGatewayOptions = {},
): Promise<TestGateway> {
  const users = options.sandbox?.users ?? (rows ? usersOf(rows) : viewersOf(options.sandbox));
  const sandbox = await startSandbox({ ...(rows && { rows }), ...options.sandbox, users });
  const watch = new TokenWatch();
  const gateway = createGateway({ ...DEFAULTS, apiUrl: sandbox.url, ...watch.options(options) });
  watch.metricsOf(gateway);
  // Longer than a busy machine keeps a test from asking again, so that no connection is closed under its request.
  const server = createServer({ keepAliveTimeout: 60_000 }, watch.handler(gateway));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = (sandbox.users.find((user) => user.token === SOMEBODY) ?? sandbox.users[0])?.token ?? 'demo';
  let seen = 0;

  const post = (
    path: string,
    query: string,
    { variables, operationName, headers, signal, token: other }: QueryOptions = {},
  ) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${other ?? token}`, ...headers },
      body: JSON.stringify({ query, variables, operationName }),
      ...(signal && { signal }),
    });

  return {
    url,
    sandbox,
    watch,
    gateway,
    async query(query, queryOptions) {
      const response = await post('/graphql', query, queryOptions);
      return { status: response.status, ...((await response.json()) as Omit<Reply, 'status'>) };
    },
    async explain(query, queryOptions) {
      const response = await post('/explain', query, queryOptions);
      return { status: response.status, ...((await response.json()) as object) };
    },
    requests() {
      const lines = sandbox.requests.slice(seen).map(({ line }) => line);
      seen = sandbox.requests.length;
      return lines;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway.close();
      await sandbox.close();
      await watch.end();
      // The API passes over what it does not know, and answers with rows that were not asked for.
      if (sandbox.warnings.size > 0) throw new Error([...sandbox.warnings].join('\n'));
    },
  };
}

/** Somebody who sees all rows, under a token to be looked for, and under the one that the demo has. */
const usersOf = (rows: NonNullable<SandboxOptions['rows']>) =>
  [SOMEBODY, 'demo'].map((token) => ({ token, userId: textOf(rows.users?.[0]?.id), name: 'Demo user' }));

/** The users of the made-up account, and at last the first one again, under a token to be looked for. */
function viewersOf({ seed, size }: SandboxOptions = {}): readonly SandboxUser[] {
  const { users } = generateAccount({ seed, size });
  return [...users, ...users.slice(0, 1).map((user) => ({ ...user, token: SOMEBODY }))];
}

const textOf = (id: unknown) => (typeof id === 'string' || typeof id === 'number' ? String(id) : '1');

/** What a gateway knows that has seen every kind of row of an API that keeps to the recordings. */
export function recordedFacts(): ApiFacts {
  const facts = new ApiFacts(resources.values());
  const writes = facts.assumptions().map(({ name, declared }) => [name, declared]);
  facts.restore(JSON.stringify({ format: 1, api: '', writes: Object.fromEntries(writes) }), '');
  return facts;
}
