/**
 * What too much load and a bad day of the API do to the gateway, in figures. Loads are offered by a
 * fixed schedule, whether or not earlier requests were answered, as crowds do; one that waits for its
 * answers would slow down with the gateway, and see nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Misdeed } from '../support/echo-api.ts';
import { type Figure, quantile } from '../support/figures.ts';
import type { Outcome } from '../support/load.ts';
import { type LoadProcesses, startLoadProcesses } from './processes.ts';

/** How large a run is. */
export interface Scale {
  /** How long each load is offered, in seconds. */
  readonly seconds: number;
  /** Requests that the API works on at once. */
  readonly slots: number;
  /** Clients give up after so many milliseconds. */
  readonly patienceMs: number;
}

/** How long the API works on a request: never the same, or all of its slots would come free at the same moment. */
const WORK_MS = [100, 300] as const;
/** Requests a second that the API bears. */
const capacityOf = ({ slots }: Scale) => (slots * 1000) / ((WORK_MS[0] + WORK_MS[1]) / 2);
const PATIENCE_MS = 1000;

interface Load {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Whose request each is, by its number. */
  readonly token?: (number: number) => string;
  readonly patienceMs?: number;
}

/** An answer, or that the client gave up. */
type Seen = { readonly at: number } & ({ readonly outcome: Outcome } | { readonly outcome: null });

let asked = 0;
/** Never the same twice, so that no request is spared by another. */
const oneUser = () => `{ user(id: ${++asked}) { fullName } }`;

/** Offers a load, and resolves when the last of it is answered or given up. */
async function offer(
  gateway: LoadProcesses,
  { rate, seconds, token = (at) => `token-${at % 20}`, patienceMs = PATIENCE_MS }: Load,
) {
  const seen: Seen[] = [];
  const one = async (whose: string) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), patienceMs);
    const at = performance.now();
    const outcome = await gateway.ask({ query: oneUser(), token: whose, signal: patience.signal }).catch(() => null);
    clearTimeout(timer);
    seen.push({ at, outcome });
  };
  const pending: Promise<void>[] = [];
  const from = performance.now();
  const total = rate * seconds;
  for (let number = 0; number < total; ) {
    const due = Math.min(total, ((performance.now() - from) / 1000) * rate);
    for (; number < due; number++) {
      pending.push(one(token(number)));
    }
    await sleep(2);
  }
  const lastedMs = performance.now() - from;
  await Promise.all(pending);
  return { seen, lastedMs };
}

const isGood = (outcome: Outcome | null): outcome is Outcome =>
  outcome !== null && outcome.status === 200 && !outcome.body.includes('"errors"');
const timesOf = (seen: readonly Seen[]) => seen.flatMap(({ outcome }) => (isGood(outcome) ? outcome.ms : []));
const refusalsOf = (seen: readonly Seen[]) =>
  seen.flatMap(({ outcome }) => (outcome && (outcome.status === 503 || outcome.status === 429) ? outcome : []));

const limited = ({ slots }: Scale) =>
  startLoadProcesses({
    api: { latencyMs: WORK_MS, slots },
    clients: 1000,
    // As many as the API bears, with the quarter more that is kept for those who have little, and a short line.
    config: { maxInFlight: slots, maxQueued: slots, queueWaitMs: 100, upstreamConnections: Math.ceil(slots * 1.25) },
  });

