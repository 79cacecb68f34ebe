/**
 * Answers random operations in parts, and whole: `npm run test:parts -- 20000 [seed]`. Prints what differs, and ends
 * with 1 where anything does. Further words: `npm run test:parts -- 20000 1 5 - contract` for percent of failed calls, `crowded`
 * or `-`, and the dialect of the API.
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

/** Draws accounts, and operations over each. */
export async function runParts({
  runs,
  seed,
  faults,
  crowded,
  words = 'recorded',
}: PartsRun): Promise<PartsRunOutcome> {
  const failures: string[] = [];
  let [done, inSeveral, count, withErrors] = [0, 0, 0, 0];
  for (let batch = 0; done < runs; batch++) {
    const from = seed + batch;
    const [account] = sample(accounts({ crowded }), { seed: from, numRuns: 1 });
    await using trial = await PartsTrial.start(account as Account, { faults, words });
    const drawn: readonly RandomOperation[] = sample(operations(schema, { crowded }), {
      seed: from,
      numRuns: Math.min(A_BATCH, runs - done),
    });
    for (const [index, operation] of drawn.entries()) {
      const parted = inParts(schema, operation, choicesFromSeed(from * 1000 + index));
      const format: Format = index % 2 === 0 ? 'v2022' : 'current';
      const { complaints, parts, whole } = await trial.run(operation, parted, format);
      done++;
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
  }
  return { runs: done, inParts: inSeveral, parts: count, withErrors, failures };
}

if (import.meta.main) {
  const [runs = '1000', seed = '1', faults = '5', crowded = '-', words = 'recorded'] = process.argv.slice(2);
  const outcome = await runParts({
    runs: Number(runs),
    seed: Number(seed),
    faults: Number(faults),
    crowded: crowded === 'crowded',
    words,
  });
  for (const failure of outcome.failures.slice(0, Number(process.env.SHOW ?? 3))) console.info(`${failure}\n`);
  const { failures, ...counts } = outcome;
  console.info(JSON.stringify({ ...counts, failures: failures.length }));
  process.exitCode = failures.length > 0 ? 1 : 0;
}
