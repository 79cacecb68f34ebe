/**
 * Sends thousands of requests made at random to the gateway, in a process of its own, and fails where one of them is answered
 * with an error of ours, is written to the log, ends the process, or stays in its memory.
 *
 *     npm run test:fuzz
 *     npm run test:fuzz -- 500 7     (of each kind, seed)
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { Pool } from 'undici';
import { createSchema } from '../../src/schema/index.ts';
import { startCommand } from '../support/command-line.ts';
import { type Figure, report } from '../support/figures.ts';
import { anyBodies, type Body, complaint, mutatedOperations, wordSalads } from './random-requests.ts';

const numRuns = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 1);
/** Requests of a kind that are made up and sent at once, so that not all are kept. */
const BATCH = 100;
const CONNECTIONS = 10;
/** The gateway is warm, and its memory has its size, after so many. */
const WARM_UP = 2_000;

await using command = startCommand({
  // As in a container of 512 MB: with more, V8 leaves garbage lying for as long as there is room.
  execArgv: ['--max-old-space-size=256'],
  args: ['--sandbox'],
  env: { PORT: '0', LOG_LEVEL: 'error' },
});
const [, url = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
const pool = new Pool(url, { connections: CONNECTIONS });
const complaints: string[] = [];

async function send(body: Body) {
  const response = await pool.request({
    method: 'POST',
    path: '/graphql',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body,
  });
  const wrong = complaint(response.statusCode, await response.body.text());
  if (wrong) complaints.push(`${wrong}: ${typeof body === 'string' ? body.slice(0, 500) : String(body)}`);
}

const residentMb = () =>
  (Number(readFileSync(`/proc/${command.process.pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20;

const kinds = { salads: wordSalads, mutated: mutatedOperations(createSchema()), bodies: anyBodies };

async function sendAll(count: number, from: number) {
  for (const [name, kind] of Object.entries(kinds)) {
    for (let sent = 0; sent < count; sent += BATCH)
      await Promise.all(fc.sample(kind, { numRuns: Math.min(BATCH, count - sent), seed: from + sent }).map(send));
    console.log(`${name}: ${count} sent`);
  }
}

await sendAll(Math.min(numRuns, WARM_UP), seed + 1_000_000);
await sleep(2_000);
const before = residentMb();
await sendAll(numRuns, seed);
await sleep(2_000);
const after = residentMb();
await pool.destroy();
command.process.kill('SIGTERM');
const code = await command.ended;

for (const one of complaints.slice(0, 20)) console.log(one);
report([
  { name: 'documents and bodies', value: numRuns * Object.keys(kinds).length },
  { name: 'answered with an error of ours, or with no JSON', value: complaints.length, atMost: 0 },
  { name: 'characters in the log', value: command.stderr().length, atMost: 0 },
  { name: 'resident memory at the end', value: after, unit: 'MB' },
  { name: 'resident memory at the end, times before', value: after / before, atMost: 1.2 },
  { name: 'exit code after SIGTERM', value: typeof code === 'number' ? code : 1, atMost: 0 },
] satisfies Figure[]);
