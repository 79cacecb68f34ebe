/** Two gateways behind a balancer are restarted one after the other, again and again, while clients ask. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, startCommand } from '../support/command-line.ts';
import type { Figure } from '../support/figures.ts';
import { createClient } from '../support/load.ts';
import { environmentOf, startApiProcess } from './processes.ts';

/** How long an instance goes on after it has said that it is not ready, in milliseconds. */
const DRAIN_DELAY_MS = 1_500;
/** How often the balancer looks. */
const LOOK_MS = 100;

interface Instance {
  readonly command: Command;
  readonly url: string;
  readonly client: ReturnType<typeof createClient>;
  ready: boolean;
}

async function startInstance(apiUrl: string): Promise<Instance> {
  const command = startCommand({
    env: {
      PORT: '0',
      LOG_LEVEL: 'error',
      KANTATA_API_URL: apiUrl,
      ...environmentOf({ drainDelayMs: DRAIN_DELAY_MS }),
    },
  });
  const [, url = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
  return { command, url, client: createClient(url, 50), ready: false };
}

const isReady = async (url: string) => (await fetch(`${url}/ready`).catch(() => null))?.status === 200;

export interface RestartOptions {
  readonly seconds: number;
  readonly restarts: number;
  /** Requests a second. */
  readonly rate: number;
}

/** What clients see of it. */
export async function rollingRestart({ seconds, restarts, rate }: RestartOptions): Promise<Figure[]> {
  await using api = await startApiProcess({ latencyMs: [10, 30] });
  const instances = [await startInstance(api.url), await startInstance(api.url)];
  const codes: (number | string | null)[] = [];
  const failures: string[] = [];
  const pending: Promise<void>[] = [];
  const counts = { asked: 0 };

  const look = async () => {
    for (const one of instances) one.ready = await isReady(one.url);
  };
  await look();
  const ended = new AbortController();
  const balancer = (async () => {
    while (!ended.signal.aborted) {
      await look();
      await sleep(LOOK_MS);
    }
  })();

  const ask = async () => {
    const number = counts.asked++;
    const ready = instances.filter(({ ready }) => ready);
    const instance = ready[number % ready.length];
    if (!instance) return void failures.push('nobody was ready');
    try {
      const { status, body } = await instance.client.ask({
        query: `query Q${number % 7} { user(id: ${number + 1}) { fullName } }`,
        token: `token-${number % 20}`,
      });
      if (status !== 200 || body.includes('"errors"')) failures.push(`${status} ${body.slice(0, 200)}`);
    } catch (error) {
      failures.push(String(error));
    }
  };

  const restart = async (at: number) => {
    const old = instances[at] as Instance;
    const fresh = await startInstance(api.url);
    old.command.process.kill('SIGTERM');
    codes.push(await old.command.ended);
    await old.client.close();
    instances[at] = fresh;
  };

  const from = performance.now();
  const elapsed = () => (performance.now() - from) / 1000;
  const restarting = (async () => {
    for (let turn = 0; turn < restarts; turn++) {
      while (elapsed() < (seconds / restarts) * turn) await sleep(20);
      await restart(turn % instances.length);
    }
  })();
  while (elapsed() < seconds || codes.length < restarts) {
    for (const due = elapsed() * rate; counts.asked < due; ) pending.push(ask());
    await sleep(5);
  }
  await restarting;
  await Promise.all(pending);
  ended.abort();
  await balancer;
  for (const { client, command } of instances) {
    await client.close();
    await command[Symbol.asyncDispose]();
  }
  for (const one of failures.slice(0, 5)) console.log(one);
  return [
    { name: 'restarts: requests', value: counts.asked },
    { name: 'restarts: processes', value: codes.length, atLeast: restarts },
    { name: 'restarts: requests that failed', value: failures.length, atMost: 0 },
    {
      name: 'restarts: processes that did not end with 0',
      value: codes.filter((code) => code !== 0).length,
      atMost: 0,
    },
  ];
}
