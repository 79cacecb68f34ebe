import type { Executor, OperationArgs } from '../../execution/executor.ts';
import type { AbortSignalLike } from '../../upstream/send.ts';
import type { AnswerType } from '../accept.ts';
import type { GatewayResponse } from '../exchange.ts';
import type { Finish } from '../finish.ts';

export interface Writing {
  readonly answerType: AnswerType;
  /** For all errors that are written. */
  readonly finish: Finish;
  /** The caller's own secrets, for text that may repeat what the caller sent. */
  readonly secrets: readonly string[];
  /** Ends the writing of a large answer once its client has gone. */
  readonly signal?: AbortSignalLike | undefined;
}

/**
 * How an operation is run and its outcome written. Nothing else differs between modes: identity, admission, documents,
 * errors and the log are the pipeline's. `test/guarantees.test.ts` holds a new one to that by one more row.
 */
export interface Mode<Outcome = unknown> {
  readonly name: 'whole' | 'parts' | 'explain' | 'tool' | 'price' | 'export';
  /** It only looks at the operation: nothing is called, and no plugin takes part. Default: no. */
  readonly looksOnly?: boolean;
  /** Runs an operation whose document is valid. Throws `Refused` for one that cannot run. */
  run(executor: Executor, args: OperationArgs): Promise<Outcome>;
  write(outcome: Outcome, writing: Writing): GatewayResponse | Promise<GatewayResponse>;
  /** Writes the finished errors of an operation that did not run. */
  refuse(errors: Parameters<Finish>[0], answerType: AnswerType): GatewayResponse;
}
