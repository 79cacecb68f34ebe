/** What an operation answers, as a type of TypeScript. */
import {
  type DocumentNode,
  getNamedType,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

const TYPE_NAME = new GraphQLNonNull(GraphQLString);

const SCALARS: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  SafeInt: 'number',
  Boolean: 'boolean',
  Date: 'string',
  DateTime: 'string',
};

const leafOf = (type: GraphQLNamedType) =>
  isEnumType(type)
    ? type
        .getValues()
        .map(({ name }) => `'${name}'`)
        .join(' | ')
    : (SCALARS[type.name] ?? 'unknown');

/** The selected fields of a type by their response keys, each with its type and what is selected of it. */
type Fields = Map<string, { readonly type: GraphQLOutputType; readonly selections: SelectionSetNode[] }>;

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#document = document;
  }

  /** `{ … }` for an object, and for an abstract type one for each type that it may be. */
  objectOf(type: GraphQLNamedType, selections: readonly SelectionSetNode[], indent: string): string {
    if (!isAbstractType(type)) return this.#ofObject(type, selections, indent);
    const texts = this.#schema.getPossibleTypes(type).map((one) => this.#ofObject(one, selections, indent));
    return [...new Set(texts)].join(' | ');
  }

  #ofObject(type: GraphQLNamedType, selections: readonly SelectionSetNode[], indent: string): string {
    const fields: Fields = new Map();
    for (const selection of selections) this.#collect(type, selection, fields);
    const lines = [...fields].map(
      ([key, field]) => `${indent}  readonly ${key}: ${this.#ofType(field.type, field.selections, `${indent}  `)};`,
    );
    return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
  }

  #ofType(type: GraphQLOutputType, selections: readonly SelectionSetNode[], indent: string): string {
    if (isNonNullType(type)) return this.#bare(type.ofType, selections, indent);
    return `${this.#bare(type, selections, indent)} | null`;
  }

  #bare(type: GraphQLOutputType, selections: readonly SelectionSetNode[], indent: string): string {
    if (isListType(type)) return `readonly (${this.#ofType(type.ofType as GraphQLOutputType, selections, indent)})[]`;
    const named = getNamedType(type);
    return isLeafType(named) ? leafOf(named) : this.objectOf(named, selections, indent);
  }

  #collect(type: GraphQLNamedType, { selections }: SelectionSetNode, fields: Fields): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        const found = isObjectType(type) ? type.getFields()[name] : undefined;
        const answered = found?.type ?? (name === '__typename' ? TYPE_NAME : undefined);
        if (!answered) continue;
        const key = (selection.alias ?? selection.name).value;
        const known = fields.get(key) ?? { type: answered, selections: [] };
        if (selection.selectionSet) known.selections.push(selection.selectionSet);
        fields.set(key, known);
        continue;
      }
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : this.#document.definitions.find(
              (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
            );
      if (inner?.kind !== Kind.INLINE_FRAGMENT && inner?.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const condition = inner.typeCondition?.name.value;
      const target = condition === undefined ? type : this.#schema.getType(condition);
      const applies =
        target === type || (isAbstractType(target) && isObjectType(type) && this.#schema.isSubType(target, type));
      if (applies) this.#collect(type, inner.selectionSet, fields);
    }
  }
}

/** The type of `data`. A field that may be deferred is written as it comes at the end. */
export function dataTypeOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): string {
  const query = schema.getQueryType();
  return query ? new Writer(schema, document).objectOf(query, [operation.selectionSet], '') : '{}';
}
