/** The names of all fields that the schema reads of rows, to notice those that it does not. */
import { wireName } from './attribute.ts';
import { resources } from './resource.ts';

/** By collection key. */
export function knownKeys(): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const { key, attributes, links, endpoint } of resources.values()) {
    const names = known.get(key) ?? new Set(['id']);
    known.set(key, names);
    for (const [field, attribute] of attributes) names.add(wireName(field, attribute));
    for (const { name, field, typeField, idField } of links.values())
      for (const column of [field, typeField, idField, `${name}_ids`]) if (column !== null) names.add(column);
    if (endpoint?.scope) names.add(endpoint.scope.field);
  }
  return known;
}
