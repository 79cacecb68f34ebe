/** The fields of a record that lead to others: the records of an association, or their ids. */
import type { ASTNode } from 'graphql';
import { columnTells } from '../loaders/api-facts.ts';
import type { Link } from '../loaders/collection.ts';
import { idText, isUsableId, UnusableId } from '../loaders/unusable-id.ts';
import { isLinkKnown, type StoredRecord, targetIdsOf, targetOf } from '../loaders/record-store.ts';
import { UnreadableValue } from '../schema/attribute.ts';
import type { Path } from './errors.ts';
import { ABSENT, allEntries, type Entries } from './incremental/later.ts';
import { chosenAmong } from './choices.ts';
import { unknownName } from './name-check.ts';
import type { ResultWriter } from './result-writer.ts';
import { writeStruct } from './write-value.ts';
import type { Keep } from '../schema/narrow.ts';
import type { Resource } from '../schema/resource.ts';
import type { RecordField, RecordPlan } from './plan.ts';

/** The error, if any, that keeps an association from being known. */
function unknown(
  writer: ResultWriter,
  record: StoredRecord | undefined,
  link: Link,
  resource: Resource,
  id: string,
): Error | undefined {
  if (record && isLinkKnown(record, link)) return undefined;
  writer.later?.missing(resource, ...link.targets);
  return writer.store.failure(resource, id, link.name);
}

/**
 * Answers null where the API did not say where an association leads, though it was asked, and says so. Not where
 * its contract says that it may keep silent.
 */
function warnUntold(
  writer: ResultWriter,
  record: StoredRecord | undefined,
  link: Link,
  { type }: Resource,
  path: Path,
): null {
  const mayBeSilent = link.onlyWithIds || link.requires !== null || link.listing !== null;
  if (record?.row && !mayBeSilent && !columnTells(record.row, link)) {
    writer.warnings.add(type, link.name, path);
    writer.store.drift?.add('untold', type, link.name);
  }
  return null;
}

/** Where the API did not send where an association leads, though it may come later. */
function leftOut(
  writer: ResultWriter,
  record: StoredRecord | undefined,
  link: Link,
  resource: Resource,
  path: Path,
): null {
  writer.later?.missing(resource, ...link.targets);
  return warnUntold(writer, record, link, resource, path);
}

type ToOne = Extract<RecordField, { kind: 'to-one' }>;
type ToMany = Extract<RecordField, { kind: 'to-many' }>;
type Keys = Extract<RecordField, { kind: 'key' | 'keys' | 'ref' }>;

/** Answers the field of a record at a path of its own. */
type Write<Field> = (
  writer: ResultWriter,
  field: Field,
  record: StoredRecord | undefined,
  resource: Resource,
  path: Path,
  id: string,
) => unknown;

/** Answers an association of the record with that id at `path`: null with its error, where it could not be known. */
const whereKnown =
  <Field extends ToOne | ToMany | Keys>(write: Write<Field>) =>
  (
    writer: ResultWriter,
    field: Field,
    record: StoredRecord | undefined,
    resource: Resource,
    id: string,
    path: Path,
  ): unknown => {
    const here = { before: path, key: field.key };
    const failure = unknown(writer, record, field.link, resource, id);
    return failure
      ? writer.fail(failure, field.nodes, here, resource.type)
      : write(writer, field, record, resource, here, id);
  };

export const writeToOne = whereKnown<ToOne>((writer, field, record, resource, here) => {
  const target = record?.row ? targetOf(record.row, field.link) : null;
  if (!target) warnUntold(writer, record, field.link, resource, here);
  const shape = target && field.targets.get(target.collection.type);
  return shape ? targetRecord(writer, field.link, shape, target.id, field.nodes, here) : null;
});

/**
 * The record that an association leads to. Where the parent's own columns tell all that is selected, it is
 * answered without a look whether the record is there; also when another part of the operation has looked.
 */
function targetRecord(
  writer: ResultWriter,
  link: Link,
  shape: RecordPlan,
  id: string,
  nodes: readonly ASTNode[],
  path: Path,
  failedAt: Path = path,
): unknown {
  if (!link.own || !shape.namesOnly) return writer.record(shape, id, nodes, path, failedAt);
  if (!isUsableId(id)) return writer.fail(new UnusableId(), nodes, failedAt, shape.resource.type);
  return writer.object(shape, id, undefined, path);
}

