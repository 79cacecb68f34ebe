/**
 * Operations per second, latency, processor time and memory: this gateway, the plain one, and the
 * floor, each in a process of its own over one upstream. `npm run bench:throughput`.
 *
 * Machines are noisy, so the parties take turns in short rounds, and only the ratios within a round count. `--quick` for a short run, `--write` to keep the report in
 * `bench/results`, `--only <text>` for the shapes whose names hold it, `--before <folder>` for another checkout of this
 * repository in the same run, with its packages installed.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { generateAccount } from '../src/sandbox/account.ts';
import { median, oneByOne, quantile, type Throughput, underLoad } from './load.ts';
import { type Contender, startContender, startUpstream } from './processes.ts';
import { assertSameAnswer, record, type Recorded } from './record.ts';
import { keepResult } from './results.ts';
import { shapesOf, TIMED } from './shapes.ts';
import { markdownTable } from './table.ts';
import { ACCOUNT, tokenOf } from './upstream.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    before: { type: 'string' },
  },
});

const CONNECTIONS = 16;
const LATENCIES_MS = [0, 20];
/** What a request alone may take beyond the latency of its waves, at the median. */
const MOST_ADDED_MS = 5;
const pace = flags.quick
  ? { warmUpCycles: 3, rounds: 3, seconds: 1, singleSeconds: 0.3 }
  : { warmUpCycles: 6, rounds: 7, seconds: 2, singleSeconds: 0.4 };

type Party = 'gateway' | 'plain' | 'proxy' | 'before';
const PARTIES: readonly Party[] = ['gateway', 'plain', 'proxy', ...(flags.before ? ['before' as const] : [])];

/** What the parties did in one round, one right after the other, so that noise hits them alike. */
interface Round {
  readonly loaded: Readonly<Record<Party, Throughput>>;
  /** Processor time of parsing the API's bodies and writing the answer, and of nothing else. */
  readonly parsingAndWritingMicroseconds: number;
}

interface Measured {
  readonly recorded: Recorded;
  readonly latencyMs: number;
  readonly rounds: readonly Round[];
  /** Milliseconds of requests on one connection, one after the other. */
  readonly single: Readonly<Record<Party, number[]>>;
}

/** What no gateway can leave out, as something to be timed. */
async function parsingAndWriting({ waves, answer }: Recorded, apiUrl: string): Promise<() => void> {
  const bodies = await Promise.all(
    waves.flat().map(async (path) => {
      const response = await fetch(apiUrl + path, { headers: { authorization: `Bearer ${tokenOf(0)}` } });
      return response.text();
    }),
  );
  const parsed: unknown = JSON.parse(answer);
  return () => {
    for (const body of bodies) JSON.parse(body);
    JSON.stringify(parsed);
  };
}

