/** An operation's answer: its root fields, each from what the loaders brought, or from the schema alone. */
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { compiled } from './compiled-cache.ts';
import { executeAtOnce } from './graphql-versions.ts';
import { allEntries, type Entries } from './incremental/later.ts';
import { type Output, outputOf, put, type ResultWriter } from './result-writer.ts';
import { atOnce } from './time-sliced.ts';
import { isLimit } from './answer-budget.ts';
import { writeStruct } from './write-value.ts';
import { completeRows, connectionSteps, RECORDS_A_STEP } from './write-connection.ts';
import type { ExternalResult } from './external-records.ts';
import type { Path } from './errors.ts';
import type { Rows } from './page.ts';
import type { ExternalField } from './external-request.ts';
import type { IntegrationsResult } from './integrations.ts';
import type { Choices } from './choices.ts';
import type { NestedRequests } from './nested-request.ts';
import type { RecordRef, RootRequest, RootResult } from './root-request.ts';
import type { Plan, RecordPlan, RootField, Streamed } from './plan.ts';

/** What an operation asks, as its answer must know it. */
export interface Executable {
  readonly schema: GraphQLSchema;
  /** Whether introspection is answered. Default: yes. */
  readonly introspection?: boolean | undefined;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly plan: Plan;
  readonly requests: readonly RootRequest[];
  /** The arguments of lists under records. */
  readonly nested: NestedRequests;
  readonly choices: Choices;
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
        : yield* boundedSteps(plan, request, resultOf(request, index), writer);
    // Alone of all root fields, `_entities` may not be null: where it is, there is no data.
    if (field.kind === 'entities' && value === null) hasData = false;
    put(data, field.key, value);
  }
  writer.errors.push(introspected?.errors ?? []);
  return hasData ? data : null;
}

/** Without introspection no type can be seen. A router still gets its `_service`. */
const isHidden = ({ introspection }: Executable, { nodes }: RootField) =>
  introspection === false && nodes[0]?.name.value === '__type';

/** A root field, or null and one error where it is too much to answer. */
function* boundedSteps(
  plan: Plan,
  request: RootRequest,
  result: RootResult,
  writer: ResultWriter,
): Generator<void, unknown> {
  const { field } = request;
  const before = writer.mark();
  try {
    return yield* valueSteps(plan, request, result, writer);
  } catch (error) {
    if (!isLimit(error)) throw error;
    // In place of all that was found in it.
    writer.backTo(before);
    return writer.fail(error, field.nodes, { before: null, key: field.key }, plan.queryType.name);
  }
}

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
      for (const note of request.list.notes) writer.warnings.note(note, path);
      const rows = writer.later?.rowsOf(request.list) ?? completeRows(result as Rows);
      return yield* connectionSteps(writer, connection, { typename: `${resource.type}Connection`, rows, path });
    }
    case 'external':
      return yield* externalSteps(writer, request.field, result as ExternalResult, path, query);
    case 'integrations': {
      const { rows, notes } = result as IntegrationsResult;
      for (const note of notes) writer.warnings.note(note, path);
      return rows.map((row, index) => writeStruct(writer, request.field.row, row, { before: path, key: index }));
    }
    case 'self':
    case 'summary': {
      const [id] = result as readonly string[];
      return id === undefined ? null : writer.record(request.field.shape, id, field.nodes, path);
    }
    case 'whole': {
      const { shape, streamed } = request.field;
      const ids = result as readonly string[];
      const entries = (of: RecordPlan) =>
        allEntries(ids.length, (to, at, index) =>
          to.record(of, ids[at] as string, field.nodes, { before: path, key: index }),
        );
      return yield* listSteps(writer, { nodes: field.nodes, streamed, path, type: query }, entries(shape), (stream) =>
        entries(stream.entry),
      );
    }
    case 'one':
      return writer.wanted(request.wanted, request.wanted.shape, field.nodes, path);
    case 'several':
    case 'entities':
      return yield* listSteps(
        writer,
        { nodes: field.nodes, streamed: request.field.streamed, path, type: query },
        refEntries(request, path, query, ({ shape }) => shape),
        ({ entry }) => refEntries(request, path, query, ({ resource }) => entry(resource.type)),
      );
    default:
      return query;
  }
}

