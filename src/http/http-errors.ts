/** Refusals of a whole HTTP request, before anything of it is read as GraphQL. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_HEADERS } from './response-headers.ts';
import type { ErrorCode } from '../execution/errors.ts';

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

export const badRequest = (message: string) => new HttpRefusal(400, 'BAD_REQUEST', message);

const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers with a text that is there as a whole. */
export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...RESPONSE_HEADERS, ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

/** Answers with a value as JSON. */
export const sendJson = (response: ServerResponse, status: number, value: unknown) =>
  send(response, status, { 'content-type': JSON_TYPE }, JSON.stringify(value));

/** How long a client that still sends is listened to, so that it gets to read why nobody wants to hear it. In milliseconds. */
const LINGER_MS = 1_000;

/**
 * Answers with a refusal. A connection on which more than `maxBodyBytes` may still come is closed behind it, after what
 * is on its way has been thrown away: closed at once, it would be reset, and the answer lost.
 */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, message, headers }: HttpRefusal,
  maxBodyBytes: number,
): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const allHeaders = { 'content-type': JSON_TYPE, ...headers };
  if (request.complete || !mayExceed(request, maxBodyBytes)) {
    send(response, status, allHeaders, body);
    return;
  }
  response.writeHead(status, {
    ...RESPONSE_HEADERS,
    ...allHeaders,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  response.write(body);
  const end = () => response.end();
  const timer = setTimeout(end, LINGER_MS);
  request.once('close', () => clearTimeout(timer));
  request.once('end', end);
  request.resume();
}

const mayExceed = ({ headers }: IncomingMessage, maxBodyBytes: number) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > maxBodyBytes;
