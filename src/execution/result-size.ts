/** How many records an operation asks for, counted at every place where they stand, before any is loaded. */
import type { FanOutOf } from '../loaders/fan-out.ts';
import { MAX_PAGE } from '../loaders/load-request.ts';
import type { Choices } from './choices.ts';
import type { NestedRequests } from './nested-request.ts';
import { recordRefsOf, type RootRequest } from './root-request.ts';
import type { ConnectionField, RecordField, RecordPlan } from './plan.ts';

/** Root fields with their arguments, and those of the lists under their records. */
export interface Sized {
  readonly requests: readonly RootRequest[];
  readonly nested: NestedRequests;
}

/**
 * Records in the answer. A record that stands in several places counts in each: it is loaded once, but written as often.
 * Lists count with the rows that are asked for, and associations to many with one: how many there are is counted as they
 * are answered.
 */
export const recordsOf = ({ requests, nested }: Sized): number => {
  const counter = new Counter(nested);
  return requests.reduce((sum, request) => sum + counter.ofRequest(request), 0);
};

/**
 * Records that the answer is expected to hold, as {@link recordsOf} counts them, but associations to many with the size that
 * they are expected to have, or their `first`, if that is less. A whole number.
 */
export const expectedRecords = (
  { requests, nested, choices }: Sized & { readonly choices: Choices },
  fanOutOf: FanOutOf,
): number => {
  const counter = new Counter(nested, ({ link, choice, first }) => {
    const { records } = fanOutOf(link);
    return first ? Math.min(1, records) : Math.min(records, (choice && choices.get(choice)?.first) ?? records);
  });
  return Math.ceil(requests.reduce((sum, request) => sum + counter.ofRequest(request), 0));
};

/** The root field that most of the records are answered for. */
export const largestField = ({ requests, nested }: Sized): string => {
  const counter = new Counter(nested);
  return requests.toSorted((one, other) => counter.ofRequest(other) - counter.ofRequest(one))[0]?.field.key ?? '';
};

/** Records for one row of a connection with these fields. */
export const recordsOfRow = (fields: readonly ConnectionField[], nested: NestedRequests): number =>
  new Counter(nested).ofRow(fields);

type ToMany = Extract<RecordField, { kind: 'to-many' }>;

class Counter {
  readonly #nested: NestedRequests;
  readonly #sizeOf: (field: ToMany) => number;
  /** A shape may stand in many places. */
  readonly #known = new Map<RecordPlan, number>();

  /** @param sizeOf how many records an association to many counts with. Default: one. */
  constructor(nested: NestedRequests, sizeOf: (field: ToMany) => number = () => 1) {
    this.#nested = nested;
    this.#sizeOf = sizeOf;
  }

  ofRequest(request: RootRequest): number {
    switch (request.kind) {
      case 'list':
        return request.list.first * this.ofRow(request.list.field.connection.fields);
      case 'whole':
        return MAX_PAGE * this.#ofRecord(request.field.shape);
      case 'external':
        return (
          request.external.refs.length *
          Math.max(0, ...[...request.field.shapes.values()].map((shape) => this.#ofRecord(shape)))
        );
      case 'integrations':
        return 1;
      case 'self':
      case 'summary':
        return this.#ofRecord(request.field.shape);
      default:
        return recordRefsOf(request).reduce((sum, { shape }) => sum + this.#ofRecord(shape), 0);
    }
  }

  /** Records for one row of a connection, whose rows may be asked for several times. */
  ofRow(fields: readonly ConnectionField[]): number {
    return fields.reduce((sum, field) => {
      if (field.kind === 'nodes') return sum + this.#ofRecord(field.shape);
      if (field.kind !== 'edges') return sum;
      return (
        sum +
        field.edge.fields.reduce((inner, edge) => inner + (edge.kind === 'node' ? this.#ofRecord(edge.shape) : 0), 0)
      );
    }, 0);
  }

  /** Records at a place of this shape and below it. */
  #ofRecord(shape: RecordPlan): number {
    let records = this.#known.get(shape);
    if (records === undefined) {
      records = 1;
      for (const field of shape.fields) {
        if (field.kind === 'to-many') records += this.#sizeOf(field) * this.#ofRecord(field.target);
        // It is one of them, so the largest.
        else if (field.kind === 'to-one')
          records += Math.max(0, ...[...field.targets.values()].map((target) => this.#ofRecord(target)));
        else if (field.kind === 'nested')
          records += (this.#nested.get(field.need)?.first ?? 0) * this.ofRow(field.connection.fields);
      }
      this.#known.set(shape, records);
    }
    return records;
  }
}
