/** The errors of an operation that did not run, by GraphQL over HTTP (section 6.4). */
import type { GraphQLError } from 'graphql';
import type { AnswerType } from '../accept.ts';
import type { GatewayResponse } from '../exchange.ts';
import { UNPROCESSABLE } from '../statuses.ts';

/** What an error says of the HTTP answer; clients do not read it. */
interface HttpOfError {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The status is for clients that accept `application/graphql-response+json`. Others get 200. */
  readonly spec?: boolean;
}

export const CONTENT_TYPE = {
  'application/json': { 'content-type': 'application/json; charset=utf-8' },
  'application/graphql-response+json': { 'content-type': 'application/graphql-response+json; charset=utf-8' },
} as const satisfies Record<AnswerType, object>;

/** For clients of `application/json`, who know no 422. */
const plainStatus = (status: number) => (status === UNPROCESSABLE ? 400 : status);

const httpOf = ({ extensions }: GraphQLError) => extensions.http as HttpOfError | undefined;

/**
 * Writes errors that have been finished.
 *
 * @param spec whether clients that accept plain JSON get 200 for a mistake in the operation. Default: yes.
 */
export function refusedOperation(
  errors: readonly GraphQLError[],
  answerType: AnswerType,
  spec = true,
): GatewayResponse {
  const plain = spec && answerType === 'application/json';
  const statuses = errors.map((error) => {
    const http = httpOf(error);
    if (!http && error.extensions.code === 'INTERNAL_SERVER_ERROR') return 500;
    const { status, spec: bySpec } = http ?? { status: UNPROCESSABLE, spec: true };
    if (plain && bySpec) return 200;
    return answerType === 'application/json' ? plainStatus(status) : status;
  });
  return {
    status: Math.max(...statuses),
    headers: { ...CONTENT_TYPE[answerType], ...Object.assign({}, ...errors.map((error) => httpOf(error)?.headers)) },
    body: JSON.stringify({ errors: errors.map(toJson) }),
  };
}

/** The error without its HTTP status, which the answer itself has. */
const toJson = ({ message, path, locations, extensions }: GraphQLError) => ({
  message,
  ...(locations && { locations }),
  ...(path && { path }),
  extensions: Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'http')),
});
