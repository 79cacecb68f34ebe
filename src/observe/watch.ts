/** Follows one request for an operation from its arrival to its end, and tells the observer. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ClientGone } from '../graphql-request.ts';
import { HttpRefusal } from '../http-errors.ts';
import { Tally } from '../schema/tally.ts';
import { oneLine } from '../unexpected.ts';
import type { Principal } from '../upstream/principal.ts';
import { withoutToken } from '../upstream/without-token.ts';
import type { Observer, Outcome } from './observer.ts';

const MAX_NAME_LENGTH = 100;
const REQUEST_ID = /^[\w.:-]{1,128}$/;

export class OperationWatch {
  readonly tally: Tally;
  readonly #observer: Observer;
  readonly #response: ServerResponse;
  readonly #startMs = performance.now();
  readonly #askedId: string | undefined;
  #requestId: string | null = null;
  #principal: Principal | null = null;
  #token = '';
  #askedName: string | null | undefined;

  constructor(observer: Observer, request: IncomingMessage, response: ServerResponse) {
    this.#observer = observer;
    this.#response = response;
    const asked = request.headers['x-request-id'];
    this.#askedId = typeof asked === 'string' && REQUEST_ID.test(asked) ? asked : undefined;
    this.tally = new Tally((failed) => observer.failedCall?.(failed, { requestId: this.requestId }));
  }

  /** The client's name for the request, unless that holds its token. */
  get requestId(): string {
    return (this.#requestId ??= this.#askedId && !this.#isSecret(this.#askedId) ? this.#askedId : randomUUID());
  }

  /** It is known who asks; from here on the answer carries the request's id. */
  asks(token: string, principal: Principal): void {
    this.#token = token;
    this.#principal = principal;
    this.#response.setHeader('x-request-id', this.requestId);
  }

  /** It is known what is asked. */
  wants(operationName: string | null | undefined): void {
    this.#askedName = operationName;
  }

  /** The request is done with; `error` is why it was not answered. */
  end(error?: unknown): void {
    const { outcome, status, code } = this.#endOf(error);
    const codes = code === null ? this.tally.codes : [code];
    this.#observer.operation?.({
      requestId: this.requestId,
      principal: this.#principal,
      name: this.#name(),
      outcome,
      status,
      durationMs: performance.now() - this.#startMs,
      codes,
      tally: this.tally,
    });
  }

  #endOf(error: unknown): { outcome: Outcome; status: number | null; code: string | null } {
    if (error instanceof ClientGone || this.#hasLeft()) return { outcome: 'left', status: null, code: null };
    if (error instanceof HttpRefusal) {
      const { status, code } = error;
      return { outcome: code === 'OVERLOADED' || status === 429 ? 'overloaded' : 'refused', status, code };
    }
    if (error !== undefined) return { outcome: 'failed', status: 500, code: 'INTERNAL_SERVER_ERROR' };
    return { outcome: outcomeOf(this.tally), status: this.#response.statusCode, code: null };
  }

  #hasLeft(): boolean {
    return this.#response.destroyed && !this.#response.writableFinished;
  }

  #name(): string | null {
    const name = this.tally.operationName ?? this.#askedName;
    if (!name) return null;
    return oneLine((this.#isSecret(name) ? '[token]' : name).slice(0, MAX_NAME_LENGTH));
  }

  #isSecret(text: string): boolean {
    return withoutToken(text, this.#token) !== text;
  }
}

function outcomeOf({ codes, hasData }: Tally): Outcome {
  if (codes.length === 0) return 'ok';
  if (codes.includes('INTERNAL_SERVER_ERROR')) return 'failed';
  return hasData ? 'partial' : 'refused';
}
