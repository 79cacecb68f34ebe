/**
 * What a router sends for a record: its type's name and the fields of one of its keys, as another
 * subgraph wrote them. They are unchecked, so anything about them may be wrong.
 */
import { idText } from '../loaders/unusable-id.ts';
import { camelCase } from '../schema/attribute.ts';
import { entityKeys } from '../schema/entity-keys.ts';
import { isKantataId, parseGlobalId, shown } from '../schema/global-id.ts';
import { type Resource, resources } from '../schema/resource.ts';
import { UnusableInput } from '../schema/unusable-input.ts';

/**
 * The global id of the record that a representation means.
 *
 * It may name the record by `id`, by the fields of the other key, or by both, which then must agree;
 * fields that are no part of a key are not looked at. A bare number is no `id`: another subgraph that
 * writes one means something else by it.
 *
 * @param label the representation's place, for the refusal. Throws {@link UnusableInput}.
 */
export function globalIdOf(representation: unknown, label: string): string {
  if (typeof representation !== 'object' || representation === null || Array.isArray(representation))
    throw new UnusableInput(`${label} is no object with \`__typename\` and the fields of a key.`);
  const resource = typeOf(representation, label);
  const id = idOf(resource, representation, label);
  const kantataId = kantataIdIn(representation, label);
  const scope = scopeIn(resource, representation, label);
  if (id && ((kantataId && kantataId !== id.kantataId) || (scope && scope !== id.scope)))
    throw new UnusableInput(`${label}: its \`id\` is that of another record than its other key.`);
  const key = { kantataId: id?.kantataId ?? kantataId, scope: id?.scope ?? scope };
  if (!key.kantataId || (isScoped(resource) && !key.scope)) {
    const keys = entityKeys(resource).map((fields) => `\`${fields.join(' ')}\``);
    throw new UnusableInput(`${label} has no key. ${resource.type} has ${keys.join(' and ')}.`);
  }
  return [resource.type, ...(key.scope ? [key.scope] : []), key.kantataId].join(':');
}

/** A representation is somebody else's JSON: only what stands in it counts, nothing that it inherits. */
const valueOf = (representation: object, name: string): unknown =>
  Object.hasOwn(representation, name) ? (representation as Record<string, unknown>)[name] : undefined;

/** Whether records of the type can be asked for only with the value of another of their columns. */
const isScoped = ({ endpoint }: Resource) => endpoint?.scope != null && !endpoint.single;

function typeOf(representation: object, label: string): Resource {
  const name = valueOf(representation, '__typename');
  if (typeof name !== 'string') throw new UnusableInput(`${label} has no \`__typename\`.`);
  const resource = resources.get(name);
  if (!resource) throw new UnusableInput(`${label}: ${shown(name)} is a type that this API does not have.`);
  return resource;
}

function idOf(resource: Resource, representation: object, label: string) {
  const value = valueOf(representation, 'id');
  if (value === undefined || value === null) return null;
  const id = typeof value === 'string' ? parseGlobalId(value) : null;
  if (!id) throw new UnusableInput(`${label}: its \`id\` is no global id. They look like "${exampleOf(resource)}".`);
  if (id.type !== resource.type)
    throw new UnusableInput(`${label}: its \`id\` is that of a ${id.type}, its \`__typename\` is ${resource.type}.`);
  // Integrations have written these in snake case as well; the API's parameter has the class name.
  return {
    kantataId: id.kantataId,
    scope: id.scope === null ? null : (resource.endpoint?.scope?.read(id.scope) ?? id.scope),
  };
}

const exampleOf = (resource: Resource) => `${resource.type}:${isScoped(resource) ? 'Story:' : ''}42`;

function kantataIdIn(representation: object, label: string): string | null {
  const value = valueOf(representation, 'kantataId');
  if (value === undefined || value === null) return null;
  const text = idText(value);
  if (text !== null && isKantataId(text)) return text;
  throw new UnusableInput(`${label}: its \`kantataId\` is no number of the REST API, such as "42".`);
}

/** The value of the mandatory parameter, as the parameter wants it. */
function scopeIn(resource: Resource, representation: object, label: string): string | null {
  if (!resource.endpoint?.scope || !isScoped(resource)) return null;
  const name = camelCase(resource.endpoint.scope.field);
  const value = valueOf(representation, name);
  if (value === undefined || value === null) return null;
  const type = resource.attributes.get(name)?.type;
  const word = type?.kind === 'enum' ? type.values.find((word) => word.name === value) : undefined;
  if (!word) throw new UnusableInput(`${label}: its \`${name}\` is none that a ${resource.type} has.`);
  return word.wire;
}
