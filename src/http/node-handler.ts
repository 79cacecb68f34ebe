/** Node's HTTP server, adapted to the pipeline: its request to a neutral one, and the response to its socket. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { ClientSignal } from './client-signal.ts';
import {
  BrokenOff,
  discard,
  type GatewayRequest,
  type GatewayResponse,
  isStream,
  type RequestBody,
} from './exchange.ts';
import { bodyTaken, ClientGone, tooLong } from './graphql-request.ts';
import type { OpenRequests } from './open-requests.ts';
import type { ResponseBacklog } from './response-backlog.ts';
import { RESPONSE_HEADERS } from './response-headers.ts';
import type { Router } from './router.ts';
import { REASONS } from './statuses.ts';

export interface NodeHandlerOptions {
  /** Answers a request. Rejects with {@link ClientGone} where the client has gone, and otherwise never. */
  readonly answer: (request: GatewayRequest) => Promise<GatewayResponse>;
  /** The response to a request that is given up. */
  readonly refuse: Router['refuse'];
  readonly open: OpenRequests;
  readonly backlog: ResponseBacklog;
  /** Reports an error that was not foreseen. */
  readonly fault: (error: unknown) => void;
  readonly maxRequestBodyBytes: number;
}

/** A request of Node's, with what a framework before the gateway may have added to it. */
type Incoming = IncomingMessage & {
  /** The value that a body parser has made of the body. */
  readonly body?: unknown;
  /** The whole path, where a framework has cut off what stands before its mount. */
  readonly originalUrl?: string;
};

/** A handler for `http.createServer`, and for frameworks that pass on the requests of one. */
export function nodeHandler({ answer, refuse, open, backlog, fault, maxRequestBodyBytes }: NodeHandlerOptions) {
  const handle = async (message: Incoming, response: ServerResponse): Promise<void> => {
    const request = neutralRequest(message);
    const write = (answered: GatewayResponse) => writeWhole(message, response, answered, maxRequestBodyBytes);
    const done = open.add({
      giveUp(refusal) {
        if (response.writableEnded) return false;
        request.signal.giveUp(refusal);
        if (response.headersSent) response.destroy();
        else write(refuse(request, refusal));
        return true;
      },
    });
    response.once('close', () => {
      if (!response.writableFinished) request.signal.abort();
      done();
    });
    try {
      const answered = await answer(request);
      // It was given up, or the client has gone.
      if (response.writableEnded || response.destroyed) return await discard(answered.body);
      if (isStream(answered.body)) return await writeParts(response, answered, answered.body);
      write(answered);
      if (answered.principal !== undefined) backlog.written(response, answered.principal);
    } catch (error) {
      if (error instanceof ClientGone || response.destroyed) return;
      if (error instanceof BrokenOff) await taken(response);
      else fault(error);
      response.destroy();
    }
  };
  return (message: Incoming, response: ServerResponse): void => void handle(message, response);
}

function neutralRequest(message: Incoming): GatewayRequest {
  const signal = new ClientSignal();
  const { method, headers, rawHeaders } = message;
  const url = message.originalUrl ?? message.url;
  const { remoteAddress } = message.socket;
  return {
    method,
    url,
    headers,
    rawHeaders,
    remoteAddress,
    signal,
    readBody: (maxBytes) => readBody(message, maxBytes),
  };
}

function readBody(message: Incoming, maxBytes: number): Promise<RequestBody> {
  if (Number(message.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLong(maxBytes));
  // Its end has been announced to somebody else, and is not announced again.
  if (message.readableDidRead || message.readableEnded) return takeParsed(message.body, maxBytes);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // Events, because leaving a `for await` early would destroy the connection that the refusal has to go out on.
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      message.off('data', onData);
      reject(tooLong(maxBytes));
    };
    message.on('data', onData);
    message.once('end', () =>
      resolve({ bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes) }),
    );
    // A connection that is reset in the middle of a body.
    message.once('error', () => reject(new ClientGone()));
  });
}

/** The body as a parser before the gateway has left it: a value, or text or bytes that are still to be parsed. */
async function takeParsed(body: unknown, maxBytes: number): Promise<RequestBody> {
  if (body === undefined || body === null) throw bodyTaken();
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : null;
  const length = bytes?.length ?? Buffer.byteLength(JSON.stringify(body));
  if (length > maxBytes) throw tooLong(maxBytes);
  return bytes ? { bytes } : { parsed: body };
}

/** How long a client that still sends is listened to, so that it can read why it was refused. In milliseconds. */
const LINGER_MS = 1_000;

/**
 * Writes a response that is there as a whole. Behind a refusal, a connection on which more than `maxBodyBytes` may still
 * come is closed, after what is on its way has been thrown away: closed at once, it would be reset, and the answer lost.
 */
function writeWhole(
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers, cookies, body, isRefusal = false }: GatewayResponse,
  maxBodyBytes: number,
): void {
  const bytes = body === null || isStream(body) ? null : Buffer.from(body);
  const allHeaders = {
    ...RESPONSE_HEADERS,
    ...headers,
    ...setCookies(cookies),
    ...(bytes && headers['content-length'] === undefined && { 'content-length': bytes.length }),
  };
  if (!isRefusal || message.complete || !mayExceed(message, maxBodyBytes)) {
    writeHead(response, status, allHeaders);
    response.end(bytes ?? undefined);
    return;
  }
  writeHead(response, status, { ...allHeaders, connection: 'close' });
  if (bytes) response.write(bytes);
  const end = () => response.end();
  const timer = setTimeout(end, LINGER_MS);
  message.once('close', () => clearTimeout(timer));
  message.once('end', end);
  message.resume();
}

function writeHead(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): void {
  const reason = REASONS.get(status);
  if (reason === undefined) response.writeHead(status, headers);
  else response.writeHead(status, reason, headers);
}

const mayExceed = ({ headers }: IncomingMessage, maxBodyBytes: number) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > maxBodyBytes;

const setCookies = (cookies: readonly string[] = []) => (cookies.length === 0 ? {} : { 'set-cookie': [...cookies] });

/** Writes parts as they come. A client that reads slowly is waited for, so that no more than one part is held for it. */
async function writeParts(
  response: ServerResponse,
  { status, headers, cookies }: GatewayResponse,
  parts: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  writeHead(response, status, { ...RESPONSE_HEADERS, ...headers, ...setCookies(cookies) });
  for await (const part of parts) {
    if (response.destroyed) return;
    if (!response.write(part)) await drained(response);
  }
  response.end();
}

/** How long a client has to take what was written before a response breaks off: it says why. In milliseconds. */
const LAST_WORDS_MS = 1_000;

/** Waits until the system has taken what was written. */
const taken = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LAST_WORDS_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    response.once('close', done);
    if (response.socket?.writable) response.socket.write('', done);
    else done();
  });

const drained = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
