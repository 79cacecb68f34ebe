/** One request to the REST API, and its answer. */
import type { Dispatcher } from 'undici';
import { type BodySteps, inTurn } from './body-turns.ts';
import { decoderOf } from './charset.ts';
import { readAnswer } from './envelope.ts';
import { codeOf, type Failure, messagesOf, UpstreamError, type UpstreamRequest } from './errors.ts';
import { failureOfStatus, unreadableAnswer } from './failed-answer.ts';
import { inflate } from './inflate.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { type RestRequest, urlOf } from './rest-request.ts';
import type { Caller, RestResponse } from './send.ts';

/** What the exchanges with one API have in common. */
export interface Wire {
  readonly pool: Dispatcher;
  readonly origin: string;
  readonly base: string;
  readonly callTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly now: () => number;
  readonly memory: MemoryBudget | null;
}

/** Bodies of refusals are read for their messages only. */
const MAX_ERROR_BYTES = 64 * 1024;

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The abort reason for undici. It is never shown, so all calls share one. */
const HUNG_UP = new Error('the call was given up');

/** Visible ASCII: anything else cannot stand in a header, and a space would make it two credentials. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * One request and its answer. It settles once, by whatever comes first: the answer, an error, the
 * deadline, or the caller leaving.
 *
 * A handler of undici's own protocol. `pool.request` makes a `Readable` for each body and wants one
 * signal for deadline and caller together, which cost 22 to 33 microseconds a small call, against 17.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #wire: Wire;
  readonly #caller: Caller;
  readonly #reader: RestRequest['read'];
  readonly #request: UpstreamRequest;
  readonly #resolve: (answer: RestResponse) => void;
  readonly #reject: (error: unknown) => void;
  readonly #startedAt = performance.now();
  readonly #leave = () => this.#giveUp({ kind: 'aborted' });

  #settled = false;
  #timer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  /** 0 until the final headers are here. */
  #status = 0;
  #headers: Headers = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** What the memory budget holds for it. */
  #held = 0;

  constructor(
    wire: Wire,
    restRequest: RestRequest,
    caller: Caller,
    resolve: (answer: RestResponse) => void,
    reject: (error: unknown) => void,
  ) {
    this.#wire = wire;
    this.#caller = caller;
    this.#reader = restRequest.read;
    this.#request = { method: 'GET', url: urlOf(restRequest) };
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { pool, origin, base, callTimeoutMs } = this.#wire;
    const { token, signal, span, requestId } = this.#caller;
    if (signal?.aborted) return this.#fail({ kind: 'aborted' });
    if (!TOKEN.test(token)) return this.#fail({ kind: 'unauthenticated' });
    signal?.addEventListener('abort', this.#leave);
    this.#timer = setTimeout(onDeadline, callTimeoutMs, this);
    pool.dispatch(
      {
        origin,
        method: 'GET',
        path: base + this.#request.url,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          // What we can inflate with a bound.
          'accept-encoding': 'gzip',
          'user-agent': 'kantata-graphql-gateway',
          ...(requestId && { 'x-request-id': requestId }),
          ...span?.headers,
        },
      },
      this,
    );
  }

  deadline(): void {
    this.#giveUp({ kind: 'timedOut', afterMs: this.#wire.callTimeoutMs });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It stood in line until now, and the caller or the deadline was faster: not a byte of it is sent.
    if (this.#settled) controller.abort(HUNG_UP);
    else this.#controller = controller;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    // 1xx come before the answer.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    const announced = Number(first(headers['content-length']));
    if (announced > this.#limit()) this.#tooLong(announced);
    else if (announced > 0) this.#hold(announced);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limit()) this.#tooLong(this.#bytes);
    else if (this.#hold(this.#bytes)) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    // undici returns the connection to its pool in a `setImmediate` that it calls next. A follow-up
    // request before that finds no free connection and opens a new one.
    queueMicrotask(() => setImmediate(onWhole, this));
  }

  whole(): void {
    if (this.#settled) return;
    // The API was in time. What the answer waits for from here on is our own work.
    clearTimeout(this.#timer);
    const coding = contentCoding(this.#headers['content-encoding']);
    if (coding === undefined) return this.#unreadable('it is encoded in a way that was not asked for');
    if (coding === 'identity') return inTurn(this.#bytes, this.#caller.principal, this.#bodySteps());
    inflate(this.#body(), this.#limit(), (inflated) => {
      // Given up meanwhile: what would be held now would never be given back.
      if (this.#settled) return;
      if (inflated === 'tooLong') this.#tooLong();
      else if (inflated === 'broken') this.#unreadable('its gzip is broken');
      else if (this.#hold(this.#bytes + inflated.length))
        inTurn(inflated.length, this.#caller.principal, this.#readSteps(inflated));
    });
  }

  *#bodySteps(): BodySteps {
    if (this.#settled) return;
    const body = this.#body();
    if (this.#chunks.length > 1) yield;
    yield* this.#readSteps(body);
  }

  #body(): Buffer {
    return this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks, this.#bytes);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled) return;
    if (this.#status !== 0) return this.#cutOff();
    // There was an answer, but not one in HTTP. The error holds bytes of it, so it is no cause to pass on.
    const unreadable = unreadableAnswer(error);
    if (unreadable) return this.#fail(unreadable, undefined, codeOf(error));
    this.#fail({ kind: 'unavailable' }, error);
  }

  #limit(): number {
    return this.#status === 200 ? this.#wire.maxBodyBytes : Math.min(MAX_ERROR_BYTES, this.#wire.maxBodyBytes);
  }

  /** Has the memory budget hold so many bytes in all for this exchange. Where it has no room, the exchange is given up. */
  #hold(bytes: number): boolean {
    const more = bytes - this.#held;
    const { memory } = this.#wire;
    if (memory === null || more <= 0) return true;
    if (!memory.take(more)) {
      this.#giveUp({ kind: 'overloaded', retryAfterMs: 1000 });
      return false;
    }
    this.#held = bytes;
    return true;
  }

  #tooLong(bytes?: number): void {
    const detail = `it is longer than ${this.#wire.maxBodyBytes} bytes${bytes === undefined ? ' once inflated' : ''}`;
    this.#unreadable(detail);
    this.#controller?.abort(HUNG_UP);
  }

  #cutOff(): void {
    this.#unreadable(`it was cut off after ${this.#bytes} bytes`);
  }

  /** Settles by the status, without a body that can be read, for the reason in `detail`. */
  #unreadable(detail: string): void {
    if (this.#settled) return;
    this.#fail(this.#status === 200 ? { kind: 'malformed', detail } : this.#failureOf(null));
  }

  /** Settles by status and body. */
  *#readSteps(body: Buffer): BodySteps {
    if (this.#settled) return;
    if (this.#status !== 200) return this.#fail(this.#failureOf(body));
    const decode = decoderOf(first(this.#headers['content-type']));
    if (decode === null) return this.#fail({ kind: 'malformed', detail: 'its character set is not supported' });
    let parsed: unknown;
    try {
      const text = decode(body);
      yield;
      // Its caller may have left meanwhile.
      if (this.#settled) return;
      parsed = JSON.parse(text);
    } catch {
      // The parser's message quotes the body, so it is not passed on.
      return this.#fail({ kind: 'malformed', detail: notJson(this.#headers['content-type'], this.#bytes) });
    }
    try {
      const { count, pageSize, results, collections } = readAnswer(parsed, this.#request, this.#reader);
      this.#settle();
      this.#resolve({
        count,
        pageSize: pageSize ?? null,
        results,
        collections,
        bytes: this.#bytes,
        ...(body.length !== this.#bytes && { inflatedBytes: body.length }),
        status: this.#status,
        durationMs: performance.now() - this.#startedAt,
        retries: 0,
        requestId: this.#requestId(),
        shared: false,
      });
    } catch (error) {
      this.#settle();
      this.#reject(error);
    }
  }

  #failureOf(body: Buffer | null): Failure {
    const messages = () => messagesOf(parsedOrNull(body), this.#caller.token);
    return failureOfStatus(this.#status, first(this.#headers['retry-after']), this.#wire.now(), messages);
  }

  #giveUp(failure: Failure): void {
    if (this.#settled) return;
    // A refusal is known from its status, however long its body takes.
    if (failure.kind === 'timedOut' && this.#status !== 0 && this.#status !== 200) this.#unreadable('');
    else this.#fail(failure);
    this.#chunks = [];
    this.#controller?.abort(HUNG_UP);
  }

  #fail(failure: Failure, cause?: Error, code: string | null = null): void {
    this.#settle();
    this.#reject(
      new UpstreamError(failure, this.#request, {
        requestId: this.#requestId(),
        code,
        ...(cause !== undefined && { cause }),
      }),
    );
  }

  /** Names of requests are short and plain, and no tokens; anything else is not shown to people who read logs. */
  #requestId(): string | null {
    const id = first(this.#headers['x-request-id']);
    return id !== undefined && REQUEST_ID.test(id) && !id.includes(this.#caller.token) ? id : null;
  }

  #settle(): void {
    this.#settled = true;
    if (this.#held > 0) this.#wire.memory?.giveBack(this.#held);
    this.#held = 0;
    clearTimeout(this.#timer);
    this.#caller.signal?.removeEventListener('abort', this.#leave);
  }
}

type Headers = Record<string, string | string[] | undefined>;

const onWhole = (exchange: Exchange) => exchange.whole();
const onDeadline = (exchange: Exchange) => exchange.deadline();

const first = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

/** Gzip or nothing; `undefined` is any other coding, or several on top of each other. */
function contentCoding(header: string | string[] | undefined): 'gzip' | 'identity' | undefined {
  if (header === undefined || header === '') return 'identity';
  const coding = String(header).trim().toLowerCase();
  if (coding === 'identity') return 'identity';
  // RFC 9110, section 8.4.1.3: `x-gzip` is the same.
  return coding === 'gzip' || coding === 'x-gzip' ? 'gzip' : undefined;
}

function parsedOrNull(body: Buffer | null): unknown {
  try {
    return body === null ? null : JSON.parse(body.toString());
  } catch {
    return null;
  }
}

function notJson(contentType: string | string[] | undefined, bytes: number): string {
  if (bytes === 0) return 'it is empty';
  return first(contentType)?.includes('html') ? 'it is an HTML page' : `its ${bytes} bytes are not JSON`;
}
