/**
 * By which of a list's orders records can be put in order that have come already: those that are named after an attribute
 * which every row has. The values of the list's own enum serve, so that there is one word for an order.
 */
import { compareIds } from '../loaders/id-order.ts';
import type { Row } from '../upstream/envelope.ts';
import { type Attribute, camelCase, enumValueName, id as idAttribute, UnreadableValue, wireName } from './attribute.ts';
import type { Resource } from './resource.ts';

/** An order of records by one of their columns. */
export interface RecordOrder {
  /** The value of the list's enum. */
  readonly name: string;
  /** The field that it goes by. */
  readonly field: string;
  readonly column: string;
  readonly attribute: Attribute;
  readonly descending: boolean;
}

/** What the API's word for "by name" means here: the first of these that the type has. */
const LABELS = ['fullName', 'name', 'title', 'label'];

const BY_LABEL = /^alphabetical(ly)?$/;

const kantataId = idAttribute('Kantata id.');

/** The attribute that an order is named after, if rows can be compared by it. */
function attributeFor({ attributes }: Resource, name: string): [field: string, attribute: Attribute] | null {
  if (name === 'id') return ['kantataId', kantataId];
  const field = BY_LABEL.test(name) ? LABELS.find((label) => attributes.has(label)) : camelCase(name);
  const attribute = field === undefined ? undefined : attributes.get(field);
  if (!field || !attribute || attribute.optional) return null;
  // Amounts may be of several currencies, which do not compare, and their texts are not even in the order of one.
  if (field.endsWith('InCents') || attributes.has(`${field}InCents`)) return null;
  const { type } = attribute;
  return type.kind === 'enum' || (type.kind === 'scalar' && type.name !== 'JSON') ? [field, attribute] : null;
}

const known = new WeakMap<Resource, ReadonlyMap<string, RecordOrder>>();

/** The orders in which records of the type can be put, by what the API calls them. */
export function recordOrders(resource: Resource): ReadonlyMap<string, RecordOrder> {
  let orders = known.get(resource);
  if (!orders) known.set(resource, (orders = new Map(ordersOf(resource))));
  return orders;
}

const ordersOf = (resource: Resource): [string, RecordOrder][] =>
  (resource.declaration.endpoint?.orders ?? []).flatMap((order): [string, RecordOrder][] => {
    const [name = '', direction] = order.split(':');
    const found = attributeFor(resource, name);
    if (!found) return [];
    const [field, attribute] = found;
    const column = field === 'kantataId' ? 'id' : wireName(field, attribute);
    return [[order, { name: enumValueName(order), field, column, attribute, descending: direction === 'desc' }]];
  });

type Value = string | number | boolean | null;

/** What a row has to compare: null where it has nothing, or nothing that can be read. */
function valueOf({ attribute, column }: RecordOrder, row: Row): Value {
  const raw = row[column];
  if (raw === null || raw === undefined) return null;
  try {
    const value = attribute.read(raw) as Value;
    return value === '' ? null : typeof value === 'string' ? value.toLowerCase() : value;
  } catch (error) {
    // The field itself says so, where it is selected.
    if (error instanceof UnreadableValue) return null;
    throw error;
  }
}

const isId = ({ attribute: { type } }: RecordOrder): boolean => type.kind === 'scalar' && type.name === 'ID';

function compare(order: RecordOrder, one: Value, other: Value): number {
  if (one === other) return 0;
  // Last in either direction.
  if (one === null) return 1;
  if (other === null) return -1;
  const difference = isId(order) ? compareIds(String(one), String(other)) : one < other ? -1 : 1;
  return order.descending ? -difference : difference;
}

/** Ids in the order of their rows: texts without case, nulls last, ties by id. */
export function inOrder(order: RecordOrder, rows: readonly (readonly [id: string, row: Row])[]): string[] {
  return rows
    .map(([id, row]) => ({ id, value: valueOf(order, row) }))
    .toSorted((one, other) => compare(order, one.value, other.value) || compareIds(one.id, other.id))
    .map(({ id }) => id);
}
