/** A connection's part of an answer: rows as nodes and edges, cursors, and where the page stands. */
import type { ASTNode } from 'graphql';
import { atOnce } from './time-sliced.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { type Entries, NOT_YET } from './incremental/later.ts';
import { type ResultWriter, type Output, outputOf, put } from './result-writer.ts';
import { UnreadableValue } from '../schema/attribute.ts';
import type { Path } from './errors.ts';
import type { Rows } from './page.ts';
import type { ConnectionField, EdgeField, PageInfoField, RecordPlan, Selection } from './plan.ts';

/** A list whose entries are the rows of a connection. */
type ListItems = Extract<ConnectionField, { kind: 'nodes' | 'edges' }>;

/** The rows of a connection as far as they have come. */
export interface RowsSource {
  /** The first of them; fails where none have come. */
  readonly rows: () => Rows;
  readonly isComplete: () => boolean;
  /** Why it will not be complete. */
  readonly failure: () => Error | null;
  /** The same, once no more rows will come: pages before the one that failed may be under way. */
  readonly end: () => Error | null;
}

/** Rows that have come as a whole. */
export const completeRows = (rows: Rows): RowsSource => ({
  rows: () => rows,
  isComplete: () => true,
  failure: () => null,
  end: () => null,
});

/** Rows that are answered in one step. */
const ROWS_A_STEP = 32;
/** Or fewer rows, where so many records stand in them. */
export const RECORDS_A_STEP = 200;

/** What a connection's fields are read from. */
interface Source {
  readonly typename: string;
  readonly rows: RowsSource;
  readonly path: Path;
}

/** A connection: its rows, their cursors, and where they stand. `null` where its list failed in part. */
export function connectionSteps(
  writer: ResultWriter,
  connection: Selection<ConnectionField>,
  source: Source,
): Generator<void, Output | null> {
  const { later } = writer;
  // There is no connection before its first rows have come: it is null where they fail.
  const { notes = [] } = source.rows.rows();
  for (const note of notes) writer.warnings.note(note, source.path);
  const fields =
    later?.split(connection, source.path, (other, held) => atOnce(fieldSteps(other, held, source))) ??
    connection.fields;
  return fieldSteps(writer, fields, source);
}

function* fieldSteps(
  writer: ResultWriter,
  fields: readonly ConnectionField[],
  source: Source,
): Generator<void, Output | null> {
  const output = outputOf();
  const { typename, rows, path } = source;
  for (const field of fields) {
    const here = { before: path, key: field.key };
    const failure = rows.failure();
    // None of these may be null.
    if (failure && needsRows(field)) return writer.fail(failure, field.nodes, here, typename);
    if (!rows.isComplete() && (needsAll(field) || isUncounted(field, rows))) throw NOT_YET;
    switch (field.kind) {
      case 'typename':
        put(output, field.key, typename);
        break;
      case 'totalCount':
        put(output, field.key, rows.rows().count ?? writer.fail(uncounted(), field.nodes, here, typename));
        break;
      case 'drifted':
        put(output, field.key, rows.rows().drifted);
        break;
      case 'nodes':
      case 'edges':
        put(output, field.key, yield* listSteps(writer, field, source, here));
        break;
      case 'pageInfo':
        put(output, field.key, pageInfo(writer, field.pageInfo, rows, here));
        break;
    }
  }
  return output;
}

const needsRows = ({ kind }: ConnectionField): boolean => kind !== 'typename' && kind !== 'totalCount';

/** Whether a field can be answered only when all pages have come. */
const needsAll = (field: ConnectionField): boolean =>
  field.kind === 'drifted' || ((field.kind === 'nodes' || field.kind === 'edges') && field.streamed === null);

/** Without a count, only the last page tells where a list ends. */
const isUncounted = ({ kind }: ConnectionField, rows: RowsSource): boolean =>
  kind === 'pageInfo' && rows.rows().count === null;

