/** Follows one request for an operation from its arrival to its end, and tells the observer. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ClientGone, type GraphQLRequest } from './graphql-request.ts';
import type { GatewayRequest } from './exchange.ts';
import type { RequestSecrets } from './request-secrets.ts';
import type { ClientSignal } from './client-signal.ts';
import { isRefusal } from './http-errors.ts';
import type { Identity } from '../identity/identity.ts';
import type { OperationSpans } from '../execution/operation-spans.ts';
import { OperationStats } from '../execution/operation-stats.ts';
import { oneLine } from '../redact/one-line.ts';
import type { CallerId } from '../identity/caller-id.ts';
import { containsSecret } from '../redact/contains-secret.ts';
import type { EndedOperation, Observer, Outcome } from '../observe/observer.ts';
import type { OperationTrace, Tracing } from '../observe/tracing.ts';

interface End {
  readonly status?: number;
  readonly error?: unknown;
}

const MAX_NAME_LENGTH = 100;

export class OperationWatch {
  readonly stats: OperationStats;
  readonly #observer: Observer;
  readonly #tracing: Tracing | undefined;
  readonly #headers: IncomingHttpHeaders;
  readonly #signal: ClientSignal;
  readonly #startMs = performance.now();
  #requestId: string | null = null;
  #principal: CallerId | null = null;
  readonly #secrets: RequestSecrets;
  #askedName: string | null | undefined;
  #trace: OperationTrace | null = null;

  constructor(
    { observer = {}, tracing }: { readonly observer?: Observer | undefined; readonly tracing?: Tracing | undefined },
    request: GatewayRequest,
    secrets: RequestSecrets,
  ) {
    this.#observer = observer;
    this.#tracing = tracing;
    this.#headers = request.headers;
    this.#signal = request.signal;
    this.#secrets = secrets;
    this.stats = new OperationStats({
      failed: observer.failedCall && ((failed) => observer.failedCall?.(failed, this)),
      answered: observer.answeredCall && ((answered) => observer.answeredCall?.(answered, this)),
    });
  }

  /** The client's name for the request, unless that holds a token. */
  get requestId(): string {
    return (this.#requestId ??= this.#secrets.requestId ?? randomUUID());
  }

  /** Where the executor tells what it does; `null` unless the operation is traced. */
  get spans(): OperationSpans | null {
    return this.#trace?.spans ?? null;
  }

  /** It is known who asks. */
  asks(identity: Identity): void {
    this.#principal = identity.principal;
    // Not before: what has no token is no operation, and must not fill a collector.
    this.#trace =
      this.#tracing?.begin({ headers: this.#headers, secrets: this.#secrets.all, startMs: this.#startMs }) ?? null;
  }

  /** It is known what is asked. */
  wants({ query, operationName }: GraphQLRequest): void {
    this.#askedName = operationName;
    this.#trace?.asked(query);
  }

  /** The request is done with: it was answered with this status, or failed with this error and is refused with the status. */
  end(end: End): void {
    const { outcome, status, code } = this.#endOf(end);
    const codes = code === null ? this.stats.codes : [code];
    const ended: EndedOperation = {
      requestId: this.requestId,
      principal: this.#principal,
      name: this.#name(),
      outcome,
      status,
      durationMs: performance.now() - this.#startMs,
      codes,
      stats: this.stats,
      traceId: this.#trace?.traceId ?? null,
    };
    this.#observer.operation?.(ended);
    this.#trace?.end(ended);
  }

  #endOf(end: End): {
    outcome: Outcome;
    status: number | null;
    code: string | null;
  } {
    const { aborted, givenUpWith } = this.#signal;
    const error = givenUpWith ?? end.error;
    if (!givenUpWith && (aborted || error instanceof ClientGone)) return { outcome: 'left', status: null, code: null };
    if (error === undefined && end.status !== undefined)
      return { outcome: outcomeOf(this.stats), status: end.status, code: null };
    if (!isRefusal(error)) return { outcome: 'failed', status: 500, code: 'INTERNAL_SERVER_ERROR' };
    const { code } = error;
    const status = givenUpWith ? givenUpWith.status : (end.status ?? error.status);
    return { outcome: code === 'OVERLOADED' || status === 429 ? 'overloaded' : 'refused', status, code };
  }

  #name(): string | null {
    const name = this.stats.operationName ?? this.#askedName;
    if (!name) return null;
    return oneLine((containsSecret(name, this.#secrets.all) ? '[token]' : name).slice(0, MAX_NAME_LENGTH));
  }
}

function outcomeOf({ codes, hasData }: OperationStats): Outcome {
  if (codes.length === 0) return 'ok';
  if (codes.includes('INTERNAL_SERVER_ERROR')) return 'failed';
  return hasData ? 'partial' : 'refused';
}
