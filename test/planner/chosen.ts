/** Which records of an association `first` and `orderBy` leave, and in which order: by the words of their description alone. */
import { type Attribute, camelCase } from '../../src/schema/attribute.ts';
import type { Resource } from '../../src/schema/resource.ts';
import type { ApiRow } from './api.ts';

interface Candidate {
  readonly id: string;
  /** Null for one that nobody has looked at. */
  readonly row: ApiRow | null;
}

/** Whether the arguments of a field choose among the records that came. */
export const isChoosing = (names: readonly string[]): boolean => names.includes('first') || names.includes('orderBy');

/** Without case; an id as a number. */
function valueOf(attribute: Attribute | undefined, raw: unknown): string | number | bigint | boolean | null {
  if (raw === null || raw === undefined || raw === '') return null;
  // The order by id.
  if (!attribute) return BigInt(raw as string);
  const value = attribute.read(raw) as string | number | boolean;
  if (attribute.type.kind === 'scalar' && attribute.type.name === 'ID') return BigInt(value);
  return typeof value === 'string' ? value.toLowerCase() : value;
}

const byId = (one: Candidate, other: Candidate) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1);

function sortedBy<Record extends Candidate>(resource: Resource, order: string, records: readonly Record[]): Record[] {
  const [name = '', direction] = order.split(':');
  const label = ['fullName', 'name', 'title', 'label'].find((field) => resource.attributes.has(field));
  const field = name.startsWith('alphabetical') ? (label ?? '') : camelCase(name);
  const attribute = resource.attributes.get(field);
  const wire = attribute?.wire ?? field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const value = ({ row }: Record) => valueOf(attribute, row?.[wire]);
  const some = records
    .filter((record) => value(record) !== null)
    .toSorted((one, other) => {
      const [a, b] = [value(one), value(other)] as [number, number];
      return a === b ? byId(one, other) : a < b === (direction !== 'desc') ? -1 : 1;
    });
  return [...some, ...records.filter((record) => value(record) === null).toSorted(byId)];
}

/** @param records those that can be seen, in the API's order. */
export function chosenOf<Record extends Candidate>(
  resource: Resource,
  { first, orderBy }: Readonly<{ [name: string]: unknown }>,
  records: readonly Record[],
): readonly Record[] {
  const ordered = typeof orderBy === 'string' ? sortedBy(resource, orderBy, records) : records;
  return typeof first === 'number' ? ordered.slice(0, first) : ordered;
}
