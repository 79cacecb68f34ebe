/** What loads for one operation: in its caller's name, within its time, its calls and its memory. */
import type { ApiFacts } from '../loaders/api-facts.ts';
import { Operation } from '../loaders/operation.ts';
import type { OwnRecords } from '../loaders/record-cache.ts';
import { principalOf } from '../upstream/principal.ts';
import type { Limited } from './admit.ts';
import { AnswerBudget } from './answer-budget.ts';
import { DEFAULT_MAX_RECORDS } from './budget.ts';
import { choicesIn } from './choices.ts';
import { CallReport } from './call-report.ts';
import { Deadline } from './deadline.ts';
import type { Caller, ExecutorOptions } from './executor.ts';
import { argumentsIn } from './nested-request.ts';
import { watchedSend } from './watched-send.ts';

/** An operation that has begun. Its deadline must be cleared in the end. */
export interface Begun {
  readonly deadline: Deadline;
  /** Null where no trace was asked for. */
  readonly trace: CallReport | null;
  readonly operation: Operation;
  readonly answer: AnswerBudget;
}

export interface Beginning {
  /** Called whenever something has come, or will not come. Default: not called. */
  readonly changed?: (() => void) | undefined;
  /** REST calls that it may make by now, asked before each. Default: its limit. */
  readonly maxCalls?: () => number;
  /** What is kept of the caller's records, where the gateway keeps none. Default: nothing is. */
  readonly records?: OwnRecords | undefined;
}

export type Begin = (
  caller: Caller,
  limited: Pick<Limited, 'plan' | 'nested' | 'choices' | 'limits'>,
  beginning?: Beginning,
) => Begun;

/** Makes what begins operations. */
export const createBegin = (
  options: Omit<ExecutorOptions, 'schema' | 'facts'> & { readonly facts: ApiFacts },
): Begin => {
  const { cache = null, maxRecords = DEFAULT_MAX_RECORDS, facts, send } = options;
  return (caller, { plan, nested, choices, limits }, { changed, maxCalls, records } = {}) => {
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
      send: (restRequest, sent) => watchedSend(watchers, send, restRequest, sent, asker),
      waitMs: options.waveWaitMs,
      maxCalls: maxCalls ?? (() => limits.calls),
      argumentsOf: argumentsIn(nested),
      choiceOf: choicesIn(choices),
      isShared: ({ key, members }) => members.length > 0 || plan.isShared(key, facts.isOwn),
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
