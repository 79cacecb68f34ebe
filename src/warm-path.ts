/**
 * The short way for what a front end sends all day: a small JSON POST whose document has been parsed
 * and validated before. It is read, executed and written with nothing in between.
 *
 * Whatever is not plainly that, is handed on with its body, and answered by Yoga: content negotiation,
 * new documents, every kind of mistake. So nothing is decided here twice, and a document comes this
 * way only after the long way has found it good. Measured, it halves the processor time of small
 * operations (`docs/performance.md`).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { bearerToken } from './bearer.ts';
import { RESPONSE_HEADERS } from './response-headers.ts';
import type { Executor } from './schema/execute.ts';
import type { Cancellation } from './upstream/ask.ts';

/** Documents are remembered by weight, in characters of their text: an AST takes some thirty times that in bytes. */
const MAX_REMEMBERED = 1_000_000;
const MAX_DOCUMENT = 20_000;

/** Longest body that is taken, in bytes. Longer ones are handed on, to be refused or read there. */
const MAX_BODY = 64 * 1024;

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** The media type answered to an `Accept` header, for those that leave nothing to negotiate. */
const ANSWERED: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
]);

const CONTENT_TYPES: ReadonlySet<string | undefined> = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A request whose body has been read; Yoga's server adapter takes it from here. */
type ReadRequest = IncomingMessage & { body?: string };

interface Body {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

export interface WarmPath {
  readonly handler: Handler;
  /** Notes that a document is good: parsed from this text, valid, and once executed. */
  remember(text: string, document: DocumentNode): void;
}

export function createWarmPath(executor: Executor, longWay: Handler): WarmPath {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_REMEMBERED,
    maxEntrySize: MAX_DOCUMENT,
    sizeCalculation: (_, text) => text.length + 1,
  });

  const answer = async (request: ReadRequest, response: ServerResponse, token: string, mediaType: string) => {
    const body = readBody(request.body as string);
    const document = body && documents.get(body.query);
    if (!body || !document) return longWay(request, response);
    const caller = { token, signal: leaving(response), trace: false };
    const result = await executor.execute({ document, variables: body.variables, operationName: body.operationName }, caller);
    // A refusal has a status of its own, and has called nothing: it may as well be made the long way.
    if (!('data' in result)) return longWay(request, response);
    const text = Buffer.from(JSON.stringify(result));
    response.writeHead(200, { 'content-type': mediaType, 'content-length': text.length, ...RESPONSE_HEADERS });
    response.end(text);
  };

  return {
    remember(text, document) {
      if (text.length < MAX_DOCUMENT && !documents.has(text)) documents.set(text, document);
    },
    handler(request: ReadRequest, response) {
      const token = warmToken(request);
      const mediaType = ANSWERED.get(request.headers.accept);
      if (token === null || mediaType === undefined) return longWay(request, response);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        request.body = chunks.length === 1 ? (chunks[0] as Buffer).toString() : Buffer.concat(chunks).toString();
        // A fault of our own is told, and logged, by the long way as well.
        answer(request, response, token, mediaType).catch(() => longWay(request, response));
      });
    },
  };
}

/** The token of a request that may come this way; null for every other request. */
function warmToken({ method, url, headers, rawHeaders }: IncomingMessage): string | null {
  if (method !== 'POST' || url !== '/graphql' || !CONTENT_TYPES.has(headers['content-type'])) return null;
  const length = Number(headers['content-length']);
  if (!(length > 0 && length <= MAX_BODY)) return null;
  if (headers['content-encoding'] !== undefined || headers['x-upstream-trace'] !== undefined) return null;
  // Of two such headers Node keeps the first and says nothing.
  let authorizations = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'authorization') authorizations++;
  return authorizations === 1 ? bearerToken(headers.authorization) : null;
}

/** A body that is a GraphQL request and nothing besides; null for everything else. */
function readBody(text: string): Body | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof body !== 'object' || body === null) return null;
  for (const key of Object.keys(body)) if (key !== 'query' && key !== 'variables' && key !== 'operationName') return null;
  const { query, variables, operationName } = body as Record<string, unknown>;
  const good =
    typeof query === 'string' &&
    (variables === undefined || variables === null || (typeof variables === 'object' && !Array.isArray(variables))) &&
    (operationName === undefined || operationName === null || typeof operationName === 'string');
  return good ? (body as Body) : null;
}

/** Tells when the client has gone before it had its answer. */
function leaving(response: ServerResponse): Cancellation {
  let listeners: Set<() => void> | null = null;
  response.once('close', () => {
    if (response.writableFinished || !listeners) return;
    for (const listener of listeners) listener();
  });
  return {
    get aborted() {
      return response.destroyed && !response.writableFinished;
    },
    addEventListener: (_, listener) => void (listeners ??= new Set()).add(listener),
    removeEventListener: (_, listener) => void listeners?.delete(listener),
  };
}
