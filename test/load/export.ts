/**
 * A large export over the sandbox: the REST calls that it makes, its memory, its rate beside that at which the sandbox
 * serves the same pages, small requests beside it, and a file of a command that is killed on its way.
 *
 *     npm run test:export
 *     npm run test:export -- 100000           (rows)
 *
 * The gateway has the heap that Node takes in a container of 512 MB.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { createExport } from '../../src/export/index.ts';
import { createGateway } from '../../src/http/gateway.ts';
import { startCommand } from '../support/command-line.ts';
import { quantile, report } from '../support/figures.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { CANARY } from '../support/token-watch.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const PAGE = 200;
const SIDE_BY_SIDE = 8;
const QUERY = 'query All { timeEntries { nodes { kantataId notes timeInMinutes createdAt user { fullName } } } }';
const headers = { authorization: `Bearer ${CANARY}`, 'content-type': 'application/json' };

// The limit of this process is none of the account's.
const api = fork(fileURLToPath(new URL('export-api.ts', import.meta.url)), [String(rows)], { execArgv: [] });
const [apiUrl] = (await once(api, 'message')) as [string];
const tell = async (message: 'tell' | 'reset'): Promise<number> => {
  const told = once(api, 'message');
  api.send(message);
  return ((await told) as [number])[0];
};

const gateway = createGateway({
  apiUrl,
  graphiql: false,
  explain: true,
  maxUpstreamCalls: 50,
  waveWaitMs: 5,
  upstreamCallTimeoutMs: 20_000,
  operationTimeoutMs: 30_000,
  upstreamMaxBodyBytes: 8 * 2 ** 20,
  upstreamConnections: 50,
  maxFirst: 2_000,
  door: createExport({ maxCalls: 1_000_000, maxRows: 100_000_000 }),
});
const server = createServer(gateway.handler).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Pages of the sandbox a second, read side by side as an export reads them. */
async function pagesASecond(pages: number): Promise<number> {
  const read = async (page: number) => {
    const search = `include=user&order=created_at:asc&page=${page}&per_page=${PAGE}`;
    await (await fetch(`${apiUrl}/time_entries?${search}`, { headers })).arrayBuffer();
  };
  await read(1);
  const startMs = performance.now();
  let next = 1;
  const reader = async () => {
    while (next <= pages) await read(next++);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, reader));
  return pages / ((performance.now() - startMs) / 1_000);
}

interface Exported {
  readonly lines: number;
  readonly seconds: number;
  readonly callsAtFirst: number;
  readonly mostRss: number;
}

async function exportAll(search = ''): Promise<Exported> {
  const startMs = performance.now();
  // Of all clients in Node the one that takes least: it shares the process with the gateway.
  const { statusCode, body } = await request(`${url}/export${search}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: QUERY }),
  });
  if (statusCode !== 200) throw new Error(await body.text());
  let [lines, callsAtFirst, mostRss] = [0, 0, 0];
  // Not with each chunk: asking the system takes longer than writing one.
  const look = setInterval(() => (mostRss = Math.max(mostRss, process.memoryUsage.rss())), 100);
  for await (const chunk of body) {
    const bytes = chunk as Buffer;
    if (lines === 0) callsAtFirst = await tell('tell');
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  }
  clearInterval(look);
  return { lines, seconds: (performance.now() - startMs) / 1_000, callsAtFirst, mostRss };
}

/** How long small requests take at a steady rate, until it is told to stop. */
function askSteadily(rate: number) {
  const times: number[] = [];
  const until = { stopped: false };
  const asked: Promise<void>[] = [];
  const ask = async () => {
    const startMs = performance.now();
    const query = '{ users(first: 1) { nodes { fullName } } }';
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    await response.text();
    if (!response.ok) throw new Error(`a small request was answered ${response.status}`);
    times.push(performance.now() - startMs);
  };
  const loop = (async () => {
    while (!until.stopped) {
      asked.push(ask());
      await sleep(1_000 / rate);
    }
  })();
  return {
    async stop() {
      until.stopped = true;
      await loop;
      await Promise.all(asked);
      return quantile(times, 0.99);
    },
  };
}

const hashOf = async (path: string) => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** A file of the command, killed so often on its way. */
async function fileOf(name: string, kills: number, folder: string): Promise<string> {
  const out = join(folder, name);
  const start = () =>
    startCommand({
      args: [
        'export',
        join(folder, 'q.graphql'),
        `--out=${out}`,
        '--export-max-calls=1000000',
        '--export-max-rows=100000000',
      ],
      env: { KANTATA_API_URL: apiUrl, KANTATA_TOKEN: CANARY },
    });
  const pages = Math.ceil(rows / PAGE);
  for (let time = 1; time <= kills; time++) {
    await using command = start();
    const from = await tell('tell');
    while ((await tell('tell')) < from + pages / (kills + 2)) await sleep(20);
    command.process.kill('SIGKILL');
    await command.ended;
  }
  await using command = start();
  if ((await command.ended) !== 0) throw new Error(command.stderr());
  return hashOf(out);
}

const pages = Math.ceil(rows / PAGE);
// Until the process has the memory that an export of any size takes.
await exportAll('?limit=20000');
const before = await pagesASecond(Math.min(pages, 500));
await tell('reset');
globalThis.gc?.();
const restingRss = process.memoryUsage.rss();
const cpuBefore = process.cpuUsage();
const exported = await exportAll();
const cpu = process.cpuUsage(cpuBefore);
const calls = await tell('tell');
const after = await pagesASecond(Math.min(pages, 500));
console.log(
  `${rows} rows in ${exported.seconds.toFixed(1)} s; the sandbox serves ${before.toFixed(0)} and ${after.toFixed(0)} pages a second`,
);

const alone = askSteadily(100);
await sleep(5_000);
const p99Alone = await alone.stop();
const beside = askSteadily(100);
await exportAll(`?limit=${Math.min(rows, 100_000)}`);
const p99Beside = await beside.stop();

using folder = temporaryFolder();
const path = join(folder.write('q.graphql', QUERY), '..');
await tell('reset');
const whole = await fileOf('whole.csv', 0, path);
const killed = await fileOf('killed.csv', 3, path);

report([
  { name: 'rows that came', value: exported.lines - 1, atLeast: rows, atMost: rows },
  { name: 'REST calls beyond the pages', value: calls - pages, atMost: 5 },
  { name: 'REST calls before the first line', value: exported.callsAtFirst, atMost: 1 + SIDE_BY_SIDE },
  { name: 'growth of memory', value: (exported.mostRss - restingRss) / 2 ** 20, atMost: 100, unit: 'MB' },
  { name: 'rate beside that of the sandbox', value: calls / exported.seconds / ((before + after) / 2), atLeast: 0.8 },
  { name: 'processor time for a page, client included', value: (cpu.user + cpu.system) / 1_000 / calls, unit: 'ms' },
  { name: 'p99 of small requests alone', value: p99Alone, unit: 'ms' },
  { name: 'growth of that beside an export', value: p99Beside - p99Alone, atMost: 50, unit: 'ms' },
  { name: 'files of killed and of whole exports that differ', value: whole === killed ? 0 : 1, atMost: 0 },
]);

server.closeAllConnections();
server.close();
await gateway.close();
api.disconnect();
