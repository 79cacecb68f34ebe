/** An answer as a whole, in JSON. */
import { type ExecutionResult, GraphQLError } from 'graphql';
import { timeSliced } from '../../execution/time-sliced.ts';
import { chunkedStringify } from '../chunked-stringify.ts';
import { PARTIAL_SUCCESS } from '../statuses.ts';
import type { Mode } from './mode.ts';
import { CONTENT_TYPE, refusedOperation } from './refusal.ts';

export const whole: Mode<ExecutionResult> = {
  name: 'whole',
  run: (executor, args) => executor.execute(args),
  async write(result, { answerType, finish, signal }) {
    const errors = result.errors && finish(result.errors);
    if (!('data' in result)) return whole.refuse(errors?.length ? errors : finish([noAnswer()]), answerType);
    const text = timeSliced(chunkedStringify(errors ? { ...result, errors } : result), signal);
    const isPartial = errors !== undefined && answerType === 'application/graphql-response+json';
    return {
      status: isPartial ? PARTIAL_SUCCESS : 200,
      headers: CONTENT_TYPE[answerType],
      body: text instanceof Promise ? await text : text,
    };
  },
  refuse: (errors, answerType) => refusedOperation(errors, answerType),
};

/** For a plugin that puts nothing in the place of a result. */
const noAnswer = () => new GraphQLError('Unexpected error.', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
