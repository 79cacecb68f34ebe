/** Which records a row points at, through one association, by what stands in it: as stored, or as the API wrote it. */
import type { Link } from '../../src/loaders/collection.ts';
import { type Resource, resources } from '../../src/schema/resource.ts';
import type { ApiRow } from './api.ts';

export interface Pointer {
  readonly resource: Resource;
  readonly id: string;
}

/** Ids are text or numbers, by accident; everything else is none. */
const idOf = (value: unknown): string | null =>
  typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : null;

/** What a row writes of an association: in its own field, or in another of its columns that holds the same ids. */
export const idsIn = (row: ApiRow, { field, idsIn: elsewhere }: Link): unknown => row[field] ?? elsewhere?.(row);

const folded = (name: string) => name.toLowerCase().replaceAll('_', '');

export function pointersOf(row: ApiRow, link: Link): Pointer[] {
  if (link.kind !== 'polymorphic') {
    const resource = resources.get(link.targets[0]?.type ?? '');
    const value = idsIn(row, link);
    const ids = (Array.isArray(value) ? value : [value]).map(idOf);
    return resource ? ids.flatMap((id) => (id === null ? [] : [{ resource, id }])) : [];
  }
  const { key, id } = (row[link.field] ?? {}) as { key?: string; id?: unknown };
  const name = link.typeField === null ? null : row[link.typeField];
  const target = link.targets.find(
    ({ type, aliases, key: collection }) =>
      collection === key ||
      (typeof name === 'string' && [type, ...aliases].some((known) => folded(known) === folded(name))),
  );
  const resource = target && resources.get(target.type);
  const pointed = idOf(id) ?? (link.idField === null ? null : idOf(row[link.idField]));
  return resource && pointed !== null ? [{ resource, id: pointed }] : [];
}
