/**
 * The planner's promise in each way that the API may write its answers. `DIALECT_RUNS` asks more operations of each,
 * and `FC_SEED` draws others.
 */
import { sample } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiFacts } from '../src/loaders/api-facts.ts';
import { READINGS } from '../src/sandbox/dialect.ts';
import { resources } from '../src/schema/resource.ts';
import { type Account, accounts } from './planner/random-account.ts';
import { operations, type RandomOperation } from './planner/random-operation.ts';
import { schema, Trial } from './planner/trial.ts';
import { sized } from './support/long-form.ts';

const seed = Number(process.env.FC_SEED ?? 20_261_130);
const RUNS_AN_ACCOUNT = sized({ long: 40, short: 8 });
const RUNS = Number(process.env.DIALECT_RUNS ?? RUNS_AN_ACCOUNT);

const accountOf = (number: number) =>
  sample(accounts({ crowded: false }), { seed: seed + number, numRuns: 1 })[0] as Account;

const drawn = (number: number, numRuns: number): readonly RandomOperation[] =>
  sample(operations(schema, { crowded: false }), { seed: seed + number, numRuns });

/** Every way to write ids, and the mixed forms of values on top of the plainest and the most irregular one. */
const DIALECTS = [...READINGS, 'recorded,mixed', 'sparse,mixed'];

describe('the planner, over an API that writes ids of associations', () => {
  describe('answers as if every record were fetched singly, with the fewest calls, and as it foretold', () => {
    it.each(DIALECTS)(
      'as in the dialect %s, once it has seen how',
      async (words) => {
        let asked = 0;
        for (let done = 0, number = 1; done < RUNS; done += RUNS_AN_ACCOUNT, number++) {
          await using trial = await Trial.start(accountOf(number), {}, words);
          for (const operation of drawn(number, Math.min(RUNS_AN_ACCOUNT, RUNS - done))) {
            const outcome = await trial.run(operation);
            asked++;
            if (outcome.complaints.length > 0) throw new Error(trial.report(operation, outcome));
          }
        }
        expect(asked).toBe(RUNS);
      },
      60_000 + RUNS * 500,
    );
  });

  it.each(DIALECTS)(
    'answers no less truly while it knows nothing, and pays once for each association: %s',
    async (words) => {
      const facts = new ApiFacts(resources.values());
      // What pages show costs a call of its own; here it is about associations.
      for (const { key } of resources.values()) facts.pages.offset(key, true);
      await using trial = await Trial.start(accountOf(100), { facts }, words);
      /** How many calls more than the bound the operations take, all together. */
      const beyondBound = async () => {
        let beyond = 0;
        for (const operation of drawn(100, RUNS_AN_ACCOUNT)) {
          const outcome = await trial.run(operation);
          // Where rows contradict each other, the first ones were believed: that costs calls which nothing foretold.
          const expected = words.startsWith('sparse') ? /calls were sent, / : /calls were sent, \d+ would do/;
          const wrong = outcome.complaints.filter((complaint) => !expected.test(complaint));
          if (wrong.length > 0) throw new Error(trial.report(operation, outcome));
          beyond += Math.max(0, outcome.calls.length - outcome.bound);
        }
        return beyond;
      };
      const first = await beyondBound();
      const again = await beyondBound();
      const surprising = facts
        .assumptions()
        .filter(({ declared, shown }) => shown !== 'unknown' && shown !== declared).length;

      expect(first + again).toBeLessThanOrEqual(surprising);
      // Where only some rows tell, the bound may know of others than have been seen.
      expect(again).toBeLessThanOrEqual(words.startsWith('sparse') ? surprising : 0);
    },
    120_000,
  );
});
