/**
 * An answer in parts, for `@defer` and `@stream` (GraphQL incremental delivery, in the format of
 * 2023 that clients and routers speak: `incremental` entries with `path`, and `hasNext`).
 *
 * Both parts are loaded from the start, by one operation: what is deferred travels in the same waves
 * and includes, so that deferring costs no REST call more. It only keeps nobody waiting.
 */
import type { GraphQLError } from 'graphql';
import type { Operation } from '../loaders/operation.ts';
import { ResultWriter } from './result-writer.ts';
import { writeItems, type ListItems } from './write-connection.ts';
import { writeRoots } from './write-roots.ts';
import type { Path } from './errors.ts';
import type { ListRequest } from './list-request.ts';
import type { Rows } from './page.ts';
import type { Prepared } from './prepare.ts';
import { type RootRequest, type RootResult, runRequests } from './root-request.ts';

/** One `incremental` entry: the fields of a deferred fragment, or further entries of a list. */
export interface Increment {
  readonly path: readonly (string | number)[];
  readonly label?: string;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly items?: readonly unknown[];
  readonly errors?: readonly GraphQLError[];
}

/** One part of an answer. */
export interface Payload {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLError[];
  readonly incremental?: readonly Increment[];
  readonly hasNext: boolean;
}

export interface Parts {
  readonly first: Prepared;
  readonly rest: Prepared;
  readonly operation: Operation;
  /** Called once, when everything is loaded or the reader has gone. */
  readonly ended: () => void;
}

/** A streamed list: where it stands, and how far it has been sent. */
interface StreamedList {
  readonly request: ListRequest;
  readonly field: ListItems;
  readonly path: Path;
  readonly typename: string;
  rows: Rows | null;
  sent: number;
}

export async function* incrementally({ first, rest, operation, ended }: Parts): AsyncGenerator<Payload, void> {
  const inbox = new Inbox();
  const streams = first.requests.flatMap(streamedLists);
  const requests = first.requests.map((request) => headOf(request, streams));
  const watched = rest.requests.map((request) => watchedBy(request, streams, inbox));
  try {
    // Both set out at once, so that they share their waves.
    const [firstResults, all] = [
      runRequests(requests, operation),
      Promise.all([
        runRequests(watched, operation),
        runRequests(
          rest.deferred.flatMap((part) => part.requests),
          operation,
        ),
      ]),
    ];
    const loaded = all.then((results) => {
      inbox.end();
      return results;
    });
    const results = await firstResults;
    const writer = new ResultWriter(operation.store, first.variables, false);
    const { data, errors } = writeRoots({ ...first, requests }, results, writer);
    for (const stream of streams) startStream(stream, requests, results);
    yield { data, ...(errors.length > 0 && { errors }), hasNext: true };

    // The rest of the first page is here already; so may be pages that came meanwhile.
    inbox.put();
    for await (const _ of inbox) {
      const incremental = streams.flatMap((stream) => furtherItems(stream, first, operation));
      if (incremental.length > 0) yield { incremental, hasNext: true };
    }
    const [restResults, deferredResults] = await loaded;
    for (const stream of streams) finishStream(stream, rest, restResults);
    const incremental = [
      ...streams.flatMap((stream) => furtherItems(stream, first, operation)),
      ...deferredFields(rest, restResults, operation),
      ...deferredRoots(rest, deferredResults, operation),
    ];
    yield { ...(incremental.length > 0 && { incremental }), hasNext: false };
  } finally {
    ended();
  }
}

/** The streamed lists of one root field. Lists merged from several are answered whole: no page of theirs is whole by itself. */
function streamedLists(request: RootRequest): StreamedList[] {
  if (request.kind !== 'list' || request.list.lists.length !== 1) return [];
  const { list } = request;
  return list.field.fields.flatMap((field) =>
    (field.kind === 'nodes' || field.kind === 'edges') && field.streamed
      ? [
          {
            request: list,
            field,
            path: { before: { before: null, key: list.field.key }, key: field.key },
            typename: `${list.field.resource.type}Connection`,
            rows: null,
            sent: field.streamed.initialCount,
          },
        ]
      : [],
  );
}

