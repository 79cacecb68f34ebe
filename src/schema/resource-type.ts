/** From a declared resource to its GraphQL type: ids, attributes and associations as fields. */
import { associationFields } from './association-fields.ts';
import { KANTATA_TAG } from './federation-tag.ts';
import { withFieldPlan } from './field-plan.ts';
import { answered, attributeField, type FieldBuilder, type TypeRef, type TypeRegistry } from './object-type.ts';
import type { Resource } from './resource.ts';

/** Further fields of a type, by whether a name is taken. */
type FurtherFields = (t: FieldBuilder, isTaken: (name: string) => boolean) => [string, TypeRef][];

/** The ids that every record has. */
const idFields = (t: FieldBuilder, { type }: Resource): [string, TypeRef][] => [
  [
    'id',
    t.field({
      type: 'ID',
      nullable: false,
      description: `Global id, \`${type === 'ExternalReference' ? 'ExternalReference:SubjectType:kantataId' : `${type}:kantataId`}\`: stable. Pass it to \`node\`.`,
      ...withFieldPlan({ kind: 'id' }),
      resolve: answered,
    }),
  ],
  [
    'kantataId',
    t.field({
      type: 'ID',
      nullable: false,
      description: 'Kantata id of the record: the number that the REST API, its webhooks and other subgraphs use.',
      ...withFieldPlan({ kind: 'kantataId' }),
      resolve: answered,
    }),
  ],
];

/** What its declaration tells of a type: ids, attributes, derived fields and associations, in that order. */
const declaredFields = (types: TypeRegistry, t: FieldBuilder, resource: Resource): [string, TypeRef][] => [
  ...idFields(t, resource),
  ...[...resource.attributes].map(([name, attribute]): [string, TypeRef] => [
    name,
    attributeField(types, t, name, attribute),
  ]),
  ...Object.entries(resource.declaration.derived ?? {}).map(([name, derived]): [string, TypeRef] => [
    name,
    t.field({
      type: types.valueType(derived.attribute.type),
      description: derived.attribute.description,
      ...withFieldPlan({ kind: 'derived', derived }),
      resolve: answered,
    }),
  ]),
  ...[...resource.fields].flatMap(([name, association]) => associationFields(types, t, name, association)),
];

/**
 * Gives a resource's type its fields. Called once all types exist, because they point at each other.
 *
 * @param further what its declaration alone does not tell.
 */
export function implementResource(
  types: TypeRegistry,
  resource: Resource,
  interfaces: readonly TypeRef[],
  further: FurtherFields,
): void {
  types.builder.objectType(types.objectType(resource), {
    description: resource.description,
    tag: KANTATA_TAG,
    interfaces: interfaces as never,
    fields: (t) => {
      const declared = declaredFields(types, t, resource);
      const names = new Set(declared.map(([name]) => name));
      const fields = [...declared, ...further(t, (name) => names.has(name))];
      const seen = new Set<string>();
      for (const [name] of fields) {
        if (seen.has(name)) throw new Error(`${resource.type}.${name} is declared twice.`);
        seen.add(name);
      }
      return Object.fromEntries(fields);
    },
  });
}
