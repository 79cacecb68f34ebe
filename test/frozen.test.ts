/**
 * What is shared may not be changed: a syntax tree that is kept for the next user, and rows that another operation of the
 * same token reads at the same moment. Here they are frozen, so that whoever writes into one throws.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExecutor } from '../src/execution/execute.ts';
import type { Executor } from '../src/execution/executor.ts';
import { createSchema } from '../src/schema/index.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import type { Send } from '../src/upstream/send.ts';
import { createUpstream } from '../src/upstream/client.ts';
import { sized } from './support/long-form.ts';
import { performed } from './support/performed.ts';
import { accounts } from './planner/random-account.ts';
import { operations } from './planner/random-operation.ts';

const schema = createSchema({ maxFirst: 2_000 });

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  const inner: Iterable<unknown> = value instanceof Map ? value.values() : Object.values(value);
  for (const one of inner) deepFreeze(one);
  return value;
}

interface Freezing {
  readonly documents: boolean;
  readonly rows: boolean;
}

/** All of the gateway behind its HTTP server. */
function start(apiUrl: string, { documents, rows }: Freezing) {
  const upstream = createUpstream({
    url: apiUrl,
    callTimeoutMs: 20_000,
    maxBodyBytes: 8 * 2 ** 20,
    connections: 20,
    policies: (send): Send => (rows ? async (...asked) => deepFreeze(await send(...asked)) : send),
  });
  const plain = createExecutor({
    schema,
    send: upstream.send,
    maxUpstreamCalls: Number.POSITIVE_INFINITY,
    maxRecords: Number.POSITIVE_INFINITY,
    waveWaitMs: 'unbounded',
    operationTimeoutMs: 60_000,
    maxFirst: 2_000,
    maxEntities: 1_000,
  });
  const executor: Executor = {
    ...plain,
    execute: (args) => plain.execute(documents ? { ...args, document: deepFreeze(args.document) } : args),
  };
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const answer = performed({ schema, executor, log });
  return {
    lines,
    ask: async (query: string, variables: Readonly<Record<string, unknown>>, token: string) => {
      const caller = { token, isRouter: true, trace: false };
      return (await answer({ query, variables }, caller)).body;
    },
    [Symbol.asyncDispose]: () => upstream.close(),
  };
}

const users = ['one', 'other'].map((token) => ({ token: `token-of-${token}`, userId: '1', name: token }));

/** What a gateway that freezes answers otherwise than one that does not, to two users, the first time and the next. */
async function complaints(freezing: Freezing, seed: number) {
  const account = fc.sample(accounts({ crowded: false }), { numRuns: 1, seed })[0] ?? {};
  await using api = await startSandbox({ rows: account, users });
  await using free = start(api.url, { documents: false, rows: false });
  await using frozen = start(api.url, freezing);
  for (const { query, variables } of fc.sample(operations(schema, { crowded: false }), {
    numRuns: sized({ long: 60, short: 25 }),
    seed,
  })) {
    const expected = await free.ask(query, variables, 'token-of-one');
    // At the same moment, so that what can be shared is; and again, by what is kept.
    const together = ['one', 'other', 'one'].map((whose) => frozen.ask(query, variables, `token-of-${whose}`));
    const answers = [...(await Promise.all(together)), await frozen.ask(query, variables, 'token-of-other')];
    if (answers.some((answer) => answer !== expected)) frozen.lines.push(`answered otherwise: ${query}`);
  }
  return frozen.lines;
}

describe('nothing writes into', () => {
  it('a document that is kept, with what was made of it, for the next user', { timeout: 120_000 }, async () => {
    await expect(complaints({ documents: true, rows: false }, 20_261_122)).resolves.toEqual([]);
  });

  it('rows that others read at the same moment', { timeout: 120_000 }, async () => {
    await expect(complaints({ documents: false, rows: true }, 20_261_123)).resolves.toEqual([]);
  });

  it('an error that is answered again to the next who sends an invalid document', async () => {
    await using api = await startSandbox({ rows: {}, users });
    await using gateway = start(api.url, { documents: true, rows: true });

    const told = [];
    for (const token of ['token-of-one', 'token-of-other', 'token-of-one'])
      told.push(await gateway.ask('{ users { nope } }', {}, token));

    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('a new document that a hundred clients send at the same moment', () => {
  it('is read and planned once', async () => {
    const documents = new Set<unknown>();
    const executor: Pick<Executor, 'execute'> = {
      execute: async ({ document }) => {
        documents.add(document);
        return { data: {} };
      },
    };
    const answer = performed({ schema, executor: executor as Executor });
    const caller = { token: 'token-of-one', isRouter: false, trace: false };

    const answers = await Promise.all(Array.from({ length: 100 }, () => answer({ query: '{ __typename }' }, caller)));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(documents.size).toBe(1);
  });
});
