/** Operations that an operator has written down, as tools of their own. */
import { fromJsonSchema, type StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import {
  type DocumentNode,
  getNamedType,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';
import { operationOf } from '../execution/document.ts';
import { readSaved, type Reader } from '../execution/saved-document.ts';
import type { Example } from './examples.ts';

export interface SavedOperation {
  readonly name: string;
  readonly description: string;
  /** The document, as it is run. */
  readonly text: string;
  readonly input: StandardSchemaWithJSON<Record<string, unknown>, Record<string, unknown>>;
  readonly output: StandardSchemaWithJSON<Record<string, unknown>, Record<string, unknown>>;
}

type Json = Record<string, unknown>;

/** The names that tools of the gateway have already. */
const TAKEN: ReadonlySet<string> = new Set(['search', 'describe', 'price', 'ask']);

/** Makes tools. Throws an error that names the operation for one that is not valid, has no description, or no name. */
export function saveOperations(reader: Reader, operations: readonly Example[]): readonly SavedOperation[] {
  const names = new Set(TAKEN);
  return operations.map((operation) => {
    const { name, about, text } = operation;
    const wrong = (problem: string) => new Error(`The saved operation ${name} ${problem}.`);
    if (!/^[\w.-]{1,64}$/.test(name)) throw wrong('needs a name of letters, digits, _ - and .');
    if (names.has(name)) throw wrong('has a name that is taken');
    if (about === '') throw wrong('needs a comment at its top that says what it answers');
    names.add(name);
    const document = readSaved(reader, { name, text });
    if (!document) throw wrong('has to be one operation');
    return { name, description: about, text, ...schemasOf(reader.schema, document) };
  });
}

function schemasOf(schema: GraphQLSchema, document: DocumentNode): Pick<SavedOperation, 'input' | 'output'> {
  const operation = operationOf(document, null);
  const properties: Json = {};
  const required: string[] = [];
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    const { value: name } = variable.name;
    properties[name] = inputSchema(typeFromAST(schema, type) as GraphQLInputType);
    if (type.kind === Kind.NON_NULL_TYPE && !defaultValue) required.push(name);
  }
  const input: Json = { type: 'object', properties, required, additionalProperties: false };
  const query = schema.getQueryType() as GraphQLOutputType;
  const data = { anyOf: [new Outputs(schema, document).of(query, operation.selectionSet), { type: 'null' }] };
  const count = { type: 'integer' };
  const output: Json = { type: 'object', properties: { data, calls: count, repeated: count }, required: ['data'] };
  return { input: fromJsonSchema(input as never), output: fromJsonSchema(output as never) };
}

const SCALARS: Readonly<Record<string, Json>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Int: { type: 'integer' },
  SafeInt: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  Date: { type: 'string', description: 'YYYY-MM-DD' },
  DateTime: { type: 'string', description: 'ISO 8601, UTC' },
};

/** Levels of input objects that are written out; deeper ones are checked when the operation is run. */
const MAX_DEPTH = 3;

function inputSchema(type: GraphQLInputType, depth = 0): Json {
  if (isNonNullType(type)) return inputSchema(type.ofType, depth);
  if (isListType(type)) return { type: 'array', items: inputSchema(type.ofType, depth) };
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? {};
  if (depth === MAX_DEPTH) return { type: 'object' };
  const fields = Object.values(type.getFields());
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, inputSchema(field.type, depth + 1)])),
    additionalProperties: false,
  };
}

/** JSON Schemas of what is answered. Anything may be null, because it could not be read or was cut. */
class Outputs {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#document = document;
  }

  of(type: GraphQLOutputType, selections: SelectionSetNode | undefined): Json {
    if (isNonNullType(type)) return this.of(type.ofType, selections);
    if (isListType(type)) return { type: ['array', 'null'], items: this.of(type.ofType, selections) };
    if (isEnumType(type)) return { type: ['string', 'null'] };
    if (!isCompositeType(type)) {
      const known = SCALARS[type.name]?.type;
      return known === undefined ? {} : { type: [known, 'null'] };
    }
    const properties: Json = {};
    for (const [key, property] of this.#properties(type, selections)) properties[key] = property;
    return { type: ['object', 'null'], properties };
  }

  #properties(type: GraphQLOutputType, set: SelectionSetNode | undefined): [string, Json][] {
    return (set?.selections ?? []).flatMap((selection): [string, Json][] => {
      if (selection.kind === Kind.FIELD) {
        const named = getNamedType(type);
        const fields = isObjectType(named) || isInterfaceType(named) ? named.getFields() : {};
        const field = fields[selection.name.value];
        const key = selection.alias?.value ?? selection.name.value;
        return [[key, field ? this.of(field.type, selection.selectionSet) : { type: ['string', 'null'] }]];
      }
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : this.#document.definitions.find(
              (definition) =>
                definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
            );
      if (!inner || !('typeCondition' in inner)) return [];
      const condition = inner.typeCondition && this.#schema.getType(inner.typeCondition.name.value);
      return this.#properties((condition as GraphQLOutputType | undefined) ?? type, inner.selectionSet);
    });
  }
}
