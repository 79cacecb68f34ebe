/**
 * The schema as graphql-js executes it: each root field takes its part of one run by the gateway's executor, and the
 * fields below read from its result. An operation makes the same REST calls with either executor.
 */
import {
  astFromValue,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromASTUntyped,
  versionInfo,
  visit,
} from 'graphql';

/** What `contextValue` has to hold where graphql-js executes the schema. */
export interface SchemaContext<Caller = unknown> {
  /** That of a gateway, or of `createExecutor`, made for the same schema. */
  readonly executor: {
    execute(args: {
      readonly schema: GraphQLSchema;
      readonly document: DocumentNode;
      readonly operationName?: string | null | undefined;
      readonly variableValues?: { readonly [name: string]: unknown } | null | undefined;
      readonly contextValue: { readonly caller: Caller };
    }): Promise<ExecutionResult>;
  };
  /** The caller, in the executor's form: `{ token, isRouter, trace }`. */
  readonly caller: Caller;
}

/** Of each execution the variables are an object of their own. */
const runs = new WeakMap<object, Promise<ExecutionResult>>();

/** The answer of one root field. Rejects with its error, or with that which refuses the operation. */
export async function resolveRoot(context: unknown, info: GraphQLResolveInfo): Promise<unknown> {
  if (!isSchemaContext(context)) throw withoutExecutor();
  let run = runs.get(info.variableValues);
  if (!run) runs.set(info.variableValues, (run = execute(context, info)));
  const { data, errors } = await run;
  if (!data) throw errors?.[0] ? withoutHttp(errors[0]) : new GraphQLError('Unexpected error.');
  const value = data[info.path.key];
  if (value instanceof Error) throw value;
  return value;
}

/** The error without the status that it has over HTTP: graphql-js shows a caller all that its extensions hold. */
function withoutHttp(error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, path, originalError } = error;
  const { http: _, ...extensions } = error.extensions;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}

const isSchemaContext = (context: unknown): context is SchemaContext =>
  typeof context === 'object' && context !== null && 'executor' in context && 'caller' in context;

const withoutExecutor = () =>
  new GraphQLError(
    'This schema has no data source of its own. Execute it with `contextValue: { executor, caller }`: the executor of a gateway (`createGateway(options).executor`), and the caller (`{ token, isRouter: false, trace: false }`).',
    { extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  );

async function execute({ executor, caller }: SchemaContext, info: GraphQLResolveInfo): Promise<ExecutionResult> {
  const { schema, operation } = info;
  const result = await executor.execute({
    schema,
    document: documentOf(info),
    operationName: operation.name?.value,
    variableValues: variablesOf(info),
    contextValue: { caller },
  });
  for (const error of result.errors ?? []) putError(result.data, error);
  return result;
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Plans are kept by document, so it is made once for each operation. */
const documents = new WeakMap<OperationDefinitionNode, DocumentNode>();

/** The operation as a document of its own, with the names of types for graphql-js to choose by. */
function documentOf({ operation, fragments }: GraphQLResolveInfo): DocumentNode {
  const known = documents.get(operation);
  if (known) return known;
  const document = visit<DocumentNode>(
    { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] },
    {
      SelectionSet: (node, _, parent) =>
        // Not on the query itself: there is no choice.
        parent === operation ? undefined : { ...node, selections: [...node.selections, TYPENAME] },
    },
  );
  documents.set(operation, document);
  return document;
}

/** graphql-js as of 17 has them beside where they come from. */
const readVariables = (values: GraphQLResolveInfo['variableValues']): Record<string, unknown> =>
  versionInfo.major >= 17 ? (values.coerced as Record<string, unknown>) : values;

/** The variables as a client sends them: graphql-js has read them already, and the executor reads them again. */
function variablesOf({ operation, schema, variableValues: values }: GraphQLResolveInfo): Record<string, unknown> {
  const variableValues = readVariables(values);
  const sent: Record<string, unknown> = {};
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (!Object.hasOwn(variableValues, name)) continue;
    const inputType = typeFromAST(schema, type as never);
    const value = inputType && astFromValue(variableValues[name], inputType as never);
    sent[name] = value ? valueFromASTUntyped(value) : variableValues[name];
  }
  return sent;
}

/** Puts an error in place of its null, for graphql-js to find: at its path, or where the null has propagated to. */
function putError(data: unknown, error: GraphQLError): void {
  let at = data as Record<string | number, unknown> | null | undefined;
  for (const key of error.path ?? []) {
    if (typeof at !== 'object' || at === null) return;
    if (at[key] === null || at[key] === undefined) {
      at[key] = error;
      return;
    }
    at = at[key] as Record<string | number, unknown>;
  }
}
