/**
 * Does anybody ever get what belongs to somebody else? Many tokens ask the same questions for the
 * same ids, interleaved, with delays at random, clients who leave and an API that fails; every text in
 * an answer says whose token fetched it.
 *
 *     npm run test:isolation -- 1000000
 *     npm run test:isolation -- 100000 --mode=mcp
 *
 * One process for each processor, each with a gateway of its own, which all of these tokens ask. Fewer than 10,000 requests
 * are asked by one process, which `--stop-at-first` ends at the first wrong answer: `npm run test:isolation -- 1000 1
 * --stop-at-first`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { GatewayOptions } from '../../src/http/gateway-options.ts';
import { bearerToken } from '../../src/identity/bearer-token.ts';
import { callerIdOf } from '../../src/identity/caller-id.ts';
import { withoutCredential } from '../../src/identity/identity.ts';
import { createMcp } from '../../src/mcp/index.ts';
import { markOf, type Misdeed } from '../support/echo-api.ts';
import { seededRandom } from '../support/random.ts';
import { type Figure, report } from '../support/figures.ts';
import { startLoadGateway } from '../support/load.ts';
import { CANARY } from '../support/token-watch.ts';

export interface IsolationOptions {
  readonly requests: number;
  readonly seed: number;
  /** For a gateway that keeps records, and for variants that tell tokens apart wrongly. */
  readonly gateway?: Partial<GatewayOptions>;
  /**
   * `mcp`: assistants ask by the tool at `/mcp`. Each brings a credential of the gateway's own, for each of which the
   * gateway has another token of the API. Default: users ask at `/graphql`, with their tokens of the API.
   */
  readonly mode?: IsolationMode;
  /** Ends the run at the first wrong answer. */
  readonly stopAtFirst?: boolean;
  readonly onProgress?: (done: number) => void;
}

export const MODES = ['graphql', 'mcp'] as const;
export type IsolationMode = (typeof MODES)[number];

export interface IsolationFigures {
  readonly requests: number;
  /** Answers with anything in them that another token fetched. */
  readonly wrong: number;
  /** The number of the request whose answer was the first wrong one. */
  readonly firstWrong: number | null;
  /** Answers with a token or a credential in them. */
  readonly told: number;
  /** Texts that were looked at. */
  readonly marks: number;
  readonly complete: number;
  readonly withErrors: number;
  readonly left: number;
  readonly refused: number;
  readonly calls: number;
  readonly seconds: number;
}

const TOKENS = 1000;
/** Tokens that ask half of everything, so that the same token often asks the same at the same moment. */
const BUSY_TOKENS = 10;
const IDS = 50;
const CLIENTS = 120;
const LEAVING = 0.05;
const FAULTS = 0.02;

const QUERIES = [
  'query One($id: ID!) { user(id: $id) { fullName } }',
  'query Two($id: ID!, $other: ID!) { usersById(ids: [$id, $other]) { id fullName headline } }',
  'query Roles($id: ID!) { user(id: $id) { fullName role { name } } }',
  '{ users(first: 3) { nodes { fullName role { name } } } }',
  'query Several($id: ID!) { a: user(id: $id) { fullName } roles(first: 2) { nodes { name } } workspace(id: $id) { title } }',
] as const;

/** Every text that the API puts into its records is a mark; in an answer, or a text in it, nothing else looks like one. */
const MARK = /"([0-9a-f]{16})\\?"/g;

const numbered = (name: string) =>
  Array.from({ length: TOKENS }, (_, at) => `${CANARY}-${name}${at}-${'x'.repeat(24)}`);

/** What callers bring, the token that the API gets for each, and the gateway that knows which. */
const IDENTITIES: Readonly<Record<IsolationMode, () => Identities>> = {
  graphql() {
    const tokens = numbered('');
    return { credentials: tokens, tokens, gateway: {} };
  },
  mcp() {
    const [credentials, tokens] = [numbered('caller-'), numbered('')];
    const tokenOf = new Map(credentials.map((credential, at) => [credential, tokens[at] as string]));
    const gateway: Partial<GatewayOptions> = {
      door: createMcp({}).door,
      identify({ rawHeaders }) {
        const credential = bearerToken(rawHeaders) ?? '';
        const token = tokenOf.get(credential);
        if (token === undefined) throw withoutCredential('credential');
        return { token, principal: callerIdOf(`caller ${credential}`), credential, cursorKey: token };
      },
    };
    return { credentials, tokens, gateway };
  },
};

interface Identities {
  readonly credentials: readonly string[];
  readonly tokens: readonly string[];
  readonly gateway: Partial<GatewayOptions>;
}

