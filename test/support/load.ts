/** A gateway over the echoing API, and a client that asks it many things at once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import type { GatewayOptions } from '../../src/http/gateway-options.ts';
import { createGateway } from '../../src/http/gateway.ts';
import { OLDER_HEADERS, olderToolCall, toolCall, toolHeaders } from './mcp.ts';
import { type EchoApi, type EchoApiOptions, startEchoApi } from './echo-api.ts';

export interface LoadGateway extends AsyncDisposable {
  readonly api: EchoApi;
  readonly url: string;
  ask(question: Question): Promise<Outcome>;
}

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What is sent of who asks: a token, or headers in its place. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Outcome {
  readonly status: number;
  readonly body: string;
  /** The `Set-Cookie` headers. */
  readonly setCookie: readonly string[];
  /** From the question to the last byte of the answer, in milliseconds. */
  readonly ms: number;
}

export interface LoadOptions extends Partial<GatewayOptions> {
  readonly api: EchoApiOptions;
  /** Connections of the client; more questions than that wait in it. */
  readonly clients: number;
  /** Questions are put to the tool `ask` at `/mcp`, in two revisions in turn. Default: they are put at `/graphql`. */
  readonly tool?: boolean;
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
export async function startLoadGateway({
  api: apiOptions,
  clients,
  tool = false,
  ...options
}: LoadOptions): Promise<LoadGateway> {
  const api = await startEchoApi(apiOptions);
  const gateway = createGateway({ ...DEFAULTS, apiUrl: api.url, ...options });
  const server = createServer({ keepAliveTimeout: 60_000 }, gateway.handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient(url, clients, tool);
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

/**
 * A client of the gateway at `url`, with so many connections; more questions than that wait in it.
 *
 * @param tool whether it asks by the tool `ask`; then each other question comes as an older client puts it.
 */
export function createClient(url: string, connections: number, tool = false) {
  const pool = new Pool(url, { connections });
  let asked = 0;
  return {
    ask: async ({ query, variables, token, headers: given, signal }: Question): Promise<Outcome> => {
      const from = performance.now();
      const call = asked++ % 2 === 0 ? toolCall : olderToolCall;
      const { statusCode, headers, body } = await pool.request({
        method: 'POST',
        path: tool ? '/mcp' : '/graphql',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...given,
          ...(tool && (call === toolCall ? toolHeaders('ask') : OLDER_HEADERS)),
        },
        body: JSON.stringify(tool ? call('ask', { operation: query, variables }) : { query, variables }),
        ...(signal && { signal }),
      });
      const text = await body.text();
      const setCookie = [headers['set-cookie'] ?? []].flat();
      return { status: statusCode, body: text, setCookie, ms: performance.now() - from };
    },
    close: () => pool.destroy(),
  };
}
