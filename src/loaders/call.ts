/** One REST call: its request, what it brings, and for whom. */
import type { RestRequest } from '../upstream/rest-request.ts';
import type { Collection } from './collection.ts';
import { type LoadRequest, type ListLoadRequest, MAX_PAGE, type Window } from './load-request.ts';
import { NO_NAMES } from './no-names.ts';

export interface Call {
  readonly kind: 'list' | 'ids' | 'single';
  readonly collection: Collection;
  readonly restRequest: RestRequest;
  /** The ids that it asks for; empty for a list. */
  readonly ids: readonly string[];
  readonly include: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
  /** Carries a parameter that may leave rows out, so that a missing row says nothing. */
  readonly partial: boolean;
  readonly loadRequests: ReadonlySet<LoadRequest>;
  /** Where several calls of one wave ask for ids of one batch: the batch. */
  readonly batch: symbol;
}

const list = (names: ReadonlySet<string>) => [...names].toSorted().join(',');

const extras = (include: ReadonlySet<string>, optional: ReadonlySet<string>): Record<string, string> => ({
  ...(include.size > 0 && { include: list(include) }),
  ...(optional.size > 0 && { optional_fields: list(optional) }),
});

/** The API knows pages and, in a pair, limit and offset; the pair only where no page starts at the offset. */
const paging = ({ offset, limit }: Window): Record<string, string> =>
  offset % limit === 0
    ? { per_page: String(limit), ...(offset > 0 && { page: String(offset / limit + 1) }) }
    : { limit: String(limit), offset: String(offset) };

/** The call for a page of a list; for its number of rows alone, one row and nothing beside it. */
export const listQuestion = (
  { collection, params, window, place }: ListLoadRequest,
  include: ReadonlySet<string>,
  optional: ReadonlySet<string>,
): RestRequest => {
  if (place) {
    const { path, read } = place;
    return { path, params: { ...params, ...extras(include, optional) }, ...(read && { read }) };
  }
  return {
    path: pathOf(collection),
    params: {
      ...params,
      // `only` switches the API's paging off, and what it answers is never more than was asked for.
      ...(window
        ? params.only === undefined
          ? paging(window)
          : {}
        : params.only === undefined
          ? { per_page: '1' }
          : {}),
      ...extras(include, optional),
    },
  };
};

/** The call for records by id, lifting whatever the endpoint would hide. */
export const idsQuestion = (
  collection: Collection,
  ids: readonly string[],
  scope: string | null,
  include: ReadonlySet<string>,
  optional: ReadonlySet<string>,
  requires: Readonly<Record<string, string>>,
): RestRequest => ({
  path: pathOf(collection),
  params: {
    ...collection.endpoint?.reveal,
    ...requires,
    ...(collection.endpoint?.scope && scope !== null && { [collection.endpoint.scope.param]: scope }),
    apply_default_filters: 'false',
    only: ids.join(','),
    ...extras(include, optional),
  },
  // The loader finds them by id.
  divisible: true,
});

/** The call for one record by its own path: for types that no list gives without knowing where they belong. */
export const singleQuestion = (
  collection: Collection,
  id: string,
  include: ReadonlySet<string>,
  optional: ReadonlySet<string>,
): RestRequest => ({
  path: `${pathOf(collection)}/${id}`,
  params: { ...collection.endpoint?.reveal, ...extras(include, optional) },
});

const pathOf = ({ endpoint, type }: Collection): string => {
  if (!endpoint) throw new TypeError(`${type} has no endpoint`);
  return endpoint.path;
};

/**
 * Windows of at most `size` rows that cover `limit` rows from `offset`.
 *
 * @param head the most rows of the first one.
 */
export function pagesOf({ offset, limit }: Window, size = MAX_PAGE, head = size): Window[] {
  const pages: Window[] = [];
  for (let start = 0, most = head; start < limit; start += most, most = size)
    pages.push({ offset: offset + start, limit: Math.min(most, limit - start) });
  return pages;
}

/** The same call without some of its includes. */
export function withoutIncludes(call: Call, left: ReadonlySet<string>): Call {
  const include = new Set([...call.include].filter((name) => !left.has(name)));
  const { include: _, ...params } = call.restRequest.params;
  return {
    ...call,
    include,
    restRequest: { ...call.restRequest, params: { ...params, ...extras(include, NO_NAMES) } },
  };
}
