/** Putting load on a party, and timing it. */
import autocannon from 'autocannon';
import { Client } from 'undici';
import type { Contender } from './processes.ts';
import { tokenOf } from './upstream.ts';

const headersOf = (connection: number) => ({
  authorization: `Bearer ${tokenOf(connection)}`,
  'content-type': 'application/json',
});

/** One GraphQL request; rejects unless it is answered with 200. */
export async function ask(
  { url }: { readonly url: string },
  body: string,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(`${url}/graphql`, { method: 'POST', body, headers: { ...headersOf(0), ...headers } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`status ${response.status}: ${text.slice(0, 500)}`);
  return text;
}

/** What a party did under load. */
export interface Throughput {
  readonly perSecond: number;
  /** Processor time of the party's process for each operation. */
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
}

/** A closed loop, for so many seconds or requests: each connection sends its next request when the one before is answered. */
export async function underLoad(
  contender: Contender,
  body: string,
  {
    connections,
    seconds,
    amount,
  }: { readonly connections: number; readonly seconds?: number; readonly amount?: number },
): Promise<Throughput> {
  const before = await contender.tell({ usage: true });
  let connection = 0;
  const { requests, duration, errors, timeouts, non2xx } = await autocannon({
    url: `${contender.url}/graphql`,
    connections,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    method: 'POST',
    body,
    setupClient: (client) => client.setHeaders(headersOf(connection++)),
  });
  const after = await contender.tell({ usage: true });
  if (errors + timeouts + non2xx > 0 || requests.total === 0)
    throw new Error(`${contender.name}: ${errors} errors, ${timeouts} timeouts, ${non2xx} refusals`);
  return {
    perSecond: requests.total / duration,
    cpuMicroseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / requests.total,
    rssBytes: after.rssBytes,
  };
}

/** Durations of requests one after the other, in milliseconds, for at least `seconds` and at least 10 requests. */
export async function oneByOne(contender: Contender, body: string, seconds: number): Promise<number[]> {
  const client = new Client(contender.url);
  const durations: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (durations.length < 10 || performance.now() < end) {
    const start = performance.now();
    const answer = await client.request({ method: 'POST', path: '/graphql', headers: headersOf(0), body });
    await answer.body.arrayBuffer();
    durations.push(performance.now() - start);
  }
  await client.close();
  return durations;
}

/** The value below which `share` of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);
