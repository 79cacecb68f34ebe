/**
 * Does anybody ever get what belongs to somebody else? Many tokens ask the same questions for the
 * same ids, interleaved, with delays at random, clients who leave and an API that fails; every text in
 * an answer says whose token fetched it.
 *
 *     npm run test:isolation -- 1000000
 *     npm run test:isolation -- 100000 --by=assistants
 *     npm run test:isolation -- 100000 --by=sessions
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
import { markOf, type Misdeed } from '../support/echo-api.ts';
import { seededRandom } from '../support/random.ts';
import { type Figure, report } from '../support/figures.ts';
import { type Outcome, startLoadGateway } from '../support/load.ts';
import { CANARY } from '../support/token-watch.ts';
import { assistants } from './assistants.ts';
import { startPeople } from './people.ts';

/** Somebody who asks. */
export interface Caller {
  /** What says in a request who it is, as it is at the moment. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the texts are that this caller may see: the marks of their own tokens. */
  readonly marks: ReadonlySet<string>;
}

/** All of them. */
export interface Callers {
  /** What the gateway needs to know of them. */
  readonly gateway: Partial<GatewayOptions>;
  of(index: number): Caller;
  /** Called with each answer. */
  answered(caller: Caller, outcome: Outcome): void | Promise<void>;
  /** Called before each request, by its number. */
  before(number: number, requests: number): void;
}

export interface IsolationOptions {
  readonly requests: number;
  readonly seed: number;
  /** Who asks. Default: callers who bring tokens of the API. */
  readonly callers?: Callers;
  /** For a gateway that keeps records, and for variants that tell tokens apart wrongly. */
  readonly gateway?: Partial<GatewayOptions>;
  /** Asks by the tool of an assistant, at `/mcp`. Default: at `/graphql`. */
  readonly tool?: boolean;
  /** Ends the run at the first wrong answer. */
  readonly stopAtFirst?: boolean;
  readonly onProgress?: (done: number) => void;
}

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

/** How many callers there are. */
export const CALLERS = 1000;
/** Callers who ask half of everything, so that the same one often asks the same at the same moment. */
const BUSY_CALLERS = 10;
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

/** Callers who bring a token of the API each. */
function withTokens(): Callers {
  const callers = Array.from({ length: CALLERS }, (_, at): Caller => {
    const token = `${CANARY}-${at}-${'x'.repeat(24)}`;
    return { headers: { authorization: `Bearer ${token}` }, marks: new Set([markOf(token)]) };
  });
  return { gateway: {}, of: (index) => callers[index] as Caller, answered() {}, before() {} };
}

