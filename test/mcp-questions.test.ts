/** Forty questions of a services business, answered by way of the tools alone, beside a server with a REST call a tool. */
import { afterAll, describe, expect, it } from 'vitest';
import { createMcp } from '../src/mcp/index.ts';
import { generateAccount } from '../src/sandbox/account.ts';
import { askBaseline } from './mcp/baseline.ts';
import { QUESTIONS, rowsOf } from './mcp/questions.ts';
import { answer } from './mcp/searcher.ts';
import { assistantOverHttp } from './support/mcp.ts';
import { startGateway } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const ACCOUNT = { seed: 1, size: 1_000 };
const rows = rowsOf(generateAccount(ACCOUNT).tables);

const gateway = await startGateway(undefined, { sandbox: ACCOUNT, door: createMcp({ isSandbox: true }).door });
const assistant = await assistantOverHttp(gateway.url);
afterAll(async () => {
  await assistant[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
});

describe('forty questions', () => {
  it('are forty, and have answers that are not nothing', () => {
    expect(new Set(QUESTIONS.map(({ question }) => question)).size).toBe(40);
    const empty = QUESTIONS.filter(({ fromRows }) =>
      ['0', '""', 'null', '[]', '{}'].includes(JSON.stringify(fromRows(rows))),
    );
    expect(empty).toEqual([]);
  });

  it('are answered right with little of the schema read and a third of the REST calls', {
    timeout: 120_000,
  }, async () => {
    const wrong: string[] = [];
    const read: number[] = [];
    let [ours, theirs] = [0, 0];
    gateway.requests();
    for (const question of QUESTIONS) {
      const { answer: given, schemaTokens, gaveUp } = await answer(question, assistant);
      ours += gateway.requests().length;
      theirs += await askBaseline(gateway, question.operation, SOMEBODY);
      gateway.requests();
      read.push(schemaTokens);
      const right = JSON.stringify(question.fromRows(rows));
      if (JSON.stringify(given) !== right)
        wrong.push(`${question.question} ${gaveUp ?? `${JSON.stringify(given)}, not ${right}`}`);
    }
    const median = read.toSorted((one, other) => one - other)[QUESTIONS.length / 2] ?? 0;
    console.log({ ours, theirs, median, wrong });
    // The list itself, so that a failure shows it.
    expect(wrong.length <= 4 ? [] : wrong).toEqual([]);
    expect(median).toBeLessThanOrEqual(3_000);
    expect(ours).toBeGreaterThanOrEqual(QUESTIONS.length - 4);
    expect(ours).toBeLessThanOrEqual(theirs / 3);
  });
});
