/**
 * What asking again in two halves gains where a batch of ids took too long: side by side with no repeat, and with a repeat
 * of the whole, on a clock that is moved by hand. `node bench/split-retry.ts` ends with 1 where halving saves less than
 * {@link LEAST_SAVED} of what it is for.
 */
import type { Clock } from '../src/upstream/clock.ts';
import { RetryBudget } from '../src/upstream/policies/retry-budget.ts';
import { withSplitRetry } from '../src/upstream/policies/split-retry.ts';
import type { Send } from '../src/upstream/send.ts';
import { as, envelope, failed, type FakeClock, fakeClock } from '../test/support/fake-clock.ts';
import { seededRandom } from '../test/support/random.ts';
import { markdownTable } from './table.ts';

/** The defaults of the gateway. */
const CALL_TIMEOUT_MS = 20_000;
const OPERATION_TIMEOUT_MS = 30_000;
const BATCHES = 2_000;
const IDS = 100;
/** A part of the batches that are lost without a repeat. */
const LEAST_SAVED = 0.6;

interface Scenario {
  readonly name: string;
  /** Whether halving is for it. */
  readonly gains: boolean;
  /** How long the API takes over a call with these ids, in milliseconds. */
  readonly durationOf: (ids: readonly string[], random: () => number) => number;
}

const isSlow = (ids: readonly string[]) => Math.floor((Number(ids[0]) - 1) / IDS) % 100 === 0;

/** 1 of 100 batches takes 20 % longer than a call may, and half of it takes half of that. */
const slowRecords: Scenario = {
  name: 'time grows with the ids',
  gains: false,
  durationOf: (ids) => (isSlow(ids) ? (1.2 * CALL_TIMEOUT_MS * ids.length) / IDS : 300),
};

/** The same, but half of it takes a quarter. */
const slowSets: Scenario = {
  name: 'time grows with the square of the ids',
  gains: true,
  durationOf: (ids) => (isSlow(ids) ? 1.2 * CALL_TIMEOUT_MS * (ids.length / IDS) ** 2 : 300),
};

/** All the slowness of such a batch is in one record: the half with it is as late as the whole. */
const oneRecord: Scenario = {
  name: 'one record never comes',
  gains: false,
  durationOf: (ids) => (ids.some((id) => Number(id) % (100 * IDS) === 7) ? 2 * CALL_TIMEOUT_MS : 300),
};

/** 1 of 100 calls hangs, whatever it asks for. */
const hangs: Scenario = {
  name: 'calls hang by chance',
  gains: true,
  durationOf: (_, random) => (random() < 0.01 ? 2 * CALL_TIMEOUT_MS : 300),
};

function apiOf({ durationOf }: Scenario, clock: Clock) {
  const random = seededRandom(1);
  let calls = 0;
  const send: Send = (restRequest, caller) =>
    new Promise((resolve, reject) => {
      calls++;
      const ms = durationOf(restRequest.params.only?.split(',') ?? [], random);
      const limit = Math.min(CALL_TIMEOUT_MS, (caller.deadlineAt ?? Infinity) - clock.now());
      clock.after(Math.min(ms, limit), () => {
        if (ms <= limit) resolve(envelope({ durationMs: ms }));
        else reject(failed({ kind: 'timedOut', afterMs: CALL_TIMEOUT_MS }, restRequest));
      });
    });
  return { send, calls: () => calls };
}

interface Tools {
  readonly clock: FakeClock;
  readonly budget: RetryBudget;
}

const POLICIES: Readonly<Record<string, (send: Send, tools: Tools) => Send>> = {
  'no repeat': (send) => send,
  'the whole again':
    (send, { budget }) =>
    (restRequest, caller) =>
      send(restRequest, caller).catch((error: unknown) => {
        if (!budget.spend(caller.principal)) throw error;
        return send(restRequest, caller);
      }),
  'two halves': (send, tools) => withSplitRetry(send, tools),
};

async function run(scenario: Scenario, policy: (send: Send, tools: Tools) => Send) {
  const clock = fakeClock();
  const budget = new RetryBudget();
  const api = apiOf(scenario, clock);
  const send = policy(api.send, { clock, budget });
  let lost = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const only = Array.from({ length: IDS }, (_, at) => batch * IDS + at + 1).join(',');
    const caller = as('ada', { deadlineAt: clock.now() + OPERATION_TIMEOUT_MS });
    budget.earn(caller.principal);
    send({ path: '/users', params: { only }, divisible: true }, caller).catch(() => lost++);
    await clock.pass(2 * CALL_TIMEOUT_MS);
  }
  return { lost, calls: api.calls() };
}

const rows: string[][] = [];
for (const scenario of [slowRecords, slowSets, oneRecord, hangs]) {
  const runs = await Promise.all(Object.values(POLICIES).map((policy) => run(scenario, policy)));
  const saved = 1 - (runs.at(-1)?.lost ?? 0) / (runs[0]?.lost ?? 0);
  rows.push([
    scenario.name,
    ...runs.map(({ lost, calls }) => `${lost} (${(calls / BATCHES).toFixed(3)})`),
    `${(saved * 100).toFixed(0)} %`,
  ]);
  if (scenario.gains && !(saved >= LEAST_SAVED)) {
    console.error(`Halving saves less than ${LEAST_SAVED * 100} % of the batches where ${scenario.name}.`);
    process.exitCode = 1;
  }
}
console.log(`Batches lost of ${BATCHES}, and calls a batch:\n`);
console.log(markdownTable(['where', ...Object.keys(POLICIES), 'saved by halves'], rows));
