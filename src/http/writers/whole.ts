/** An answer as a whole, in JSON. */
import type { ExecutionResult } from 'graphql';
import { timeSliced } from '../../execution/time-sliced.ts';
import { chunkedStringify } from '../chunked-stringify.ts';
import type { Mode } from './mode.ts';
import { CONTENT_TYPE, refusedOperation } from './refusal.ts';

export const whole: Mode<ExecutionResult> = {
  name: 'whole',
  run: (executor, args) => executor.execute(args),
  async write(result, { answerType, finish }) {
    const errors = result.errors && finish(result.errors);
    if (!('data' in result)) return whole.refuse(errors ?? [], answerType);
    const text = timeSliced(chunkedStringify(errors ? { ...result, errors } : result));
    return { status: 200, headers: CONTENT_TYPE[answerType], body: text instanceof Promise ? await text : text };
  },
  refuse: (errors, answerType) => refusedOperation(errors, answerType),
};
