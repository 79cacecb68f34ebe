/**
 * What each shape costs in REST calls and bytes: this gateway, the least that is possible, and the
 * plain gateway. `npm run bench:calls`; `--write` keeps the table in `bench/results`.
 *
 * Waves wait for each other without bound, so that the numbers are the same on every machine. The least is computed by the checker that the
 * property test uses, which knows the API's rules and the data, and nothing of the planner.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { createSchema } from '../src/schema/index.ts';
import type { Tables } from '../src/sandbox/row.ts';
import type { Sandbox } from '../src/sandbox/server.ts';
import { Api } from '../test/planner/api.ts';
import { lowerBound } from '../test/planner/lower-bound.ts';
import { startGateway } from '../test/support/gateway.ts';
import { createPlainGateway } from './plain-gateway.ts';
import { assertSameAnswer, bodyOf } from './record.ts';
import { ask } from './load.ts';
import { keepResult } from './results.ts';
import { type Shape, shapesOf } from './shapes.ts';
import { markdownTable } from './table.ts';
import { ACCOUNT, benchUsers } from './upstream.ts';

interface Cost {
  readonly calls: number;
  readonly bytes: number;
}

/** What reached the API while `run` ran. */
async function costOf(sandbox: Sandbox, run: () => Promise<unknown>): Promise<Cost> {
  const before = sandbox.requests.length;
  await run();
  const requests = sandbox.requests.slice(before);
  return { calls: requests.length, bytes: requests.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function startPlain(apiUrl: string) {
  const plain = createPlainGateway(apiUrl, 50);
  const server = createServer(plain.handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await plain.close();
    },
  };
}

/** The rows of an account, as the checker takes them. */
const rowsOf = (tables: Tables) => Object.fromEntries([...tables].map(([key, table]) => [key, [...table.values()]]));

await using gateway = await startGateway(undefined, { sandbox: { ...ACCOUNT, users: benchUsers() } });
await using plain = await startPlain(gateway.sandbox.url);
const { sandbox } = gateway;
const schema = createSchema();
const account = rowsOf(sandbox.tables);
const api = new Api(sandbox);

interface Counted {
  readonly shape: Shape;
  readonly ours: Cost;
  readonly least: number;
  readonly theirs: Cost;
}

async function count(shape: Shape): Promise<Counted> {
  const body = bodyOf(shape);
  let answer = '';
  const ours = await costOf(sandbox, async () => {
    answer = await ask(gateway, body);
  });
  const theirs = await costOf(sandbox, () => assertSameAnswer(plain, { shape, body, answer }));
  const { calls } = await lowerBound(schema, { ...shape, query: shape.unmerged ?? shape.query }, account, api);
  return { shape, ours, least: calls, theirs };
}

const { values: flags } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1);
const ratio = (calls: number, least: number) => (calls / least).toFixed(2);

const counted: Counted[] = [];
for (const shape of shapesOf(sandbox.tables)) counted.push(await count(shape));
const sum = (value: (shape: Counted) => number) => counted.reduce((total, shape) => total + value(shape), 0);

const row = (name: string, ours: Cost, least: number, theirs: Cost) => [
  name,
  String(ours.calls),
  String(least),
  String(theirs.calls),
  ratio(ours.calls, least),
  ratio(theirs.calls, least),
  kilobytes(ours.bytes),
  kilobytes(theirs.bytes),
];
const total = (cost: (shape: Counted) => Cost): Cost => ({
  calls: sum((shape) => cost(shape).calls),
  bytes: sum((shape) => cost(shape).bytes),
});

const report = [
  `# REST calls, ${new Date().toISOString().slice(0, 10)}`,
  '',
  markdownTable(
    ['shape', 'calls', 'least', 'plain', 'calls / least', 'plain / least', 'KB', 'plain KB'],
    [
      ...counted.map(({ shape, ours, least, theirs }) => row(shape.name, ours, least, theirs)),
      row(
        `all ${counted.length}`,
        total(({ ours }) => ours),
        sum(({ least }) => least),
        total(({ theirs }) => theirs),
      ),
    ],
  ),
  '',
].join('\n');

console.log(report);
if (flags.write) keepResult('calls', report);
