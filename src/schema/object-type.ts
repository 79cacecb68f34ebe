/** Types that are made once and used by name, and the fields of attributes. */
import type { GraphQLResolveInfo } from 'graphql';
import type { Attribute, Enumeration, Struct, ValueType } from './attribute.ts';
import { snakeCase } from './attribute.ts';
import type { Builder } from './builder.ts';
import { withFieldPlan } from './field-plan.ts';
import { RECORD_REF } from './record-ref.ts';
import { resolveRoot } from './root-resolver.ts';
import type { Association, Resource } from './resource.ts';

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

/** Pothos' builder of fields, which is as opaque here as its references. */
// oxlint-disable-next-line no-explicit-any
export type FieldBuilder = any;

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
