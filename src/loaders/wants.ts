/** What is wanted of one record beyond what is known of it. */
import type { Row } from '../upstream/envelope.ts';
import { columnTells, type IsOwn } from './api-facts.ts';
import type { Link } from './collection.ts';
import { isLinkKnown, type StoredRecord, targetIdsOf, targetsOf } from './record-store.ts';
import { addExtras, type CallShape, type Extras, isLoadable, type Requirements } from './requirements.ts';

/** What is wanted of a record. */
export interface Wants extends Extras {
  /** Includes that the API honours only beside a further parameter. */
  readonly special: Map<string, Readonly<Record<string, string>>>;
}

const UNKNOWN: CallShape = { byId: true, only: null };

/** The shape of a call for a record whose row is known: what it tells counts, whatever other rows of its type do. */
export const shapeOfKnown = (record: StoredRecord, row: Row): CallShape => ({
  byId: true,
  only: null,
  rowKnown: true,
  isTold: (link) => link.own || record.included.has(link.name) || columnTells(row, link),
});

/** What is wanted of a record beyond what is known of it. */
export function wantsOf(requirements: Requirements, record: StoredRecord | undefined, isOwn: IsOwn): Wants {
  const wants: Wants = { include: new Set(), optional: new Set(), special: new Map() };
  addExtras(wants, requirements, record?.row ? shapeOfKnown(record, record.row) : UNKNOWN, isOwn);
  for (const field of record?.optional ?? []) wants.optional.delete(field);
  for (const { link } of requirements.links.values()) {
    // A column that the row might have and has not: the include is the other way to learn it.
    if (record?.row && link.includable && !isLinkKnown(record, link)) wants.include.add(link.name);
    // Nor is there anything to bring where the row itself says that it leads nowhere.
    if (record?.included.has(link.name) || (record?.row && leadsNowhere(record, record.row, link)))
      wants.include.delete(link.name);
    if (link.requires && wants.include.delete(link.name)) wants.special.set(link.name, link.requires);
  }
  if (record?.row && isSpecial(requirements, record, record.row)) wants.include.clear();
  return wants;
}

/**
 * Whether a known record lacks nothing but includes that the API honours only beside a further parameter. A call with one
 * may leave rows out, so nothing else travels with it; and a call of its own is not made for the sake of records
 * that the row names by their ids.
 */
export const isSpecial = (requirements: Requirements, record: StoredRecord, row: Row): boolean =>
  [...requirements.optional].every((field) => record.optional.has(field)) &&
  [...requirements.refs].every((name) => record.included.has(name)) &&
  [...requirements.links.values()].every(
    ({ link }) =>
      link.requires ||
      link.listing ||
      !link.includable ||
      record.included.has(link.name) ||
      (columnTells(row, link) && link.targets.every(isLoadable)),
  ) &&
  [...requirements.links.values()].some(({ link }) => link.requires && !record.included.has(link.name));

/** Whether a known row tells that an association has no target. */
const leadsNowhere = (record: StoredRecord, row: Row, link: Link): boolean =>
  columnTells(row, link) &&
  (link.kind === 'many' ? targetIdsOf(record, link)?.length === 0 : targetsOf(row, link).length === 0);
