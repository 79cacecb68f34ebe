/** How operations that come through MCP are run: `ask`, whose answer is cut, and `price`, which calls nothing. */
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Estimate } from '../execution/budget.ts';
import type { UpstreamReport } from '../execution/call-report.ts';
import { jsonResponse } from '../http/http-errors.ts';
import type { Mode } from '../http/writers/mode.ts';
import type { Warning } from '../execution/warnings.ts';
import { whole } from '../http/writers/whole.ts';
import { type AnswerSize, answerSize } from './answer-size.ts';
import { cutAnswer, type MoreRows } from './cut.ts';
import { rowCursors } from './row-cursors.ts';
import { estimateTokens } from './tokens.ts';

/** What an answer says beside its data, as extensions of the result. */
export interface AskExtensions {
  readonly calls: number;
  /** Requests on top of them, for calls that failed and were sent again. */
  readonly repeated: number;
  readonly more: readonly MoreRows[];
  readonly shortened: string | null;
  /** What of the answer is not what it seems: a null that means that the API did not say, a list that is cut. */
  readonly warnings: readonly Warning[];
}

/** What `price` finds, as the body of its response. */
export interface Price extends AnswerSize {
  readonly calls: { readonly min: number; readonly likely: number; readonly max: number };
  /** The place that most calls are made for. */
  readonly costliest: string;
}

/** The most of a budget that errors take; the rest is for data. */
const SHARE_OF_ERRORS = 0.3;
const TOKENS_AROUND = 60;
const TOKENS_OF_PATH = 20;

/** Tokens that the errors of a result may take where it is written, and the warnings with them. */
export const tokensForErrors = (maxTokens: number) => Math.floor(maxTokens * SHARE_OF_ERRORS);

const tokensOf = (messages: readonly { readonly message: string }[], most: number) => {
  let tokens = 0;
  for (const { message } of messages) {
    tokens += estimateTokens(message) + TOKENS_OF_PATH;
    if (tokens > most) return most;
  }
  return tokens;
};

/** Makes the modes for one schema. */
export function createModes(schema: GraphQLSchema) {
  const withCursors = rowCursors(schema);

  /** Runs an operation and cuts its answer to so many tokens. */
  const ask = (maxTokens: number): Mode<ExecutionResult> => ({
    name: 'tool',
    async run(executor, args) {
      const result = await executor.execute({ ...args, document: withCursors(args.document) });
      if (!result.data) return result;
      const warnings = (result.extensions?.warnings ?? []) as readonly Warning[];
      const said = tokensOf([...(result.errors ?? []), ...warnings], tokensForErrors(maxTokens));
      const { data, more, shortened } = cutAnswer(result.data, maxTokens - TOKENS_AROUND - said);
      const { calls = [] } = (result.extensions?.upstream ?? {}) as Partial<Pick<UpstreamReport, 'calls'>>;
      const repeated = calls.reduce((sum, { retries, shared }) => sum + (shared ? 0 : retries), 0);
      const extensions: AskExtensions = { calls: calls.length, repeated, more, shortened, warnings };
      return { ...result, data: data as ExecutionResult['data'], extensions: { ...extensions } };
    },
    write: (result, writing) => whole.write(result, writing),
    refuse: (errors, answerType) => whole.refuse(errors, answerType),
  });

  const price: Mode<Estimate & { readonly size: AnswerSize }> = {
    name: 'price',
    looksOnly: true,
    run: async (executor, args) => ({ ...(await executor.estimate(args)), size: answerSize(args) }),
    write({ min, max, likely, costliest, records, size }) {
      const priced: Price = { calls: { min, likely, max }, costliest, ...size, rows: Math.max(records, size.rows) };
      return jsonResponse(200, priced);
    },
    refuse: (errors, answerType) => whole.refuse(errors, answerType),
  };
  return { ask, price };
}
