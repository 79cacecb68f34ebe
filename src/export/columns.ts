/** The columns of a table: every leaf of an operation's rows by its path, known before the first row. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getDirectiveValues,
  getNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { operationOf } from '../execution/document.ts';
import type { OperationArgs } from '../execution/executor.ts';
import { asPassedOn } from '../execution/graphql-versions.ts';
import { fieldPlanOf } from '../schema/field-plan.ts';

/** A leaf below a row. */
export interface Column {
  /** The response keys from the row to the leaf. */
  readonly path: readonly string[];
  /** The GraphQL type of its values. */
  readonly type: string;
  /** Whether a list stands on the path, so that one row has several values. */
  readonly isList: boolean;
}

type Asked = Pick<OperationArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>;

/** A field as it is answered: all selections of one response key. */
interface Answered {
  readonly key: string;
  readonly nodes: FieldNode[];
  readonly type: GraphQLOutputType;
  /** What the field means to the planner. */
  readonly meaning: string | undefined;
}

/** The columns of an operation, in the order in which its selections name them; none of one that cannot be exported. */
export function columnsOf({ schema, document, operationName, variableValues }: Asked): readonly Column[] {
  const operation = operationOf(document, operationName);
  const walk = new Walk(schema, document, valuesIn(operation, variableValues ?? {}));
  const roots = walk
    .fields(schema.getQueryType() as GraphQLOutputType, operation.selectionSet.selections)
    .filter(({ key, nodes: [node] }) => (node?.name.value ?? key) !== '__typename');
  const [root] = roots;
  if (roots.length !== 1 || root?.meaning !== 'list') return [];
  const rows = walk.below(root).find(({ meaning }) => meaning === 'nodes' || meaning === 'edges');
  if (!rows) return [];
  const row = rows.meaning === 'nodes' ? rows : walk.below(rows).find(({ meaning }) => meaning === 'node');
  return row ? walk.leaves(row, [], false) : [];
}

/** What the variables are, as far as directives read them. */
function valuesIn(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.map(({ variable: { name }, defaultValue }) => {
      const preset = defaultValue?.kind === Kind.BOOLEAN ? defaultValue.value : undefined;
      return [name.value, given[name.value] ?? preset];
    }),
  );
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Record<string, unknown>;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>) {
    this.#schema = schema;
    this.#fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
    this.#variables = variables;
  }

  below({ type, nodes }: Answered): readonly Answered[] {
    return this.fields(
      type,
      nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []),
    );
  }

  /** The fields of a selection, those of one response key as one. */
  fields(type: GraphQLOutputType, selections: readonly SelectionNode[]): readonly Answered[] {
    const answered = new Map<string, Answered>();
    this.#collect(type, selections, answered);
    return [...answered.values()];
  }

  #collect(type: GraphQLOutputType, selections: readonly SelectionNode[], answered: Map<string, Answered>): void {
    for (const selection of selections) {
      if (this.#isLeftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        this.#add(type, selection, answered);
        continue;
      }
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
      if (!inner) continue;
      const { typeCondition } = inner;
      const condition = typeCondition && this.#schema.getType(typeCondition.name.value);
      this.#collect((condition as GraphQLOutputType | undefined) ?? type, inner.selectionSet.selections, answered);
    }
  }

  #add(type: GraphQLOutputType, field: FieldNode, answered: Map<string, Answered>): void {
    const key = field.alias?.value ?? field.name.value;
    const known = answered.get(key);
    if (known) {
      known.nodes.push(field);
      return;
    }
    const named = getNamedType(type);
    const definition = isObjectType(named) || isInterfaceType(named) ? named.getFields()[field.name.value] : undefined;
    const meaning = definition && fieldPlanOf(definition)?.kind;
    answered.set(key, { key, nodes: [field], type: definition?.type ?? this.#text(), meaning });
  }

  /** `__typename` is in the fields of no type. */
  #text(): GraphQLOutputType {
    return this.#schema.getType('String') as GraphQLOutputType;
  }

  leaves(field: Answered, path: readonly string[], isList: boolean): readonly Column[] {
    return this.below(field).flatMap((inner): readonly Column[] => {
      const here = [...path, inner.key];
      const several = isList || isListed(inner.type);
      const named = getNamedType(inner.type);
      return isCompositeType(named)
        ? this.leaves(inner, here, several)
        : [{ path: here, type: named.name, isList: several }];
    });
  }

  #isLeftOut(node: SelectionNode): boolean {
    const values = asPassedOn(this.#variables);
    return (
      getDirectiveValues(GraphQLSkipDirective, node, values)?.if === true ||
      getDirectiveValues(GraphQLIncludeDirective, node, values)?.if === false
    );
  }
}

const isListed = (type: GraphQLOutputType): boolean => (isNonNullType(type) ? isListed(type.ofType) : isListType(type));
