/** A few minutes in the life of the gateway, so that a dashboard has something to show: a day with its troubles, in short. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { seededRandom } from '../../test/support/random.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);

/** What clients ask: the examples, each as often as any other. */
const queries = readdirSync(EXAMPLES)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => readFileSync(new URL(file, EXAMPLES), 'utf8'));

/** One in so many operations is traced, misspelt, or sent without a good token. */
const TRACED = 10;
const MISSPELT = 60;
const STRANGERS = 200;

interface Chapter {
  readonly seconds: number;
  /** Operations a second, at its beginning and at its end. */
  readonly rate: readonly [from: number, to: number];
  /** How long the API takes, in milliseconds. */
  readonly latencyMs: number;
  /** What happens to the API meanwhile. */
  readonly trouble?: (sandbox: Sandbox) => void;
}

export const CHAPTERS: readonly Chapter[] = [
  { seconds: 30, rate: [4, 24], latencyMs: 30 },
  { seconds: 15, rate: [24, 20], latencyMs: 60 },
  // One endpoint fails for good: tries are repeated, and then it is not asked any more.
  {
    seconds: 20,
    rate: [20, 22],
    latencyMs: 40,
    trouble: (sandbox) => sandbox.fail({ match: '/external_references', status: 503 }),
  },
  { seconds: 15, rate: [22, 18], latencyMs: 30 },
  // The API limits the rate of those who ask now and then.
  {
    seconds: 15,
    rate: [18, 18],
    latencyMs: 30,
    trouble: (sandbox) =>
      sandbox.fail({ match: '/workspaces', times: 12, status: 429, headers: { 'retry-after': '4' } }),
  },
  { seconds: 15, rate: [16, 20], latencyMs: 40 },
  // The API grows slow while more is asked: some wait, some are turned away.
  { seconds: 15, rate: [60, 75], latencyMs: 900 },
  { seconds: 25, rate: [20, 10], latencyMs: 30 },
];

/** Lives through them. Resolves when everything that was asked has been answered. */
export async function liveEventfulMinutes(sandbox: Sandbox, urls: readonly string[]): Promise<void> {
  const dice = seededRandom(1);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(dice() * items.length)] as Item;
  const oneIn = (count: number) => dice() < 1 / count;
  const asked = new Set<Promise<unknown>>();

  const ask = () => {
    const query = pick(queries);
    const token = oneIn(STRANGERS) ? 'unknown' : pick(sandbox.users).token;
    const answer = fetch(`${pick(urls)}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(oneIn(TRACED) && { 'x-upstream-trace': '1' }),
      },
      body: JSON.stringify({ query: oneIn(MISSPELT) ? query.replace('nodes', 'node') : query }),
    }).then((response) => response.text());
    asked.add(answer);
    void answer.finally(() => asked.delete(answer));
  };

  for (const { seconds, rate, latencyMs, trouble } of CHAPTERS) {
    sandbox.reset();
    sandbox.latency(() => latencyMs * (0.5 + dice()));
    trouble?.(sandbox);
    const start = performance.now();
    for (;;) {
      const part = (performance.now() - start) / (seconds * 1000);
      if (part >= 1) break;
      ask();
      const perSecond = rate[0] + (rate[1] - rate[0]) * part;
      // Clients know nothing of each other: as often at once as with a pause.
      await sleep((-Math.log(1 - dice()) * 1000) / perSecond);
    }
  }
  sandbox.reset();
  await Promise.all(asked);
}