function* listSteps(
  writer: ResultWriter,
  field: ListItems,
  { typename, rows }: Source,
  path: Path,
): Generator<void, unknown[]> {
  const { later } = writer;
  const edgeType = `${typename.slice(0, -'Connection'.length)}Edge`;
  if (later && field.streamed) {
    const entriesOf = (write: Entries['write']): Entries => ({
      known: () => rows.rows().ids.length,
      isComplete: rows.isComplete,
      failure: rows.end,
      write,
    });
    const [own, streamed] = [writeEntry(field, null), writeEntry(field, field.streamed)];
    const list = { field: { nodes: field.nodes, streamed: field.streamed }, path, type: typename };
    return later.list(writer, list, entriesOf(own), entriesOf(streamed));
  }
  const write = writeEntry(field, null);
  const values: unknown[] = [];
  const { ids } = rows.rows();
  let pausedAt = writer.records;
  for (let index = 0; index < ids.length; index++) {
    if (index % ROWS_A_STEP === ROWS_A_STEP - 1 || writer.records - pausedAt >= RECORDS_A_STEP) {
      pausedAt = writer.records;
      yield;
    }
    values.push(write(writer, index, index));
  }
  return values;

  function writeEntry(of: ListItems, stream: ListItems['streamed']): Entries['write'] {
    return (to, at, index) => {
      const all = rows.rows();
      const id = all.ids[at] as string;
      const here = { before: path, key: index };
      if (of.kind === 'nodes')
        return answerRow(to, (stream?.entry as RecordPlan | undefined) ?? of.shape, id, all, of.nodes, here);
      const edge = (stream?.entry as Selection<EdgeField> | undefined) ?? of.edge;
      const fieldsOf = (other: ResultWriter, fields: readonly EdgeField[]) =>
        answerEdge(other, fields, edgeType, id, at, all, here);
      return fieldsOf(to, to.later?.split(edge, here, fieldsOf) ?? edge.fields);
    };
  }
}

function answerRow(
  writer: ResultWriter,
  shape: RecordPlan,
  id: string,
  rows: Rows,
  nodes: readonly ASTNode[],
  path: Path,
): unknown {
  if (rows.lost.size === 0 || !rows.lost.has(id)) return writer.record(shape, id, nodes, path);
  const failure = { kind: 'malformed', detail: `its results name a record that it does not hold` } as const;
  return writer.fail(
    new UpstreamError(failure, { method: 'GET', url: shape.resource.endpoint?.path ?? '/' }),
    nodes,
    path,
    shape.resource.type,
  );
}

function answerEdge(
  writer: ResultWriter,
  fields: readonly EdgeField[],
  typename: string,
  id: string,
  index: number,
  rows: Rows,
  path: Path,
): Output {
  const output = outputOf();
  for (const field of fields) {
    if (field.kind === 'node')
      put(output, field.key, answerRow(writer, field.shape, id, rows, field.nodes, { before: path, key: field.key }));
    else put(output, field.key, field.kind === 'cursor' ? rows.cursorAt(index) : typename);
  }
  return output;
}

const uncounted = () => new UnreadableValue('The API did not say how many records there are.');

function pageInfo(writer: ResultWriter, plan: Selection<PageInfoField>, rows: RowsSource, path: Path): Output {
  const write = (_: ResultWriter, fields: readonly PageInfoField[]) => pageInfoFields(fields, rows.rows());
  return write(writer, writer.later?.split(plan, path, write) ?? plan.fields);
}

function pageInfoFields(
  fields: readonly PageInfoField[],
  { length, count, before, hasNext, cursorAt, endCursor }: Rows,
): Output {
  const output = outputOf();
  for (const { kind, key } of fields) {
    switch (kind) {
      case 'typename':
        put(output, key, 'PageInfo');
        break;
      case 'hasNextPage':
        put(output, key, hasNext);
        break;
      case 'hasPreviousPage':
        put(output, key, before > 0 && count !== 0);
        break;
      case 'startCursor':
        put(output, key, length > 0 ? cursorAt(0) : null);
        break;
      case 'endCursor':
        put(output, key, length > 0 || (count !== null && before < count) ? endCursor() : null);
        break;
    }
  }
  return output;
}
