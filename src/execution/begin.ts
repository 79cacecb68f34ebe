/** What loads for one operation: in its caller's name, within its time, its calls and its memory. */
import type { ApiFacts } from '../loaders/api-facts.ts';
import { Operation, type SentCall } from '../loaders/operation.ts';
import type { OwnRecords } from '../loaders/record-cache.ts';
import { principalOf } from '../upstream/principal.ts';
import { type RestRequest, urlOf } from '../upstream/rest-request.ts';
import type { Caller as UpstreamCaller, RestResponse, Send } from '../upstream/send.ts';
import { AnswerBudget } from './answer-budget.ts';
import { DEFAULT_MAX_RECORDS } from './budget.ts';
import { CallReport } from './call-report.ts';
import { Deadline } from './deadline.ts';
import type { Caller, ExecutorOptions } from './execute.ts';
import type { OperationSpans } from './operation-spans.ts';
import type { OperationStats } from './operation-stats.ts';
import type { Plan } from './plan.ts';

/** An operation that has begun. */
export interface Begun {
  /** Cleared by the one who began it. */
  readonly deadline: Deadline;
  readonly trace: CallReport | null;
  readonly operation: Operation;
  readonly answer: AnswerBudget;
}

export interface Beginning {
  /** Told whenever something has come, or will not come. Default: nobody is. */
  readonly changed?: (() => void) | undefined;
  /** REST calls that it may make by now, asked before each. Default: what the caller and the gateway allow. */
  readonly maxCalls?: () => number;
  /** What is kept of the caller's records, where the gateway keeps none. Default: nothing is. */
  readonly records?: OwnRecords | undefined;
}

export type Begin = (caller: Caller, plan: Plan, beginning?: Beginning) => Begun;

/** Makes what begins operations. */
export const createBegin = (
  options: Omit<ExecutorOptions, 'schema' | 'facts'> & { readonly facts: ApiFacts },
): Begin => {
  const { cache = null, maxUpstreamCalls, maxRecords = DEFAULT_MAX_RECORDS, facts } = options;
  return (caller, plan, { changed, maxCalls, records } = {}) => {
    const deadline = new Deadline(options.operationTimeoutMs, caller.signal);
    const trace = caller.trace ? new CallReport(cache !== null) : null;
    const answer = new AnswerBudget({ maxRecords, memory: caller.memory, deadline });
    const watchers = { deadline, answer, trace, stats: caller.stats ?? null, spans: caller.spans ?? null };
    const principal = (options.principalOf ?? principalOf)(caller.token);
    const { token, requestId = null } = caller;
    const asker = { token, principal, requestId, signal: deadline, deadlineAt: deadline.at };
    const kept = cache ? cache.of(asker) : records;
    const operation = new Operation({
      principal,
      facts,
      drift: options.drift,
      send: (restRequest, sent) => watchedSend(watchers, options.send, restRequest, sent, asker),
      waitMs: options.waveWaitMs,
      get maxCalls() {
        return maxCalls?.() ?? Math.min(caller.maxCalls ?? maxUpstreamCalls, maxUpstreamCalls);
      },
      isShared: ({ key, members }) => members.length > 0 || plan.isShared(key),
      ...(changed && { changed }),
      ...(kept && {
        records: kept,
        recalled: (lookup) => {
          trace?.recalled(lookup);
          caller.stats?.recalled(lookup);
        },
      }),
    });
    return { deadline, trace, operation, answer };
  };
};

interface Watchers {
  readonly deadline: Deadline;
  readonly answer: AnswerBudget;
  readonly trace: CallReport | null;
  readonly stats: OperationStats | null;
  readonly spans: OperationSpans | null;
}

async function watchedSend(
  { deadline, answer: counted, trace, stats, spans }: Watchers,
  send: Send,
  restRequest: RestRequest,
  sent: SentCall,
  caller: UpstreamCaller,
): Promise<RestResponse> {
  const done = trace?.begin(sent);
  const span = spans?.call(sent);
  const startMs = stats ? performance.now() : 0;
  let answer: RestResponse;
  try {
    answer = await send(restRequest, span ? { ...caller, span } : caller);
    done?.({ answer });
    stats?.callAnswered(sent, answer);
    span?.answered(answer);
  } catch (error) {
    const told = deadline.explain(error);
    done?.({ error: told });
    stats?.callFailed(sent, told, performance.now() - startMs);
    span?.failed(told);
    throw told;
  }
  // The call was good; that its rows are too much is no failure of it.
  counted.loaded(answer, { method: 'GET', url: urlOf(restRequest) });
  return answer;
}
