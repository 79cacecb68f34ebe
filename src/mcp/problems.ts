/** Errors as an assistant reads them: where, what, and what to do about it. */
import type { Warning } from '../execution/warnings.ts';
import type { Outcome } from './operations.ts';
import { estimateTokens } from './tokens.ts';

export interface Problem {
  /** The place in the answer; absent where the whole operation was refused. */
  readonly path?: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

const FIXES: Readonly<Record<string, string>> = {
  BAD_USER_INPUT: 'Correct the value that the message names.',
  BAD_REQUEST: 'Correct the request as the message says.',
  FORBIDDEN: 'Leave this field out: the user may not see it.',
  GRAPHQL_PARSE_FAILED: 'Correct the GraphQL syntax.',
  GRAPHQL_VALIDATION_FAILED: 'Look the name up with describe or search.',
  NOT_FOUND: 'Check the id.',
  OPERATION_RESOLUTION_FAILURE: 'Send one operation.',
  OVERLOADED: 'Wait, and ask again.',
  PERSISTED_QUERY_REQUIRED: 'Only operations that the operator has listed are run here.',
  QUERY_TOO_COMPLEX: 'Ask for fewer rows or less of each, or raise maxCalls.',
  RATE_LIMITED: 'Wait, and ask again.',
  UNAUTHENTICATED: 'The operator has to renew the token.',
};

const FALLBACK = 'Ask again later; report it if it stays.';

interface WrittenError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** The errors of an outcome, in the order in which they stand there. */
export function problemsIn({ body, retryAfterSeconds }: Outcome): readonly Problem[] {
  const { errors = [] } = body as { readonly errors?: readonly WrittenError[] };
  return errors.map(({ message, path, extensions }) => {
    const code = extensions?.code ?? 'INTERNAL_SERVER_ERROR';
    const wait = retryAfterSeconds === null ? '' : ` Wait ${retryAfterSeconds} s first.`;
    return { ...(path && { path: path.join('.') }), code, message, fix: (FIXES[code] ?? FALLBACK) + wait };
  });
}

/** As many of them as fit into so many tokens, how many are left out, and the tokens that are left. */
export function fitting<Said extends object>(all: readonly Said[], tokens: number) {
  const shown: Said[] = [];
  let left = tokens;
  for (const one of all) {
    const rest = left - estimateTokens(JSON.stringify(one)) - 1;
    if (rest < 0) break;
    left = rest;
    shown.push(one);
  }
  return { shown, omitted: all.length - shown.length, left };
}

/** Its place in words, as errors have it. */
export const withPathText = ({ path, code, message }: Warning) => ({
  ...(path && { path: path.join('.') }),
  code,
  message,
});

export const inWords = ({ path, code, message, fix }: Problem): string =>
  `${code}${path === undefined ? '' : ` at ${path}`}: ${message} ${fix}`;
