/** An operation's answer: its root fields, each from what the loaders brought, or from the schema alone. */
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { executeAtOnce } from './graphql-versions.ts';
import type { ResultWriter } from './result-writer.ts';
import { atOnce } from './time-sliced.ts';
import { isLimit } from './answer-budget.ts';
import { connectionSteps, RECORDS_A_STEP } from './write-connection.ts';
import type { Path } from './errors.ts';
import type { Rows } from './page.ts';
import type { RootRequest, RootResult } from './root-request.ts';
import type { Plan, RootField } from './plan.ts';

/** What an operation asks, as its answer must know it. */
export interface Executable {
  readonly schema: GraphQLSchema;
  /** Whether the schema is told. Default: yes. */
  readonly introspection?: boolean | undefined;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly plan: Plan;
  readonly requests: readonly RootRequest[];
  readonly variables: Record<string, unknown>;
}

/** The data of an operation, and every error on the way. */
export interface RootsAnswered {
  /** Null where a root field that may not be null is. */
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLError[];
}

/** Answers all root fields at once. */
export const writeRoots = (...asked: Parameters<typeof rootSteps>): RootsAnswered => atOnce(rootSteps(...asked));

/** Answers the root fields, one after the other. */
export function* rootSteps(
  asked: Executable,
  results: readonly RootResult[],
  writer: ResultWriter,
): Generator<void, RootsAnswered> {
  const { plan, requests } = asked;
  const data: Record<string, unknown> = {};
  let hasData = true;
  const introspected = requests.some(({ field }) => field.kind === 'introspection') ? introspect(asked) : null;
  for (const [index, request] of requests.entries()) {
    const { field } = request;
    const value =
      field.kind === 'introspection'
        ? isHidden(asked, field)
          ? null
          : introspected?.data?.[field.key]
        : yield* boundedSteps(plan, request, results[index] ?? null, writer);
    // Alone of all root fields, `_entities` may not be null: where it is, there is no data.
    if (field.kind === 'entities' && value === null) hasData = false;
    Object.defineProperty(data, field.key, { value, enumerable: true, configurable: true, writable: true });
  }
  const errors: readonly GraphQLError[] = [...writer.errors, ...(introspected?.errors ?? [])];
  return { data: hasData ? data : null, errors };
}

/** Of a schema that is not told no type can be seen. A router still gets its `_service`. */
const isHidden = ({ introspection }: Executable, { nodes }: RootField) =>
  introspection === false && nodes[0]?.name.value === '__type';

/** A root field, or null and one error where it is too much to answer. */
function* boundedSteps(
  plan: Plan,
  request: RootRequest,
  result: RootResult,
  writer: ResultWriter,
): Generator<void, unknown> {
  const before = { records: writer.records, errors: writer.errors.length };
  try {
    return yield* valueSteps(plan, request, result, writer);
  } catch (error) {
    if (isLimit(error)) return writer.giveUp(error, request.field, before);
    throw error;
  }
}

/** Values of a list of records, with a pause after each that is large. */
function* eachSteps<Item>(
  items: readonly Item[],
  writer: ResultWriter,
  write: (item: Item, index: number) => unknown,
): Generator<void, unknown[]> {
  const values: unknown[] = [];
  let pausedAt = writer.records;
  for (const [index, item] of items.entries()) {
    values.push(write(item, index));
    if (writer.records - pausedAt < RECORDS_A_STEP) continue;
    pausedAt = writer.records;
    yield;
  }
  return values;
}

function* valueSteps(
  plan: Plan,
  request: RootRequest,
  result: RootResult,
  writer: ResultWriter,
): Generator<void, unknown> {
  const { field } = request;
  const path: Path = { before: null, key: field.key };
  if (result instanceof Error) return writer.fail(result, field.nodes, path);
  switch (request.kind) {
    case 'refused':
      return writer.fail(request.error, field.nodes, path);
    case 'list':
      return yield* connectionSteps(
        writer,
        request.list.field.fields,
        `${request.list.field.resource.type}Connection`,
        result as Rows,
        path,
      );
    case 'self': {
      const [id] = result as readonly string[];
      return id === undefined ? null : writer.record(request.field.shape, id, field.nodes, path);
    }
    case 'whole':
      return (result as readonly string[]).map((id, index) =>
        writer.record(request.field.shape, id, field.nodes, { before: path, key: index }),
      );
    case 'one':
      return writer.wanted(request.wanted, field.nodes, path);
    case 'several':
      return yield* eachSteps(request.wanted, writer, (wanted, index) =>
        writer.wanted(wanted, field.nodes, { before: path, key: index }),
      );
    case 'entities':
      return yield* eachSteps(request.wanted, writer, (wanted, index) => {
        const here: Path = { before: path, key: index };
        return wanted instanceof Error
          ? writer.fail(wanted, field.nodes, here)
          : writer.wanted(wanted, field.nodes, here);
      });
    default:
      return plan.queryType.name;
  }
}

/** `__schema`, `__type` and `_service` need nothing but the schema; graphql-js answers them. */
function introspect({ schema, document, operation, requests, variables }: Executable): ExecutionResult {
  const selections = requests.flatMap(({ field: { kind, nodes } }) => (kind === 'introspection' ? nodes : []));
  const only: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const definitions = [only, ...fragments];
  return executeAtOnce({ schema, document: { kind: Kind.DOCUMENT, definitions }, variableValues: variables });
}
