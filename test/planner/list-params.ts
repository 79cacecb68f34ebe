/** The parameters of a list, as the reference executors ask for it. */
import { type Sent, sendFilters } from '../../src/schema/filter.ts';
import type { NestedList } from '../../src/schema/nested-lists.ts';
import type { EndpointDeclaration, Resource, WholeList } from '../../src/schema/resource.ts';
import { type Api, type ApiRow, rowOf } from './api.ts';

/** Filters and order of a list field with these arguments; `nothing` when no row can match. */
export function listParams(resource: Resource, args: Readonly<Record<string, unknown>>): Sent {
  const { filters } = resource.declaration.endpoint as EndpointDeclaration;
  const required = Object.fromEntries(
    Object.entries(filters).flatMap(([name, filter]) => (filter.required ? [[name, args[name]]] : [])),
  );
  const sent = sendFilters(filters, { ...(args.filter as object), ...required });
  const order = orderOf(args);
  return sent === 'nothing' ? sent : { ...sent, ...(order && { order }) };
}

/** Those of a list under a record, but for the one that holds the record's id. */
export function nestedParams({ resource }: NestedList, args: Readonly<Record<string, unknown>>): Sent {
  const { filters } = resource.declaration.endpoint as EndpointDeclaration;
  const sent = sendFilters(filters, (args.filter ?? {}) as Record<string, unknown>);
  const order = orderOf(args);
  return sent === 'nothing' ? sent : { ...sent, ...(order && { order }) };
}

function orderOf({ orderBy, orderByCustomField }: Readonly<Record<string, unknown>>): string | null {
  if (!orderByCustomField) return (orderBy as string | null | undefined) ?? null;
  const { fieldId, direction } = orderByCustomField as { fieldId: string; direction?: string };
  return `custom_field:${fieldId}:${(direction ?? 'ASC').toLowerCase()}`;
}

/** Path and parameters of a list that the API always answers whole. */
export function wholeCall({ key, declaration }: Resource, args: Readonly<Record<string, unknown>>) {
  const { path = `/${key}`, filters } = declaration.whole as WholeList;
  return { path, params: sendFilters(filters, args) };
}

/** Its rows, each with the id that it is known by. */
export async function wholeRows(resource: Resource, args: Readonly<Record<string, unknown>>, api: Api) {
  const { path, params } = wholeCall(resource, args);
  const body = params === 'nothing' ? null : await api.get(path, params);
  if (!body) return [];
  const { rows } = resource.declaration.whole as WholeList;
  if (rows) return rows(body) as readonly (ApiRow & { readonly id: string })[];
  return body.results.map(({ id }) => ({ ...rowOf(body, resource.key, id), id }));
}
