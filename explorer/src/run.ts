/** Running operations: with the token, with the trace, and with what the last run told. */
import { createGraphiQLFetcher, type Fetcher, type FetcherParams, isAsyncIterable } from '@graphiql/toolkit';
import type { UpstreamReport } from '../../src/execution/call-report.ts';
import { type Advice, adviceFor, type AnswerError, UNREACHABLE } from './advice.ts';
import { operationKey } from './foresight.ts';
import { gateway, graphqlUrl } from './gateway.ts';
import { createStore } from './store.ts';
import { authorization, token } from './token.ts';

export interface Run {
  /** Which operation ran, see {@link operationKey}. */
  readonly key: string;
  /** What was called; `null` where the gateway does not tell. */
  readonly report: UpstreamReport | null;
  readonly advice: Advice | null;
}

/** The last run; `null` before the first one, and while one is under way. */
export const lastRun = createStore<Run | null>(null);

/** Tells the run that was begun last from those before it, which say no more. */
let current: object | null = null;

function begin(): object {
  lastRun.set(null);
  return (current = {});
}

// Of whoever asked before, it would be taken for what the next one sees.
token.subscribe(begin);

/** Whether answers are shown with `extensions.upstream`, which the panel tells already. */
export const showsExtension = createStore(false);

/** One answer, or one part of it. */
interface Part {
  readonly errors?: readonly AnswerError[];
  readonly extensions?: { readonly upstream?: UpstreamReport };
}

const ask = (headers: () => Readonly<Record<string, string>>, note: (response: Response) => void): Fetcher =>
  createGraphiQLFetcher({
    url: graphqlUrl,
    fetch: async (url, init) => {
      const response = await fetch(url, {
        ...init,
        headers: { ...(init?.headers as Record<string, string>), ...headers() },
      });
      note(response);
      return response;
    },
  });

const withoutTrace = ({ extensions, ...rest }: Part): Part => {
  if (!extensions) return rest;
  const { upstream: _, ...others } = extensions;
  return Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest;
};

const isAnswer = (part: unknown): part is Part => typeof part === 'object' && part !== null;

/** Asks the gateway, and notes in {@link lastRun} what an operation called and what to do about its errors. */
export const fetcher: Fetcher = async function* (params: FetcherParams, options) {
  const key = operationKey(params.query, params.variables, params.operationName);
  const hasToken = token.get() !== '';
  let retryAfterS: number | null = null;
  let report: UpstreamReport | null = null;
  const errors: AnswerError[] = [];
  const started = begin();
  const end = (advice: Advice | null) => {
    if (current === started) lastRun.set({ key, report, advice });
  };

  const note = (part: Part) => {
    errors.push(...(part.errors ?? []));
    report = part.extensions?.upstream ?? report;
    return showsExtension.get() ? part : withoutTrace(part);
  };
  const asking = ask(
    () => ({ ...authorization(), ...(gateway.explain && { 'x-upstream-trace': '1' }) }),
    ({ headers }) => {
      const seconds = headers.get('retry-after');
      retryAfterS = seconds === null ? null : Number(seconds);
    },
  );

  const shown = (part: unknown) => (isAnswer(part) ? note(part) : part);
  try {
    const answer = await asking(params, options);
    if (!isAsyncIterable(answer)) throw new TypeError('the fetcher answers in parts');
    for await (const part of answer) yield Array.isArray(part) ? part.map(shown) : shown(part);
  } catch (error) {
    end(UNREACHABLE);
    throw error;
  }
  end(adviceFor(errors, { hasToken, retryAfterS, signsIn: gateway.signIn ?? false }));
};
