/** A gateway over the echoing API, and a client that asks it many things at once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import type { GatewayOptions } from '../../src/http/gateway-options.ts';
import { createGateway } from '../../src/http/gateway.ts';
import { type EchoApi, type EchoApiOptions, startEchoApi } from './echo-api.ts';

export interface LoadGateway extends AsyncDisposable {
  readonly api: EchoApi;
  readonly url: string;
  ask(question: Question): Promise<Outcome>;
}

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly token: string;
  readonly signal?: AbortSignal;
}

export interface Outcome {
  readonly status: number;
  readonly body: string;
  /** From the question to the last byte of the answer, in milliseconds. */
  readonly ms: number;
}

export interface LoadOptions extends Partial<GatewayOptions> {
  readonly api: EchoApiOptions;
  /** Connections of the client; more questions than that wait in it. */
  readonly clients: number;
}

const DEFAULTS: Omit<GatewayOptions, 'apiUrl'> = {
  graphiql: false,
  explain: false,
  maxUpstreamCalls: 50,
  waveWaitMs: 5,
  upstreamCallTimeoutMs: 2000,
  operationTimeoutMs: 5000,
  upstreamMaxBodyBytes: 2 ** 23,
  upstreamConnections: 50,
  maxFirst: 2000,
};

/** Everything in this process, over real connections. */
export async function startLoadGateway({ api: apiOptions, clients, ...options }: LoadOptions): Promise<LoadGateway> {
  const api = await startEchoApi(apiOptions);
  const gateway = createGateway({ ...DEFAULTS, apiUrl: api.url, ...options });
  const server = createServer({ keepAliveTimeout: 60_000 }, gateway.handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient(url, clients);
  return {
    api,
    url,
    ask: client.ask,
    async [Symbol.asyncDispose]() {
      await client.close();
      server.close();
      server.closeAllConnections();
      await gateway.close();
      await api[Symbol.asyncDispose]();
    },
  };
}

/** A client of the gateway at `url`, with so many connections; more questions than that wait in it. */
export function createClient(url: string, connections: number) {
  const pool = new Pool(url, { connections });
  return {
    ask: async ({ query, variables, token, signal }: Question): Promise<Outcome> => {
      const from = performance.now();
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
        ...(signal && { signal }),
      });
      const text = await body.text();
      return { status: statusCode, body: text, ms: performance.now() - from };
    },
    close: () => pool.destroy(),
  };
}
