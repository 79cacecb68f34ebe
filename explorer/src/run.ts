/** Running operations: with the token, with the trace, and with what each run told. */
import { createGraphiQLFetcher, type Fetcher, type FetcherParams, isAsyncIterable } from '@graphiql/toolkit';
import type { UpstreamReport } from '../../src/execution/call-report.ts';
import type { LiveCall } from '../../src/http/live-calls.ts';
import { type Advice, adviceFor, type AnswerError, UNREACHABLE } from './advice.ts';
import { type Caller, currentCaller } from './caller.ts';
import { currentHeaders, withDefaults } from './environments.ts';
import { operationKey } from './foresight.ts';
import { gateway, graphqlUrl } from './gateway.ts';
import { createStore, useStore } from './store.ts';
import { authorization, token } from './token.ts';

/** A run of an operation: under way, or the last one of its tab. */
export interface Run {
  /** Which operation ran, see {@link operationKey}. */
  readonly key: string;
  readonly params: FetcherParams;
  /** Whose answer it is. */
  readonly caller: Caller;
  /** By `performance.now()`, in milliseconds. */
  readonly startedAt: number;
  /** How long it took, in milliseconds; `null` while it is under way. */
  readonly tookMs: number | null;
  readonly isStopped: boolean;
  /** The calls as far as they are known; of a run that has ended whole, `report` tells more. */
  readonly live: readonly LiveCall[];
  /** What was called; `null` while it is under way, and where the gateway does not tell. */
  readonly report: UpstreamReport | null;
  readonly errors: readonly AnswerError[];
  readonly advice: Advice | null;
}

/** The last run of each tab of the editor, by the tab's id. */
const runs = createStore<ReadonlyMap<string, Run>>(new Map());

/** The tab that is shown. */
export const activeTab = createStore('');

/** The run whose answer is shown; `null` where the tab has none. */
export function useRun(): Run | null {
  const tab = useStore(activeTab);
  return useStore(runs).get(tab) ?? null;
}

const setRun = (tab: string, run: Run) => runs.set(new Map(runs.get()).set(tab, run));

/** Adds to the run of the tab that is shown what a further page told. */
export function addErrors(errors: readonly AnswerError[], advice: Advice | null): void {
  const tab = activeTab.get();
  const run = runs.get().get(tab);
  if (run) setRun(tab, { ...run, errors: [...run.errors, ...errors], advice: advice ?? run.advice });
}

/** Whether answers are shown with `extensions.upstream`, which the panel tells already. */
export const showsExtension = createStore(false);

/** One answer, or one part of it. */
interface Part {
  readonly data?: unknown;
  readonly incremental?: unknown;
  readonly completed?: unknown;
  readonly path?: unknown;
  readonly hasNext?: boolean;
  readonly errors?: readonly AnswerError[];
  readonly extensions?: { readonly upstream?: UpstreamReport | { readonly calls: readonly LiveCall[] } };
}

/** What goes with each request, beside what it asks. */
export const requestHeaders = (): Record<string, string> => ({ ...currentHeaders(), ...authorization() });

const withoutTrace = ({ extensions, ...rest }: Part): Part => {
  if (!extensions) return rest;
  const { upstream: _, ...others } = extensions;
  return Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest;
};

const isAnswer = (part: unknown): part is Part => typeof part === 'object' && part !== null;

/** A part that tells of calls and holds nothing of the answer. */
const isNews = ({ data, incremental, completed, path, errors, hasNext }: Part) =>
  hasNext === true && [data, incremental, completed, path, errors].every((held) => held === undefined);

/** Notes what one run tells. */
class Watch {
  readonly #tab = activeTab.get();
  #run: Run;
  #retryAfterS: number | null = null;
  #hasAnswer = false;
  readonly #hasToken = token.get() !== '';

  constructor(params: FetcherParams) {
    this.#run = {
      key: operationKey(params.query, params.variables, params.operationName),
      params,
      caller: currentCaller(),
      startedAt: performance.now(),
      tookMs: null,
      isStopped: false,
      live: [],
      report: null,
      errors: [],
      advice: null,
    };
    setRun(this.#tab, this.#run);
  }

