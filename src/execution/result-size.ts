/** How many records an operation asks for, counted at every place where they stand, before any is loaded. */
import { MAX_PAGE } from '../loaders/load-request.ts';
import { recordRefsOf, type RootRequest } from './root-request.ts';
import type { ConnectionField, RecordPlan } from './plan.ts';

/**
 * Records in the answer. A record that stands in several places counts in each: it is loaded once, but written as often.
 * Lists count with the rows that are asked for, and associations to many with one: how many there are is counted as they
 * are answered.
 */
export const recordsOf = (requests: readonly RootRequest[]): number =>
  requests.reduce((sum, request) => sum + ofRequest(request), 0);

/** The root field that most of the records are answered for. */
export const largestField = (requests: readonly RootRequest[]): string =>
  requests.toSorted((one, other) => ofRequest(other) - ofRequest(one))[0]?.field.key ?? '';

function ofRequest(request: RootRequest): number {
  switch (request.kind) {
    case 'list':
      return request.list.first * ofRow(request.list.field.connection.fields);
    case 'whole':
      return MAX_PAGE * ofRecord(request.field.shape);
    case 'self':
    case 'summary':
      return ofRecord(request.field.shape);
    default:
      return recordRefsOf(request).reduce((sum, { shape }) => sum + ofRecord(shape), 0);
  }
}

/** Records for one row of a connection, whose rows may be asked for several times. */
export const ofRow = (fields: readonly ConnectionField[]): number =>
  fields.reduce((sum, field) => {
    if (field.kind === 'nodes') return sum + ofRecord(field.shape);
    if (field.kind !== 'edges') return sum;
    return (
      sum + field.edge.fields.reduce((inner, edge) => inner + (edge.kind === 'node' ? ofRecord(edge.shape) : 0), 0)
    );
  }, 0);

/** A shape is compiled once for its document, and so is this. */
const known = new WeakMap<RecordPlan, number>();

/** Records at a place of this shape and below it. */
function ofRecord(shape: RecordPlan): number {
  let records = known.get(shape);
  if (records === undefined) {
    records = 1;
    for (const field of shape.fields) {
      if (field.kind === 'to-many') records += ofRecord(field.target);
      // It is one of them, so the largest.
      else if (field.kind === 'to-one') records += Math.max(0, ...[...field.targets.values()].map(ofRecord));
    }
    known.set(shape, records);
  }
  return records;
}
