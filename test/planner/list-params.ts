/** The parameters of a list, as the reference executors ask for it. */
import { type Sent, sendFilters } from '../../src/schema/filter.ts';
import type { EndpointDeclaration, Resource } from '../../src/schema/resource.ts';

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

function orderOf({ orderBy, orderByCustomField }: Readonly<Record<string, unknown>>): string | null {
  if (!orderByCustomField) return (orderBy as string | null | undefined) ?? null;
  const { fieldId, direction } = orderByCustomField as { fieldId: string; direction?: string };
  return `custom_field:${fieldId}:${(direction ?? 'ASC').toLowerCase()}`;
}