  responded({ headers }: Response): void {
    const seconds = headers.get('retry-after');
    this.#retryAfterS = seconds === null ? null : Number(seconds);
  }

  /** What is shown of parts that have come together. */
  shown(parts: readonly unknown[]): readonly unknown[] {
    return parts.flatMap((part) => (isAnswer(part) ? this.#shownOf(part) : [part]));
  }

  end(advice: Advice | null): void {
    this.#set({ tookMs: this.#elapsedMs(), advice });
  }

  ended(): void {
    const circumstances = {
      hasToken: this.#hasToken,
      retryAfterS: this.#retryAfterS,
      signsIn: gateway.signIn ?? false,
    };
    this.end(adviceFor(this.#run.errors, circumstances));
  }

  stopped(): void {
    if (this.#run.tookMs === null) this.#set({ isStopped: true, tookMs: this.#elapsedMs() });
  }

  #shownOf(part: Part): readonly unknown[] {
    const told = part.extensions?.upstream;
    if (isNews(part)) {
      const live = [...this.#run.live];
      for (const call of (told?.calls ?? []) as readonly LiveCall[]) live[call.index] = call;
      this.#set({ live });
      return [];
    }
    const { hasNext, ...answer } = part;
    // One part that is the whole answer is shown as such.
    const whole = hasNext === false && !this.#hasAnswer;
    this.#hasAnswer = true;
    this.#set({
      errors: [...this.#run.errors, ...errorsIn(part)],
      report: told && 'total' in told ? told : this.#run.report,
    });
    const shown = whole ? answer : part;
    return [showsExtension.get() ? shown : withoutTrace(shown)];
  }

  #elapsedMs = () => performance.now() - this.#run.startedAt;

  #set(more: Partial<Run>): void {
    const latest = runs.get().get(this.#tab);
    // A later run of the tab has taken its place.
    const isCurrent = latest === this.#run;
    this.#run = { ...this.#run, ...more };
    if (isCurrent) setRun(this.#tab, this.#run);
  }
}

/** All errors of a part, wherever they stand in it. */
function errorsIn({ errors = [], incremental, completed }: Part): readonly AnswerError[] {
  const within = [incremental, completed].flatMap((some) => (Array.isArray(some) ? (some as readonly Part[]) : []));
  return [...errors, ...within.flatMap((one) => one.errors ?? [])];
}

async function* ask(
  params: FetcherParams,
  options: Parameters<Fetcher>[1],
  signal: AbortSignal,
): AsyncGenerator<unknown, void> {
  const watch = new Watch(params);
  signal.addEventListener('abort', () => watch.stopped());
  const asking = createGraphiQLFetcher({
    url: graphqlUrl,
    fetch: async (url, init) => {
      const headers = {
        ...(init?.headers as Record<string, string>),
        ...requestHeaders(),
        ...(gateway.explain && { 'x-upstream-trace': 'live' }),
      };
      const response = await fetch(url, { ...init, headers, signal });
      watch.responded(response);
      return response;
    },
  });
  try {
    const answer = await asking(withDefaults(params), options);
    if (!isAsyncIterable(answer)) throw new TypeError('the fetcher answers in parts');
    for await (const come of answer) {
      const parts = watch.shown(Array.isArray(come) ? come : [come]);
      if (parts.length > 1) yield parts;
      else if (parts.length === 1) yield parts[0];
    }
  } catch (error) {
    if (signal.aborted) return;
    watch.end(UNREACHABLE);
    throw error;
  }
  watch.ended();
}

/** Asks the gateway, and notes for {@link useRun} what an operation calls and what to do about its errors. */
export const fetcher: Fetcher = (params, options) => {
  const stop = new AbortController();
  const parts = ask(params, options, stop.signal);
  const iterator = {
    next: () => parts.next(),
    // That of a generator would wait for the next part.
    async return() {
      stop.abort();
      return { done: true as const, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator } as ReturnType<Fetcher>;
};
