/**
 * This gateway beside its fastest known peer: processor time for each operation, over one upstream, in one run.
 * `npm run bench:peer`; `-- --quick` for a short run, `--only <text>` for the shapes whose names hold it, `--before <folder>` for
 * another checkout of this repository in the same run, `--write` to keep the result in `bench/results`.
 *
 * The parties take turns in short rounds. A cell is the median of the rounds' ratios; where their middle half is further
 * apart than a tenth of it, that is marked, and the cell says little.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { generateAccount } from '../src/sandbox/account.ts';
import { median, quantile, underLoad } from './load.ts';
import { peerShapes } from './peer/shapes.ts';
import { type Contender, type ContenderName, startContender, startUpstream } from './processes.ts';
import { assertSameAnswer, record, type Recorded } from './record.ts';
import { keepResult } from './results.ts';
import { markdownTable } from './table.ts';
import { ACCOUNT } from './upstream.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    before: { type: 'string' },
    connections: { type: 'string', default: '16' },
  },
});

/** `cpuSeconds`: about as much processor time each party gets for a shape in a round. */
const pace = flags.quick
  ? { warmUpRounds: 4, rounds: 7, cpuSeconds: 0.4 }
  : { warmUpRounds: 12, rounds: 15, cpuSeconds: 1 };
const connections = Number(flags.connections);
/** Of the middle half of the rounds, relative to the median. */
const MOST_SPREAD = 0.1;

type Party = Exclude<ContenderName, 'upstream' | 'plain'>;
const PARTIES: readonly Party[] = ['peer', 'gateway', ...(flags.before ? ['before' as const] : []), 'proxy'];

/** Processor time of each party for one operation, in microseconds; one after the other, so that noise hits them alike. */
type Round = Readonly<Record<Party, number>>;

/** One core for the parties, which take turns, and another for load and upstream. Without `taskset`, wherever they are put. */
function pin(pid: number, core: number): boolean {
  try {
    execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const { tables } = generateAccount(ACCOUNT);
const { upstream, apiUrl } = await startUpstream();
const started = await Promise.all(PARTIES.map((party) => startContender(party, apiUrl, flags.before)));
const parties = Object.fromEntries(started.map((one) => [one.name, one])) as Readonly<Record<Party, Contender>>;
const pinned =
  cpus().length > 1 &&
  started.every(({ pid }) => pin(pid, 1)) &&
  [process.pid, upstream.pid].every((pid) => pin(pid, 0));
await new Promise((resolve) => setTimeout(resolve, 1_000));
const idle = Object.fromEntries(
  await Promise.all(started.map(async (one) => [one.name, (await one.tell({ usage: true })).rssBytes] as const)),
) as Readonly<Record<Party, number>>;

const recordings: Recorded[] = [];
for (const shape of peerShapes(tables).filter(({ name }) => name.includes(flags.only))) {
  const recorded = await record(parties.gateway, shape);
  await assertSameAnswer(parties.peer, recorded);
  recordings.push(recorded);
}
await parties.proxy.tell({ play: Object.fromEntries(recordings.map(({ body, waves }) => [body, waves])) });

/** Requests of a round, by shape: the same for all parties, so that a machine that others use counts less. */
const amounts = new Map<string, number>();
const load = (party: Party, body: string) =>
  underLoad(parties[party], body, { connections, amount: amounts.get(body) ?? 10 * connections });

for (let round = 0; round < pace.warmUpRounds; round++)
  for (const { body } of recordings)
    for (const party of PARTIES) {
      const { cpuMicroseconds } = await load(party, body);
      if (party === 'peer')
        amounts.set(body, Math.ceil(Math.max(3 * connections, (pace.cpuSeconds * 1e6) / cpuMicroseconds)));
    }

const rounds = new Map<Recorded, Round[]>(recordings.map((recorded) => [recorded, []]));
for (let round = 0; round < pace.rounds; round++)
  for (const recorded of recordings) {
    const used: Partial<Record<Party, number>> = {};
    // By turns, so that what one leaves behind does not always hit the same other.
    for (const [at] of PARTIES.entries()) {
      const party = PARTIES[(at + round) % PARTIES.length] as Party;
      used[party] = (await load(party, recorded.body)).cpuMicroseconds;
    }
    rounds.get(recorded)?.push(used as Round);
  }

interface Cell {
  readonly median: number;
  /** Of the middle half, relative to the median. */
  readonly spread: number;
}

const cellOf = (values: readonly number[]): Cell => {
  const middle = median([...values]);
  return { median: middle, spread: (quantile([...values], 0.75) - quantile([...values], 0.25)) / middle };
};
const shown = ({ median: value, spread }: Cell) =>
  `${value.toFixed(2)}${spread > MOST_SPREAD ? ` (±${Math.round(50 * spread)} %)` : ''}`;

const measured = recordings.map((recorded) => {
  const all = rounds.get(recorded) as Round[];
  const over = (one: Party, other: Party) => cellOf(all.map((round) => round[one] / round[other]));
  return {
    shape: recorded.shape.name,
    calls: recorded.waves.flat().length,
    microseconds: Object.fromEntries(
      PARTIES.map((party) => [party, Math.round(median(all.map((round) => round[party])))]),
    ),
    overPeer: over('gateway', 'peer'),
    ...(flags.before && { overBefore: over('gateway', 'before'), beforeOverPeer: over('before', 'peer') }),
    floorOverPeer: over('proxy', 'peer'),
  };
});
const after = await Promise.all(
  started.map(async (one) => [one.name, (await one.tell({ usage: true })).rssBytes] as const),
);

const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
const report = [
  `# Beside Grafast, ${new Date().toISOString().slice(0, 10)}`,
  '',
  `Node ${process.version}, ${cpus()[0]?.model}, ${pinned ? 'one core for the parties and one for load and upstream' : 'not pinned'}; ` +
    `${connections} connections, each with a token of its own; ${pace.rounds} rounds by turns, of some ${pace.cpuSeconds} s of the peer's processor time. ` +
    'Processor time of the process for each operation; medians of the ratios of a round. In brackets: half the distance of the quartiles, where it is more than 5 % of the median.',
  '',
  markdownTable(
    [
      'shape',
      'ours / Grafast',
      ...(flags.before ? ['before / Grafast', 'ours / before'] : []),
      'floor / Grafast',
      'ours, µs',
      'Grafast, µs',
      'calls, ours',
    ],
    measured.map((one) => [
      one.shape,
      shown(one.overPeer),
      ...(one.beforeOverPeer && one.overBefore ? [shown(one.beforeOverPeer), shown(one.overBefore)] : []),
      shown(one.floorOverPeer),
      String(one.microseconds.gateway),
      String(one.microseconds.peer),
      String(one.calls),
    ]),
  ),
  '',
  markdownTable(
    ['memory, MiB', 'idle, from sources', 'after load'],
    after.map(([name, bytes]) => [name, String(mib(idle[name as Party])), String(mib(bytes))]),
  ),
  '',
].join('\n');

console.log(report);
if (flags.write) {
  keepResult('peer', report);
  keepResult(
    'peer',
    `${JSON.stringify({ node: process.version, pinned, connections, pace, measured, idle, after: Object.fromEntries(after) }, null, 2)}\n`,
    'json',
  );
}
for (const one of [...started, upstream]) one[Symbol.dispose]();
