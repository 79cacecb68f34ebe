/** What loads for one operation: in its caller's name, within its time, and watched. */
import type { ApiDrift } from '../loaders/api-drift.ts';
import type { ApiFacts } from '../loaders/api-facts.ts';
import { Operation, type SentCall } from '../loaders/operation.ts';
import type { RecordCache } from '../loaders/record-cache.ts';
import { isOnlyRead } from '../loaders/row-reader.ts';
import { type Principal, principalOf } from '../upstream/principal.ts';
import { type RestRequest, urlOf } from '../upstream/rest-request.ts';
import type { RestResponse, Send, Caller as UpstreamCaller } from '../upstream/send.ts';
import { AnswerBudget } from './answer-budget.ts';
import { CallReport } from './call-report.ts';
import { Deadline } from './deadline.ts';
import type { Caller } from './execute.ts';
import type { OperationSpans } from './operation-spans.ts';
import type { OperationStats } from './operation-stats.ts';
import type { Prepared } from './prepare.ts';

export interface BeginOptions {
  readonly send: Send;
  readonly waveWaitMs: number | 'unbounded';
  readonly operationTimeoutMs: number;
  readonly maxRecords: number;
  readonly facts: ApiFacts;
  readonly drift?: ApiDrift | undefined;
  readonly cache: RecordCache | null;
  readonly principalOf?: ((token: string) => Principal) | undefined;
}

/** An operation that has begun. Its deadline must be cleared in the end. */
export interface Begun {
  readonly deadline: Deadline;
  /** Null where nobody wants to know. */
  readonly trace: CallReport | null;
  readonly operation: Operation;
  readonly answer: AnswerBudget;
}

/**
 * Makes what begins operations.
 *
 * @returns begins one; `changed` is called whenever something has come, or will not come.
 */
export const createBegin =
  ({ cache, facts, ...options }: BeginOptions) =>
  (caller: Caller, { plan, limits }: Prepared, changed?: () => void): Begun => {
    const deadline = new Deadline(options.operationTimeoutMs, caller.signal);
    const trace = caller.trace ? new CallReport(cache !== null) : null;
    const answer = new AnswerBudget({ maxRecords: options.maxRecords, memory: caller.memory, deadline });
    const watchers = { deadline, answer, trace, stats: caller.stats ?? null, spans: caller.spans ?? null };
    const principal = (options.principalOf ?? principalOf)(caller.token);
    const { token, requestId = null } = caller;
    const asker = { token, principal, requestId, signal: deadline, deadlineAt: deadline.at };
    const operation = new Operation({
      principal,
      facts,
      drift: options.drift,
      send: (restRequest, sent) => watchedSend(watchers, options.send, restRequest, sent, asker),
      waitMs: options.waveWaitMs,
      maxCalls: limits.calls,
      isShared: ({ key, members }) => members.length > 0 || plan.isShared(key),
      ...(changed && { changed }),
      ...(cache && {
        records: cache.of(asker),
        recalled: (lookup) => {
          trace?.recalled(lookup);
          caller.stats?.recalled(lookup);
        },
      }),
    });
    return { deadline, trace, operation, answer };
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
  if (!isOnlyRead(sent.call)) counted.loaded(answer, { method: 'GET', url: urlOf(restRequest) });
  return answer;
}
