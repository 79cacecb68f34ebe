/** One REST call of an operation, with everything that counts it. */
import type { SentCall } from '../loaders/operation-options.ts';
import { isOnlyRead } from '../loaders/row-reader.ts';
import type { RestRequest } from '../upstream/rest-request.ts';
import type { Caller as UpstreamCaller, RestResponse, Send } from '../upstream/send.ts';
import type { AnswerBudget } from './answer-budget.ts';
import type { CallReport } from './call-report.ts';
import type { Deadline } from './deadline.ts';
import type { OperationSpans } from './operation-spans.ts';
import type { OperationStats } from './operation-stats.ts';

export interface Watchers {
  readonly deadline: Deadline;
  readonly answer: AnswerBudget;
  readonly trace: CallReport | null;
  readonly stats: OperationStats | null;
  readonly spans: OperationSpans | null;
}

/** Sends a call. Rejects with the error that belongs to it, or with that of the operation where its time is over. */
export async function watchedSend(
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
    const reason = deadline.explain(error);
    done?.({ error: reason });
    stats?.callFailed(sent, reason, performance.now() - startMs);
    span?.failed(reason);
    throw reason;
  }
  // The call was good; that its rows are too much is no failure of it.
  if (!isOnlyRead(sent.call)) counted.loaded(answer, restRequest);
  return answer;
}
