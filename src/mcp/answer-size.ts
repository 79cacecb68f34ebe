/** How many records and tokens the answer of an operation is likely to have, by what it selects. Nothing is called. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { operationOf } from '../execution/document.ts';
import type { OperationArgs } from '../execution/executor.ts';
import { ASSUMED_FAN_OUT } from '../loaders/fan-out.ts';
import { fieldPlanOf } from '../schema/field-plan.ts';
import { estimateTokens } from './tokens.ts';

export interface AnswerSize {
  readonly rows: number;
  readonly tokens: number;
}

/** Tokens of a value, by its type; ids and names are short, descriptions are not. */
const TOKENS_OF_VALUE: Readonly<Record<string, number>> = {
  ID: 6,
  Int: 2,
  Float: 3,
  Boolean: 1,
  SafeInt: 4,
  Date: 6,
  DateTime: 14,
  String: 8,
  JSON: 12,
};
const TOKENS_OF_ENUM = 3;
const TOKENS_OF_LONG_TEXT = 60;
const LONG_TEXTS = /description|message|notes|body|details|text$/i;

const sum = (one: AnswerSize, other: AnswerSize): AnswerSize => ({
  rows: one.rows + other.rows,
  tokens: one.tokens + other.tokens,
});

/** By full pages of its lists, and {@link ASSUMED_FAN_OUT} records for each association to many. */
export function answerSize({ schema, document, operationName, variableValues }: OperationArgs): AnswerSize {
  const operation = operationOf(document, operationName);
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment): [string, FragmentDefinitionNode] => [fragment.name.value, fragment]),
  );
  return new Walk(schema, fragments, coerced).ofSelection(operation.selectionSet, schema.getQueryType()?.name ?? '', 1);
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Record<string, unknown>;

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: Record<string, unknown>,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  /** @param rows how many rows of the list around it there may be. */
  ofSelection({ selections }: SelectionSetNode, type: string, rows: number): AnswerSize {
    // The braces around it.
    let size: AnswerSize = { rows: 0, tokens: 2 };
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        size = sum(size, this.#ofField(selection, type, rows));
        continue;
      }
      const { selectionSet, typeCondition } =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? (this.#fragments.get(selection.name.value) as FragmentDefinitionNode)
          : selection;
      size = sum(size, this.ofSelection(selectionSet, typeCondition?.name.value ?? type, rows));
    }
    return size;
  }

  #ofField(node: FieldNode, parent: string, rows: number): AnswerSize {
    const key = node.alias?.value ?? node.name.value;
    const own = estimateTokens(`"${key}":,`);
    const type = this.#schema.getType(parent);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (!field) return { rows: 0, tokens: own + 4 };
    const named = getNamedType(field.type);
    if (!isCompositeType(named) || !node.selectionSet)
      return { rows: 0, tokens: own + this.#ofValue(field, named.name) };
    const { times, isRecord, inner } = this.#times(field, node, rows);
    const one = this.ofSelection(node.selectionSet, named.name, inner);
    return { rows: times * (one.rows + (isRecord ? 1 : 0)), tokens: own + times * one.tokens };
  }

  #ofValue({ name, type }: GraphQLField<unknown, unknown>, named: string): number {
    const one = named === 'String' && LONG_TEXTS.test(name) ? TOKENS_OF_LONG_TEXT : TOKENS_OF_VALUE[named];
    const isList = isListType(isNonNullType(type) ? type.ofType : type);
    return (one ?? TOKENS_OF_ENUM) * (isList ? 3 : 1);
  }

  /** How often what is selected below a field is answered, whether that is a record, and how many rows a list below has. */
  #times(field: GraphQLField<unknown, unknown>, node: FieldNode, rows: number) {
    const plan = fieldPlanOf(field);
    if (plan?.kind === 'list' || plan?.kind === 'nested')
      return { times: 1, isRecord: false, inner: this.#argument(field, node, 'first', 20) };
    if (plan?.kind === 'nodes') return { times: rows, isRecord: true, inner: 1 };
    if (plan?.kind === 'edges') return { times: rows, isRecord: false, inner: 1 };
    if (plan?.kind === 'several') return { times: this.#argument(field, node, 'ids', 1), isRecord: true, inner: 1 };
    if (plan?.kind === 'external')
      return { times: plan.several ? this.#argument(field, node, 'refs', 1) : 1, isRecord: true, inner: 1 };
    const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    const isRecord = plan?.kind === 'association' || plan?.kind === 'one' || plan?.kind === 'node';
    return { times: isList ? ASSUMED_FAN_OUT : 1, isRecord, inner: 1 };
  }

  /** A number that an argument says, or how many values it has. */
  #argument(field: GraphQLField<unknown, unknown>, node: FieldNode, name: string, otherwise: number): number {
    const value = getArgumentValues(field, node, this.#variables)[name];
    if (Array.isArray(value)) return value.length;
    return typeof value === 'number' ? value : otherwise;
  }
}
