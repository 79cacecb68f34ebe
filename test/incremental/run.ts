/**
 * Answers random operations in parts, and whole: `npm run test:parts -- 20000 [seed]`. Prints what differs, and ends
 * with 1 where anything does. Further words: `npm run test:parts -- 20000 1 5 - contract` for percent of failed calls, `crowded`
 * or `-`, the dialect of the API, and how many accounts are asked at once.
 */
import { sample } from 'fast-check';
import { choicesFromSeed } from '../planner/choices.ts';
import { type Account, accounts } from '../planner/random-account.ts';
import { operations, type RandomOperation } from '../planner/random-operation.ts';
import type { Format } from './client.ts';
import { inParts } from './random-parts.ts';
import { PartsTrial, schema } from './trial.ts';

export interface PartsRun {
  readonly runs: number;
  readonly seed: number;
  readonly faults: number;
  readonly crowded: boolean;
  /** In the words of `--sandbox-dialect`. */
  readonly words?: string;
  /** How many accounts are asked beside each other. Default: one. */
  readonly atOnce?: number;
}

export interface PartsRunOutcome {
  readonly runs: number;
  /** Operations that were answered in more than one part. */
  readonly inParts: number;
  readonly parts: number;
  readonly withErrors: number;
  readonly failures: readonly string[];
}

const A_BATCH = 50;

type Counts = Omit<PartsRunOutcome, 'runs'>;

/** Draws accounts, and operations over each. */
export async function runParts(run: PartsRun): Promise<PartsRunOutcome> {
  const { runs, atOnce = 1 } = run;
  const batches = Array.from({ length: Math.ceil(runs / A_BATCH) }, (_, batch) => ({
    from: run.seed + batch,
    size: Math.min(A_BATCH, runs - batch * A_BATCH),
  }));
  const done: Counts[] = [];
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift())
      // One after the other: `atOnce` says how many beside each other.
      // oxlint-disable-next-line no-await-in-loop
      done.push(await runBatch(run, batch));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const sum = (key: 'inParts' | 'parts' | 'withErrors') => done.reduce((total, counts) => total + counts[key], 0);
  return {
    runs,
    inParts: sum('inParts'),
    parts: sum('parts'),
    withErrors: sum('withErrors'),
    failures: done.flatMap(({ failures }) => failures),
  };
}

/** One account, and operations over it. */
async function runBatch(
  { faults, crowded, words = 'recorded' }: PartsRun,
  { from, size }: { readonly from: number; readonly size: number },
): Promise<Counts> {
  const failures: string[] = [];
  let [inSeveral, count, withErrors] = [0, 0, 0];
  const [account] = sample(accounts({ crowded }), { seed: from, numRuns: 1 });
  await using trial = await PartsTrial.start(account as Account, { faults, words });
  const drawn: readonly RandomOperation[] = sample(operations(schema, { crowded }), { seed: from, numRuns: size });
  for (const [index, operation] of drawn.entries()) {
    const parted = inParts(schema, operation, choicesFromSeed(from * 1000 + index));
    const format: Format = index % 2 === 0 ? 'v2022' : 'current';
    const { complaints, parts, whole } = await trial.run(operation, parted, format);
    count += parts.length;
    if (parts.length > 1) inSeveral++;
    if (whole.errors) withErrors++;
    if (complaints.length > 0)
      failures.push(
        [
          `${format}, seed ${from}, operation ${index}:`,
          ...complaints,
          parted.query,
          JSON.stringify(parted.variables),
        ].join('\n'),
      );
  }
  return { inParts: inSeveral, parts: count, withErrors, failures };
}

if (import.meta.main) {
  const [runs = '1000', seed = '1', faults = '5', crowded = '-', words = 'recorded', atOnce = '1'] =
    process.argv.slice(2);
  const outcome = await runParts({
    runs: Number(runs),
    seed: Number(seed),
    faults: Number(faults),
    crowded: crowded === 'crowded',
    words,
    atOnce: Number(atOnce),
  });
  for (const failure of outcome.failures.slice(0, Number(process.env.SHOW ?? 3))) console.info(`${failure}\n`);
  const { failures, ...counts } = outcome;
  console.info(JSON.stringify({ ...counts, failures: failures.length }));
  process.exitCode = failures.length > 0 ? 1 : 0;
}
