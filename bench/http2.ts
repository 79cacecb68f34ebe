/**
 * HTTP/1.1 and HTTP/2 to the API, by the client that the gateway has (undici): pages of 200 rows from a server of a process of
 * its own, over TLS. `node bench/http2.ts`; `--write` keeps the table in `bench/results`.
 *
 * Over a loopback connection a handshake costs no round trip. How many there are is printed, to be multiplied with those of
 * the network in question.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { startSandbox } from '../src/sandbox/server.ts';
import { certificate, privateKey } from '../test/support/certificate.ts';
import { keepResult } from './results.ts';
import { markdownTable } from './table.ts';
import { ACCOUNT, benchUsers, tokenOf } from './upstream.ts';

const PAGE = '/api/v1/time_entries?per_page=200';
const ROUNDS = 9;
const BURST = 20;
const MANY = 600;
const AT_ONCE = 50;
/** What the API takes for each answer, in milliseconds. */
const WAIT_MS = 20;

const { values: flags } = parseArgs({
  options: { server: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});

interface Told {
  readonly port: number;
}

/** Serves one page from memory, by either protocol, and tells how many connections it has had when it is asked. */
async function serve(): Promise<void> {
  const sandbox = await startSandbox({ ...ACCOUNT, users: benchUsers() });
  const authorization = `Bearer ${tokenOf(0)}`;
  const page = await fetch(new URL(PAGE, sandbox.url), { headers: { authorization } });
  const body = Buffer.from(await page.arrayBuffer());
  await sandbox.close();
  let connections = 0;
  const server = createSecureServer({ cert: certificate, key: privateKey, allowHTTP1: true }, (request, response) => {
    const answer = request.url === '/connections' ? Buffer.from(String(connections)) : body;
    const write = () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
      response.end(answer);
    };
    setTimeout(write, request.url === PAGE ? WAIT_MS : 0);
  });
  server.on('secureConnection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ port: (server.address() as AddressInfo).port } satisfies Told);
}

const median = (values: readonly number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

interface Way {
  readonly name: string;
  readonly allowH2: boolean;
  readonly connections: number;
}

const WAYS: readonly Way[] = [
  { name: 'HTTP/1.1, 50 connections (as it is)', allowH2: false, connections: 50 },
  { name: 'HTTP/2, 1 connection', allowH2: true, connections: 1 },
  { name: 'HTTP/2, 4 connections', allowH2: true, connections: 4 },
];

interface Figures {
  readonly coldMs: number;
  readonly warmMs: number;
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly connections: number;
}

async function measured(origin: string, { allowH2, connections }: Way): Promise<Figures> {
  const pool = new Pool(origin, {
    connections,
    allowH2,
    // HTTP/2 has as many requests under way on one connection.
    ...(allowH2 && { pipelining: Math.ceil(AT_ONCE / connections) }),
    connect: { ca: certificate, servername: 'localhost', rejectUnauthorized: true },
  });
  const headers = { authorization: `Bearer ${tokenOf(0)}` };
  const ask = async (path: string) => (await pool.request({ path, method: 'GET', headers })).body.text();
  const burst = async () => {
    const startedMs = performance.now();
    await Promise.all(Array.from({ length: BURST }, () => ask(PAGE)));
    return performance.now() - startedMs;
  };
  const before = Number(await (await fetchConnections(origin)).text());
  const coldMs = await burst();
  const warmMs = median([await burst(), await burst(), await burst()]);
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  let left = MANY;
  const worker = async () => {
    while (left-- > 0) await ask(PAGE);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  const after = Number(await (await fetchConnections(origin)).text());
  await pool.close();
  return {
    coldMs,
    warmMs,
    perSecond: (MANY / ms) * 1000,
    cpuMs: (user + system) / 1000 / MANY,
    // One of them asked for the number.
    connections: after - before - 1,
  };
}

/** On a connection of its own each time. */
async function fetchConnections(origin: string): Promise<{ text(): Promise<string> }> {
  const pool = new Pool(origin, { allowH2: false, connect: { ca: certificate, servername: 'localhost' } });
  const { body } = await pool.request({ path: '/connections', method: 'GET', headers: { connection: 'close' } });
  const text = await body.text();
  await pool.close();
  return { text: async () => text };
}

async function compare(): Promise<void> {
  const server = fork(new URL(import.meta.url), ['--server']);
  const [{ port }] = (await once(server, 'message')) as [Told];
  const origin = `https://127.0.0.1:${port}`;
  const figures = new Map<string, Figures[]>(WAYS.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const way of WAYS) {
      figures.get(way.name)?.push(await measured(origin, way));
      await sleep(50);
    }
  server.kill();
  const of = (all: readonly Figures[], key: keyof Figures) => median(all.map((one) => one[key]));
  const table = markdownTable(
    ['way', `${BURST} calls, cold, ms`, 'warm, ms', 'calls a second', 'processor, ms a call', 'connections'],
    [...figures].map(([name, all]) => [
      name,
      of(all, 'coldMs').toFixed(0),
      of(all, 'warmMs').toFixed(0),
      of(all, 'perSecond').toFixed(0),
      of(all, 'cpuMs').toFixed(2),
      of(all, 'connections').toFixed(0),
    ]),
  );
  console.log(table);
  if (flags.write) keepResult('http2', `${table}\n`);
}

await (flags.server ? serve() : compare());
