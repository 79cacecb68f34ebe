/** Asks the gateway for one tile: its price, and its rows. */
import type { Explanation } from '../../../src/execution/explain.ts';
import type { AnswerError } from '../advice.ts';
import { explainUrl, gateway, graphqlUrl } from '../gateway.ts';
import { authorization } from '../token.ts';

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What one operation calls, before it runs. */
export type Price = Pick<Explanation, 'totals' | 'limit'>;

export interface TileAnswer {
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
  /** REST calls that it made; `null` where the gateway does not tell. */
  readonly calls: number | null;
  /** What the header `Retry-After` said, in seconds; `null` without one. */
  readonly retryAfterS: number | null;
}

const post = (url: string, question: Question, headers: Readonly<Record<string, string>> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...authorization() },
    body: JSON.stringify(question),
  });

/** Calls nothing. `null` where the gateway does not tell, or would refuse it. */
export async function priceOf(question: Question): Promise<Price | null> {
  if (!gateway.explain) return null;
  try {
    const answer = (await (await post(explainUrl, question)).json()) as Partial<Price>;
    return answer.totals && answer.limit !== undefined ? { totals: answer.totals, limit: answer.limit } : null;
  } catch {
    return null;
  }
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly AnswerError[];
  readonly extensions?: { readonly upstream?: { readonly total: number } };
}

/** Rejects where the gateway does not answer. */
export async function rowsOf(question: Question): Promise<TileAnswer> {
  const response = await post(graphqlUrl, question, gateway.explain ? { 'x-upstream-trace': '1' } : {});
  const { data = null, errors = [], extensions } = (await response.json()) as Body;
  const seconds = response.headers.get('retry-after');
  return {
    data,
    errors,
    calls: extensions?.upstream?.total ?? null,
    retryAfterS: seconds === null ? null : Number(seconds),
  };
}
