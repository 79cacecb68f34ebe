/** An operation's answer: its root fields, each from what the loaders brought, or from the schema alone. */
import {
  type DocumentNode,
  executeSync,
  type ExecutionResult,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { allEntries, type Entries } from './incremental/later.ts';
import { type Output, outputOf, put, type ResultWriter } from './result-writer.ts';
import { atOnce } from './time-sliced.ts';
import { completeRows, connectionSteps } from './write-connection.ts';
import type { Path } from './errors.ts';
import type { Rows } from './page.ts';
import type { RecordRef, RootRequest, RootResult } from './root-request.ts';
import type { Plan, RecordPlan, RootField } from './plan.ts';

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

/** What a root field brought. */
export type ResultOf = (request: RootRequest, index: number) => RootResult;

/** Answers the root fields, one after the other: `null` where one that may not be null is. Errors are the writer's. */
export function* rootSteps(
  asked: Executable,
  resultOf: ResultOf,
  writer: ResultWriter,
): Generator<void, Output | null> {
  const { roots: fields, defers } = asked.plan;
  const plan = { fields, defers, isSplit: defers.length > 0 };
  const write = (other: ResultWriter, held: readonly RootField[]) => atOnce(fieldSteps(asked, held, resultOf, other));
  const now = writer.later?.split(plan, null, write) ?? fields;
  return yield* fieldSteps(asked, now, resultOf, writer);
}

function* fieldSteps(
  asked: Executable,
  fields: readonly RootField[],
  resultOf: ResultOf,
  writer: ResultWriter,
): Generator<void, Output | null> {
  const { plan, requests } = asked;
  const data = outputOf();
  let hasData = true;
  const answered = new Set(fields);
  const introspected = fields.some(({ kind }) => kind === 'introspection') ? introspect(asked, fields) : null;
  for (const [index, request] of requests.entries()) {
    const { field } = request;
    if (!answered.has(field)) continue;
    const value =
      field.kind === 'introspection'
        ? isHidden(asked, field)
          ? null
          : introspected?.data?.[field.key]
        : yield* valueSteps(plan, request, resultOf(request, index), writer);
    // Alone of all root fields, `_entities` may not be null: where it is, there is no data.
    if (field.kind === 'entities' && value === null) hasData = false;
    put(data, field.key, value);
  }
  writer.errors.push(introspected?.errors ?? []);
  return hasData ? data : null;
}

/** Of a schema that is not told no type can be seen. A router still gets its `_service`. */
const isHidden = ({ introspection }: Executable, { nodes }: RootField) =>
  introspection === false && nodes[0]?.name.value === '__type';

function* valueSteps(
  plan: Plan,
  request: RootRequest,
  result: RootResult,
  writer: ResultWriter,
): Generator<void, unknown> {
  const { field } = request;
  const path: Path = { before: null, key: field.key };
  const query = plan.queryType.name;
  if (result instanceof Error) return writer.fail(result, field.nodes, path, query);
  switch (request.kind) {
    case 'refused':
      return writer.fail(request.error, field.nodes, path, query);
    case 'list': {
      const { connection, resource } = request.list.field;
      const rows = writer.later?.rowsOf(request.list) ?? completeRows(result as Rows);
      return yield* connectionSteps(writer, connection, { typename: `${resource.type}Connection`, rows, path });
    }
    case 'one':
      return writer.wanted(request.wanted, request.wanted.shape, field.nodes, path);
    case 'several':
    case 'entities':
      return several(request, writer, path, query);
    default:
      return query;
  }
}

/** The records that a root field named, each in its place. */
function several(
  { field, wanted }: Extract<RootRequest, { kind: 'several' | 'entities' }>,
  writer: ResultWriter,
  path: Path,
  type: string,
): unknown[] {
  const entries = (shapeOf: (ref: RecordRef) => RecordPlan): Entries =>
    allEntries(wanted.length, (to, at, index) => {
      const ref = wanted[at] as RecordRef | Error;
      const here: Path = { before: path, key: index };
      return ref instanceof Error
        ? to.fail(ref, field.nodes, here, type)
        : to.wanted(ref, shapeOf(ref), field.nodes, here);
    });
  const own = entries(({ shape }) => shape);
  const { streamed } = field;
  if (!writer.later || !streamed) return wanted.map((_, index) => own.write(writer, index, index));
  return writer.later.list(
    writer,
    { field: { nodes: field.nodes, streamed }, path, type },
    own,
    entries(({ resource }) => streamed.entry(resource.type)),
  );
}

/** `__schema`, `__type` and `_service` need nothing but the schema; graphql-js answers them. */
function introspect(
  { schema, document, operation, variables }: Executable,
  fields: readonly RootField[],
): ExecutionResult {
  const selections = fields.flatMap(({ kind, nodes }) => (kind === 'introspection' ? nodes : []));
  const only: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const definitions = [only, ...fragments];
  return executeSync({ schema, document: { kind: Kind.DOCUMENT, definitions }, variableValues: variables });
}