export async function runIsolation(options: IsolationOptions): Promise<IsolationFigures> {
  const random = seededRandom(options.seed);
  const among = (count: number) => Math.floor(random() * count);
  const misdeed = (): Misdeed | null => {
    if (random() >= FAULTS) return null;
    const kinds: Misdeed[] = ['cut', 'garbage', { status: 503 }, { status: 429, retryAfter: '0' }, { status: 401 }];
    return kinds[among(kinds.length)] ?? null;
  };
  const mode = options.mode ?? 'graphql';
  const { credentials, tokens, gateway: byIdentity } = IDENTITIES[mode]();
  await using gateway = await startLoadGateway({
    api: { latencyMs: () => random() * 20, misdeed },
    clients: CLIENTS,
    tool: mode === 'mcp',
    // On a busy machine, what takes long is none of what is looked for here.
    upstreamCallTimeoutMs: 20_000,
    operationTimeoutMs: 60_000,
    ...byIdentity,
    ...options.gateway,
  });
  const figures = { wrong: 0, told: 0, marks: 0, complete: 0, withErrors: 0, left: 0, refused: 0 };
  let firstWrong: number | null = null;
  let next = 0;

  const askOne = async (number: number) => {
    const caller = random() < 0.5 ? among(BUSY_TOKENS) : among(TOKENS);
    const token = credentials[caller] as string;
    const query = QUERIES[among(QUERIES.length)] as string;
    const variables = { id: String(among(IDS) + 1), other: String(among(IDS) + 1) };
    const leaving = random() < LEAVING ? new AbortController() : null;
    if (leaving) setTimeout(() => leaving.abort(), random() * 20);
    const outcome = await gateway
      .ask({ query, variables, token, ...(leaving && { signal: leaving.signal }) })
      .catch((error: unknown) => (leaving ? null : Promise.reject(error)));
    if (!outcome) {
      figures.left++;
      return;
    }
    if (outcome.body.includes(CANARY)) figures.told++;
    const own = markOf(tokens[caller] as string);
    const found = [...outcome.body.matchAll(MARK)];
    figures.marks += found.length;
    if (found.some(([, mark]) => mark !== own)) {
      figures.wrong++;
      firstWrong ??= number;
    }
    if (outcome.status !== 200) figures.refused++;
    else if (outcome.body.includes('"errors"')) figures.withErrors++;
    else figures.complete++;
  };

  const from = performance.now();
  const client = async () => {
    while (next < options.requests && !(options.stopAtFirst && figures.wrong > 0)) {
      const number = ++next;
      await askOne(number);
      if (number % 50_000 === 0) options.onProgress?.(number);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - from) / 1000;
  return { ...figures, firstWrong, requests: next, calls: gateway.api.counts.calls, seconds };
}

/** The figures of a run with their targets. */
export const isolationFigures = (run: IsolationFigures): Figure[] => [
  { name: 'requests', value: run.requests },
  { name: 'answers with anything of another token', value: run.wrong, atMost: 0 },
  { name: 'answers with a token', value: run.told, atMost: 0 },
  { name: 'texts that say whose they are', value: run.marks, atLeast: run.requests },
  { name: 'share of answers that are complete', value: run.complete / run.requests, atLeast: 0.8 },
  { name: 'share of answers with a failed field', value: run.withErrors / run.requests },
  { name: 'share of clients who left', value: run.left / run.requests, atLeast: 0.01 },
  { name: 'REST calls for each request', value: run.calls / run.requests },
  { name: 'requests a second', value: run.requests / run.seconds },
];

/** Several runs as one. */
function together(runs: readonly IsolationFigures[]): IsolationFigures {
  const sum = (read: (run: IsolationFigures) => number) => runs.reduce((total, run) => total + read(run), 0);
  return {
    requests: sum(({ requests }) => requests),
    wrong: sum(({ wrong }) => wrong),
    told: sum(({ told }) => told),
    firstWrong: runs.find(({ firstWrong }) => firstWrong !== null)?.firstWrong ?? null,
    marks: sum(({ marks }) => marks),
    complete: sum(({ complete }) => complete),
    withErrors: sum(({ withErrors }) => withErrors),
    left: sum(({ left }) => left),
    refused: sum(({ refused }) => refused),
    calls: sum(({ calls }) => calls),
    seconds: Math.max(...runs.map(({ seconds }) => seconds)),
  };
}

/** Below this, starting processes takes longer than the run. */
const MANY = 10_000;

type Report = { readonly done: number } | { readonly figures: IsolationFigures };

/** Runs a part of the requests in a process of its own. */
async function runApart(requests: number, seed: number, mode: IsolationMode): Promise<IsolationFigures> {
  const child: ChildProcess = fork(import.meta.filename, [String(requests), String(seed), `--mode=${mode}`]);
  const figures = Promise.withResolvers<IsolationFigures>();
  child.on('message', (report: Report) => {
    if ('done' in report) console.log(`process ${seed}: ${report.done} requests`);
    else figures.resolve(report.figures);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`process ${seed} ended with ${code}`);
  return figures.promise;
}

if (process.argv[1] === import.meta.filename) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { mode: { type: 'string' }, 'stop-at-first': { type: 'boolean' } },
  });
  const [requests = 1_000_000, seed = 1] = positionals.map(Number);
  const mode = MODES.find((one) => one === (values.mode ?? 'graphql'));
  if (!mode) throw new TypeError(`--mode is one of ${MODES.join(', ')}.`);
  const stopAtFirst = values['stop-at-first'] ?? false;
  const tell = (message: Report) => process.send?.(message);
  if (process.send) {
    tell({ figures: await runIsolation({ requests, seed, mode, onProgress: (done) => tell({ done }) }) });
    process.disconnect();
  } else {
    const processes = requests < MANY ? 1 : availableParallelism();
    const share = Math.ceil(requests / processes);
    const runs = Array.from({ length: processes }, (_, at) =>
      processes === 1 ? runIsolation({ requests, seed, mode, stopAtFirst }) : runApart(share, seed + at, mode),
    );
    report(isolationFigures(together(await Promise.all(runs))));
  }
}
