/** The promise of the cache, on operations that nobody thought of: the same answers, and never more calls. */
import { asyncProperty, assert, sample } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Account, accounts } from './planner/random-account.ts';
import { operations, type RandomOperation } from './planner/random-operation.ts';
import { schema } from './planner/trial.ts';
import { startGateway } from './support/gateway.ts';
import { sized } from './support/long-form.ts';

const seed = Number(process.env.FC_SEED ?? 20_261_122);
const TIMEOUT_MS = 180_000;

const LIMITS = {
  maxUpstreamCalls: Number.POSITIVE_INFINITY,
  maxRecords: Number.POSITIVE_INFINITY,
  operationTimeoutMs: 60_000,
};

interface Spared {
  cold: number;
  warm: number;
}

/** Asks random operations of two gateways over the same account, of which one keeps records; it forgets some now and then. */
async function compared(number: number, crowded: boolean, numRuns: number): Promise<Spared> {
  const account = sample(accounts({ crowded }), { seed: seed + number, numRuns: 1 })[0] as Account;
  const spared = { cold: 0, warm: 0 };
  await using cold = await startGateway(account, LIMITS);
  // So little room that the cache of a crowded account never has everything.
  await using warm = await startGateway(account, { ...LIMITS, cacheTtlSeconds: 3600, cacheMaxBytes: 150_000 });
  let turn = 0;
  for (const { sandbox } of [cold, warm]) sandbox.latency(() => (turn++ * 7) % 4);

  const holds = asyncProperty(operations(schema, { crowded }), async ({ query, variables }: RandomOperation) => {
    const right = await cold.query(query, { variables });
    const foretold = await warm.explain(query, { variables });
    const reply = await warm.query(query, { variables });
    const [before, calls] = [cold.requests(), warm.requests()];
    spared.cold += before.length;
    spared.warm += calls.length;
    expect(reply.data).toEqual(right.data);
    expect(reply.errors).toEqual(right.errors);
    const told = `${query}\n${JSON.stringify(variables)}\n${before.join('\n')}\n\n${calls.join('\n')}`;
    if (calls.length > before.length) throw new Error(`more calls with a cache than without:\n${told}`);
    if (calls.length > (foretold.totals.max ?? Number.POSITIVE_INFINITY) || calls.length < foretold.totals.min)
      throw new Error(`${JSON.stringify(foretold.totals)} was foretold:\n${told}`);
  });
  await assert(holds, { seed: seed + number, numRuns, interruptAfterTimeLimit: 90_000 });
  return spared;
}

describe('a gateway that keeps records, on random operations', () => {
  it.each(sized({ long: [1, 2, 3, 4], short: [1, 2] }))(
    'answers as one that keeps none, with no call more, over small account %i',
    async (number) => {
      const { cold, warm } = await compared(number, false, sized({ long: 60, short: 25 }));

      // Lists are asked for in any case.
      expect(warm).toBeLessThan(cold);
    },
    TIMEOUT_MS,
  );

  it(
    'does so over an account with more rows than fit a page, a batch or the cache',
    async () => {
      const { cold, warm } = await compared(13, true, sized({ long: 25, short: 6 }));

      expect(warm).toBeLessThanOrEqual(cold);
    },
    TIMEOUT_MS,
  );
});