/** Twice and ten times what the API bears, and half of it afterwards. Of ratios to a run without load just before. */
export async function overload(scale: Scale): Promise<Figure[]> {
  const { seconds, patienceMs } = scale;
  const capacity = capacityOf(scale);
  await using gateway = await limited(scale);
  await offer(gateway, { rate: capacity / 2, seconds: 1 });
  const unloaded = await offer(gateway, { rate: capacity / 2, seconds: Math.max(2, seconds / 5) });
  const usual = quantile(timesOf(unloaded.seen), 0.99);

  const figures: Figure[] = [];
  for (const [times, goodput] of [
    [2, 0.9],
    [10, 0.7],
  ] as const) {
    const { calls: callsBefore } = await gateway.api.tell();
    const health: number[] = [];
    const probe = async () => {
      const from = performance.now();
      const { status } = await fetch(`${gateway.url}/health`);
      health.push(status === 200 ? performance.now() - from : Number.POSITIVE_INFINITY);
    };
    const probing = setInterval(() => void probe(), 200);
    const { seen, lastedMs } = await offer(gateway, { rate: capacity * times, seconds, patienceMs });
    clearInterval(probing);
    const good = timesOf(seen);
    const refusals = refusalsOf(seen);
    const name = `${times}x`;
    figures.push(
      {
        name: `${name}: good answers, part of capacity`,
        value: good.length / ((lastedMs / 1000) * capacity),
        atLeast: goodput,
      },
      { name: `${name}: p99 of good answers, times unloaded`, value: quantile(good, 0.99) / usual, atMost: 2 },
      {
        name: `${name}: p99 of refusals`,
        value: quantile(
          refusals.map(({ ms }) => ms),
          0.99,
        ),
        atMost: 200,
        unit: 'ms',
      },
      {
        name: `${name}: refusals without OVERLOADED or RATE_LIMITED`,
        value: refusals.filter(({ body }) => !/"code":"(OVERLOADED|RATE_LIMITED)"/.test(body)).length,
        atMost: 0,
      },
      {
        name: `${name}: part of clients who gave up`,
        value: seen.filter(({ outcome }) => outcome === null).length / seen.length,
        atMost: 0.01,
      },
      {
        name: `${name}: REST calls for each good answer`,
        value: ((await gateway.api.tell()).calls - callsBefore) / good.length,
        atMost: 1.05,
      },
      { name: `${name}: slowest answer of /health`, value: Math.max(...health), atMost: 200, unit: 'ms' },
    );
  }
  await sleep(2000);
  const after = await offer(gateway, { rate: capacity / 2, seconds: Math.max(2, seconds / 5) });
  figures.push(
    { name: 'two seconds later: p99, times unloaded', value: quantile(timesOf(after.seen), 0.99) / usual, atMost: 1.5 },
    { name: 'two seconds later: refusals', value: refusalsOf(after.seen).length, atMost: 0 },
  );
  return figures;
}

/** One token asks for ten times what the API bears, twenty others for a third of it. */
export async function noisyNeighbour(scale: Scale): Promise<Figure[]> {
  const { seconds } = scale;
  const capacity = capacityOf(scale);
  await using gateway = await limited(scale);
  const others = (at: number) => `other-${at % 20}`;
  const rate = capacity / 3;
  await offer(gateway, { rate, seconds: 1, token: others });
  const alone = await offer(gateway, { rate, seconds, token: others });
  const [beside, noisy] = await Promise.all([
    offer(gateway, { rate, seconds, token: others }),
    offer(gateway, { rate: capacity * 10, seconds, token: () => 'noisy' }),
  ]);
  const refused = refusalsOf(noisy.seen);
  return [
    { name: 'neighbours: refusals', value: refusalsOf(beside.seen).length, atMost: 0 },
    {
      name: 'neighbours: p99, times what it is alone',
      value: quantile(timesOf(beside.seen), 0.99) / quantile(timesOf(alone.seen), 0.99),
      atMost: 1.5,
    },
    {
      name: 'the noisy one: refusals that name it (429)',
      value: refused.filter(({ status }) => status === 429).length / refused.length,
      atLeast: 0.5,
    },
  ];
}

/** The API fails, or hangs, for so long, at 100 requests a second. */
export async function outage(seconds: number, misdeed: Misdeed): Promise<Figure[]> {
  const name = misdeed === 'hang' ? 'hanging' : 'failing';
  const connections = 20;
  const api = { latencyMs: 30 };
  await using gateway = await startLoadProcesses({
    api,
    clients: 400,
    config: { upstreamConnections: connections, upstreamCallTimeoutMs: 800, operationTimeoutMs: 900 },
  });
  await offer(gateway, { rate: 100, seconds: 1 });
  const before = (await gateway.api.tell()).calls;
  await gateway.api.behave({ ...api, wrong: { misdeed, oneIn: 1 } });
  const { seen } = await offer(gateway, { rate: 100, seconds });
  const calls = (await gateway.api.tell()).calls - before;
  const open = seen.flatMap(({ outcome }) => (outcome?.body.includes('"CIRCUIT_OPEN"') ? outcome.ms : []));
  await gateway.api.behave(api);
  const endedAt = performance.now();
  const after = await offer(gateway, { rate: 100, seconds: 7 });
  const goodAt = after.seen.flatMap(({ at, outcome }) => (isGood(outcome) ? at + outcome.ms - endedAt : []));
  const late = after.seen.filter(({ at }) => at - endedAt > 5000);
  const opening = misdeed === 'hang' ? connections : 0;
  return [
    {
      name: `${name} for ${seconds} s: REST calls`,
      value: calls,
      // All of an outage of 30 s: 40. A shorter one has fewer probes.
      atMost: opening + 40 - Math.floor((30 - Math.min(30, seconds)) / 2),
    },
    { name: `${name}: part of requests told CIRCUIT_OPEN`, value: open.length / seen.length, atLeast: 0.5 },
    { name: `${name}: p50 of telling CIRCUIT_OPEN`, value: quantile(open, 0.5), atMost: 10, unit: 'ms' },
    { name: `${name}: first good answer after its end`, value: Math.min(...goodAt), atMost: 2000, unit: 'ms' },
    {
      name: `${name}: part of good answers 5 s after its end`,
      value: timesOf(late).length / late.length,
      atLeast: 1,
    },
  ];
}

