/** A GraphQL request out of an HTTP one (GraphQL over HTTP, sections 5.3 and 5.4). */
import { isUtf8 } from 'node:buffer';
import type { RequestHead } from '../identity/request-head.ts';
import type { GatewayRequest, RequestBody } from './exchange.ts';
import { badRequest, HttpRefusal, notWellFormed } from './http-errors.ts';
import type { FindDocument } from './persisted-documents.ts';

/** What a client asks, with every part of the type that it has to have; what is in them is unchecked. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The client went away before it had sent everything: there is no one to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** What stands in a list of requests: one of them, or why an entry is none. */
export type BatchEntry = GraphQLRequest | HttpRefusal;

/**
 * Of `GET` from the query string, of `POST` from a JSON body of at most `maxBodyBytes`. Throws an {@link HttpRefusal}.
 * A body that is a list of requests gives a list.
 *
 * @param find tells the text of a document that is only named.
 * @param mostInBatch how many requests may stand in a list; 0 where no list is taken.
 */
export async function readGraphQLRequest(
  request: GatewayRequest,
  maxBodyBytes: number,
  find: FindDocument,
  mostInBatch: number,
): Promise<GraphQLRequest | readonly BatchEntry[]> {
  if (request.method === 'GET') return checked(readSearch(request.url ?? ''), find);
  checkContent(request);
  const value = valueOf(await request.readBody(maxBodyBytes));
  return Array.isArray(value) && mostInBatch > 0 ? batchOf(value, find, mostInBatch) : checked(value, find);
}

function batchOf(values: readonly unknown[], find: FindDocument, most: number): readonly BatchEntry[] {
  if (values.length === 0) throw notWellFormed('The list holds no GraphQL request.');
  if (values.length > most)
    throw notWellFormed(`At most ${most} GraphQL requests may stand in one list: send the others apart.`);
  const entries = values.map((value) => {
    try {
      return checked(value, find);
    } catch (error) {
      if (error instanceof HttpRefusal) return error;
      throw error;
    }
  });
  const [first] = entries;
  // With nothing to run, the request is refused as a single one would be.
  if (first instanceof HttpRefusal && entries.every((entry) => entry instanceof HttpRefusal)) throw first;
  return entries;
}

/** Whether a GET asks anything. */
export const asksByGet = (url: string) => {
  const search = searchOf(url);
  return search.has('query') || search.has('documentId') || search.has('extensions');
};

const searchOf = (url: string) => new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');

function readSearch(url: string): unknown {
  const search = searchOf(url);
  return {
    query: search.get('query') ?? undefined,
    documentId: search.get('documentId') ?? undefined,
    operationName: search.get('operationName') || null,
    variables: parseParameter(search, 'variables'),
    extensions: parseParameter(search, 'extensions'),
  };
}

function parseParameter(search: URLSearchParams, name: string): unknown {
  const text = search.get(name);
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`The parameter "${name}" is not JSON.`);
  }
}

/** Anything but JSON in UTF-8 is refused: forms and plain text are what another site's page can send in a user's name. */
function checkContent({ headers }: RequestHead): void {
  if (headers['content-type'] === 'application/json' && headers['content-encoding'] === undefined) return;
  const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  if (type?.trim() !== 'application/json' || (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)))
    throw new HttpRefusal(
      415,
      'BAD_REQUEST',
      'Send the body as JSON in UTF-8, with `Content-Type: application/json`.',
      {
        'accept-post': 'application/json',
      },
    );
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
    throw new HttpRefusal(415, 'BAD_REQUEST', 'Send the body as it is, without a content encoding.', {
      'accept-encoding': 'identity',
    });
}

const valueOf = (body: RequestBody): unknown => ('parsed' in body ? body.parsed : parseJson(body.bytes));

/** The refusal of a body that is too long. */
export const tooLong = (maxBytes: number) =>
  new HttpRefusal(
    413,
    'REQUEST_ENTITY_TOO_LARGE',
    `The body is longer than ${maxBytes} bytes. Ask for less in one request.`,
  );

/** The refusal of a body that has been read before, by somebody who has not left it to the gateway. */
export const bodyTaken = () =>
  new HttpRefusal(
    500,
    'INTERNAL_SERVER_ERROR',
    'Something before the gateway has read the body of this request. Mount the gateway before the body parser, or have the parser leave its value in `request.body`.',
  );

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw badRequest('The body is not UTF-8.');
  try {
    return JSON.parse(body.toString());
  } catch {
    // The parser quotes what it cannot read, so its words are not passed on.
    throw badRequest('The body is not JSON. Send a GraphQL request: {"query": "...", "variables": {...}}.');
  }
}

/** Levels of objects and lists in `variables`, which are walked a stack frame for each level. No input type comes near. */
const MAX_JSON_DEPTH = 100;

function checked(parts: unknown, find: FindDocument): GraphQLRequest {
  if (Array.isArray(parts))
    throw notWellFormed(
      'Batching is not switched on: send one GraphQL request at a time. The setting BATCH_LIMIT allows lists.',
    );
  if (!isRecord(parts)) throw notWellFormed('The body is no GraphQL request: it has to be a JSON object with "query".');
  // Whatever else there is has to be ignored (section 5.4.1).
  const { query, documentId, variables, operationName, extensions } = parts;
  if (!isRecordOrNone(variables)) throw notWellFormed('"variables" has to be an object, or left out.');
  if (!isRecordOrNone(extensions)) throw notWellFormed('"extensions" has to be an object, or left out.');
  const id = documentId ?? hashIn(extensions);
  const isNamed = typeof id === 'string';
  // Beside a name, a document that is null or empty is as one that is left out.
  const isLeftOut = query === undefined || query === null || (query === '' && isNamed);
  if (isLeftOut ? !isNamed : typeof query !== 'string')
    throw notWellFormed('A GraphQL request has a document as text in "query".');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw notWellFormed('"operationName" has to be text, or left out.');
  if (isDeeper(variables, MAX_JSON_DEPTH) || isDeeper(extensions, MAX_JSON_DEPTH))
    throw notWellFormed(`"variables" and "extensions" may not nest deeper than ${MAX_JSON_DEPTH} levels.`);
  const text = find({ query: isLeftOut ? null : (query as string), id: isNamed ? id : null });
  return { query: text, variables, operationName, extensions };
}

/** The hash by which clients of Apollo name a document. */
function hashIn(extensions: Readonly<Record<string, unknown>> | null | undefined): unknown {
  const persisted = extensions?.persistedQuery;
  return isRecord(persisted) ? persisted.sha256Hash : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRecordOrNone = (value: unknown): value is Record<string, unknown> | null | undefined =>
  value === undefined || value === null || isRecord(value);

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
