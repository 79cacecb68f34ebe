/**
 * Operations per second, latency, processor time and memory: this gateway, the plain one, and the
 * floor, each in a process of its own over one upstream. `npm run bench:throughput`.
 *
 * Machines are noisy, so the parties take turns in short rounds, and what is reported are medians over
 * the rounds and their ratios. `--quick` for a short run, `--write` to keep the report in
 * `bench/results`, `--only <text>` for the shapes whose names hold it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { generateAccount } from '../src/sandbox/account.ts';
import { median, oneByOne, quantile, type Throughput, underLoad } from './load.ts';
import { type Contender, startContender, startUpstream } from './processes.ts';
import { assertSameAnswer, record, type Recorded } from './record.ts';
import { shapesOf, TIMED } from './shapes.ts';
import { markdownTable } from './table.ts';
import { ACCOUNT } from './upstream.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

const CONNECTIONS = 16;
const LATENCIES_MS = [0, 20];
const pace = flags.quick ? { rounds: 3, seconds: 1, idleSeconds: 0.5 } : { rounds: 7, seconds: 3, idleSeconds: 2 };

/** Processor time of what no gateway can leave out: parsing the API's bodies and writing the answer, in microseconds. */
async function unavoidable({ waves, answer }: Recorded, apiUrl: string): Promise<number> {
  const bodies = await Promise.all(
    waves.flat().map(async (path) => {
      const response = await fetch(apiUrl + path, { headers: { authorization: 'Bearer bench-0' } });
      return response.text();
    }),
  );
  const parsed: unknown = JSON.parse(answer);
  const once = () => {
    for (const body of bodies) JSON.parse(body);
    JSON.stringify(parsed);
  };
  const spent = (count: number) => {
    const before = process.cpuUsage();
    for (let at = 0; at < count; at++) once();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / count;
  };
  spent(100);
  return median(Array.from({ length: 5 }, () => spent(100)));
}

interface Measured {
  readonly recorded: Recorded;
  readonly latencyMs: number;
  readonly unavoidableMicroseconds: number;
  /** By contender: what each round brought. */
  readonly loaded: ReadonlyMap<string, Throughput[]>;
  /** By contender: milliseconds of single requests, on one connection. */
  readonly single: ReadonlyMap<string, number[]>;
}

async function measure(recorded: Recorded, contenders: readonly Contender[], apiUrl: string, latencyMs: number) {
  const loaded = new Map<string, Throughput[]>(contenders.map(({ name }) => [name, []]));
  const single = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders)
    await underLoad(contender, recorded.body, { connections: CONNECTIONS, seconds: pace.seconds });
  for (let round = 0; round < pace.rounds; round++) {
    // Not always in the same order, so that what one leaves behind does not always hit the same other.
    const order = contenders.map((_, index) => contenders[(index + round) % contenders.length] as Contender);
    for (const contender of order) {
      const result = await underLoad(contender, recorded.body, { connections: CONNECTIONS, seconds: pace.seconds });
      loaded.get(contender.name)?.push(result);
    }
    for (const contender of order)
      single.get(contender.name)?.push(...(await oneByOne(contender, recorded.body, pace.idleSeconds / pace.rounds)));
  }
  return { recorded, latencyMs, unavoidableMicroseconds: await unavoidable(recorded, apiUrl), loaded, single };
}

const ratio = (value: number) => value.toFixed(2);
const ms = (value: number) => value.toFixed(1);

const medianOf = ({ loaded }: Measured, name: string, value: (round: Throughput) => number) =>
  median((loaded.get(name) ?? []).map(value));

/** One row: ratios of operations per second, and of processor time. */
function loadRow(measured: Measured): string[] {
  const perSecond = (name: string) => medianOf(measured, name, (round) => round.perSecond);
  const cpu = (name: string) => medianOf(measured, name, (round) => round.cpuMicroseconds);
  const { recorded, latencyMs, unavoidableMicroseconds } = measured;
  return [
    recorded.shape.name,
    `${latencyMs} ms`,
    ratio(perSecond('gateway') / perSecond('plain')),
    ratio(perSecond('gateway') / perSecond('proxy')),
    ratio(cpu('plain') / cpu('gateway')),
    ratio(cpu('gateway') / cpu('proxy')),
    ratio(cpu('gateway') / unavoidableMicroseconds),
    ratio((cpu('gateway') - cpu('proxy')) / unavoidableMicroseconds),
  ];
}

