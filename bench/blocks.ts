/**
 * How long the gateway holds up its event loop at a time, under the largest operations that are allowed, beside another
 * checkout: `node bench/blocks.ts [folder of that checkout]`. Fails where one turn takes more than {@link MOST_MS}.
 *
 * Counted is the processor time of single turns, which others on the machine disturb less than the clock. Both checkouts take
 * turns, each time in new processes: one for the gateway, one for the API, one for the client.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { getIntrospectionQuery } from 'graphql';
import type { createGateway as CreateGateway } from '../src/http/gateway.ts';
import { startHostileApi } from '../test/hostile/hostile-api.ts';
import { quantile } from '../test/support/figures.ts';
import { median } from './load.ts';
import { markdownTable } from './table.ts';

/** A small operation waits for one such turn when it comes, and for one when its answer does. */
const MOST_MS = 50;
const ROUNDS = 3;
const TIMES = 5;

interface Operation {
  readonly token: string;
  readonly query: string;
}

const people = (field: string) => `${field} { fullName headline }`;
const WIDE = ['participants', 'possibleApprovers', 'approvers'].map(people).join(' ');

/** What the API answers tokens with `heavy` in them has 25 KB in each row; of projects each list of people has 500. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'a small operation': { token: 'good', query: '{ users(first: 5) { nodes { fullName } } }' },
  '2,000 rows': { token: 'good', query: '{ stories(first: 2000) { nodes { id title description } } }' },
  'one page of 5 MB, answered whole': {
    token: 'good-heavy',
    query: '{ stories(first: 200) { nodes { title description } } }',
  },
  'ten pages of 5 MB': { token: 'good-heavy', query: '{ stories(first: 2000) { nodes { title } } }' },
  '1,500 people in each row': { token: 'good', query: `{ workspaces(first: 33) { nodes { title ${WIDE} } } }` },
  '2.4 million ids': { token: 'good', query: `{ workspaces(first: 1600) { nodes { title ${WIDE} } } }` },
  'the whole schema': { token: 'good', query: getIntrospectionQuery() },
};

/** The longest turn of each operation, in milliseconds of processor time; the median of some. */
type Probed = Readonly<Record<string, number>>;

const processorMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Notes how much processor time the longest turn of the event loop took. */
class LongestTurn {
  #longestMs = 0;
  #startedMs = processorMs();
  #isOver = false;

  constructor() {
    const next = () => {
      const now = processorMs();
      this.#longestMs = Math.max(this.#longestMs, now - this.#startedMs);
      this.#startedMs = now;
      if (!this.#isOver) setImmediate(next);
    };
    setImmediate(next);
  }

  end(): number {
    this.#isOver = true;
    return this.#longestMs;
  }
}

const self = fileURLToPath(import.meta.url);
const helper = (role: string) => fork(self, [role], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

async function probe(folder: string): Promise<Probed> {
  const { createGateway } = (await import(join(folder, 'src/http/gateway.ts'))) as {
    createGateway: typeof CreateGateway;
  };
  const [api, client] = [helper('api'), helper('client')];
  const [apiUrl] = (await once(api, 'message')) as [string];
  const gateway = createGateway({
    apiUrl,
    graphiql: false,
    explain: false,
    maxUpstreamCalls: 50,
    waveWaitMs: 5,
    upstreamCallTimeoutMs: 20_000,
    operationTimeoutMs: 30_000,
    upstreamMaxBodyBytes: 8 * 2 ** 20,
    upstreamConnections: 50,
    maxFirst: 2_000,
  });
  const server = createServer(gateway.handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const probed: Record<string, number> = {};
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    // Everything after the other, or it would be measured together.
    /* oxlint-disable no-await-in-loop */
    for (let warm = 0; warm < 2; warm++) await asked(client, url, operation);
    const longest: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      const turns = new LongestTurn();
      await asked(client, url, operation);
      // What goes on after the answer counts as well.
      await sleep(20);
      longest.push(turns.end());
    }
    /* oxlint-enable no-await-in-loop */
    probed[name] = quantile(longest, 0.5);
  }
  for (const child of [api, client]) child.kill();
  server.closeAllConnections();
  server.close();
  await gateway.close();
  return probed;
}

async function asked(client: ChildProcess, url: string, operation: Operation): Promise<void> {
  client.send({ url, ...operation });
  await once(client, 'message');
}

/** Asks what it is sent, and says when the answer is there. */
const answerAsClient = () =>
  process.on('message', ({ url, token, query }: Operation & { url: string }) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    void fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
      .then((response) => response.text())
      .then(() => process.send?.('answered'));
  });

const probeOf = (folder: string): Probed =>
  JSON.parse(execFileSync(process.execPath, [self, 'probe', folder], { encoding: 'utf8' })) as Probed;

function compare(folder: string): void {
  const here = fileURLToPath(new URL('..', import.meta.url));
  const rounds = Array.from({ length: ROUNDS }, () => ({ other: probeOf(folder), own: probeOf(here) }));
  const longest = (of: 'other' | 'own', name: string) => median(rounds.map((round) => round[of][name] ?? Number.NaN));
  const rows = Object.keys(OPERATIONS).map((name) => [name, longest('other', name), longest('own', name)] as const);
  console.log(
    markdownTable(
      ['the longest turn, ms', 'the other checkout', 'this one'],
      rows.map(([name, other, own]) => [name, other.toFixed(0), own.toFixed(0)]),
    ),
  );
  if (rows.some(([, , own]) => own > MOST_MS)) process.exitCode = 1;
}

const [, , role = '.', folder = '.'] = process.argv;
if (role === 'api') process.send?.((await startHostileApi()).url);
else if (role === 'client') answerAsClient();
else if (role === 'probe') console.log(JSON.stringify(await probe(resolve(folder))));
else compare(resolve(role));
