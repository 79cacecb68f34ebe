/**
 * Does every answer keep to `maxTokens` and `maxCalls`, and every price hold? Random operations over random accounts are
 * priced and then asked by the tools, with limits at random around that price; the tokens of what is answered are counted,
 * and the REST calls that the API has seen.
 *
 *     npm run test:mcp -- 10000
 */
import * as fc from 'fast-check';
import { parseArgs } from 'node:util';
import { createMcp } from '../../src/mcp/index.ts';
import { estimateTokens } from '../../src/mcp/tokens.ts';
import { createSchema } from '../../src/schema/index.ts';
import { accounts } from '../planner/random-account.ts';
import { operations } from '../planner/random-operation.ts';
import { type Figure, report } from '../support/figures.ts';
import { startGateway } from '../support/gateway.ts';
import { type Assistant, assistantOverHttp } from '../support/mcp.ts';
import { seededRandom } from '../support/random.ts';

export interface LimitsOptions {
  readonly operations: number;
  readonly seed: number;
  readonly onProgress?: (done: number, broken: readonly string[]) => void;
}

export interface LimitsRun {
  readonly operations: number;
  /** What was not kept, in words. */
  readonly broken: readonly string[];
  readonly whole: number;
  readonly cut: number;
  readonly shortened: number;
  readonly refused: number;
  /** Answers in which something failed beside the rest, such as what `maxCalls` ended. */
  readonly withErrors: number;
  readonly calls: number;
  readonly seconds: number;
}

/** Operations over the same account. */
const BATCH = 100;

const KEPT = ['whole', 'cut', 'shortened', 'refused', 'withErrors'] as const;

type Counts = Record<(typeof KEPT)[number] | 'calls', number>;

/** Asks so many operations, one after the other. */
export async function runLimits({ operations: count, seed, onProgress }: LimitsOptions): Promise<LimitsRun> {
  const counts: Counts = { whole: 0, cut: 0, shortened: 0, refused: 0, withErrors: 0, calls: 0 };
  const broken: string[] = [];
  const from = performance.now();
  for (let done = 0; done < count; done += BATCH) {
    broken.push(...(await runBatch(Math.min(BATCH, count - done), seed + done, counts)));
    onProgress?.(Math.min(done + BATCH, count), broken);
  }
  return { ...counts, operations: count, broken, seconds: (performance.now() - from) / 1000 };
}

async function runBatch(count: number, seed: number, counts: Counts): Promise<readonly string[]> {
  const [account = {}] = fc.sample(accounts({ crowded: true }), { numRuns: 1, seed });
  const asked = fc.sample(operations(createSchema(), { crowded: true }), { numRuns: count, seed });
  const random = seededRandom(seed);
  await using gateway = await startGateway(account, {
    door: createMcp({ isSandbox: true }).door,
    maxUpstreamCalls: 500,
    maxRecords: 1_000_000,
    // On a busy machine, what takes long is none of what is looked for here.
    upstreamCallTimeoutMs: 60_000,
    operationTimeoutMs: 300_000,
  });
  await using assistant = await assistantOverHttp(gateway.url);
  gateway.requests();
  const broken: string[] = [];
  for (const { query, variables } of asked) {
    const maxTokens = 200 + Math.floor(random() ** 3 * 8_000);
    const price = await assistant.call('price', { operation: query, variables });
    const { min = 1, max = 10 } = price.value?.calls ?? {};
    // From one call too few to one more than it can take: between them, an operation may have to end early.
    const maxCalls = Math.max(0, min - 1 + Math.floor(random() * (max - min + 3)));
    const answer = await assistant.call('ask', { operation: query, variables, maxTokens, maxCalls });
    const calls = gateway.requests().length;
    counts.calls += calls;
    counts[kindOf(answer)] += 1;
    if (answer.value?.errors && !answer.isError) counts.withErrors += 1;
    const said = promisesBroken(answer, { maxTokens, maxCalls, max, calls });
    broken.push(...said.map((promise) => `${promise}: ${query} ${JSON.stringify(variables)}`));
  }
  return broken;
}

type Answer = Awaited<ReturnType<Assistant['call']>>;

function kindOf({ value, isError }: Answer): 'whole' | 'cut' | 'shortened' | 'refused' {
  if (isError) return 'refused';
  if (value.shortened) return 'shortened';
  return value.more ? 'cut' : 'whole';
}

function promisesBroken(
  { text, value, isError }: Answer,
  { maxTokens, maxCalls, max, calls }: Record<'maxTokens' | 'maxCalls' | 'max' | 'calls', number>,
): readonly string[] {
  const tokens = estimateTokens(text);
  return [
    tokens > maxTokens && `${tokens} tokens of ${maxTokens}`,
    calls > maxCalls && `${calls} calls of ${maxCalls}`,
    calls > max && `${calls} calls, at a price of at most ${max}`,
    !isError && value.calls !== calls && `${calls} calls, and it says ${value.calls}`,
    isError && calls > 0 && `${calls} calls for a refused one`,
  ].filter((promise) => promise !== false);
}

/** The figures of a run with their targets. */
export const limitsFigures = (run: LimitsRun): Figure[] => [
  { name: 'operations', value: run.operations },
  {
    name: 'operations that kept to maxTokens and maxCalls',
    value: run.operations - run.broken.length,
    atLeast: run.operations,
  },
  // That is not because all of them were of one kind.
  ...(['whole', 'cut', 'shortened', 'refused'] as const).map((kind) => ({
    name: `share of answers that were ${kind}`,
    value: run[kind] / run.operations,
    atLeast: 0.02,
  })),
  { name: 'share of answers with a failed field', value: run.withErrors / run.operations },
  { name: 'REST calls for each operation', value: run.calls / run.operations, atLeast: 0.5 },
  { name: 'operations a second', value: run.operations / run.seconds },
];

if (process.argv[1] === import.meta.filename) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [operations = 10_000, seed = 20_261_130] = positionals.map(Number);
  const run = await runLimits({
    operations,
    seed,
    onProgress: (done, broken) => console.log(`${done} operations`, broken),
  });
  report(limitsFigures(run));
}