/** The record, or the records, that were found by their ids in another system. */
function* externalSteps(
  writer: ResultWriter,
  { nodes, several, shapes, streamed }: ExternalField,
  { answers, notes }: ExternalResult,
  path: Path,
  type: string,
): Generator<void, unknown> {
  for (const note of notes) writer.warnings.note(note, path);
  const entries = (of: ExternalField['shapes']) =>
    allEntries(answers.length, (to, at, index) => {
      const answer = answers[at] ?? null;
      const here = several ? { before: path, key: index } : path;
      if (answer === null) return null;
      if (answer instanceof Error) return to.fail(answer, nodes, here, type);
      return to.record(of.get(answer.resource.type) as RecordPlan, answer.id, nodes, here);
    });
  const found = entries(shapes);
  if (!several) return found.write(writer, 0, 0);
  return yield* listSteps(writer, { nodes, streamed, path, type }, found, (stream) => entries(stream.entry));
}

/** The records that a root field named, each in its place. */
const refEntries = (
  { field, wanted }: Extract<RootRequest, { kind: 'several' | 'entities' }>,
  path: Path,
  type: string,
  shapeOf: (ref: RecordRef) => RecordPlan,
): Entries =>
  allEntries(wanted.length, (to, at, index) => {
    const ref = wanted[at] as RecordRef | Error;
    const here: Path = { before: path, key: index };
    return ref instanceof Error
      ? to.fail(ref, field.nodes, here, type)
      : to.wanted(ref, shapeOf(ref), field.nodes, here);
  });

/** A list that a root field may stream. */
interface RootList<Entry> {
  readonly nodes: RootField['nodes'];
  readonly streamed: Streamed<Entry> | null;
  readonly path: Path;
  readonly type: string;
}

/** Values of a list of records, with a pause after each that is large. */
function* listSteps<Entry>(
  writer: ResultWriter,
  { nodes, streamed, path, type }: RootList<Entry>,
  entries: Entries,
  streamedEntries: (streamed: Streamed<Entry>) => Entries,
): Generator<void, unknown[]> {
  if (writer.later && streamed)
    return writer.later.list(writer, { field: { nodes, streamed }, path, type }, entries, streamedEntries(streamed));
  const values: unknown[] = [];
  let pausedAt = writer.records;
  for (let index = 0; index < entries.known(); index++) {
    values.push(entries.write(writer, index, index));
    if (writer.records - pausedAt < RECORDS_A_STEP) continue;
    pausedAt = writer.records;
    yield;
  }
  return values;
}

/**
 * `__schema`, `__type` and `_service` need nothing but the schema; graphql-js answers them. Of a whole schema that takes long,
 * so the answer is kept with the plan: as a text, which takes little memory and cannot be changed by those who get it.
 */
function introspect(asked: Executable, fields: readonly RootField[]): ExecutionResult {
  const isOne = fields.filter(({ kind }) => kind === 'introspection').length === 1;
  // Variables are the client's, and there is no end of them. Of the schema twice the text would be too long.
  if (!isOne || Object.keys(asked.variables).length > 0) return askSchema(asked, fields);
  let result: ExecutionResult | null = null;
  const { text } = compiled(
    asked.plan,
    'introspection',
    () => {
      result = askSchema(asked, fields);
      return { text: result.errors ? null : JSON.stringify(result.data) };
    },
    (kept) => (kept.text?.length ?? 0) * CHARACTER_BYTES,
  );
  return result ?? (text === null ? askSchema(asked, fields) : { data: JSON.parse(text) as ExecutionResult['data'] });
}

/** V8 takes two bytes a character where one of them needs it. */
const CHARACTER_BYTES = 2;

function askSchema(
  { schema, document, operation, variables }: Executable,
  fields: readonly RootField[],
): ExecutionResult {
  const selections = fields.flatMap(({ kind, nodes }) => (kind === 'introspection' ? nodes : []));
  const only: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const definitions = [only, ...fragments];
  return executeAtOnce({ schema, document: { kind: Kind.DOCUMENT, definitions }, variableValues: variables });
}