export async function runIsolation(options: IsolationOptions): Promise<IsolationFigures> {
  const random = seededRandom(options.seed);
  const callers = options.callers ?? withTokens();
  const among = (count: number) => Math.floor(random() * count);
  const misdeed = (): Misdeed | null => {
    if (random() >= FAULTS) return null;
    const kinds: Misdeed[] = ['cut', 'garbage', { status: 503 }, { status: 429, retryAfter: '0' }, { status: 401 }];
    return kinds[among(kinds.length)] ?? null;
  };
  await using gateway = await startLoadGateway({
    api: { latencyMs: () => random() * 20, misdeed },
    clients: CLIENTS,
    tool: options.tool ?? false,
    // On a busy machine, what takes long is none of what is looked for here.
    upstreamCallTimeoutMs: 20_000,
    operationTimeoutMs: 60_000,
    ...callers.gateway,
    ...options.gateway,
  });
  const figures = { wrong: 0, told: 0, marks: 0, complete: 0, withErrors: 0, left: 0, refused: 0 };
  let firstWrong: number | null = null;
  let next = 0;

  const askOne = async (number: number) => {
    const caller = callers.of(random() < 0.5 ? among(BUSY_CALLERS) : among(CALLERS));
    callers.before(number, options.requests);
    const query = QUERIES[among(QUERIES.length)] as string;
    const variables = { id: String(among(IDS) + 1), other: String(among(IDS) + 1) };
    const leaving = random() < LEAVING ? new AbortController() : null;
    if (leaving) setTimeout(() => leaving.abort(), random() * 20);
    const outcome = await gateway

      .ask({ query, variables, headers: caller.headers, ...(leaving && { signal: leaving.signal }) })
      .catch((error: unknown) => (leaving ? null : Promise.reject(error)));
    if (!outcome) {
      figures.left++;
      return;
    }
    if ([outcome.body, ...outcome.setCookie].some((text) => text.includes(CANARY))) figures.told++;
    const found = [...outcome.body.matchAll(MARK)];
    figures.marks += found.length;
    if (found.some(([, mark]) => !caller.marks.has(mark as string))) {
      figures.wrong++;
      firstWrong ??= number;
    }
    if (outcome.status !== 200) figures.refused++;
    else if (outcome.body.includes('"errors"')) figures.withErrors++;
    else figures.complete++;
    await callers.answered(caller, outcome);
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

const TEXTS = 'texts that say whose they are';
const COMPLETE = 'share of answers that are complete';

/** The figures of a run with their targets. */
export const isolationFigures = (run: IsolationFigures): Figure[] => [
  { name: 'requests', value: run.requests },
  { name: 'answers with anything of another token', value: run.wrong, atMost: 0 },
  { name: 'answers with a token', value: run.told, atMost: 0 },
  { name: TEXTS, value: run.marks, atLeast: run.requests },
  { name: COMPLETE, value: run.complete / run.requests, atLeast: 0.8 },
  { name: 'share of answers with a failed field', value: run.withErrors / run.requests },
  { name: 'share of clients who left', value: run.left / run.requests, atLeast: 0.01 },
  { name: 'REST calls for each request', value: run.calls / run.requests },
  { name: 'requests a second', value: run.requests / run.seconds },
];

/** Runs with assistants. */
export const runWithAssistants = (options: Omit<IsolationOptions, 'callers' | 'tool'>): Promise<IsolationFigures> =>
  runIsolation({ ...options, callers: assistants(CALLERS), tool: true });

/** What happened to the sessions of a run. */
export interface SessionFigures {
  readonly signIns: number;
  readonly renewals: number;
  readonly rotations: number;
  readonly outages: number;
}

/** Runs with people who have signed in. */
export async function runWithSessions(
  options: Omit<IsolationOptions, 'callers'>,
): Promise<IsolationFigures & SessionFigures> {
  await using callers = await startPeople(CALLERS);
  const run = await runIsolation({ ...options, callers });
  const { signIns, renewals, rotations, outages } = callers;
  return { ...run, signIns: signIns(), renewals: renewals(), rotations: rotations(), outages: outages() };
}

/** The figures of such a run. Who has to sign in again gets no answer first, and neither do agents while Redis is gone. */
export const sessionFigures = (run: IsolationFigures & SessionFigures): Figure[] => [
  ...isolationFigures(run).map((figure) =>
    figure.name === COMPLETE
      ? { ...figure, atLeast: 0.6 }
      : figure.name === TEXTS
        ? { ...figure, atLeast: run.requests * 0.6 }
        : figure,
  ),
  { name: 'keys of sessions that came, with one taken out for each', value: run.rotations, atLeast: 1 },
  { name: 'sessions that were sealed anew because they were used', value: run.renewals, atLeast: 1 },
  { name: 'sign-ins after the end of a session', value: run.signIns, atLeast: 1 },
  { name: 'times that Redis was gone or stood still', value: run.outages, atLeast: 2 },
];

/** Several runs as one. */
function together<Run extends IsolationFigures>(runs: readonly Run[]): Run {
  const [first] = runs as [Run];
  const sums = Object.keys(first).map((name) => [
    name,
    runs.reduce((sum, run) => sum + Number(run[name as keyof Run]), 0),
  ]);
  return {
    ...first,
    ...Object.fromEntries(sums),
    firstWrong: runs.find(({ firstWrong }) => firstWrong !== null)?.firstWrong ?? null,
    seconds: Math.max(...runs.map(({ seconds }) => seconds)),
  };
}

/** Below this, starting processes takes longer than the run. */
const MANY = 10_000;

/** How the callers of a run are told apart, each with its run and its figures. */
const WAYS = {
  tokens: { run: runIsolation, figures: isolationFigures },
  assistants: { run: runWithAssistants, figures: isolationFigures },
  sessions: { run: runWithSessions, figures: (run: IsolationFigures) => sessionFigures(run as never) },
} as const;

type Report = { readonly done: number } | { readonly figures: IsolationFigures };

/** Runs a part of the requests in a process of its own. */
async function runApart(requests: number, seed: number, by: keyof typeof WAYS): Promise<IsolationFigures> {
  const child: ChildProcess = fork(import.meta.filename, [String(requests), String(seed), `--by=${by}`]);
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
    options: { by: { type: 'string', default: 'tokens' }, 'stop-at-first': { type: 'boolean', default: false } },
  });
  const [requests = 1_000_000, seed = 1] = positionals.map(Number);
  if (!Object.hasOwn(WAYS, values.by)) throw new TypeError(`--by is one of ${Object.keys(WAYS).join(', ')}.`);
  const by = values.by as keyof typeof WAYS;
  const { run, figures } = WAYS[by];
  const stopAtFirst = values['stop-at-first'];
  const tell = (message: Report) => process.send?.(message);
  if (process.send) {
    tell({ figures: await run({ requests, seed, onProgress: (done) => tell({ done }) }) });
    process.disconnect();
  } else {
    const processes = requests < MANY ? 1 : availableParallelism();
    const share = Math.ceil(requests / processes);
    const runs = Array.from({ length: processes }, (_, at) =>
      processes === 1 ? run({ requests, seed, stopAtFirst }) : runApart(share, seed + at, by),
    );
    report(figures(together(await Promise.all(runs))));
  }
}