/** One row: what a request alone takes beyond the upstream's latency. */
function latencyRow(measured: Measured): string[] {
  const { recorded, latencyMs, single } = measured;
  const critical = recorded.waves.length * latencyMs;
  const added = (name: string, share: number) => ms(quantile(single.get(name) ?? [], share) - critical);
  const p50 = quantile(single.get('gateway') ?? [], 0.5);
  return [
    recorded.shape.name,
    `${recorded.waves.length} x ${latencyMs} ms`,
    ...['gateway', 'plain', 'proxy'].flatMap((name) => [added(name, 0.5), added(name, 0.99)]),
    p50 <= critical + 5 ? 'yes' : 'NO',
  ];
}

const { tables } = generateAccount(ACCOUNT);
const shapes = shapesOf(tables).filter(({ name }) => TIMED.includes(name as never) && name.includes(flags.only));

const { upstream, apiUrl } = await startUpstream();
const contenders: Contender[] = [];
for (const name of ['gateway', 'plain', 'proxy'] as const) contenders.push(await startContender(name, apiUrl));
const [gateway, plain, proxy] = contenders as [Contender, Contender, Contender];

const recordings = await Promise.all(shapes.map((shape) => record(gateway, shape)));
for (const recorded of recordings) await assertSameAnswer(plain, recorded);
await proxy.tell({ play: Object.fromEntries(recordings.map(({ body, waves }) => [body, waves])) });

const results: Measured[] = [];
for (const latencyMs of LATENCIES_MS) {
  await upstream.tell({ latencyMs });
  for (const recorded of recordings) {
    const measured = await measure(recorded, contenders, apiUrl, latencyMs);
    results.push(measured);
    console.error(loadRow(measured).join(' | '));
  }
}
const memory = await Promise.all(contenders.map(async (contender) => (await contender.tell({ usage: true })).rssBytes));

const report = [
  `# Throughput, ${new Date().toISOString().slice(0, 10)}`,
  '',
  `Node ${process.version}, ${cpus().length} processors (${cpus()[0]?.model}) shared by gateway, upstream and load. ` +
    `${CONNECTIONS} connections, each with a token of its own; medians of ${pace.rounds} rounds of ${pace.seconds} s, the parties by turns. ` +
    'Only ratios mean anything.',
  '',
  '## Operations per second, and processor time per operation',
  '',
  'Parsing and writing: `JSON.parse` of the bodies that the API sent and `JSON.stringify` of the answer, and nothing else.',
  '',
  markdownTable(
    [
      'shape',
      'upstream latency',
      'ops/s: ours / plain',
      'ops/s: ours / floor',
      'CPU: plain / ours',
      'CPU: ours / floor',
      'CPU: ours / parsing and writing',
      'CPU: (ours - floor) / parsing and writing',
    ],
    results.map(loadRow),
  ),
  '',
  '## Latency of a request alone, beyond waves x upstream latency',
  '',
  'In milliseconds, one connection.',
  '',
  markdownTable(
    [
      'shape',
      'critical path',
      'ours p50',
      'ours p99',
      'plain p50',
      'plain p99',
      'floor p50',
      'floor p99',
      'ours p50 within critical path + 5 ms',
    ],
    results.map(latencyRow),
  ),
  '',
  '## Memory after all of it',
  '',
  markdownTable(
    ['', 'RSS, relative to plain'],
    contenders.map(({ name }, index) => [name, ratio((memory[index] as number) / (memory[1] as number))]),
  ),
  '',
].join('\n');

console.log(report);
if (flags.write) {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${new Date().toISOString().slice(0, 10)}.md`, folder), report);
}
for (const party of [...contenders, upstream]) party[Symbol.dispose]();