/** What a first answer with streamed lists waits for: their first page. */
const headOf = (request: RootRequest, streams: readonly StreamedList[]): RootRequest =>
  request.kind === 'list' && streams.some((stream) => stream.request === request.list)
    ? { ...request, list: { ...request.list, head: true } }
    : request;

/** Has the pages of a streamed list told as they come. */
const watchedBy = (request: RootRequest, streams: readonly StreamedList[], inbox: Inbox): RootRequest => {
  if (request.kind !== 'list') return request;
  const watching = streams.filter(({ path }) => path.before?.key === request.field.key);
  if (watching.length === 0) return request;
  const onPage = (ids: readonly string[]) => {
    for (const stream of watching) {
      // A row that moved from an earlier page to this one has been sent.
      const known = new Set(stream.rows?.ids);
      if (stream.rows)
        stream.rows = { ...stream.rows, ids: [...stream.rows.ids, ...ids.filter((id) => !known.has(id))] };
    }
    inbox.put();
  };
  return { ...request, list: { ...request.list, onPage } };
};

const isRows = (result: RootResult | undefined): result is Rows =>
  Boolean(result) && !Array.isArray(result) && !(result instanceof Error);

function startStream(stream: StreamedList, requests: readonly RootRequest[], results: readonly RootResult[]): void {
  const index = requests.findIndex(({ field }) => field.key === stream.path.before?.key);
  const result = results[index];
  if (isRows(result)) stream.rows = result;
}

function finishStream(stream: StreamedList, { requests }: Prepared, results: readonly RootResult[]): void {
  const index = requests.findIndex(({ field }) => field.key === stream.path.before?.key);
  const result = results[index];
  if (!stream.rows || !isRows(result)) return;
  const known = new Set(stream.rows.ids);
  stream.rows = { ...result, ids: [...stream.rows.ids, ...result.ids.filter((id) => !known.has(id))] };
}

/** The entries that have come since the last part. */
function furtherItems(stream: StreamedList, { variables }: Prepared, { store }: Operation): Increment[] {
  const { rows, field, path, typename, sent } = stream;
  if (!rows || rows.ids.length <= sent) return [];
  stream.sent = rows.ids.length;
  const writer = new ResultWriter(store, variables, false);
  const items = writeItems(writer, field, typename, rows, sent, rows.ids.length, path);
  const label = field.streamed?.label;
  return [
    {
      items,
      path: [path.before?.key ?? '', path.key, sent],
      ...(label !== undefined && { label }),
      ...(writer.errors.length > 0 && { errors: writer.errors }),
    },
  ];
}

/** What deferred fragments below the root answer, each at every place where it stands. */
function deferredFields(rest: Prepared, results: readonly RootResult[], { store }: Operation): Increment[] {
  const writer = new ResultWriter(store, rest.variables, false);
  writeRoots(rest, results, writer);
  return writer.patches.map(({ label, path, data, errors }) => ({
    data,
    path,
    ...(label !== undefined && { label }),
    ...(errors.length > 0 && { errors }),
  }));
}

/** What deferred fragments on the query itself answer. */
function deferredRoots(rest: Prepared, results: readonly RootResult[], { store }: Operation): Increment[] {
  let at = 0;
  return rest.deferred.map(({ label, requests }) => {
    const own = results.slice(at, (at += requests.length));
    const writer = new ResultWriter(store, rest.variables, false);
    const { data, errors } = writeRoots({ ...rest, requests }, own, writer);
    return { data, path: [], ...(label !== undefined && { label }), ...(errors.length > 0 && { errors }) };
  });
}

/** Tells a reader that something has come; what it is, the reader looks up. */
class Inbox implements AsyncIterable<void> {
  #waiting: (() => void) | null = null;
  #unread = false;
  #ended = false;

  put(): void {
    this.#unread = true;
    this.#waiting?.();
  }

  end(): void {
    this.#ended = true;
    this.#waiting?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<void, void> {
    while (!this.#ended || this.#unread) {
      if (!this.#unread) await new Promise<void>((resolve) => (this.#waiting = resolve));
      this.#waiting = null;
      if (!this.#unread) continue;
      this.#unread = false;
      yield;
    }
  }
}
