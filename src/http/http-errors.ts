/** Refusals of a whole HTTP request, before anything of it is read as GraphQL. */
import type { ErrorCode } from '../execution/errors.ts';
import { IdentityRefused } from '../identity/identity-refused.ts';
import type { GatewayResponse } from './exchange.ts';

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

export const badRequest = (message: string) => new HttpRefusal(400, 'BAD_REQUEST', message);

export const unexpected = () => new HttpRefusal(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.');

export const shuttingDown = () =>
  new HttpRefusal(503, 'SHUTTING_DOWN', 'The gateway is about to stop: ask again.', {
    connection: 'close',
    'retry-after': '1',
  });

const JSON_TYPE = 'application/json; charset=utf-8';

/** A value as JSON. */
export const jsonResponse = (status: number, value: unknown): GatewayResponse => ({
  status,
  headers: { 'content-type': JSON_TYPE },
  body: JSON.stringify(value),
});

/** A refusal as a client reads it: in the form of a GraphQL error. */
export const refusalResponse = ({
  status,
  code,
  message,
  headers,
}: Pick<HttpRefusal, 'status' | 'code' | 'message' | 'headers'>): GatewayResponse => ({
  status,
  headers: { 'content-type': JSON_TYPE, ...headers },
  body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
  isRefusal: true,
});
