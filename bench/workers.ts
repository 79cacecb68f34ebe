/**
 * What a second worker is good for: operations per second of WORKERS=2 over those of WORKERS=1, in the same run.
 *
 *     npm run bench:workers
 *     npm run bench:workers -- 5 2        (rounds, seconds of each)
 *
 * On a machine of two processors, load and API take their part of what the second worker could have. So the shape is one
 * of which the gateway has by far the most work, and the part that the others took is printed beside the ratio.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { generateAccount } from '../src/sandbox/account.ts';
import { type Figure, report } from '../test/support/load.ts';
import { ask, median, type Throughput, underLoad } from './load.ts';
import { type Contender, startUpstream } from './processes.ts';
import { bodyOf } from './record.ts';
import { shapesOf } from './shapes.ts';
import { ACCOUNT } from './upstream.ts';

const SHAPE = '200 rows, five associations';
const CONNECTIONS = 16;
const LEAST_GAIN = 1.7;
const [rounds = 5, seconds = 4] = process.argv.slice(2).map(Number);

/** The whole command line, so that what is measured is what runs. */
async function startGateway(apiUrl: string, workers: number): Promise<Contender> {
  const child: ChildProcess = spawn(process.execPath, ['src/main.ts', '--port=0', '--admin-port=0'], {
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

/** Processor time of everything but the gateway, in microseconds. */
async function cpuOfOthers(): Promise<number> {
  const { user, system } = process.cpuUsage();
  return user + system + (await upstream.tell({ usage: true })).cpuMicroseconds;
}

interface Round {
  readonly one: Throughput;
  readonly two: Throughput;
  /** Of all processor time while two workers ran, the part that was not theirs. */
  readonly othersPart: number;
}

async function round(first: 0 | 1): Promise<Round> {
  const results: Throughput[] = [];
  let othersPart = 0;
  for (const at of [first, 1 - first] as const) {
    const gateway = gateways[at] as Contender;
    const before = { others: await cpuOfOthers(), own: (await gateway.tell({ usage: true })).cpuMicroseconds };
    results[at] = await underLoad(gateway, body, { connections: CONNECTIONS, seconds });
    const others = (await cpuOfOthers()) - before.others;
    const own = (await gateway.tell({ usage: true })).cpuMicroseconds - before.own;
    if (at === 1) othersPart = others / (others + own);
  }
  return { one: results[0] as Throughput, two: results[1] as Throughput, othersPart };
}

for (const gateway of gateways) await ask(gateway, body);
// Until V8 has compiled what is often called, in each process.
for (let at = 0; at < 2; at++) await round(0);

const measured: Round[] = [];
for (let at = 0; at < rounds; at++) {
  const { one, two, othersPart } = await round(at % 2 === 0 ? 0 : 1);
  measured.push({ one, two, othersPart });
  console.log(
    `${one.perSecond.toFixed(1)} and ${two.perSecond.toFixed(1)} operations a second: ${(two.perSecond / one.perSecond).toFixed(2)}`,
  );
}

const of = (value: (round: Round) => number) => median(measured.map(value));
const figures: Figure[] = [
  { name: 'processors', value: availableParallelism(), atLeast: 2 },
  { name: 'operations a second of one worker', value: of(({ one }) => one.perSecond) },
  { name: 'operations a second of two workers', value: of(({ two }) => two.perSecond) },
  {
    name: 'two over one, in the same round',
    value: of(({ one, two }) => two.perSecond / one.perSecond),
    atLeast: LEAST_GAIN,
  },
  {
    name: 'processor time of an operation, one worker',
    value: of(({ one }) => one.cpuMicroseconds / 1000),
    unit: 'ms',
  },
  {
    name: 'processor time of an operation, two workers',
    value: of(({ two }) => two.cpuMicroseconds / 1000),
    unit: 'ms',
  },
  { name: 'part of load and API in the processor time', value: of(({ othersPart }) => othersPart) },
];
for (const one of [...gateways, upstream]) one[Symbol.dispose]();
report(figures);
