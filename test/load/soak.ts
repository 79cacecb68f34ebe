/**
 * Ten minutes of ordinary life: the gateway as a process of its own, at a good part of what it bears,
 * with mixed questions, an API that fails now and then, and clients who leave. Prints what it did to
 * memory and sockets, and fails where that is too much.
 *
 *     npm run test:soak
 *     npm run test:soak -- 3        (minutes)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { startEchoApi } from '../support/echo-api.ts';
import { type Figure, report, seededDice } from '../support/load.ts';

const minutes = Number(process.argv[2] ?? 10);
/** Requests a second. */
const RATE = 100;
const SAMPLES_A_MINUTE = 6;
const dice = seededDice(1);

const QUERIES = [
  'query One($id: ID!) { user(id: $id) { fullName role { name } } }',
  'query Three($id: ID!, $second: ID!, $third: ID!) { usersById(ids: [$id, $second, $third]) { fullName headline } }',
  '{ users(first: 100) { totalCount nodes { fullName role { name } } } }',
  'query Mixed($id: ID!) { workspace(id: $id) { title } roles(first: 5) { nodes { name } } }',
];

async function startProcess(apiUrl: string) {
  const collector = new URL('collect-on-demand.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--expose-gc', '--import', collector, 'src/main.ts', '--port=0'], {
    cwd: new URL('../..', import.meta.url),
    env: { ...process.env, HOST: '127.0.0.1', KANTATA_API_URL: apiUrl, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!child.stdout) throw new Error('the gateway has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^GraphQL +(http:\S+)\/graphql$/.exec(line)?.[1];
    if (url) return { child, url };
  }
  throw new Error('the gateway did not start');
}

interface Sample {
  readonly minute: number;
  /** Resident memory in MB, before and after garbage was collected: what is left is kept by somebody. */
  readonly before: number;
  readonly mb: number;
  /** Files and sockets. */
  readonly handles: number;
}

async function sample(child: ChildProcess, minute: number): Promise<Sample> {
  const residentMb = () => (Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20;
  const before = residentMb();
  const collected = once(child, 'message');
  child.send('collect');
  await collected;
  return { minute, before, mb: residentMb(), handles: readdirSync(`/proc/${child.pid}/fd`).length };
}

/** By how much values grow in a minute, by least squares. */
function slope(samples: readonly Sample[]): number {
  const mean = (read: (at: Sample) => number) => samples.reduce((sum, at) => sum + read(at), 0) / samples.length;
  const [minute, mb] = [mean((at) => at.minute), mean((at) => at.mb)];
  return (
    samples.reduce((sum, at) => sum + (at.minute - minute) * (at.mb - mb), 0) /
    samples.reduce((sum, at) => sum + (at.minute - minute) ** 2, 0)
  );
}

await using api = await startEchoApi({
  latencyMs: () => 10 + dice() * 40,
  misdeed: () => (dice() < 0.01 ? { status: 503 } : null),
});
const { child, url } = await startProcess(api.url);
const pool = new Pool(url, { connections: 100 });
const counts = { asked: 0, good: 0, left: 0 };

async function ask() {
  counts.asked++;
  const leaving = dice() < 0.01 ? new AbortController() : null;
  if (leaving) setTimeout(() => leaving.abort(), dice() * 20);
  const query = QUERIES[Math.floor(dice() * QUERIES.length)];
  const [id, second, third] = [1, 2, 3].map(() => String(1 + Math.floor(dice() * 1000)));
  try {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer token-${Math.floor(dice() * 500)}` },
      body: JSON.stringify({ query, variables: { id, second, third } }),
      ...(leaving && { signal: leaving.signal }),
    });
    const text = await body.text();
    if (statusCode === 200 && !text.includes('"errors"')) counts.good++;
  } catch {
    if (leaving) counts.left++;
  }
}

const from = performance.now();
const elapsedMinutes = () => (performance.now() - from) / 60_000;
const samples: Sample[] = [];
let sampling: Promise<unknown> = Promise.resolve();
let taken = 0;
let told = 0;
while (elapsedMinutes() < minutes) {
  for (const due = elapsedMinutes() * 60 * RATE; counts.asked < due; ) void ask();
  if (taken <= elapsedMinutes() * SAMPLES_A_MINUTE) {
    taken++;
    sampling = sample(child, elapsedMinutes()).then((one) => samples.push(one));
  }
  if (told < Math.floor(elapsedMinutes())) {
    const { before, mb, handles } = samples.at(-1) as Sample;
    const memory = `${Math.round(before)} MB, ${Math.round(mb)} MB without garbage`;
    console.log(`minute ${++told}: ${memory}, ${handles} handles, ${counts.asked} requests`);
  }
  await sleep(5);
}
await sampling;
await sleep(1000);

// Caches fill and code is compiled at first: a third of a short run, the first three minutes of a long one.
const settled = samples.filter(({ minute }) => minute >= Math.min(3, minutes / 3));
const mean = (part: readonly Sample[]) => part.reduce((sum, { mb }) => sum + mb, 0) / part.length;
const [first, last] = [settled.slice(0, 6), settled.slice(-6)];
const figures: Figure[] = [
  { name: 'requests', value: counts.asked },
  {
    name: 'part of those not left that was answered well',
    value: counts.good / (counts.asked - counts.left),
    atLeast: 0.999,
  },
  { name: 'REST calls for each request', value: api.counts.calls / counts.asked },
  {
    name: 'growth of resident memory without garbage, after warming up',
    value: slope(settled),
    atMost: 1,
    unit: 'MB/min',
  },
  { name: 'resident memory at the end, times after warming up', value: mean(last) / mean(first), atMost: 1.2 },
  { name: 'resident memory at most', value: Math.max(...samples.map(({ before }) => before)), atMost: 400, unit: 'MB' },
  {
    name: 'handles more at the end than after warming up',
    value: (last.at(-1)?.handles ?? 0) - (first[0]?.handles ?? 0),
    atMost: 40,
  },
];
await pool.destroy();
child.kill('SIGTERM');
const [code] = (await once(child, 'exit')) as [number];
report([...figures, { name: 'exit code after SIGTERM', value: code, atMost: 0 }]);
