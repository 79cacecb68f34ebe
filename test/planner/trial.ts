/** One account, served by a gateway and by the reference executor, and what each makes of an operation. */
import { isDeepStrictEqual } from 'node:util';
import type { GraphQLFormattedError } from 'graphql';
import { type Dialect, dialectOf } from '../../src/sandbox/dialect.ts';
import { createSchema } from '../../src/schema/index.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { type Reply, startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { Api } from './api.ts';
import { wrongCuts } from './cuts.ts';
import { factsAbout, ruleOf } from './dialects.ts';
import type { ApiRule } from './knowledge.ts';
import { lowerBound } from './lower-bound.ts';
import { executeNaively, naiveSchema } from './naive.ts';
import type { Account } from './random-account.ts';
import type { RandomOperation } from './random-operation.ts';
import { withCursors } from './turned-pages.ts';

export const schema = createSchema();
const referenceSchema = naiveSchema(createSchema());

/** An explanation, as `POST /explain` answers; an infinite `max` is null there. */
interface Explained {
  readonly waves: readonly { readonly calls: readonly { readonly certain: boolean; readonly url: string }[] }[];
  readonly totals: { readonly min: number; readonly max: number | null };
}

/** How an operation went, and how it should have. */
export interface Outcome {
  readonly calls: readonly string[];
  readonly bound: number;
  /** What is wrong; empty when all is well. */
  readonly complaints: readonly string[];
}

export class Trial implements AsyncDisposable {
  readonly account: Account;
  readonly gateway: TestGateway;
  /** Of its own, so that only the gateway's calls are counted. */
  readonly #reference: Sandbox;
  readonly #api: Api;
  readonly #rule: ApiRule;

  private constructor(account: Account, gateway: TestGateway, reference: Sandbox, rule: ApiRule) {
    this.#rule = rule;
    this.account = account;
    this.gateway = gateway;
    this.#reference = reference;
    this.#api = new Api(reference);
  }

  /** @param words how the API that the gateway asks speaks; the reference executor always asks one as recorded. */
  static async start(account: Account, options: TestGatewayOptions = {}, words = 'recorded'): Promise<Trial> {
    const dialect = dialectOf(words) as Dialect;
    const rule = ruleOf(dialect, account);
    const limits = {
      maxUpstreamCalls: Number.POSITIVE_INFINITY,
      maxRecords: Number.POSITIVE_INFINITY,
      maxErrors: Number.POSITIVE_INFINITY,
      // A machine that does much else is slow.
      operationTimeoutMs: 120_000,
      upstreamCallTimeoutMs: 60_000,
    };
    const gateway = await startGateway(account, {
      ...limits,
      facts: factsAbout(account, rule),
      ...options,
      sandbox: { ...options.sandbox, dialect },
    });
    // Answers overtake each other, in an order that repeats itself.
    let turn = 0;
    gateway.sandbox.latency(() => (turn++ * 7) % 4);
    return new Trial(account, gateway, await startSandbox({ rows: account }), rule);
  }

