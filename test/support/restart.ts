/** Clients who ask at a steady rate through nginx, while the gateways behind it are restarted. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { startBalancer } from './balancer.ts';
import { type Command, startCommand } from './command-line.ts';

/** What is restarted: two gateways of one process each, one after the other; or the workers of one gateway, by SIGHUP. */
export type Restarting = 'processes' | 'workers';

export interface RestartOptions {
  readonly way: Restarting;
  readonly seconds: number;
  /** Requests a second. */
  readonly rate: number;
  readonly restarts: number;
}

export interface RestartResult {
  readonly asked: number;
  /** Of each request that was not answered in full, when and why. */
  readonly failures: readonly string[];
  readonly restarted: number;
  readonly slowestMs: number;
  /** What nginx said, in lines. */
  readonly complaints: readonly string[];
}

/** The API takes so long, so that there is always something under way. */
const LATENCY_MS = 30;

/** By POST, as most clients ask, and by GET. */
const QUERIES = [
  '{ workspaceResources(first: 5) { nodes { user { fullName } role { name } } } }',
  '{ stories(first: 5) { nodes { title workspace { title } } } }',
];

async function startApi() {
  const script = fileURLToPath(new URL('../../src/sandbox/main.ts', import.meta.url));
  const child = spawn(process.execPath, [script, '--latency', String(LATENCY_MS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const [url] = (await once(lines, 'line')) as [string];
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

interface Gateway {
  command: Command;
  readonly port: number;
}

async function startGateway(apiUrl: string, env: Readonly<Record<string, string>>): Promise<Gateway> {
  const command = startCommand({ env: { KANTATA_API_URL: apiUrl, PORT: '0', LOG_LEVEL: 'error', ...env } });
  const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
  return { command, port: Number(new URL(origin).port) };
}

/** Ends a gateway as its supervisor would, and starts another one in its place. */
async function restart(gateway: Gateway, apiUrl: string): Promise<void> {
  gateway.command.process.kill('SIGTERM');
  const code = await gateway.command.ended;
  if (code !== 0) throw new Error(`a gateway that was told to stop ended with ${code}`);
  gateway.command = (await startGateway(apiUrl, { PORT: String(gateway.port) })).command;
}

/** Has a gateway replace its workers; resolves once it has. */
async function replaceWorkers({ command }: Gateway, round: number): Promise<void> {
  const metrics = /^Metrics +(\S+)$/m.exec(command.stdout())?.[1] as string;
  const replaced = async () =>
    Number(/how="replaced"\} (\d+)/.exec(await (await fetch(metrics)).text())?.[1]) === WORKERS * round;
  command.process.kill('SIGHUP');
  while (!(await replaced())) await sleep(100);
}

const WORKERS = 2;

/** Runs it all; resolves when everything asked is answered, or has failed. */
export async function restartUnderLoad({ way, seconds, rate, restarts }: RestartOptions): Promise<RestartResult> {
  await using api = await startApi();
  const gateways =
    way === 'processes'
      ? await Promise.all([startGateway(api.url, {}), startGateway(api.url, {})])
      : [await startGateway(api.url, { WORKERS: String(WORKERS), ADMIN_PORT: '0' })];
  await using running = new AsyncDisposableStack();
  for (const gateway of gateways) running.defer(() => gateway.command[Symbol.asyncDispose]());
  await using balancer = await startBalancer(gateways.map(({ port }) => port));
  const pool = new Pool(balancer.url, { connections: 100 });
  running.defer(() => pool.destroy());

  const failures: string[] = [];
  let asked = 0;
  let slowestMs = 0;
  const from = performance.now();
  const elapsedMs = () => performance.now() - from;
  const ask = async (at: number) => {
    const startMs = elapsedMs();
    const query = QUERIES[at % QUERIES.length] as string;
    const byGet = at % 5 === 0;
    const headers = { authorization: 'Bearer demo', 'content-type': 'application/json' };
    try {
      const { statusCode, body } = await pool.request(
        byGet
          ? { method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}`, headers }
          : { method: 'POST', path: '/graphql', headers, body: JSON.stringify({ query }) },
      );
      const text = await body.text();
      if (statusCode !== 200 || text.includes('"errors"'))
        failures.push(`after ${Math.round(startMs)} ms: ${statusCode} ${text.slice(0, 200)}`);
    } catch (error) {
      failures.push(`after ${Math.round(startMs)} ms: ${(error as Error).message}`);
    }
    slowestMs = Math.max(slowestMs, elapsedMs() - startMs);
  };

  let restarted = 0;
  const restarting = (async () => {
    for (let round = 1; round <= restarts; round++) {
      // The first after half a share of the time.
      while (elapsedMs() < ((round - 0.5) * seconds * 1000) / restarts) await sleep(20);
      const gateway = gateways[round % gateways.length] as Gateway;
      await (way === 'processes' ? restart(gateway, api.url) : replaceWorkers(gateway, round));
      restarted = round;
    }
  })();
  const over = new AbortController();
  // A restart may take longer than its share on a busy machine: it is asked until the last is through.
  const through = restarting.finally(() => over.abort());
  through.catch(() => {});
  const underWay = new Set<Promise<void>>();
  while (!over.signal.aborted || elapsedMs() < seconds * 1000) {
    for (const due = (elapsedMs() / 1000) * rate; asked < due; ) {
      const one = ask(asked++);
      underWay.add(one);
      void one.finally(() => underWay.delete(one));
    }
    await sleep(5);
  }
  await Promise.all(underWay);
  await through;
  return { asked, failures, restarted, slowestMs, complaints: balancer.complaints().trim().split('\n') };
}
