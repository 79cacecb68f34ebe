/**
 * Ten minutes of ordinary life: the gateway as a process of its own, at a good part of what it bears,
 * with mixed questions, an API that fails now and then, and clients who leave. Prints what it did to
 * memory and sockets, and fails where that is too much.
 *
 *     npm run test:soak
 *     npm run test:soak -- 3        (minutes)
 */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../support/random.ts';
import { type Figure, report } from '../support/figures.ts';
import { createClient } from '../support/load.ts';
import { startApiProcess, startGatewayProcess } from './processes.ts';

const minutes = Number(process.argv[2] ?? 10);
/** Caches fill, code is compiled, and the heap finds its size: a third of the run, and three minutes of a long one. */
const warmMinutes = Math.min(3, minutes / 3);
/** Requests a second. */
const RATE = 100;
const SAMPLES_A_MINUTE = 12;
const LEAVING = 0.01;
const random = seededRandom(1);

const QUERIES = [
  'query One($id: ID!) { user(id: $id) { fullName role { name } } }',
  'query Three($id: ID!, $second: ID!, $third: ID!) { usersById(ids: [$id, $second, $third]) { fullName headline } }',
  '{ users(first: 100) { totalCount nodes { fullName role { name } } } }',
  'query Mixed($id: ID!) { workspace(id: $id) { title } roles(first: 5) { nodes { name } } }',
];

await using api = await startApiProcess({
  latencyMs: [10, 50],
  wrong: { misdeed: { status: 503 }, oneIn: 100 },
});
const collector = new URL('collect-on-demand.ts', import.meta.url).href;
const { command, url } = await startGatewayProcess(api.url, {
  env: { ADMIN_PORT: '0' },
  // The heap of a container of 512 MB, as in deploy/kubernetes.yaml. With the memory of a whole machine garbage is left
  // lying for minutes, and what memory grows by says nothing.
  execArgv: ['--max-old-space-size=256', '--expose-gc', '--import', collector],
  ipc: true,
});
const { process: child } = command;
const [, metrics = ''] = await command.printed(/^Metrics +(http:\S+)$/m);
const client = createClient(url, 100);
const counts = { asked: 0, good: 0, left: 0 };

async function ask() {
  counts.asked++;
  const leaving = random() < LEAVING ? new AbortController() : null;
  if (leaving) setTimeout(() => leaving.abort(), random() * 20);
  const query = QUERIES[Math.floor(random() * QUERIES.length)] as string;
  const [id, second, third] = [1, 2, 3].map(() => String(1 + Math.floor(random() * 1000)));
  const token = `token-${Math.floor(random() * 500)}`;
  try {
    const variables = { id, second, third };
    const { status, body } = await client.ask({ query, variables, token, ...(leaving && { signal: leaving.signal }) });
    if (status === 200 && !body.includes('"errors"')) counts.good++;
  } catch {
    if (leaving) counts.left++;
  }
}

interface Sample {
  readonly minute: number;
  /** Resident memory in MB, garbage and all. */
  readonly mb: number;
  /** Files and sockets. */
  readonly handles: number;
}

const from = performance.now();
const elapsedMinutes = () => (performance.now() - from) / 60_000;

const sample = (): Sample => ({
  minute: elapsedMinutes(),
  mb: (Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20,
  handles: readdirSync(`/proc/${child.pid}/fd`).length,
});

/** What somebody keeps, in MB: the heap and what hangs on it, once garbage is collected. */
async function kept(): Promise<{ minute: number; mb: number }> {
  const collected = once(child, 'message');
  child.send('collect');
  const [{ heapUsed, external }] = (await collected) as [NodeJS.MemoryUsage];
  return { minute: elapsedMinutes(), mb: (heapUsed + external) / 2 ** 20 };
}

/** What memory is taken by, in MB, garbage and all. */
async function memory(): Promise<string> {
  const page = await (await fetch(metrics)).text();
  const mb = (name: string) => Math.round(Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1]) / 2 ** 20);
  const [resident, heap, external] = [
    'process_resident_memory_bytes',
    'nodejs_heap_size_used_bytes',
    'nodejs_external_memory_bytes',
  ].map(mb);
  return `${resident} MB, of which objects ${heap} MB and buffers ${external} MB`;
}

/** The least of each minute: memory rises until garbage is collected, again and again. */
function floors(samples: readonly Sample[]): Sample[] {
  const least = new Map<number, Sample>();
  for (const one of samples) {
    const minute = Math.floor(one.minute - warmMinutes);
    const known = least.get(minute);
    if (!known || one.mb < known.mb) least.set(minute, one);
  }
  return [...least.values()];
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

const samples: Sample[] = [];
let warm: Promise<{ minute: number; mb: number }> | undefined;
let told = 0;
while (elapsedMinutes() < minutes) {
  for (const due = elapsedMinutes() * 60 * RATE; counts.asked < due; ) void ask();
  // Once, and not while memory is looked at: a heap that is emptied by hand grows again, and hides a leak behind that.
  if (elapsedMinutes() >= warmMinutes / 2) warm ??= kept();
  if (samples.length <= elapsedMinutes() * SAMPLES_A_MINUTE) samples.push(sample());
  if (told < Math.floor(elapsedMinutes())) {
    const minute = ++told;
    const { handles } = samples.at(-1) as Sample;
    void memory().then((taken) =>
      console.log(`minute ${minute}: ${counts.asked} requests, ${handles} handles, ${taken}`),
    );
  }
  await sleep(5);
}
await sleep(1000);
const end = await kept();
const start = (await warm) ?? end;

const settled = samples.filter(({ minute }) => minute >= warmMinutes);
const mean = (part: readonly Sample[]) => part.reduce((sum, { mb }) => sum + mb, 0) / part.length;
/** How many are open at a moment is chance; what is never closed is open at every moment. */
const fewest = (part: readonly Sample[]) => Math.min(...part.map(({ handles }) => handles));
const [first, last] = [settled.slice(0, SAMPLES_A_MINUTE), settled.slice(-SAMPLES_A_MINUTE)];
const { calls } = await api.tell();
const figures: Figure[] = [
  { name: 'requests', value: counts.asked },
  {
    name: 'part of those not left that was answered well',
    value: counts.good / (counts.asked - counts.left),
    atLeast: 0.999,
  },
  { name: 'REST calls for each request', value: calls / counts.asked },
  {
    name: 'growth of what is kept, garbage collected',
    value: (end.mb - start.mb) / (end.minute - start.minute),
    atMost: 1,
    unit: 'MB/min',
  },
  { name: 'what is kept at the end', value: end.mb, unit: 'MB' },
  { name: 'growth of resident memory after warming up', value: slope(floors(settled)), atMost: 1, unit: 'MB/min' },
  { name: 'resident memory at the end, times after warming up', value: mean(last) / mean(first), atMost: 1.2 },
  { name: 'resident memory at most', value: Math.max(...samples.map(({ mb }) => mb)), atMost: 400, unit: 'MB' },
  {
    name: 'handles more at the end than after warming up',
    value: fewest(last) - fewest(first),
    atMost: 40,
  },
];
await client.close();
child.kill('SIGTERM');
const code = await command.ended;
report([...figures, { name: 'exit code after SIGTERM', value: typeof code === 'number' ? code : 1, atMost: 0 }]);
