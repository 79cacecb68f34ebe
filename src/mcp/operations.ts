/** Operations of one caller, sent through the gateway's own pipeline as any request is. */
import type { DoorParts } from '../http/door.ts';
import type { GatewayRequest } from '../http/exchange.ts';
import { isStream } from '../http/exchange.ts';
import type { GraphQLRequest } from '../http/graphql-request.ts';
import type { Mode } from '../http/writers/mode.ts';
import type { Identity } from '../identity/identity.ts';
import type { RequestHead } from '../identity/request-head.ts';
import type { ClientSignal } from '../http/client-signal.ts';

/** In whose name operations come, and what there is of the request that brought them. */
export interface Session {
  /** Asked for each operation: a token may be renewed meanwhile. */
  readonly identify: () => Identity | Promise<Identity>;
  readonly head: Pick<RequestHead, 'headers' | 'remoteAddress'>;
  readonly signal: ClientSignal;
  /** Hears under which id an operation is logged. */
  readonly logged?: (requestId: string) => void;
}

/** What came of an operation: a body as `/graphql` would answer it. */
export interface Outcome {
  readonly status: number;
  /** Seconds after which asking again may help; `null` where nothing says so. */
  readonly retryAfterSeconds: number | null;
  readonly body: unknown;
}

type Asked = Pick<GraphQLRequest, 'query' | 'variables' | 'operationName'>;

/** Headers of the caller's request that the pipeline reads. The credential is not among them: it has been checked. */
const KEPT = ['x-request-id', 'traceparent', 'tracestate', 'user-agent'] as const;

/** Sends one operation through the pipeline. Rejects with `ClientGone` where the caller has left. */
export async function runOperation(
  answer: DoorParts['answer'],
  session: Session,
  asked: Asked,
  { mode, maxCalls }: { readonly mode: Mode; readonly maxCalls?: number | undefined },
): Promise<Outcome> {
  const { identify, head, signal } = session;
  const kept = KEPT.flatMap((name) => (head.headers[name] === undefined ? [] : [[name, head.headers[name]] as const]));
  const headers = { ...Object.fromEntries(kept), 'content-type': 'application/json' };
  const { query, variables, operationName } = asked;
  const request: GatewayRequest = {
    method: 'POST',
    url: '/mcp',
    headers,
    rawHeaders: Object.entries(headers).flatMap(([name, value]) => [name, value]),
    remoteAddress: head.remoteAddress,
    signal,
    readBody: async () => ({
      parsed: { query, ...(variables && { variables }), ...(operationName && { operationName }) },
    }),
  };
  const response = await answer(request, {
    identify,
    runs: !mode.looksOnly,
    answerType: () => 'application/graphql-response+json',
    mode: () => mode,
    wishes: { trace: !mode.looksOnly, ...(maxCalls !== undefined && { maxCalls }) },
  });
  const requestId = response.headers['x-request-id'];
  if (requestId !== undefined) session.logged?.(requestId);
  if (isStream(response.body) || response.body === null) throw new TypeError('A tool is answered as a whole.');
  const { 'retry-after': retryAfter } = response.headers;
  return {
    status: response.status,
    retryAfterSeconds: retryAfter === undefined ? null : Number(retryAfter),
    body: JSON.parse(response.body.toString()),
  };
}
