/**
 * What the size of the schema costs: start, introspection, validation and memory, beside those of another checkout of
 * the gateway. `npm run bench:schema -- <folder of that checkout>`; `--write` keeps the table in `bench/results`.
 *
 * Both take turns, each time in a new process, and only ratios are reported; times are processor times. The operations that are validated are those of
 * `examples/` that both schemas know. Without a folder, the schema stands beside itself, which shows the noise.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './load.ts';
import { keepResult } from './results.ts';
import type { Probed } from './schema-probe.ts';
import { markdownTable } from './table.ts';

const ROUNDS = 7;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});

const here = fileURLToPath(new URL('..', import.meta.url));
const other = resolve(positionals[0] ?? here);
const examples = readdirSync(join(here, 'examples'))
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => join(here, 'examples', name));

function probe(folder: string, files: readonly string[]): Probed {
  const args = ['--expose-gc', fileURLToPath(new URL('schema-probe.ts', import.meta.url)), folder, ...files];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Probed;
}

/** The processor time of a process in the ticks of its system, and its resident memory in kilobytes. */
function usageOf({ pid }: ChildProcess) {
  // The name of the program stands in parentheses before them and may hold anything.
  const [, numbers = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const [user, system] = numbers.split(' ').slice(11).map(Number) as [number, number];
  const [, rss] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { ticks: user + system, rss: Number(rss) };
}

/** The gateway as `npm start` runs it: what it takes until it answers, and holds after its first operation. */
async function startOf(folder: string) {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', join(folder, 'src/main.ts')], {
    cwd: folder,
    env: { PATH: process.env.PATH, KANTATA_API_URL: 'http://127.0.0.1:9/api/v1', PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    let url = '';
    for await (const line of createInterface(child.stdout)) {
      url = /^Health\s+(\S+)$/.exec(line)?.[1] ?? '';
      if (url) break;
    }
    await (await fetch(url)).text();
    const started = usageOf(child).ticks;
    const body = JSON.stringify({ query: '{ __typename }' });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' };
    await (await fetch(url.replace(/health$/, 'graphql'), { method: 'POST', body, headers })).text();
    return { started, rss: usageOf(child).rss };
  } finally {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

type Round = Probed & { readonly started: number; readonly rss: number };

const unknown = new Set([other, here].flatMap((folder) => probe(folder, examples).unknown));
const operations = examples.filter((file) => !unknown.has(file));
if (operations.length === 0) throw new Error('There is no example that both schemas know.');

const round = async (folder: string): Promise<Round> => ({ ...probe(folder, operations), ...(await startOf(folder)) });
const rounds: { now: Round; before: Round }[] = [];
for (let at = 0; at < ROUNDS; at++) {
  // Who goes first changes, because the second finds the files of the first in memory.
  const now = at % 2 === 0 ? await round(here) : null;
  const before = await round(other);
  rounds.push({ now: now ?? (await round(here)), before });
}

const ratio = (value: (one: Round) => number) =>
  median(rounds.map(({ now, before }) => value(now) / value(before))).toFixed(2);
const last = rounds.at(-1) as (typeof rounds)[number];
const size = (name: string, value: (one: Probed) => number) => [
  name,
  String(value(last.before)),
  String(value(last.now)),
  (value(last.now) / value(last.before)).toFixed(2),
];

const report = [
  `# The schema, ${new Date().toISOString().slice(0, 10)}`,
  '',
  `Node ${process.version}; ${ROUNDS} rounds, in each of which both take turns in new processes; the ratios are those of one round, and of these the median. Costs are processor time and memory. ${operations.length} operations of \`examples/\` are validated.`,
  '',
  markdownTable(
    ['size', 'before', 'now', 'now / before'],
    [
      size('types', ({ types }) => types),
      size('fields', ({ fields }) => fields),
      size('arguments and fields of inputs', ({ inputs }) => inputs),
      size('bytes of the introspection', ({ introspectionBytes }) => introspectionBytes),
    ],
  ),
  '',
  markdownTable(
    ['cost', 'now / before'],
    [
      ['start of the gateway, until it answers', ratio(({ started }) => started)],
      ['modules of the schema, and building it', ratio(({ loaded }) => loaded)],
      ['building it alone', ratio(({ built }) => built)],
      ['introspection, the first', ratio(({ introspectedFirst }) => introspectedFirst)],
      ['introspection, warm', ratio(({ introspected }) => introspected)],
      ['introspection, warm, for each byte', ratio((one) => one.introspected / one.introspectionBytes)],
      ['validation, the first', ratio(({ validatedFirst }) => validatedFirst)],
      ['validation, warm', ratio(({ validated }) => validated)],
      ['heap of the schema', ratio(({ heap }) => heap)],
      ['heap, for each field and argument', ratio((one) => one.heap / (one.fields + one.inputs))],
      ['resident memory of the gateway', ratio(({ rss }) => rss)],
    ],
  ),
  '',
].join('\n');

console.log(report);
if (flags.write) keepResult('schema', report);
