/** From a declared resource to its GraphQL type: attributes, ids and associations as fields. */
import type { GraphQLResolveInfo } from 'graphql';
import type { Attribute, Enumeration, Struct, ValueType } from './attribute.ts';
import { camelCase, snakeCase } from './attribute.ts';
import type { Builder } from './builder.ts';
import { KANTATA_TAG } from './federation-tag.ts';
import { withFieldPlan } from './field-plan.ts';
import { type Narrowing, narrowReferences, narrowToCustomField } from './narrow.ts';
import { RECORD_REF } from './record-ref.ts';
import { resolveRoot } from './root-resolver.ts';
import { type Association, linkName, type Resource, singular } from './resource.ts';

/**
 * The parts of the schema that are made once and used by name. Pothos infers types from values that
 * are written out; ours come from declarations, so its references are handled as opaque here.
 */
// oxlint-disable-next-line no-explicit-any
export type TypeRef = any;

export class TypeRegistry {
  readonly builder: Builder;
  readonly #made = new Map<string, TypeRef>();
  readonly #declared = new Map<string, unknown>();

  constructor(builder: Builder) {
    this.builder = builder;
  }

  /** The type of that name, made at its first use. Two declarations of one name are a mistake, and refused. */
  once(name: string, declaration: unknown, make: () => TypeRef): TypeRef {
    if (this.#made.has(name)) {
      if (this.#declared.get(name) !== declaration) throw new Error(`The type ${name} is declared twice.`);
      return this.#made.get(name);
    }
    this.#declared.set(name, declaration);
    const made = make();
    this.#made.set(name, made);
    return made;
  }

  enumType(words: Enumeration): TypeRef {
    return this.once(words.name, words, () =>
      this.builder.enumType(words.name, {
        description: words.description,
        values: Object.fromEntries(words.values.map(({ name, description }) => [name, { value: name, description }])),
      }),
    );
  }

  structType(struct: Struct): TypeRef {
    return this.once(struct.name, struct, () =>
      this.builder.objectRef<object>(struct.name).implement({
        description: struct.description,
        shareable: true,
        fields: (t) =>
          Object.fromEntries(
            Object.entries(struct.fields).map(([name, attribute]) => [name, attributeField(this, t, name, attribute)]),
          ),
      }),
    );
  }

  valueType(type: ValueType): TypeRef {
    switch (type.kind) {
      case 'scalar':
        return type.name;
      case 'enum':
        return this.enumType(type);
      case 'struct':
        return this.structType(type);
      case 'list':
        return [this.valueType(type.of)];
    }
  }

  objectType(resource: Resource): TypeRef {
    return this.once(resource.type, resource, () => this.builder.objectRef<object>(resource.type));
  }

  recordRef(): TypeRef {
    return this.once('RecordRef', RECORD_REF, () =>
      this.builder.objectRef<object>('RecordRef').implement({
        description: 'A reference to a record, as the REST API sends it.',
        shareable: true,
        fields: (t) => ({
          key: attributeField(this, t, 'key', RECORD_REF.key),
          kantataId: attributeField(this, t, 'kantataId', RECORD_REF.kantataId),
          id: attributeField(this, t, 'id', RECORD_REF.id, {
            deprecationReason:
              'Use `kantataId`: caches of clients take an `id` for unique among all records of its type.',
          }),
        }),
      }),
    );
  }

  unionType(association: Association): TypeRef {
    const name = association.union as string;
    return this.once(name, association, () =>
      this.builder.unionType(name, {
        description: association.description,
        types: association.targets().map((target) => this.objectType(target)),
        resolveType: (value) => (value as { __typename: string }).__typename as never,
      }),
    );
  }
}

/**
 * The resolver of every field, for executors that resolve field by field: it reads what the gateway's own executor has
 * put under the response key. At the root, it has that executor run the operation.
 */
export const answered = (parent: unknown, _: unknown, context: unknown, info: GraphQLResolveInfo) =>
  (info.path.prev === undefined && !(typeof parent === 'object' && parent !== null && info.path.key in parent)
    ? resolveRoot(context, info)
    : (parent as Record<string, unknown>)[info.path.key]) as never;

const ASKED_FOR = 'Fetched only when selected.';

// oxlint-disable-next-line no-explicit-any
type FieldBuilder = any;

/** How a field of a record is made where it is not as usual. */
export interface FieldOptions {
  readonly deprecationReason?: string;
  /** The gateway itself writes the value, so that it is never null. */
  readonly isKnown?: boolean;
  /** So are the entries of a list, whether or not there is one. */
  readonly areEntriesKnown?: boolean;
}

/** The field of an attribute. */
export function attributeField(
  types: TypeRegistry,
  t: FieldBuilder,
  name: string,
  attribute: Attribute,
  { deprecationReason, isKnown = false, areEntriesKnown = isKnown }: FieldOptions = {},
): TypeRef {
  return t.field({
    ...(deprecationReason !== undefined && { deprecationReason }),
    type: types.valueType(attribute.type),
    nullable: attribute.type.kind === 'list' ? { list: !isKnown, items: !areEntriesKnown } : !isKnown,
    description: attribute.optional ? `${attribute.description} ${ASKED_FOR}` : attribute.description,
    ...withFieldPlan({ kind: 'attribute', wire: attribute.wire ?? snakeCase(name), attribute, isKnown }),
    resolve: answered,
  });
}

const costOf = (association: Association, target: string) => {
  if (association.listing) return 'Loaded by separate requests: one for each 150 records and 200 values.';
  if (!association.includable)
    return `Only the id comes with the record; ${target} takes another request, shared with other records of its type.`;
  if (association.onlyWithIds)
    return 'The API sends these only with records loaded by id: in a list they take one more request.';
  if (association.own) return 'Loaded with its parent; its id alone needs no request.';
  return 'Loaded with its parent.';
};

/** For associations whose id is in the parent's row: such a selection is answered without loading the record. */
const MAY_BE_GONE =
  ' Selecting only `id`, `kantataId` or `__typename` does not check whether the record exists or is visible.';

/** Arguments that choose among the records of an association. */
export const narrowArgs = (types: TypeRegistry, t: FieldBuilder, { args }: Narrowing) =>
  Object.fromEntries(
    Object.entries(args).map(([name, { type, description }]) => [
      name,
      t.arg({ type: typeof type === 'string' ? type : types.enumType(type), description }),
    ]),
  );

/** How the arguments of an association's field choose among its records; null for one without. */
export const narrowingOf = ({ kind, targets }: Association): Narrowing | null =>
  kind === 'many' && targets()[0]?.type === 'ExternalReference' ? narrowReferences : null;

/** The fields that an association gives: its records, and their ids. */
export function associationFields(
  types: TypeRegistry,
  t: FieldBuilder,
  field: string,
  association: Association,
  { isKnown = false }: FieldOptions = {},
): [string, TypeRef][] {
  const link = linkName(field, association);
  const targets = association.targets();
  const fields: [string, TypeRef][] = [];
  const shared = { resolve: answered };
  if (targets.length > 0) {
    const many = association.kind === 'many';
    const type =
      association.kind === 'polymorphic' ? types.unionType(association) : types.objectType(targets[0] as Resource);
    const narrowing = narrowingOf(association);
    for (const name of association.alsoAs ? [field, association.alsoAs] : [field])
      fields.push([
        name,
        t.field({
          type: many ? [type] : type,
          nullable: many ? { list: !isKnown, items: false } : true,
          ...(narrowing && { args: narrowArgs(types, t, narrowing) }),
          description: isKnown
            ? association.description
            : `${name === field ? '' : `The same as \`${field}\`. `}${association.description} ${costOf(association, association.kind === 'polymorphic' ? 'the record' : `the ${targets[0]?.type}`)}${association.own ? MAY_BE_GONE : ''}`,
          ...withFieldPlan({ kind: 'association', association, link, isKnown }),
          ...shared,
        }),
      ]);
    if (many && targets[0]?.type === 'CustomFieldValue')
      fields.push([
        'customField',
        t.field({
          type,
          args: narrowArgs(types, t, narrowToCustomField),
          description: `The value that one custom field has on this record; null when it has none. ${costOf(association, 'it')} All custom fields selected in the operation share one include.`,
          ...withFieldPlan({ kind: 'customField', association, link }),
          ...shared,
        }),
      ]);
  }
  if (association.kind === 'many')
    fields.push([
      camelCase(`${singular(link)}_ids`),
      t.field({
        type: ['ID'],
        nullable: { list: true, items: false },
        description: `Kantata ids of \`${field}\`. ${association.own ? 'No REST call.' : 'Requests the include, which loads the records too.'}`,
        ...withFieldPlan({ kind: 'keys', association, link }),
        ...shared,
      }),
    ]);
  else if (association.kind === 'one')
    fields.push([
      camelCase(association.field ?? `${link}_id`),
      t.field({
        type: 'ID',
        description: `Kantata id of \`${field}\`; null when there is none. ${association.own ? 'No REST call.' : 'Requests the include.'}`,
        ...withFieldPlan({ kind: 'keys', association, link }),
        ...shared,
      }),
    ]);
  else if (association.includable)
    fields.push([
      camelCase(`${link}_ref`),
      t.field({
        type: types.recordRef(),
        description: `Reference to \`${field}\`; null when there is none or it is hidden. Requests the include.`,
        ...withFieldPlan({ kind: 'keys', association, link }),
        ...shared,
      }),
    ]);
  return fields;
}

/** Further fields of a type, by whether a name is taken. */
type FurtherFields = (t: FieldBuilder, isTaken: (name: string) => boolean) => [string, TypeRef][];

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
      const fields: [string, TypeRef][] = [
        [
          'id',
          t.field({
            type: 'ID',
            nullable: false,
            description: `Global id, \`${resource.type === 'ExternalReference' ? 'ExternalReference:SubjectType:kantataId' : `${resource.type}:kantataId`}\`: stable. Pass it to \`node\`.`,
            ...withFieldPlan({ kind: 'id' }),
            resolve: answered,
          }),
        ],
        [
          'kantataId',
          t.field({
            type: 'ID',
            nullable: false,
            description:
              'Kantata id of the record: the number that the REST API, its webhooks and other subgraphs use.',
            ...withFieldPlan({ kind: 'kantataId' }),
            resolve: answered,
          }),
        ],
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
          } as never),
        ]),
        ...[...resource.fields].flatMap(([name, association]) => associationFields(types, t, name, association)),
      ];
      const names = new Set(fields.map(([name]) => name));
      fields.push(...further(t, (name) => names.has(name)));
      const seen = new Set<string>();
      for (const [name] of fields) {
        if (seen.has(name)) throw new Error(`${resource.type}.${name} is declared twice.`);
        seen.add(name);
      }
      return Object.fromEntries(fields);
    },
  });
}
