/**
 * What a second worker is good for: operations per second of WORKERS=2 on two processors over those of WORKERS=1 on one of
 * them, in the same run.
 *
 *     npm run bench:workers
 *     npm run bench:workers -- 5 2        (rounds, seconds of each)
 *
 * The one worker is held to one processor (`taskset`, of Linux), for V8 has helpers that collect garbage and compile: a
 * single process uses up to a fourth of a second processor, which is not what is asked here.
 *
 * On a machine of two processors, load and API take their part of what the second worker could have. So the shape is one
 * of which the gateway has by far the most work, and the part that they took is printed beside the ratio. What else runs on
 * the machine takes its part too: rounds in which that was more than a little are made again, for some time. What holds on
 * a busy machine is the ratio by processor time: how many operations two processors have time for, load and API included,
 * over those that one processor has time for.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { generateAccount } from '../src/sandbox/account.ts';
import { type Figure, report } from '../test/support/figures.ts';
import { ask, median, type Throughput, underLoad } from './load.ts';
import { type Contender, startUpstream } from './processes.ts';
import { bodyOf } from './record.ts';
import { shapesOf } from './shapes.ts';
import { ACCOUNT } from './upstream.ts';

const SHAPE = '200 rows, five associations';
const CONNECTIONS = 16;
const LEAST_GAIN = 1.7;
/** Of what the processors can do, what others may have while it is measured. */
const MOST_STRANGERS = 0.06;
const MOST_TRIES = 3;
/** Of one process; of two, of both. */
const WARM_OPERATIONS = 2_000;
const [rounds = 5, seconds = 4] = process.argv.slice(2).map(Number);

/** The whole command line, so that what is measured is what runs; on the first so many processors. */
async function startGateway(apiUrl: string, workers: number): Promise<Contender> {
  const command = [process.execPath, 'src/main.ts', '--port=0', '--admin-port=0'];
  const child: ChildProcess = spawn('taskset', ['-c', `0-${workers - 1}`, ...command], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, WORKERS: String(workers), KANTATA_API_URL: apiUrl, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the gateway has no output');
  const found = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name = '', url = ''] = /^(\w+) .*?(http:\/\/[^/]+)/.exec(line) ?? [];
    found.set(name, url);
    if (line.startsWith('REST API')) break;
  }
  const sampleOf = async (page: string, name: string) =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1] ?? Number.NaN);
  return {
    name: 'gateway',
    pid: child.pid as number,
    url: found.get('GraphQL') as string,
    async tell() {
      const page = await (await fetch(`${found.get('Metrics')}/metrics`)).text();
      return {
        cpuMicroseconds: (await sampleOf(page, 'process_cpu_seconds_total')) * 1e6,
        rssBytes: await sampleOf(page, 'process_resident_memory_bytes'),
      };
    },
    [Symbol.dispose]() {
      child.kill('SIGKILL');
    },
  };
}

const { upstream, apiUrl } = await startUpstream();
const shape = shapesOf(generateAccount(ACCOUNT).tables).find(({ name }) => name === SHAPE);
if (!shape) throw new Error(`there is no shape ${SHAPE}`);
const body = bodyOf(shape);
const gateways = [await startGateway(apiUrl, 1), await startGateway(apiUrl, 2)] as const;

/** Processor time in microseconds: of the gateways, of load and API, and of all that runs on this machine. */
async function processorTime() {
  const { user, system } = process.cpuUsage();
  const usages = await Promise.all([upstream, ...gateways].map((one) => one.tell({ usage: true })));
  const [api = 0, ...own] = usages.map(({ cpuMicroseconds }) => cpuMicroseconds);
  const busyMs = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return { own: own.reduce((sum, one) => sum + one, 0), aids: user + system + api, all: busyMs * 1000 };
}

interface Measured {
  readonly throughput: Throughput;
  /** Of the processor time of gateway, load and API, the part that was not the gateway's. */
  readonly aidsPart: number;
  /** Of what the processors can do, the part that went to others. */
  readonly strangersPart: number;
}

async function measure(gateway: Contender): Promise<Measured> {
  const fromMs = performance.now();
  const before = await processorTime();
  const throughput = await underLoad(gateway, body, { connections: CONNECTIONS, seconds });
  const after = await processorTime();
  const capacity = (performance.now() - fromMs) * 1000 * cpus().length;
  const [own, aids, all] = [after.own - before.own, after.aids - before.aids, after.all - before.all];
  return { throughput, aidsPart: aids / (own + aids), strangersPart: Math.max(0, all - own - aids) / capacity };
}

for (const gateway of gateways) await ask(gateway, body);
// Until V8 has compiled what is often called, in each process.
for (const [at, gateway] of gateways.entries())
  for (let done = 0; done < WARM_OPERATIONS * (at + 1); )
    done += (await measure(gateway)).throughput.perSecond * seconds;

interface Round {
  readonly one: Measured;
  readonly two: Measured;
}

const all: Round[] = [];
const quiet: Round[] = [];
for (let at = 0; quiet.length < rounds && at < rounds * MOST_TRIES; at++) {
  const order = at % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
  const measured: Measured[] = [];
  for (const which of order) measured[which] = await measure(gateways[which]);
  const [one, two] = measured as [Measured, Measured];
  const strangers = Math.max(one.strangersPart, two.strangersPart);
  const counts = strangers <= MOST_STRANGERS;
  all.push({ one, two });
  if (counts) quiet.push({ one, two });
  const [slow, fast] = [one.throughput.perSecond, two.throughput.perSecond];
  console.log(
    `${slow.toFixed(1)} and ${fast.toFixed(1)} operations a second: ${(fast / slow).toFixed(2)}; others had ${(strangers * 100).toFixed(0)} % of the processors${counts ? '' : ': does not count'}`,
  );
}

const medianOf = (counted: readonly Round[], value: (round: Round) => number) => median(counted.map(value));
const of = (value: (round: Round) => number) => medianOf(quiet, value);
const costOf = ({ throughput }: Measured) => throughput.cpuMicroseconds;
const figures: Figure[] = [
  { name: 'processors', value: availableParallelism(), atLeast: 2 },
  { name: 'rounds that count', value: quiet.length, atLeast: rounds },
  { name: 'operations a second of one worker', value: of(({ one }) => one.throughput.perSecond) },
  { name: 'operations a second of two workers', value: of(({ two }) => two.throughput.perSecond) },
  {
    name: 'two over one, in the same round',
    value: of(({ one, two }) => two.throughput.perSecond / one.throughput.perSecond),
    atLeast: LEAST_GAIN,
  },
  {
    name: 'processor time of an operation, one worker',
    value: medianOf(all, ({ one }) => costOf(one) / 1000),
    unit: 'ms',
  },
  {
    name: 'processor time of an operation, two workers',
    value: medianOf(all, ({ two }) => costOf(two) / 1000),
    unit: 'ms',
  },
  {
    name: 'two over one, by processor time',
    value: medianOf(all, ({ one, two }) => (2 * costOf(one)) / (costOf(two) / (1 - two.aidsPart))),
  },
  { name: 'part of load and API in the processor time, two workers', value: medianOf(all, ({ two }) => two.aidsPart) },
];
for (const one of [...gateways, upstream]) one[Symbol.dispose]();
report(figures);
