/**
 * What the bounded wait costs and gains: REST calls and latency of operations of several waves, at several values of
 * `WAVE_WAIT_MS`, over an API whose answers come at different moments. `npm run bench:wait`; `--write` keeps the table in
 * `bench/results`.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startGateway, type TestGateway } from '../test/support/gateway.ts';
import { ask } from './load.ts';
import { record } from './record.ts';
import { keepResult } from './results.ts';
import { type Shape, shapesOf } from './shapes.ts';
import { markdownTable } from './table.ts';
import { ACCOUNT, benchUsers } from './upstream.ts';

const WAITS = [0, 5, 20, 'unbounded'] as const;
/** An answer takes at least so long, and by chance up to `SPREAD_MS` more. */
const LEAST_MS = 20;
const SPREAD_MS = 20;
const ROUNDS = 100;

const { values: flags } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

/** Chance by the call and the round: a call takes equally long whatever the wait. */
const latencyMs = (line: string, round: number) =>
  LEAST_MS + (createHash('sha256').update(`${round} ${line}`).digest().readUInt32BE() / 2 ** 32) * SPREAD_MS;

interface Outcome {
  readonly calls: number;
  readonly ms: number;
}

async function once({ url, sandbox }: TestGateway, body: string, round: number): Promise<Outcome> {
  sandbox.latency(({ line }) => latencyMs(line, round));
  const before = sandbox.requests.length;
  const start = performance.now();
  await ask({ url }, body);
  return { ms: performance.now() - start, calls: sandbox.requests.length - before };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const gateways = await Promise.all(
  WAITS.map((waveWaitMs) => startGateway(undefined, { waveWaitMs, sandbox: { ...ACCOUNT, users: benchUsers() } })),
);
const [first] = gateways as [TestGateway];

async function row(shape: Shape): Promise<string[] | null> {
  for (const { sandbox } of gateways) sandbox.latency(0);
  const { waves, body } = await record(first, shape);
  // With one wave there is nothing to wait for.
  if (waves.length < 2) return null;
  const outcomes = gateways.map((): Outcome[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [at, gateway] of gateways.entries()) outcomes[at]?.push(await once(gateway, body, round));
  return [
    shape.name,
    ...outcomes.map((ours) => mean(ours.map(({ calls }) => calls)).toFixed(2)),
    ...outcomes.map((ours) => mean(ours.map(({ ms }) => ms)).toFixed(0)),
  ];
}

/** Where waiting costs most: the long way has still far to go when it waits for the short one. */
const LONG_BESIDE_SHORT: Shape = {
  name: 'a long way beside a short one',
  query: `{
    timeEntries(first: 20) { nodes { user { manager { id manager { id manager { fullName } } } } } }
    workspaceResources(first: 5) { nodes { user { manager { fullName } } } }
  }`,
  variables: {},
};

const rows: string[][] = [];
for (const shape of [...shapesOf(first.sandbox.tables), LONG_BESIDE_SHORT]) {
  const measured = await row(shape);
  if (measured) rows.push(measured);
}

const report = [
  `# The bounded wait, ${new Date().toISOString().slice(0, 10)}`,
  '',
  `REST calls of an operation on average, and its latency in milliseconds, on average, by \`WAVE_WAIT_MS\`. Each answer of the API takes ${LEAST_MS} ms and, by chance, up to ${SPREAD_MS} ms more; ${ROUNDS} rounds, in which a call takes equally long whatever the wait.`,
  '',
  markdownTable(
    ['shape of several waves', ...WAITS.map((wait) => `calls: ${wait}`), ...WAITS.map((wait) => `ms: ${wait}`)],
    rows,
  ),
  '',
].join('\n');

console.log(report);
if (flags.write) keepResult('wait', report);
for (const gateway of gateways) await gateway[Symbol.asyncDispose]();
