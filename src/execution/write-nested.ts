/** A list under a record: its own connection, or why it could not be loaded. */
import type { NestedNeed } from '../loaders/nested-need.ts';
import type { NestedLists } from '../loaders/nested-lists.ts';
import { UnreadableValue } from '../schema/attribute.ts';
import type { Resource } from '../schema/resource.ts';
import type { Path } from './errors.ts';
import { type NestedRequest, type NestedRequests, nestedRows } from './nested-request.ts';
import type { Rows } from './page.ts';
import type { RecordField } from './plan.ts';
import type { ResultWriter } from './result-writer.ts';
import { atOnce } from './time-sliced.ts';
import { isForOne } from './cut-lists.ts';
import { completeRows, connectionSteps } from './write-connection.ts';

/** The rows of a record's list, and how many it may have. */
export interface NestedAnswer extends Rows {
  /** Whether `hasNext` is known, and not only possible. */
  readonly isNextKnown: boolean;
  readonly first: number;
  /** The client did not say how many. */
  readonly isDefault: boolean;
}

/** The rows of a record's list, its error, or `undefined` where neither has come. */
export type NestedAnswers = (need: NestedNeed, parent: string) => NestedAnswer | Error | undefined;

/** Reads what the loaders gave each record. Notes on the arguments of a list come with the rows of each record. */
export const nestedAnswers =
  (lists: NestedLists, requests: NestedRequests): NestedAnswers =>
  (need, parent) => {
    const given = lists.get(need, parent);
    if (!given || given instanceof Error) return given;
    const request = requests.get(need) as NestedRequest;
    const { notes, first, isDefault } = request;
    return { ...nestedRows(given, request, parent), isNextKnown: given.isNextKnown, notes, first, isDefault };
  };

export function writeNested(
  writer: ResultWriter,
  field: Extract<RecordField, { kind: 'nested' }>,
  { type }: Resource,
  id: string,
  path: Path,
): unknown {
  const here = { before: path, key: field.key };
  const given = writer.nested?.(field.need, id);
  if (given instanceof Error) return writer.fail(given, field.nodes, here, type);
  if (!given) {
    writer.later?.unfinished();
    return writer.fail(new UnreadableValue('This list was not loaded.'), field.nodes, here, type);
  }
  const { notes = [], ...rows } = given;
  for (const note of notes) writer.warnings.noteOnce(note, here);
  const { hasNext, isNextKnown: isKnown, first, isDefault } = given;
  if (hasNext && !field.showsMore && !isForOne(first))
    writer.warnings.cuts.add({ path: here, first, isDefault, hasPages: true, isKnown });
  const source = { typename: `${field.resource.type}Connection`, rows: completeRows(rows), path: here };
  return atOnce(connectionSteps(writer, field.connection, source));
}