/** One REST call in a hundred is answered 503. */
export async function faults(seconds: number): Promise<Figure[]> {
  await using gateway = await startLoadProcesses({
    api: { latencyMs: 50, wrong: { misdeed: { status: 503 }, oneIn: 100 } },
    clients: 200,
  });
  await offer(gateway, { rate: 100, seconds: 1 });
  const before = (await gateway.api.tell()).calls;
  const { seen } = await offer(gateway, { rate: 100, seconds });
  const times = timesOf(seen);
  return [
    { name: '1 % 503: part of requests that failed', value: 1 - times.length / seen.length, atMost: 0.001 },
    {
      name: '1 % 503: REST calls for each request',
      value: ((await gateway.api.tell()).calls - before) / seen.length,
      atMost: 1.02,
    },
    { name: '1 % 503: p99, times p50', value: quantile(times, 0.99) / quantile(times, 0.5), atMost: 2.5 },
  ];
}

/** A gateway that has only just started, at 200 requests a second. */
export async function coldStart(): Promise<Figure[]> {
  await using gateway = await startLoadProcesses({ api: { latencyMs: 20 }, clients: 200 });
  const first = await offer(gateway, { rate: 200, seconds: 5 });
  const later = await offer(gateway, { rate: 200, seconds: 5 });
  const p99 = ({ seen }: typeof first) => quantile(timesOf(seen), 0.99);
  return [
    { name: 'just started: the slowest answer', value: Math.max(...timesOf(first.seen)), unit: 'ms' },
    { name: 'just started: p99 of the first 1,000 answers, times later', value: p99(first) / p99(later), atMost: 3 },
    { name: 'just started: requests that failed', value: first.seen.length - timesOf(first.seen).length, atMost: 0 },
  ];
}

/** Clients who leave at the same moment. */
const LEAVING = 40;

/** Clients ask, and leave before the answer; half of them with one token, so that not all of their calls are under way. */
export async function departures(rounds: number): Promise<Figure[]> {
  await using gateway = await startLoadProcesses({
    api: { latencyMs: 20_000 },
    clients: 100,
    config: { upstreamCallTimeoutMs: 30_000, operationTimeoutMs: 40_000, upstreamConnections: 30 },
  });
  const delays: number[] = [];
  let calls = 0;
  for (let round = 0; round < rounds; round++) {
    const leaving = new AbortController();
    const left = Array.from({ length: LEAVING }, (_, at) =>
      gateway.ask({ query: oneUser(), token: `leaver-${at % 2 && at}`, signal: leaving.signal }).catch(() => null),
    );
    while ((await gateway.api.tell()).open < 30) await sleep(20);
    await sleep(100);
    const leftAt = Date.now();
    leaving.abort();
    await Promise.all(left);
    const deadline = performance.now() + 5000;
    while ((await gateway.api.tell()).open > 0 && performance.now() < deadline) await sleep(20);
    const told = await gateway.api.tell();
    for (const [, at] of told.aborted.slice(delays.length)) delays.push(at - leftAt);
    ({ calls } = told);
  }
  await sleep(300);
  const after = await gateway.api.tell();
  return [
    { name: 'clients leave: calls under way', value: calls, atLeast: rounds * 20 },
    { name: 'clients leave: calls that never heard of it', value: calls - after.aborted.length, atMost: 0 },
    {
      name: 'clients leave: part of calls that heard of it within 100 ms',
      value: delays.filter((ms) => ms <= 100).length / calls,
      atLeast: 1,
    },
    { name: 'clients leave: until the last one heard', value: Math.max(...delays), atMost: 100, unit: 'ms' },
    { name: 'clients leave: calls made afterwards', value: after.calls - calls, atMost: 0 },
  ];
}