export const writeToMany = whereKnown<ToMany>((writer, field, record, resource, here, id) => {
  const all = record ? targetIdsOf(record, field.link) : null;
  if (!all) return leftOut(writer, record, field.link, resource, here);
  const ids = field.choice ? chosenAmong(writer, field, field.choice, all, id, resource, here) : all;
  let keep: Keep | null = null;
  try {
    keep = keeperOf(writer, field);
  } catch (error) {
    return writer.fail(error, field.nodes, here, resource.type);
  }
  if (field.first) return writeFirst(writer, field, ids, keep, here, resource.type);
  if (writer.later && field.streamed) {
    const entriesOf = (shape: RecordPlan): Entries =>
      allEntries(ids.length, (to, at, index) => writeEntry(to, field, shape, keep, ids[at] as string, index, here));
    return writer.later.list(
      writer,
      { field: { nodes: field.nodes, streamed: field.streamed }, path: here, type: resource.type },
      entriesOf(field.target),
      entriesOf(field.streamed.entry),
    );
  }
  const values: unknown[] = [];
  for (let at = 0; at < ids.length; at++) {
    const value = writeEntry(writer, field, field.target, keep, ids[at] as string, values.length, here);
    if (value !== ABSENT) values.push(value);
  }
  checkName(writer, field, values.length > 0, here);
  return values;
});

/** An entry may not be null. One that is absent is left out, and so is one that failed: its error is the list's. */
function writeEntry(
  writer: ResultWriter,
  field: ToMany,
  shape: RecordPlan,
  keep: Keep | null,
  id: string,
  index: number,
  path: Path,
): unknown {
  const isKept = kept(writer, keep, shape.resource, id);
  if (isKept instanceof Error) writer.fail(isKept, field.nodes, path, shape.resource.type);
  if (isKept !== true) return ABSENT;
  return targetRecord(writer, field.link, shape, id, field.nodes, { before: path, key: index }, path) ?? ABSENT;
}

/** Notes whether a field found something by the name that its arguments ask for. */
function checkName(writer: ResultWriter, field: ToMany, isFound: boolean, path: Path): void {
  if (!field.nameIn) return;
  if (isFound) return writer.warnings.names.found(field);
  const name = field.nameIn(writer.variables);
  if (name) writer.warnings.names.missed(field, path, () => unknownName(writer.store, field.target.resource.key, name));
}

/** The first of the records that the field's arguments keep: null where none is, or where that is not known. */
function writeFirst(
  writer: ResultWriter,
  field: ToMany,
  ids: readonly string[],
  keep: Keep | null,
  path: Path,
  type: string,
): unknown {
  const { target, nodes } = field;
  let isUntold = false;
  for (const id of ids) {
    const isKept = kept(writer, keep, target.resource, id);
    if (isKept instanceof Error) return writer.fail(isKept, nodes, path, type);
    if (isKept === null) isUntold = true;
    if (!isKept) continue;
    checkName(writer, field, true, path);
    return writer.record(target, id, nodes, path);
  }
  if (isUntold) writer.warnings.add(target.resource.type, 'custom_field', path);
  else checkName(writer, field, false, path);
  return null;
}

/** What the field's arguments keep; read once for all records. */
function keeperOf(writer: ResultWriter, field: ToMany): Keep | null {
  if (!field.narrow) return null;
  let keep = writer.keepers.get(field);
  if (!keep) writer.keepers.set(field, (keep = field.narrow(writer.variables)));
  return keep;
}

/** Whether a record is kept: `null` where the API does not tell, or the error that keeps that from being known. */
function kept(writer: ResultWriter, keep: Keep | null, resource: Resource, id: string): boolean | null | Error {
  if (!keep) return true;
  const row = writer.store.get(resource, id)?.row;
  const isKept = row ? keep(row) : null;
  if (isKept !== null) return isKept;
  writer.later?.missing(resource);
  // A record that failed is kept, so that its error is answered.
  return row ? (writer.store.failure(resource, id) ?? null) : true;
}

export const writeKeys = whereKnown<Keys>((writer, field, record, resource, here) => {
  if (!record?.row) return null;
  if (field.kind === 'keys') {
    const ids = targetIdsOf(record, field.link);
    if (!ids) return leftOut(writer, record, field.link, resource, here);
    // An entry may not be null. One that is no id is left out, and its error is the list's.
    const usable = ids.filter(isUsableId);
    if (usable.length < ids.length) writer.fail(new UnusableId(), field.nodes, here, resource.type);
    return usable;
  }
  const value = record.row[field.link.field];
  if (value === undefined) return leftOut(writer, record, field.link, resource, here);
  if (value === null || value === '') return null;
  if (field.kind === 'key') {
    const id = idText(value);
    return id !== null && isUsableId(id)
      ? id
      : writer.fail(new UnreadableValue('The API sent a value that is not an id.'), field.nodes, here, resource.type);
  }
  return typeof value === 'object' && !Array.isArray(value)
    ? writeStruct(writer, field.nested, value as Readonly<Record<string, unknown>>, here)
    : writer.fail(
        new UnreadableValue('The API answered with something that is no pointer to a record.'),
        field.nodes,
        here,
        resource.type,
      );
});
