/**
 * Asks random operations over an API of one dialect, and goes on where the planner's promise does not hold:
 *
 *     node tools/with-packages.ts test node test/planner/run.ts DIALECT [RUNS [SEED]]
 *
 * Prints each complaint with the smallest operation that it is made of, and ends with 1 where there is any. `ACCOUNT=n` asks
 * the operations of that account alone, `FROM=n` those from it on, `SHRINK=0` leaves operations as they were drawn.
 * `CROWDED=1` draws accounts of more rows than fit a page, `TURNING=1` operations that go on after pages of nested lists.
 */
import { sample } from 'fast-check';
import { type Account, accounts } from './random-account.ts';
import { operations, type RandomOperation } from './random-operation.ts';
import { shrunk } from './shrink.ts';
import { schema, Trial } from './trial.ts';

const RUNS_AN_ACCOUNT = 40;

/** A complaint without its numbers and names, so that those of one kind are told together. */
const kindOf = (complaint: string): string => {
  const [, made, least] = /^(\d+) calls were sent, (\d+) would do/.exec(complaint) ?? [];
  if (made && least) return Number(made) > Number(least) ? 'more calls than would do' : 'fewer calls than the bound';
  if (/calls were sent, /.test(complaint)) return 'foretold otherwise';
  const [, code] = /^errors: .*?"code":"(\w+)"/.exec(complaint) ?? [];
  if (code) return `errors: ${code}`;
  return complaint.startsWith('data') ? 'another answer' : (/^[^:]*/.exec(complaint)?.[0] ?? '');
};

/** Runs an operation, and once more where the connection of a test broke, as on a machine that does much else. */
async function once(trial: Trial, operation: RandomOperation) {
  try {
    return await trial.run(operation);
  } catch (error) {
    if ((error as Error).message !== 'fetch failed') throw error;
    return trial.run(operation);
  }
}

async function collect(words: string, runs: number, seed: number): Promise<Map<string, number>> {
  const kinds = new Map<string, number>();
  const only = process.env.ACCOUNT ? Number(process.env.ACCOUNT) : null;
  const from = Number(process.env.FROM ?? 1);
  for (let done = 0, number = 1; done < runs; number++) {
    const count = Math.min(RUNS_AN_ACCOUNT, runs - done);
    done += count;
    if ((only !== null && only !== number) || number < from) continue;
    const [account] = sample(accounts({ crowded: process.env.CROWDED === '1' }), {
      seed: seed + number,
      numRuns: 1,
    }) as [Account];
    await using trial = await Trial.start(account, {}, words);
    const drawn: readonly RandomOperation[] = sample(
      operations(schema, { crowded: process.env.CROWDED === '1', turning: process.env.TURNING === '1' }),
      {
        seed: seed + number,
        numRuns: count,
      },
    );
    for (const operation of drawn) {
      const { complaints } = await once(trial, operation);
      if (complaints.length === 0) continue;
      const kind = kindOf(complaints[0] as string);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const complains = async (smaller: RandomOperation) => {
        // What the reference executor cannot ask the API for is no smaller form of it.
        const outcome = await once(trial, smaller).catch(() => null);
        return outcome?.complaints.some((complaint) => kindOf(complaint) === kind) ?? false;
      };
      const small = process.env.SHRINK === '0' ? operation : await shrunk(schema, operation, complains);
      console.info(`\n## ${words}, seed ${seed}, account ${number}: ${kind}`);
      const again = await once(trial, small);
      console.info(trial.report(small, again.complaints.length > 0 ? again : { ...again, complaints }));
    }
  }
  return kinds;
}

const [words = 'recorded', runs = '1000', seed = '20261130'] = process.argv.slice(2);
const kinds = await collect(words, Number(runs), Number(seed));
console.info(
  JSON.stringify({
    dialect: words,
    operations: Number(runs),
    seed: Number(seed),
    complaints: Object.fromEntries(kinds),
  }),
);
process.exitCode = kinds.size > 0 ? 1 : 0;