/** Processor time of this process for each call of `run`, in microseconds. */
function cpuOf(run: () => void): number {
  const wallMs = 200;
  const before = process.cpuUsage();
  const end = performance.now() + wallMs;
  let count = 0;
  for (; performance.now() < end || count < 20; count++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

type Parties = Readonly<Record<Party, Contender>>;

/**
 * Has every party answer every shape, over and over: V8 compiles the last of what is often called only
 * after some 20,000 operations, and each new shape makes it think again. Until then an operation takes
 * up to three times as long.
 */
async function warmUp(parties: Parties, recordings: readonly Recorded[]): Promise<void> {
  for (let cycle = 0; cycle < pace.warmUpCycles; cycle++)
    for (const { body } of recordings)
      for (const party of PARTIES) await underLoad(parties[party], body, { connections: CONNECTIONS, seconds: 1 });
}

async function measure(recorded: Recorded, parties: Parties, apiUrl: string, latencyMs: number): Promise<Measured> {
  const { body } = recorded;
  const load = (party: Party) => underLoad(parties[party], body, { connections: CONNECTIONS, seconds: pace.seconds });
  const unavoidable = await parsingAndWriting(recorded, apiUrl);
  const rounds: Round[] = [];
  const single: Record<Party, number[]> = { gateway: [], plain: [], proxy: [], before: [] };
  cpuOf(unavoidable);
  for (let round = 0; round < pace.rounds; round++) {
    // By turns, so that what one leaves behind does not always hit the same other.
    const order = PARTIES.map((_, index) => PARTIES[(index + round) % PARTIES.length] as Party);
    const loaded: Partial<Record<Party, Throughput>> = {};
    for (const party of order) loaded[party] = await load(party);
    rounds.push({ loaded: loaded as Round['loaded'], parsingAndWritingMicroseconds: cpuOf(unavoidable) });
    for (const party of order) single[party].push(...(await oneByOne(parties[party], body, pace.singleSeconds)));
  }
  return { recorded, latencyMs, rounds, single };
}

const ratio = (value: number) => value.toFixed(2);
const ms = (value: number) => value.toFixed(1);

/** One row: ratios of operations per second and of processor time, each the median over the rounds. */
function loadRow({ recorded, latencyMs, rounds }: Measured): string[] {
  const over = (value: (loaded: Round['loaded'], parsingAndWriting: number) => number) =>
    ratio(
      median(rounds.map(({ loaded, parsingAndWritingMicroseconds }) => value(loaded, parsingAndWritingMicroseconds))),
    );
  return [
    recorded.shape.name,
    `${latencyMs} ms`,
    over(({ gateway, plain }) => gateway.perSecond / plain.perSecond),
    over(({ gateway, proxy }) => gateway.perSecond / proxy.perSecond),
    over(({ gateway, plain }) => plain.cpuMicroseconds / gateway.cpuMicroseconds),
    over(({ gateway, proxy }) => gateway.cpuMicroseconds / proxy.cpuMicroseconds),
    over(({ gateway }, limit) => gateway.cpuMicroseconds / limit),
    over(({ gateway, proxy }, limit) => (gateway.cpuMicroseconds - proxy.cpuMicroseconds) / limit),
    ...(flags.before
      ? [
          over(({ gateway, before }) => gateway.perSecond / before.perSecond),
          over(({ gateway, before }) => gateway.cpuMicroseconds / before.cpuMicroseconds),
        ]
      : []),
  ];
}

/** One row: what a request alone takes beyond the latency of its waves. */
function latencyRow({ recorded, latencyMs, single }: Measured): string[] {
  const critical = recorded.waves.length * latencyMs;
  const added = (party: Party, share: number) => quantile(single[party], share) - critical;
  return [
    recorded.shape.name,
    `${recorded.waves.length} x ${latencyMs} ms`,
    ...PARTIES.flatMap((party) => [ms(added(party, 0.5)), ms(added(party, 0.99))]),
    added('gateway', 0.5) <= MOST_ADDED_MS ? 'yes' : 'NO',
  ];
}

const { tables } = generateAccount(ACCOUNT);
const shapes = shapesOf(tables).filter(({ name }) => TIMED.includes(name) && name.includes(flags.only));

const { upstream, apiUrl } = await startUpstream();
const started = await Promise.all(PARTIES.map((party) => startContender(party, apiUrl, flags.before)));
const parties = Object.fromEntries(started.map((one) => [one.name, one])) as unknown as Parties;

const recordings: Recorded[] = [];
for (const shape of shapes) {
  const recorded = await record(parties.gateway, shape);
  await assertSameAnswer(parties.plain, recorded);
  recordings.push(recorded);
}
await parties.proxy.tell({ play: Object.fromEntries(recordings.map(({ body, waves }) => [body, waves])) });

await warmUp(parties, recordings);

const results: Measured[] = [];
for (const latencyMs of LATENCIES_MS) {
  await upstream.tell({ latencyMs });
  for (const recorded of recordings) {
    const measured = await measure(recorded, parties, apiUrl, latencyMs);
    results.push(measured);
    console.error(`${loadRow(measured).join(' | ')} || ${latencyRow(measured).slice(1).join(' | ')}`);
  }
}
const memory = await Promise.all(PARTIES.map(async (party) => (await parties[party].tell({ usage: true })).rssBytes));
const [, memoryOfPlain] = memory as [number, number];

const report = [
  `# Throughput, ${new Date().toISOString().slice(0, 10)}`,
  '',
  `Node ${process.version}, ${cpus().length} processors (${cpus()[0]?.model}) shared by gateway, upstream and load. ` +
    `${CONNECTIONS} connections, each with a token of its own; ${pace.rounds} rounds of ${pace.seconds} s, in each of which the parties take turns; the ratios are those of one round, and of these the median. ` +
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
      ...(flags.before ? ['ops/s: ours / before', 'CPU: ours / before'] : []),
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
      ...(flags.before ? ['before p50', 'before p99'] : []),
      `ours p50 within critical path + ${MOST_ADDED_MS} ms`,
    ],
    results.map(latencyRow),
  ),
  '',
  '## Memory after all of it',
  '',
  markdownTable(
    ['', 'RSS, relative to plain'],
    PARTIES.map((party, index) => [party, ratio((memory[index] as number) / memoryOfPlain)]),
  ),
  '',
].join('\n');

console.log(report);
if (flags.write) keepResult('throughput', report);
for (const party of [...started, upstream]) party[Symbol.dispose]();
