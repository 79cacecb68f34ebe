/** A connection's part of an answer: rows as nodes and edges, cursors, and where the page stands. */
import type { ASTNode } from 'graphql';
import { atOnce } from './time-sliced.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { type ResultWriter, type Output, outputOf, put } from './result-writer.ts';
import { UnreadableValue } from '../schema/attribute.ts';
import type { Path } from './errors.ts';
import type { Rows } from './page.ts';
import type { ConnectionField, EdgeField, PageInfoField, RecordPlan } from './plan.ts';

/** A list whose entries are the rows of a connection. */
export type ListItems = Extract<ConnectionField, { kind: 'nodes' | 'edges' }>;

/** Rows that are answered in one step. */
const ROWS_A_STEP = 32;
/** Or fewer rows, where so many records stand in them. */
export const RECORDS_A_STEP = 200;

/** A connection: its rows, their cursors, and where they stand. */
export function* connectionSteps(
  writer: ResultWriter,
  fields: readonly ConnectionField[],
  typename: string,
  rows: Rows,
  path: Path,
): Generator<void, Output> {
  const output = outputOf();
  for (const field of fields) {
    const here = { before: path, key: field.key };
    switch (field.kind) {
      case 'typename':
        put(output, field.key, typename);
        break;
      case 'totalCount':
        put(output, field.key, rows.count ?? writer.fail(uncounted(), field.nodes, here));
        break;
      case 'drifted':
        put(output, field.key, rows.drifted);
        break;
      case 'nodes':
      case 'edges':
        put(
          output,
          field.key,
          yield* itemSteps(writer, field, typename, rows, 0, field.streamed?.initialCount ?? rows.ids.length, here),
        );
        break;
      case 'pageInfo':
        put(output, field.key, pageInfo(field.fields, rows));
        break;
    }
  }
  return output;
}

/** The entries of a list from one index up to another. */
export const writeItems = (...list: Parameters<typeof itemSteps>): unknown[] => atOnce(itemSteps(...list));

function* itemSteps(
  writer: ResultWriter,
  field: ListItems,
  typename: string,
  rows: Rows,
  from: number,
  to: number,
  path: Path,
): Generator<void, unknown[]> {
  const edge = `${typename.slice(0, -'Connection'.length)}Edge`;
  const items: unknown[] = [];
  let pausedAt = writer.records;
  for (let index = from; index < Math.min(to, rows.ids.length); index++) {
    if (items.length % ROWS_A_STEP === ROWS_A_STEP - 1 || writer.records - pausedAt >= RECORDS_A_STEP) {
      pausedAt = writer.records;
      yield;
    }
    const id = rows.ids[index] as string;
    const here = { before: path, key: index };
    items.push(
      field.kind === 'nodes'
        ? answerRow(writer, field.shape, id, rows, field.nodes, here)
        : answerEdge(writer, field.fields, edge, id, index, rows, here),
    );
  }
  return items;
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

function pageInfo(
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
