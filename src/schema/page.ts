/** A connection's rows: which pages to ask for, and what came back. */
import type { Collection } from '../loaders/collection.ts';
import { pagesOf } from '../loaders/call.ts';
import { MAX_IDS, MAX_PAGE, type ListDemand, type Window } from '../loaders/demand.ts';
import { after, FIRST, type Operation, type Page } from '../loaders/operation.ts';
import { targetByTypeName } from '../loaders/record-store.ts';
import { type Cursors, cursorsOf } from './cursor.ts';
import { sendFilters } from './filter.ts';
import type { EndpointDeclaration } from './resource.ts';
import type { RootField } from './shape.ts';
import { UnusableInput } from './unusable-input.ts';

export type ListField = Extract<RootField, { kind: 'list' }>;

/** What a list field was asked, checked. */
export interface ListRequest {
  readonly field: ListField;
  /** `null`: no row can match, so nothing need be called. */
  readonly params: Readonly<Record<string, string>> | null;
  readonly window: Window;
  readonly cursors: Cursors;
}

/** The rows of a connection. */
export interface Rows {
  readonly ids: readonly string[];
  readonly lost: ReadonlySet<string>;
  readonly count: number;
  readonly offset: number;
  readonly cursors: Cursors;
}

export interface ListArguments {
  readonly filter?: Readonly<Record<string, unknown>> | null;
  readonly orderBy?: string | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly offset?: number | null;
  readonly [required: string]: unknown;
}

export interface ListLimits {
  readonly maxFirst: number;
}

const MAX_OFFSET = 2 ** 31 - 1;

/** Reads the arguments of a list field. Throws {@link UnusableInput}. */
export function listRequest(
  field: ListField,
  args: ListArguments,
  token: string,
  { maxFirst }: ListLimits,
): ListRequest {
  const { filters } = field.resource.declaration.endpoint as EndpointDeclaration;
  const first = args.first ?? 20;
  if (first < 1 || first > maxFirst) throw new UnusableInput(`first: a number from 1 to ${maxFirst}.`);
  const required = Object.fromEntries(
    Object.entries(filters).flatMap(([name, filter]) => (filter.required ? [[name, args[name]]] : [])),
  );
  const sent = sendFilters(filters, { ...args.filter, ...required });
  const params: Readonly<Record<string, string>> | null =
    sent === 'nothing' ? null : { ...sent, ...(args.orderBy && { order: args.orderBy }) };
  if (params?.only && params.only.split(',').length > MAX_IDS)
    throw new UnusableInput(`filter.ids: at most ${MAX_IDS} ids; \`${field.key}ById\` takes any number.`);
  const cursors = cursorsOf(
    token,
    field.resource.endpoint?.path ?? '',
    params ?? { nothing: JSON.stringify(args.filter) },
  );
  if (args.after != null && args.offset != null) throw new UnusableInput('after and offset: give one of them.');
  const offset = args.after == null ? (args.offset ?? 0) : cursors.read(args.after) + 1;
  if (offset < 0 || offset + first > MAX_OFFSET) throw new UnusableInput('offset: zero or more, and within reason.');
  return { field, params, window: { offset, limit: first }, cursors };
}

/** The type that polymorphic targets of a list's rows have, where its mandatory parameter says so. */
function fixedTarget(collection: Collection, params: Readonly<Record<string, string>>): Collection | null {
  const scope = collection.endpoint?.scope;
  const value = scope && params[scope.param];
  if (!value) return null;
  for (const link of collection.links.values())
    if (link.kind === 'polymorphic' && link.typeField === scope.field) return targetByTypeName(link.targets, value);
  return null;
}

/**
 * Loads a connection: its rows, and all that hangs on them. Above {@link MAX_PAGE} rows the first
 * page tells how many there are, and the others follow side by side: no page is asked for in vain.
 * Rejects with the error of the first page that failed.
 */
export async function loadList({ field, params, window, cursors }: ListRequest, operation: Operation): Promise<Rows> {
  const { resource, need, rows } = field;
  if (!params) return { ids: [], lost: new Set(), count: 0, offset: window.offset, cursors };
  const demand = (part: Window | null, first: boolean): ListDemand => ({
    kind: 'list',
    collection: resource,
    params,
    window: part,
    need: rows ? need : null,
    only: fixedTarget(resource, params),
    continues: first && window.limit > MAX_PAGE && params.only === undefined,
    path: field.key,
    depth: first ? FIRST : after(FIRST),
  });
  if (!rows) {
    const { count, ids } = await operation.list(demand(null, true));
    return {
      ids: [],
      lost: new Set(),
      count: params.only === undefined ? count : ids.length,
      offset: window.offset,
      cursors,
    };
  }
  if (params.only !== undefined) {
    // Not paged by the API, whose count may be wrong here: the window is cut from the whole.
    const page = await operation.list(demand(window, true));
    const ids = page.ids.slice(window.offset, window.offset + window.limit);
    await operation.settle(need, ids, after(FIRST));
    return { ids, lost: page.lost, count: page.ids.length, offset: window.offset, cursors };
  }
  const [head, ...tail] = pagesOf(window) as [Window, ...Window[]];
  const first = await operation.list(demand(head, true));
  const pages = [settled(first, operation, field, false)];
  for (const part of tail)
    if (part.offset < first.count)
      pages.push(operation.list(demand(part, false)).then((page) => settled(page, operation, field, true)));
  const all = await Promise.all(pages);
  return {
    ids: all.flatMap(({ ids }) => ids),
    lost: new Set(all.flatMap(({ lost }) => [...lost])),
    count: first.count,
    offset: window.offset,
    cursors,
  };
}

async function settled(page: Page, operation: Operation, { need }: ListField, later: boolean): Promise<Page> {
  await operation.settle(need, page.ids, later ? after(after(FIRST)) : after(FIRST));
  return page;
}
