/** Refusals of a whole HTTP request, before anything of it is read as GraphQL. */
import type { ErrorCode } from '../execution/errors.ts';
import { IdentityRefused } from '../identity/identity-refused.ts';
import { answerTypeFor } from './accept.ts';
import type { GatewayResponse } from './exchange.ts';
import { UNPROCESSABLE } from './statuses.ts';
import { CONTENT_TYPE } from './writers/refusal.ts';

/** Why a request is not served. The message goes to the client, so it repeats nothing of the request. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Whether an error is a reason that a client may read. Any other is a fault of the gateway's own. */
export const isRefusal = (error: unknown): error is HttpRefusal | IdentityRefused =>
  error instanceof HttpRefusal || error instanceof IdentityRefused;

/** What was sent cannot be parsed. */
export const badRequest = (message: string) => new HttpRefusal(400, 'BAD_REQUEST', message);

/** What was sent can be parsed, and is no GraphQL request. */
export const notWellFormed = (message: string) => new HttpRefusal(UNPROCESSABLE, 'BAD_REQUEST', message);

export const unexpected = () => new HttpRefusal(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.');

export const shuttingDown = () =>
  new HttpRefusal(503, 'SHUTTING_DOWN', 'The gateway is about to stop: ask again.', {
    connection: 'close',
    'retry-after': '1',
  });

/** A value as JSON. */
export const jsonResponse = (status: number, value: unknown): GatewayResponse => ({
  status,
  headers: CONTENT_TYPE['application/json'],
  body: JSON.stringify(value),
});

/** Refusals that go away by themselves. Clients that repeat them look for plain JSON: Apollo's RetryLink repeats no other. */
const PASSING: ReadonlySet<number> = new Set([429, 503]);

/**
 * A refusal as a client reads it: in the form of a GraphQL response, and of the media type that was accepted.
 *
 * @param accept the `Accept` header of the request
 */
export function refusalResponse(
  { status, code, message, headers }: Pick<HttpRefusal, 'status' | 'code' | 'message' | 'headers'>,
  accept: string | undefined,
): GatewayResponse {
  const type = PASSING.has(status) ? 'application/json' : (answerTypeFor(accept) ?? 'application/json');
  return {
    status: status === UNPROCESSABLE && type === 'application/json' ? 400 : status,
    headers: { ...CONTENT_TYPE[type], ...headers },
    body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
    isRefusal: true,
  };
}
