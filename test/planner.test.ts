/**
 * The planner's promise, on random operations: ninety here, a thousand by `npm run test:long`. `FC_SEED` draws others;
 * the seed of a run is printed, and again with what failed.
 */
import { assert, asyncProperty, sample } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Account, accounts } from './planner/random-account.ts';
import { type OperationChoices, operations, type RandomOperation } from './planner/random-operation.ts';
import { schema, Trial } from './planner/trial.ts';
import { sized } from './support/long-form.ts';

const seed = Number(process.env.FC_SEED ?? 20_261_122);
console.info(`planner: FC_SEED=${seed}`);

const TIMEOUT_MS = 180_000;

const accountOf = (number: number, crowded: boolean) =>
  sample(accounts({ crowded }), { seed: seed + number, numRuns: 1 })[0] as Account;

/** Draws operations over one account. Rejects with a small one where the promise does not hold, and all there is to know of it. */
async function promiseOn(number: number, { crowded, turning = false }: OperationChoices, numRuns: number) {
  await using trial = await Trial.start(accountOf(number, crowded));
  const promise = asyncProperty(operations(schema, { crowded, turning }), async (operation) => {
    const outcome = await trial.run(operation);
    if (outcome.complaints.length > 0) throw new Error(trial.report(operation, outcome));
  });
  // A smaller counterexample is worth a minute, not more.
  await assert(promise, {
    seed: seed + number,
    numRuns,
    interruptAfterTimeLimit: 90_000,
    markInterruptAsFailure: true,
  });
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('the planner, on random operations', () => {
  describe('answers as if every record were fetched singly, with the fewest calls, and as it foretold', () => {
    it.each(range(1, sized({ long: 12, short: 4 })))(
      'over small account %i',
      async (number) => {
        await expect(promiseOn(number, { crowded: false }, sized({ long: 80, short: 14 }))).resolves.toBeUndefined();
      },
      TIMEOUT_MS,
    );

    it.each(range(13, 14))(
      'over account %i, with more rows than fit a page or a batch',
      async (number) => {
        await expect(promiseOn(number, { crowded: true }, sized({ long: 40, short: 5 }))).resolves.toBeUndefined();
      },
      TIMEOUT_MS,
    );

    it.each(range(15, sized({ long: 20, short: 16 })))(
      'over small account %i, going on after pages of lists under records',
      async (number) => {
        const choices = { crowded: false, turning: true };
        await expect(promiseOn(number, choices, sized({ long: 80, short: 14 }))).resolves.toBeUndefined();
      },
      TIMEOUT_MS,
    );
  });

  it('and draws pages after a cursor, of the one record whose list it is', async () => {
    await using trial = await Trial.start(accountOf(15, false));
    const query = `{ workspaces { nodes { #id v0
      timeEntries(first: 1, after: $v0) { nodes { kantataId } #page v0
      } } } }`;
    const operation = { query: query.replace('{', 'query ($v0: String) {'), variables: { v0: null } };
    const { calls, bound, complaints } = await trial.run(operation);
    expect(complaints).toEqual([]);
    // Of the one record whose cursor it is, beside the list of records.
    expect(calls.length).toBe(2);
    expect(bound).toBe(2);
    expect(calls[1]).toContain('page=2&per_page=1');
  });

  describe('would be caught', () => {
    const drawn = (number: number): readonly RandomOperation[] =>
      sample(operations(schema, { crowded: false }), { seed: seed + number, numRuns: 60 });

    it('sending calls that could have waited for company', async () => {
      await using trial = await Trial.start(accountOf(13, true), { waveWaitMs: 0 });
      // A page of time entries is slow, so that whoever does not wait for it asks for people without it.
      trial.gateway.sandbox.latency(({ path }) => (path === '/time_entries' ? 60 : 0));
      const { calls, bound } = await trial.run({
        query: `{
          timeEntries(first: 5) { nodes { user { role { name } } } }
          workspaceResources(first: 5) { nodes { user { role { name } } } }
        }`,
        variables: {},
      });
      expect(calls.length).toBe(bound + 1);
    });

    it('answering from other rows than there are', async () => {
      await using trial = await Trial.start(accountOf(2, false));
      for (const table of trial.gateway.sandbox.tables.values())
        for (const row of table.values()) table.set(row.id, { ...row, created_at: '2001-01-01T00:00:00Z' });
      let caught = 0;
      for (const operation of drawn(2)) if (caught === 0) caught += (await trial.run(operation)).complaints.length;
      expect(caught).toBeGreaterThan(0);
    });
  });
});