  async run(drawn: RandomOperation): Promise<Outcome> {
    const operation = await withCursors(drawn, async ({ query, variables }) => {
      const { data } = await this.gateway.query(query, { variables });
      this.gateway.requests();
      return data;
    });
    const { query, variables } = operation;
    const explained = (await this.gateway.explain(query, { variables })) as Explained;
    const reply = await this.gateway.query(query, { variables });
    const calls = this.gateway.requests();
    const right = await executeNaively(referenceSchema, operation, this.#api);
    const bound = await lowerBound(schema, operation, this.account, this.#api, this.#rule);
    const complaints: string[] = [];
    complaints.push(...misplaced(reply.errors ?? [], right.errors ?? []));
    const untold = new Set(
      warningsOf(reply)
        .filter(({ code }) => code === 'NOT_TOLD')
        .map(({ path }) => ['data', ...(path ?? [])].join('.')),
    );
    complaints.push(...differences(reply.data, right.data, 'data', untold).slice(0, 5));
    if (untold.size === 0) complaints.push(...wrongCuts(warningsOf(reply), right.silent));
    const made = calls.length - nameLookUps(operation, explained, calls);
    if (made < bound.calls || made > bound.most)
      complaints.push(`${made} calls were sent, ${bound.calls} would do: ${JSON.stringify(bound.waves, null, 1)}`);
    complaints.push(...broken(explained, calls));
    return { calls, bound: bound.calls + calls.length - made, complaints };
  }

  /** What one needs to see why an operation failed. */
  report({ query, variables }: RandomOperation, { calls, complaints }: Outcome): string {
    return [
      ...complaints,
      query,
      JSON.stringify(variables),
      `The ${calls.length} calls that were sent:`,
      ...calls,
      'The rows of their collections:',
      ...this.#rowsOf(calls),
    ].join('\n');
  }

  #rowsOf(calls: readonly string[]): string[] {
    const keys = new Set(calls.map((call) => /\/(\w+)/.exec(call)?.[1] ?? ''));
    return [...keys].flatMap((key) =>
      (this.account[key] ?? []).slice(0, 8).map((row) => `${key}: ${JSON.stringify(row)}`.slice(0, 600)),
    );
  }

  async [Symbol.asyncDispose]() {
    await this.gateway[Symbol.asyncDispose]();
    await this.#reference.close();
  }
}

interface GivenWarning {
  readonly code: string;
  readonly path?: readonly (string | number)[];
}

const warningsOf = ({ extensions }: Reply): readonly GivenWarning[] => extensions?.warnings ?? [];

/** Errors that are not where they should be: there are none but for cursors of other records. */
function misplaced(got: NonNullable<Reply['errors']>, right: readonly GraphQLFormattedError[]): string[] {
  const pathsOf = (errors: readonly { readonly path?: readonly (string | number)[] }[]) =>
    errors.map(({ path }) => path?.join('.') ?? '').toSorted();
  const unusable = got.filter(({ extensions }) => extensions?.code === 'BAD_USER_INPUT');
  if (unusable.length < got.length) return [`errors: ${JSON.stringify(got.slice(0, 3))}`];
  return isDeepStrictEqual(pathsOf(got), pathsOf(right))
    ? []
    : [`errors at ${JSON.stringify(pathsOf(got))}, right at ${JSON.stringify(right)}`];
}

const NAME_FILTER = /erviceName:|"(?:externalReferenceS|s)erviceName"/;
const NAME_LOOK_UP = /^GET \/external_references\?per_page=200&subject_type=\w+$/;

/**
 * How many calls looked for the name of an integration that nothing matched. By its own rule they are none of those that
 * the answer needs; only an operation that filters by such a name may make them.
 */
function nameLookUps({ query, variables }: RandomOperation, explained: Explained, calls: readonly string[]): number {
  if (!NAME_FILTER.test(query + JSON.stringify(variables))) return 0;
  const certain = new Set(certainCalls(explained));
  return calls.filter((call) => NAME_LOOK_UP.test(call) && !certain.has(call)).length;
}

const certainCalls = ({ waves }: Explained): string[] =>
  waves.flatMap((wave) => wave.calls.filter((call) => call.certain).map(({ url }) => `GET ${decodeURIComponent(url)}`));

/** Where two answers differ, though no warning says that the API did not tell: one line for each place. */
function differences(got: unknown, right: unknown, path: string, untold: ReadonlySet<string>): string[] {
  if (isDeepStrictEqual(got, right) || untold.has(path)) return [];
  const isBranch = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  const alike = isBranch(got) && isBranch(right) && Object.keys(got).join() === Object.keys(right).join();
  if (!alike)
    return [
      `${path}: ${JSON.stringify(got)?.slice(0, 200)} is answered, ${JSON.stringify(right)?.slice(0, 200)} is right`,
    ];
  return Object.keys(got).flatMap((key) => differences(got[key], right[key], `${path}.${key}`, untold));
}

/** What an explanation promised and the calls did not keep. */
function broken(explained: Explained, calls: readonly string[]): string[] {
  if (!explained.totals) return ['there is no explanation'];
  const { min, max } = explained.totals;
  const certain = certainCalls(explained);
  return [
    ...(calls.length < min || calls.length > (max ?? Number.POSITIVE_INFINITY)
      ? [`${calls.length} calls were sent, ${min} to ${max ?? 'any number'} were foretold`]
      : []),
    ...certain.filter((call) => !calls.includes(call)).map((call) => `foretold as certain, and not sent: ${call}`),
  ];
}
