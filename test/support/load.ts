/** What the long runs share: a gateway over the echoing API, its client, dice that can be thrown again, and a table of figures. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { createGateway, type GatewayOptions } from '../../src/server.ts';
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
  const pool = new Pool(url, { connections: clients });
  return {
    api,
    url,
    async ask({ query, variables, token, signal }) {
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
    async [Symbol.asyncDispose]() {
      await pool.destroy();
      server.close();
      server.closeAllConnections();
      await gateway.close();
      await api[Symbol.asyncDispose]();
    },
  };
}

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function seededDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value that a part of the others does not exceed: `quantile(times, 0.99)`. `NaN` of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** One figure of a run, and what it has to be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly unit?: string;
}

export const holds = ({ value, atMost, atLeast }: Figure) =>
  (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);

const short = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(3));

/** The figures beside their targets, one a line. */
export const table = (figures: readonly Figure[]): string =>
  figures
    .map((figure) => {
      const { name, value, atMost, atLeast, unit = '' } = figure;
      const target =
        atMost !== undefined ? `at most ${atMost}` : atLeast !== undefined ? `at least ${atLeast}` : 'no target';
      return `${holds(figure) ? 'ok  ' : 'MISS'}  ${name.padEnd(58)} ${`${short(value)}${unit && ` ${unit}`}`.padStart(14)}   ${target}${unit && ` ${unit}`}`;
    })
    .join('\n');

/** Prints the figures, and sets the exit code to 1 when one misses its target. */
export function report(figures: readonly Figure[]): void {
  console.log(table(figures));
  if (!figures.every(holds)) process.exitCode = 1;
}
