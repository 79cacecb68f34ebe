import type { RestRequest } from '../rest-request.ts';

/** The first segment of a path: endpoints that fail together. `/workspaces/7` is of `workspaces`. */
export const endpointClass = ({ path }: RestRequest): string => path.split('/', 2)[1] ?? '';

/** The path with a placeholder for whatever is not a word of the API's: `/workspaces/{id}`. */
export const urlTemplate = ({ path }: RestRequest): string => path.replaceAll(/\/(?![a-z_]+(?:\/|$))[^/]+/g, '/{id}');

/** Endpoints with rate limits of their own, lower than the one for all, by the API's documentation. */
const LIMITED_APART: ReadonlySet<string> = new Set(['workspaces', 'custom_field_values']);

/** Which of the API's rate limits a call counts for. */
export function rateClass(restRequest: RestRequest): string {
  const endpoint = endpointClass(restRequest);
  return LIMITED_APART.has(endpoint) ? endpoint : 'all';
}

/** Ids in one `only` from which it is taken for a part of a long list of them. */
const MANY_IDS = 100;

/**
 * Whether a call is a part of something long, which others need not wait for: a page beyond the
 * first, or a chunk of ids as they are cut from more than fit into one.
 */
export function isBulk({ params }: RestRequest): boolean {
  if (Number(params.page ?? 1) > 1 || Number(params.offset ?? 0) > 0) return true;
  return params.only !== undefined && params.only.split(',', MANY_IDS).length === MANY_IDS;
}
