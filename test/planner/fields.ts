/**
 * Which fields an operation selects of a type: GraphQL, section 6.3.2, in the fewest words. Written
 * anew, so that the planner's own collection is checked by another.
 */
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** Fields by response key; several nodes where one is selected several times. */
export type Fields = ReadonlyMap<string, readonly FieldNode[]>;

export class FieldCollector {
  readonly operation: OperationDefinitionNode;
  readonly schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly variables: Readonly<Record<string, unknown>>;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.schema = schema;
    this.variables = variables;
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    this.operation = document.definitions.find(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    ) as OperationDefinitionNode;
  }

  roots(): Fields {
    return this.#collect(this.schema.getQueryType() as GraphQLObjectType, this.operation.selectionSet.selections);
  }

  /** What is selected below these nodes, if they lead to a record of this type. */
  below(nodes: readonly FieldNode[], type: GraphQLObjectType): Fields {
    return this.#collect(
      type,
      nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []),
    );
  }

  #collect(type: GraphQLObjectType, selections: readonly SelectionNode[]): Fields {
    const fields = new Map<string, FieldNode[]>();
    const add = (some: readonly SelectionNode[]) => {
      for (const selection of some) {
        if (!this.#wanted(selection.directives ?? [])) continue;
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          fields.set(key, [...(fields.get(key) ?? []), selection]);
          continue;
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
        const condition = fragment?.typeCondition?.name.value;
        if (fragment && (condition === undefined || this.#applies(condition, type)))
          add(fragment.selectionSet.selections);
      }
    };
    add(selections);
    return fields;
  }

  #applies(condition: string, type: GraphQLObjectType): boolean {
    const named = this.schema.getType(condition);
    return named === type || (isAbstractType(named) && this.schema.isSubType(named, type));
  }

  #wanted(directives: readonly DirectiveNode[]): boolean {
    return directives.every(({ name, arguments: args }) => {
      const value = args?.[0]?.value;
      const on =
        value?.kind === Kind.VARIABLE
          ? this.variables[value.name.value] === true
          : value?.kind === Kind.BOOLEAN && value.value;
      return name.value === 'skip' ? !on : name.value === 'include' ? on : true;
    });
  }
}
