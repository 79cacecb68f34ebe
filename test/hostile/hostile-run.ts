/** The gateway, as in a container of 512 MB, between good users and hostile ones. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCommand } from '../support/command-line.ts';
import { type Figure, quantile } from '../support/figures.ts';
import { seededRandom } from '../support/random.ts';
import { ask, ATTACKS } from './attacks.ts';
import { startHostileApi } from './hostile-api.ts';

const LIMIT_MB = 512;
/** What the image runs with, and the heap that V8 takes in such a container. */
const FLAGS = ['--max-semi-space-size=64', '--max-old-space-size=256'];
/** How often a good user asks, whatever became of the question before, and how long it waits, in milliseconds. */
const ASK_EVERY_MS = 50;
const PATIENCE_MS = 5_000;
const GOOD_USERS = 4;

export interface HostileOptions {
  /** How long each attack goes on, and how long good users are alone before, in milliseconds. */
  readonly eachMs: number;
  /** How often all attacks come. */
  readonly rounds: number;
  readonly seed: number;
  /** The `main.ts` of another build. Default: this one. */
  readonly script?: string | undefined;
  readonly log?: (line: string) => void;
}

interface Tally {
  asked: number;
  good: number;
  readonly times: number[];
}

/** Good users, who ask small things at a steady pace until `until` says so. */
async function goodUsers(url: string, tally: Tally, until: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const one = async (user: number) => {
    const startMs = performance.now();
    tally.asked++;
    const reply = await ask(url, {
      token: `good-user-${user}`,
      query: '{ users(first: 5) { nodes { fullName } } }',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (reply?.status !== 200 || reply.text.includes('"errors"')) return;
    tally.good++;
    tally.times.push(performance.now() - startMs);
  };
  for (let number = 0; !until.aborted; number++) {
    const asked = one(number % GOOD_USERS).finally(() => underWay.delete(asked));
    underWay.add(asked);
    await sleep(ASK_EVERY_MS);
  }
  await Promise.all(underWay);
}

/** Runs all attacks, and says what became of the process and of the good users. */
export async function runHostile({
  eachMs,
  rounds,
  seed,
  script,
  log = () => {},
}: HostileOptions): Promise<readonly Figure[]> {
  await using api = await startHostileApi();
  await using command = startCommand({
    execArgv: FLAGS,
    ...(script !== undefined && { script }),
    env: { PORT: '0', KANTATA_API_URL: api.url, LOG_LEVEL: 'error', EXPLAIN: 'on' },
  });
  const [, url = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
  const ended = { code: null as number | string | null };
  void command.ended.then((code) => (ended.code = code));
  let mostMb = 0;
  const watching = setInterval(() => {
    try {
      const pages = Number(readFileSync(`/proc/${command.process.pid}/statm`, 'utf8').split(' ')[1]);
      mostMb = Math.max(mostMb, (pages * 4096) / 2 ** 20);
    } catch {
      // It has ended, which is told below.
    }
  }, 20);

  const measure = async (during: () => Promise<void>): Promise<Tally> => {
    const tally: Tally = { asked: 0, good: 0, times: [] };
    const stop = new AbortController();
    const users = goodUsers(url, tally, stop.signal);
    await during();
    stop.abort();
    await users;
    return tally;
  };

  const random = seededRandom(seed);
  // Warm, and its tokens known.
  await measure(() => sleep(Math.max(1000, eachMs / 2)));
  const alone = await measure(() => sleep(eachMs));
  const beside: Tally = { asked: 0, good: 0, times: [] };
  for (let round = 0; round < rounds && ended.code === null; round++)
    for (const [name, attack] of Object.entries(ATTACKS)) {
      const tally = await measure(async () => {
        for (const untilMs = performance.now() + eachMs; performance.now() < untilMs && ended.code === null; )
          await attack({ url, random });
      });
      beside.asked += tally.asked;
      beside.good += tally.good;
      beside.times.push(...tally.times);
      log(
        `${name}: ${tally.good} of ${tally.asked}, p99 ${Math.round(quantile(tally.times, 0.99))} ms, ${Math.round(mostMb)} MB`,
      );
    }
  clearInterval(watching);
  if (ended.code !== null) log(command.stderr().slice(-2000));
  return [
    { name: 'exits', value: ended.code === null ? 0 : 1, atMost: 0 },
    { name: 'most memory (RSS)', value: mostMb, atMost: LIMIT_MB, unit: 'MB' },
    {
      name: 'good answers, as a part of those that good users had alone',
      value: beside.good / beside.asked / (alone.good / alone.asked),
      atLeast: 0.95,
    },
    { name: 'p99 of good users, alone', value: quantile(alone.times, 0.99), unit: 'ms' },
    { name: 'p99 of good users, beside attacks', value: quantile(beside.times, 0.99), unit: 'ms' },
  ];
}
