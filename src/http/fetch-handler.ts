/** The gateway by the Fetch standard: a `Request` in, a `Response` out, on any server that has these. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Readable, Writable } from 'node:stream';

type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A handler that answers as `handler` does, by the same code: it is shown a `Request` as a request of `node:http`, as
 * far as the gateway looks at one.
 *
 * The answer is there with its headers; its body is made as it is read. The promise rejects with the signal's reason
 * when the request is called off before, or with the error that its body broke off with. To read no further, `cancel` the body or abort the request: either calls off
 * what is under way at the API.
 */
export const fetchHandler =
  (handler: NodeHandler) =>
  (request: Request): Promise<Response> =>
    new Promise((resolve, reject) => {
      const { signal } = request;
      const incoming = new FetchedRequest(request);
      const outgoing = new FetchedResponse(request.method, {
        resolve,
        reject: () => reject(incoming.errored ?? reasonOf(signal)),
      });
      const leave = () => void outgoing.destroy();
      signal.addEventListener('abort', leave);
      // A body that breaks off: whoever sent it is gone.
      incoming.once('error', leave);
      outgoing.once('close', () => {
        signal.removeEventListener('abort', leave);
        incoming.destroy();
      });
      if (signal.aborted) leave();
      // The parts of Node's classes that the gateway uses; test/fetch-handler.test.ts goes through all of it.
      else handler(incoming as unknown as IncomingMessage, outgoing as unknown as ServerResponse);
    });

const reasonOf = ({ aborted, reason }: AbortSignal): unknown =>
  aborted ? reason : new DOMException('The gateway broke off before it had an answer.', 'AbortError');

/** A `Request` as an `IncomingMessage`. */
class FetchedRequest extends Readable {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  /** What is not read is left to the server: nothing is to be kept open for it here. */
  readonly complete = true;
  readonly #body: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(request: Request) {
    super();
    const { host, pathname, search } = new URL(request.url);
    this.method = request.method;
    this.url = pathname + search;
    // The server has found out which host is asked, from a header that not every version of HTTP has.
    this.headers = { ...Object.fromEntries(request.headers), host };
    this.rawHeaders = [...request.headers].flat();
    this.#body = request.body?.getReader();
  }

  override _read(): void {
    if (!this.#body) {
      this.push(null);
      return;
    }
    // Of a body that is too long nobody wants the rest.
    if (this.listenerCount('data') === 0) return;
    this.#body.read().then(
      ({ done, value }) => this.push(done ? null : value),
      (error: Error) => this.destroy(error),
    );
  }
}

interface Settle {
  readonly resolve: (response: Response) => void;
  readonly reject: () => void;
}

/** Statuses whose answer has no body (Fetch standard, section 2.2.3). */
const NULL_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** About the connection, which is the server's (RFC 9110, section 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** A `Response` as a `ServerResponse`. */
class FetchedResponse extends Writable {
  statusCode = 200;
  headersSent = false;
  readonly #method: string;
  readonly #settle: Settle;
  readonly #headers = new Map<string, string>();
  readonly #body: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Tells that what was written last has been read. */
  #read: (() => void) | undefined;

  constructor(method: string, settle: Settle) {
    super();
    this.#method = method;
    this.#settle = settle;
    this.#body = new ReadableStream({
      start: (controller) => void (this.#controller = controller),
      pull: () => {
        const read = this.#read;
        this.#read = undefined;
        read?.();
      },
      cancel: () => void this.destroy(),
    });
  }

  setHeader(name: string, value: string | number): this {
    this.#headers.set(name.toLowerCase(), String(value));
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  writeHead(status: number, headers: Readonly<Record<string, string | number>> = {}): this {
    this.statusCode = status;
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    this.#sendHead();
    return this;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    if (!this.headersSent) this.#sendHead();
    this.#controller?.enqueue(chunk);
    // The last part is not waited for: whoever made the answer is done with it.
    if (this.writableEnded || (this.#controller?.desiredSize ?? 0) > 0) done();
    else this.#read = done;
  }

  override _final(done: () => void): void {
    if (!this.headersSent) this.#sendHead();
    this.#controller?.close();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.headersSent) this.#settle.reject();
    else if (!this.writableFinished) this.#controller?.error(error ?? new Error('The answer was broken off.'));
    done(error);
  }

  #sendHead(): void {
    this.headersSent = true;
    const headers = [...this.#headers].filter(([name]) => !HOP_BY_HOP.has(name));
    const hasBody = this.#method !== 'HEAD' && !NULL_BODY.has(this.statusCode);
    this.#settle.resolve(new Response(hasBody ? this.#body : null, { status: this.statusCode, headers }));
  }
}
