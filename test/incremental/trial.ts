/** One account and one operation, answered whole and in parts: both must be the same. */
import { isDeepStrictEqual } from 'node:util';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSchema } from '../../src/schema/index.ts';
import { type Dialect, dialectOf } from '../../src/sandbox/dialect.ts';
import { factsAbout, ruleOf } from '../planner/dialects.ts';
import type { Account } from '../planner/random-account.ts';
import type { RandomOperation } from '../planner/random-operation.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { SOMEBODY } from '../support/token-watch.ts';
import { askInParts, type Format, FORMATS } from './client.ts';
import { merge, type WireError, type WirePart } from './merge.ts';

export const schema = createSchema();

export interface PartsTrialOptions {
  /** Of 100 REST calls, how many fail: always the same ones. */
  readonly faults?: number;
  /** Of one type and code. Default: as many as there are. */
  readonly maxErrors?: number;
  /** How the API speaks, in the words of `--sandbox-dialect`. The gateway has seen it before. Default: as recorded. */
  readonly words?: string;
}

export interface PartsOutcome {
  readonly complaints: readonly string[];
  readonly parts: readonly WirePart[];
  readonly whole: WirePart;
}

export class PartsTrial implements AsyncDisposable {
  readonly gateway: TestGateway;

  private constructor(gateway: TestGateway) {
    this.gateway = gateway;
  }

  static async start(
    account: Account,
    { faults = 0, maxErrors = Number.POSITIVE_INFINITY, words = 'recorded' }: PartsTrialOptions = {},
  ): Promise<PartsTrial> {
    const dialect = dialectOf(words) as Dialect;
    const gateway = await startGateway(account, {
      facts: factsAbout(account, ruleOf(dialect, account)),
      sandbox: { dialect },
      maxUpstreamCalls: Number.POSITIVE_INFINITY,
      maxRecords: Number.POSITIVE_INFINITY,
      maxErrors,
      operationTimeoutMs: 60_000,
    });
    // Answers overtake each other, in an order that repeats itself.
    let turn = 0;
    gateway.sandbox.latency(() => (turn++ * 7) % 4);
    if (faults > 0) for (const fault of faultsOf(faults)) gateway.sandbox.fail(fault);
    return new PartsTrial(gateway);
  }

  async run(whole: RandomOperation, parted: RandomOperation, format: Format): Promise<PartsOutcome> {
    const { gateway } = this;
    const answer = await gateway.query(whole.query, { variables: whole.variables });
    // Where a page of a list failed, the answer does not wait for what else was asked for it.
    const rest = () => (answer.errors ? sleep(40) : undefined);
    await rest();
    const wholeCalls = gateway.requests();
    const parts = await askInParts({
      url: gateway.url,
      token: SOMEBODY,
      ...parted,
      accept: FORMATS[format],
    });
    await rest();
    const partedCalls = gateway.requests();
    const merged = merge(parts);
    const complaints = [...merged.complaints];
    if (merged.broken.length === 0) {
      complaints.push(...differences(merged.data, answer.data, 'data').slice(0, 5));
      const [got, right] = [named(merged.errors), named(answer.errors ?? [])];
      if (!isDeepStrictEqual(got, right)) complaints.push(...missing(got, right));
    }
    if (!isDeepStrictEqual(batched(partedCalls), batched(wholeCalls)))
      complaints.push(`calls: ${JSON.stringify(partedCalls)} were sent, whole: ${JSON.stringify(wholeCalls)}`);
    return { complaints, parts, whole: answer as unknown as WirePart };
  }

  async [Symbol.asyncDispose]() {
    await this.gateway[Symbol.asyncDispose]();
  }
}

/** Refusals that are not repeated, and bodies that cannot be read, by a hash of the request: the same for whoever asks. */
const faultsOf = (percent: number) => {
  const hits = (salt: string) => (line: string) => {
    const [byte = 0, other = 0] = createHash('sha256').update(`${salt} ${line}`).digest();
    return (byte * 256 + other) % 1000 < percent * 10;
  };
  const matching = (salt: string): RegExp => {
    const test = hits(salt);
    return Object.assign(/(?:)/, { test });
  };
  return [
    { match: matching('403'), status: 403 },
    { match: matching('422'), status: 422 },
    { match: matching('html'), garbage: 'html' as const },
  ];
};

/** Calls, with the ids of one batch together: which of its calls an id is in depends on what came first. */
function batched(calls: readonly string[]): string[] {
  const batches = new Map<string, { calls: number; ids: string[] }>();
  for (const call of calls) {
    const [ids = ''] = /(?<=[?&]only=)[\d,]+/.exec(call) ?? [];
    const key = call.replace(`only=${ids}`, 'only=');
    const batch = batches.get(key) ?? { calls: 0, ids: [] };
    batches.set(key, { calls: batch.calls + 1, ids: [...batch.ids, ...ids.split(',')] });
  }
  return [...batches].map(([key, { calls: count, ids }]) => `${count} ${key} ${ids.toSorted().join()}`).toSorted();
}

/** Errors as a multiset: which, where, and their code. Of those that are not listed, how many. */
function named(errors: readonly WireError[]): string[] {
  const unlisted = new Map<string, number>();
  const listed = errors.flatMap(({ message, path, extensions }) => {
    if (typeof extensions?.unlisted !== 'number') return JSON.stringify([path, extensions?.code, message]);
    const key = JSON.stringify([extensions.code, extensions.type]);
    unlisted.set(key, (unlisted.get(key) ?? 0) + extensions.unlisted);
    return [];
  });
  return [...listed, ...[...unlisted].map(([key, count]) => `${count} more of ${key}`)].toSorted();
}

function missing(got: readonly string[], right: readonly string[]): string[] {
  const left = [...right];
  const added = got.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [...added.map((one) => `error added: ${one}`), ...left.map((one) => `error lost: ${one}`)].slice(0, 5);
}

/** Where two answers differ: one line for each place. */
function differences(got: unknown, right: unknown, path: string): string[] {
  if (isDeepStrictEqual(got, right)) return [];
  const isBranch = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  if (!isBranch(got) || !isBranch(right) || Array.isArray(got) !== Array.isArray(right))
    return [
      `${path}: ${JSON.stringify(got)?.slice(0, 200)} is merged, ${JSON.stringify(right)?.slice(0, 200)} is whole`,
    ];
  return [...new Set([...Object.keys(got), ...Object.keys(right)])].flatMap((key) =>
    differences(got[key], right[key], `${path}.${key}`),
  );
}
