/** The Fetch standard, adapted to the pipeline: a `Request` to a neutral one, and the response to a `Response`. */
import type { IncomingHttpHeaders } from 'node:http';
import { ClientSignal } from './client-signal.ts';
import { discard, type GatewayRequest, type GatewayResponse, isStream, type RequestBody } from './exchange.ts';
import { bodyTaken, ClientGone, tooLong } from './graphql-request.ts';
import type { OpenRequests } from './open-requests.ts';
import { RESPONSE_HEADERS } from './response-headers.ts';
import type { Router } from './router.ts';

export interface FetchHandlerOptions {
  /** Answers a request. Rejects with {@link ClientGone} where the client has gone, and otherwise never. */
  readonly answer: (request: GatewayRequest) => Promise<GatewayResponse>;
  /** The response to a request that is given up. */
  readonly refuse: Router['refuse'];
  readonly open: OpenRequests;
}

/**
 * A handler of the Fetch standard.
 *
 * The response is there with its headers; parts of its body are made as they are read. The promise rejects with the
 * signal's reason when the request is called off before, or with the error that its body broke off with. To read no
 * further, `cancel` the body or abort the request: either calls off what is under way at the API.
 */
export const fetchHandler =
  ({ answer, refuse, open }: FetchHandlerOptions) =>
  async (request: Request): Promise<Response> => {
    const { signal } = request;
    signal.throwIfAborted();
    const exchange = new FetchExchange(request);
    const given = Promise.withResolvers<GatewayResponse>();
    const leave = () => {
      exchange.signal.abort();
      given.reject(signal.reason);
    };
    signal.addEventListener('abort', leave);
    // Once it is answered as a whole, it is taken away from the open ones.
    const closed = open.add({
      giveUp(refusal) {
        exchange.signal.giveUp(refusal);
        given.resolve(refuse(exchange, refusal));
        return true;
      },
    });
    const close = () => {
      closed();
      signal.removeEventListener('abort', leave);
    };
    try {
      const answering = answer(exchange);
      const answered = await Promise.race([given.promise, answering]);
      // Where the request was given up, what still comes is not read.
      if (exchange.signal.aborted)
        void answering.then(
          ({ body }) => discard(body),
          () => {},
        );
      const body = isStream(answered.body) ? streamOf(answered.body, exchange.signal, close) : answered.body;
      if (!(body instanceof ReadableStream)) close();
      return responseOf(request.method, answered, body);
    } catch (error) {
      close();
      throw error instanceof ClientGone ? (exchange.brokeOffWith ?? reasonOf(signal)) : error;
    }
  };

const reasonOf = ({ aborted, reason }: AbortSignal): unknown =>
  aborted ? reason : new DOMException('The gateway broke off before it had an answer.', 'AbortError');

/** Statuses whose answer has no body (Fetch standard, section 2.2.3). */
const NULL_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** About the connection, which is the server's (RFC 9110, section 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding']);

function responseOf(
  method: string,
  { status, headers, cookies = [] }: GatewayResponse,
  body: ReadableStream | string | Uint8Array | null,
): Response {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const all = { ...RESPONSE_HEADERS, ...headers };
  const kept: [string, string][] = Object.entries(all).filter(([name]) => !HOP_BY_HOP.has(name));
  for (const cookie of cookies) kept.push(['set-cookie', cookie]);
  if (bytes instanceof Uint8Array && !('content-length' in all)) kept.push(['content-length', String(bytes.length)]);
  const hasBody = method !== 'HEAD' && !NULL_BODY.has(status);
  return new Response(hasBody ? (bytes as ReadableStream | Uint8Array<ArrayBuffer> | null) : null, {
    status,
    headers: kept,
  });
}

/** A `Request` of the Fetch standard as the pipeline takes one. */
class FetchExchange implements GatewayRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly signal = new ClientSignal();
  readonly #request: Request;
  /** The error with which the body broke off. */
  brokeOffWith: unknown;

  constructor(request: Request) {
    const { host, pathname, search } = new URL(request.url);
    this.method = request.method;
    this.url = pathname + search;
    // The server has found out which host is asked, from a header that not every version of HTTP has.
    this.headers = { ...Object.fromEntries(request.headers), host };
    this.rawHeaders = [...request.headers].flat();
    this.#request = request;
  }

  async readBody(maxBytes: number): Promise<RequestBody> {
    const { bodyUsed, body, headers } = this.#request;
    if (bodyUsed || body?.locked) throw bodyTaken();
    if (Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLong(maxBytes);
    if (!body) return { bytes: Buffer.alloc(0) };
    const reader = body.getReader();
    const chunks: Uint8Array[] = [];
    let length = 0;
    const read = () =>
      reader.read().catch((error: unknown) => {
        this.brokeOffWith = error;
        throw new ClientGone();
      });
    for (let { done, value } = await read(); !done && value; { done, value } = await read()) {
      length += value.length;
      if (length > maxBytes) {
        void reader.cancel().catch(() => {});
        throw tooLong(maxBytes);
      }
      chunks.push(value);
    }
    return { bytes: Buffer.concat(chunks, length) };
  }
}

/** Parts as a stream that makes the next one when the one before has been read. */
function streamOf(
  parts: AsyncIterable<string | Uint8Array>,
  signal: ClientSignal,
  close: () => void,
): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]();
  // What is held for the answer is given back when its parts end, which they do not where the client stops reading.
  const leave = () => void iterator.return?.().catch(() => {});
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (signal.aborted) throw new DOMException('The gateway broke off its answer.', 'AbortError');
        if (!done) {
          controller.enqueue(Buffer.from(value));
          return;
        }
        close();
        controller.close();
      } catch (error) {
        close();
        controller.error(error);
      }
    },
    async cancel() {
      close();
      signal.abort();
      await iterator.return?.();
    },
  });
}
