/**
 * From the record store to the answer. Everything has been loaded by now, so this is plain reading:
 * no promise, no executor, each field by what its declaration says of it.
 *
 * Errors follow GraphQL, section 6.4.4: a field that failed is null and has an error at its path; a
 * null where none may stand goes on to the nearest place where one may.
 */
import type { ASTNode, GraphQLError } from 'graphql';
import { columnTells } from '../loaders/api-facts.ts';
import type { Link } from '../loaders/collection.ts';
import { isEmpty } from '../loaders/requirements.ts';
import { idText, isUsableId, UnusableId } from '../loaders/unusable-id.ts';
import { isLinkKnown, type RecordStore, type StoredRecord, targetIdsOf, targetOf } from '../loaders/record-store.ts';
import type { Row } from '../upstream/envelope.ts';
import { type Attribute, UnreadableValue } from '../schema/attribute.ts';
import type { AnswerBudget } from './answer-budget.ts';
import { type Path, pathOf, toGraphQLError } from './errors.ts';
import { RecordsRead } from './records-read.ts';
import { Warnings } from './warnings.ts';
import type { RecordRef } from './root-request.ts';
import type { Resource } from '../schema/resource.ts';
import type { RecordField, RecordPlan, RootField, StructPlan } from './plan.ts';

export type Output = Record<string, unknown>;

/** Stands for a null that its position does not allow, on its way up. */
const FAILED = Symbol('failed');

export const outputOf = (): Output => ({});

/** Response keys are the client's: `__proto__` is one that plain assignment would swallow. */
export const put = (output: Output, key: string, value: unknown) => {
  if (key === '__proto__')
    Object.defineProperty(output, key, { value, enumerable: true, configurable: true, writable: true });
  else output[key] = value;
};

/** What one deferred fragment answers at one place. */
export interface DeferredResult {
  readonly label: string | undefined;
  readonly path: readonly (string | number)[];
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLError[];
}

export class ResultWriter {
  readonly errors: GraphQLError[] = [];
  /** Nulls that mean that the API did not tell. */
  readonly warnings = new Warnings();
  readonly read = new RecordsRead();
  /** What deferred fragments answer, where the plan sets them apart. */
  readonly patches: DeferredResult[] = [];
  readonly #store: RecordStore;
  readonly #tracing: boolean;
  readonly #budget: AnswerBudget | null;

  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #keepers = new Map<RecordField, (row: Row) => boolean>();

  /**
   * @param tracing notes in {@link read} which records the answer is made from.
   * @param budget counts what is written, and throws where it is too much. Default: nothing counts.
   */
  constructor(
    store: RecordStore,
    variables: Readonly<Record<string, unknown>>,
    tracing: boolean,
    budget: AnswerBudget | null = null,
  ) {
    this.#budget = budget;
    this.#store = store;
    this.#variables = variables;
    this.#tracing = tracing;
  }

  /** How many records have been written. */
  get records(): number {
    return this.#budget?.records ?? 0;
  }

  /** Answers null for a root field that was given up, with this error in place of all that were found in it. */
  giveUp(error: unknown, field: RootField, before: { readonly records: number; readonly errors: number }): null {
    this.#budget?.backTo(before.records);
    this.errors.length = before.errors;
    return this.fail(error, field.nodes, { before: null, key: field.key });
  }

  /** Notes an error and answers null. */
  fail(error: unknown, nodes: readonly ASTNode[], path: Path | null): null {
    this.errors.push(toGraphQLError(error, nodes, path));
    return null;
  }

  /**
   * One record, or null: absent without an error, failed with one. `nodes` and `path` are those of
   * the field that leads to it.
   */
  record(shape: RecordPlan, id: string, nodes: readonly ASTNode[], path: Path): unknown {
    const record = this.#store.get(shape.resource, id);
    if (record && !record.row) return null;
    if (!record && !isEmpty(shape.requirements)) {
      const failure = this.#store.failure(shape.resource, id);
      if (failure) return this.fail(failure, nodes, path);
      this.warnings.add(shape.resource.type, null, path);
      return null;
    }
    const output = this.#fields(shape, id, record, path);
    return output === FAILED ? null : output;
  }

  /** A record that a root field named by id. */
  wanted({ resource, shape, id, scope }: RecordRef, nodes: readonly ASTNode[], path: Path): unknown {
    const row = this.#store.get(resource, id)?.row;
    // Ids are one series over all scopes, so the record may be there under another one than was asked for.
    const { endpoint } = resource;
    if (row && endpoint?.scope && scope !== null && endpoint.scope.read(row[endpoint.scope.field]) !== scope)
      return null;
    return this.record(shape, id, nodes, path);
  }

  #fields(shape: RecordPlan, id: string, record: StoredRecord | undefined, path: Path): Output | typeof FAILED {
    this.#budget?.record();
    const output = outputOf();
    const { fields, resource } = shape;
    if (this.#tracing) for (const { key } of [resource, ...resource.members]) this.read.add(key, id);
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as RecordField;
      let value: unknown;
      switch (field.kind) {
        case 'attribute':
          value = this.#attribute(field, record, resource, id, path);
          break;
        case 'derived':
          value = this.#derived(field, record, path);
          break;
        case 'to-one':
          value = this.#toOne(field, record, resource, id, path);
          break;
        case 'to-many':
          value = this.#toMany(field, record, resource, id, path);
          break;
        case 'id':
          value = this.#globalId(field, record, resource, id, path);
          if (value === FAILED) return FAILED;
          break;
        case 'kantataId':
          value = id;
          break;
        case 'typename':
          value = resource.type;
          break;
        default:
          value = this.#keys(field, record, resource, id, path);
      }
      put(output, field.key, value);
    }
    for (const { label, fields: held } of shape.deferred) {
      const before = this.errors.length;
      const data = this.#fields({ ...shape, fields: held, deferred: [] }, id, record, path);
      this.patches.push({
        label,
        path: pathOf(path),
        data: data === FAILED ? null : data,
        errors: this.errors.splice(before),
      });
    }
    return output;
  }

  #globalId(field: RecordField, record: StoredRecord | undefined, resource: Resource, id: string, path: Path) {
    const { endpoint } = resource;
    if (!endpoint?.scope || endpoint.single) return `${resource.type}:${id}`;
    const scope = record?.row ? endpoint.scope.read(record.row[endpoint.scope.field]) : null;
    if (scope !== null) return `${resource.type}:${scope}:${id}`;
    this.fail(
      new UnreadableValue(`The API did not say which ${endpoint.scope.param} this ${resource.type} has.`),
      field.nodes,
      {
        before: path,
        key: field.key,
      },
    );
    return FAILED;
  }

  #attribute(
    field: Extract<RecordField, { kind: 'attribute' }>,
    record: StoredRecord | undefined,
    resource: Resource,
    id: string,
    path: Path,
  ): unknown {
    const { attribute, wire } = field;
    const value = record?.row?.[wire];
    if (value === null || value === undefined) {
      // Left out for want of rights, unless the request that should have brought it failed.
      const failure = attribute.optional && !record?.optional.has(wire) ? this.#store.failure(resource, id) : undefined;
      return failure ? this.fail(failure, field.nodes, { before: path, key: field.key }) : null;
    }
    return this.#read(attribute, value, field.nested, field.nodes, path, field.key);
  }

  #derived(
    { derived, nested, nodes, key }: Extract<RecordField, { kind: 'derived' }>,
    record: StoredRecord | undefined,
    path: Path,
  ): unknown {
    const value = record?.row ? derived.from(record.row) : null;
    return value === null || value === undefined
      ? null
      : this.#read(derived.attribute, value, nested, nodes, path, key);
  }

  #read(
    attribute: Attribute,
    value: unknown,
    nested: StructPlan | null,
    nodes: readonly ASTNode[],
    path: Path,
    key: string,
  ): unknown {
    let read: unknown;
    try {
      read = attribute.read(value);
    } catch (error) {
      const { type } = attribute;
      const words = type.kind === 'list' ? type.of : type;
      if (words.kind === 'enum') this.#store.drift?.add('word', words.name, 'words');
      return this.fail(error, nodes, { before: path, key });
    }
    if (typeof read === 'string') this.#budget?.text(read.length);
    if (!nested || read === null) return read;
    const here = { before: path, key };
    return Array.isArray(read)
      ? read.map((entry, index) => (entry === null ? null : this.struct(nested, entry, { before: here, key: index })))
      : this.struct(nested, read as Readonly<Record<string, unknown>>, here);
  }

  /** A value object, field by field, so that one bad field loses no other. */
  struct({ name, fields }: StructPlan, source: Readonly<Record<string, unknown>>, path: Path): Output {
    const output = outputOf();
    for (const field of fields) {
      if (field.kind === 'typename') put(output, field.key, name);
      else {
        const value = Object.hasOwn(source, field.wire) ? source[field.wire] : null;
        put(
          output,
          field.key,
          value === null || value === undefined
            ? null
            : this.#read(field.attribute, value, field.nested, field.nodes, path, field.key),
        );
      }
    }
    return output;
  }

  /** The error, if any, that keeps an association from being known. */
  #unknown(record: StoredRecord | undefined, link: Link, resource: Resource, id: string): Error | undefined {
    return record && isLinkKnown(record, link) ? undefined : this.#store.failure(resource, id);
  }

  /**
   * Answers null where the API did not say where an association leads, though it was asked, and says so. Not where
   * its contract says that it may keep silent.
   */
  #warnUntold(record: StoredRecord | undefined, link: Link, { type }: Resource, path: Path): null {
    const mayBeSilent = link.onlyWithIds || link.requires !== null || link.listing !== null;
    if (record?.row && !mayBeSilent && !columnTells(record.row, link)) {
      this.warnings.add(type, link.name, path);
      this.#store.drift?.add('untold', type, link.name);
    }
    return null;
  }

  #toOne(
    field: Extract<RecordField, { kind: 'to-one' }>,
    record: StoredRecord | undefined,
    resource: Resource,
    id: string,
    path: Path,
  ): unknown {
    const here = { before: path, key: field.key };
    const failure = this.#unknown(record, field.link, resource, id);
    if (failure) return this.fail(failure, field.nodes, here);
    const target = record?.row ? targetOf(record.row, field.link) : null;
    if (!target) this.#warnUntold(record, field.link, resource, here);
    const shape = target && field.targets.get(target.collection.type);
    return shape ? this.#target(field.link, shape, target.id, field.nodes, here) : null;
  }

  /**
   * The record that an association leads to. Where the parent's own columns tell all that is selected, it is
   * answered without a look whether the record is there; also when another part of the operation has looked.
   */
  #target(link: Link, shape: RecordPlan, id: string, nodes: readonly ASTNode[], path: Path): unknown {
    if (!link.own || !shape.namesOnly) return this.record(shape, id, nodes, path);
    if (!isUsableId(id)) return this.fail(new UnusableId(), nodes, path);
    return this.#fields(shape, id, undefined, path);
  }

  #toMany(
    field: Extract<RecordField, { kind: 'to-many' }>,
    record: StoredRecord | undefined,
    resource: Resource,
    id: string,
    path: Path,
  ): unknown {
    const here = { before: path, key: field.key };
    const failure = this.#unknown(record, field.link, resource, id);
    if (failure) return this.fail(failure, field.nodes, here);
    const ids = record ? targetIdsOf(record, field.link) : null;
    if (!ids) return this.#warnUntold(record, field.link, resource, here);
    let keep: ((row: Row) => boolean) | null = null;
    try {
      keep = this.#keeperOf(field);
    } catch (error) {
      return this.fail(error, field.nodes, here);
    }
    if (field.first) {
      const found = ids.find((targetId) => this.#kept(keep, field.target.resource, targetId));
      return found === undefined ? null : this.record(field.target, found, field.nodes, here);
    }
    const values: unknown[] = [];
    const before = this.errors.length;
    for (const targetId of ids) {
      if (keep && !this.#kept(keep, field.target.resource, targetId)) continue;
      const value = this.#target(field.link, field.target, targetId, field.nodes, { before: here, key: values.length });
      if (value !== null) values.push(value);
      // An entry that failed may not be null: the list is null in its place, under the entry's error.
      else if (this.errors.length > before) return null;
    }
    return values;
  }

  /** What the field's arguments keep; read once for all records. */
  #keeperOf(field: Extract<RecordField, { kind: 'to-many' }>): ((row: Row) => boolean) | null {
    if (!field.narrow) return null;
    let keep = this.#keepers.get(field);
    if (!keep) this.#keepers.set(field, (keep = field.narrow(this.#variables)));
    return keep;
  }

  #kept(keep: ((row: Row) => boolean) | null, resource: Resource, id: string): boolean {
    const row = this.#store.get(resource, id)?.row;
    // A record that failed is kept, so that its error is told.
    return !keep || !row || keep(row);
  }

  #keys(
    field: Extract<RecordField, { kind: 'key' | 'keys' | 'ref' }>,
    record: StoredRecord | undefined,
    resource: Resource,
    id: string,
    path: Path,
  ): unknown {
    const here = { before: path, key: field.key };
    const failure = this.#unknown(record, field.link, resource, id);
    if (failure) return this.fail(failure, field.nodes, here);
    if (!record?.row) return null;
    if (field.kind === 'keys') {
      const ids = targetIdsOf(record, field.link);
      if (!ids) return this.#warnUntold(record, field.link, resource, here);
      return ids.every(isUsableId) ? ids : this.fail(new UnusableId(), field.nodes, here);
    }
    const value = record.row[field.link.field];
    if (value === undefined) return this.#warnUntold(record, field.link, resource, here);
    if (value === null || value === undefined || value === '') return null;
    if (field.kind === 'key') {
      const id = idText(value);
      return id !== null && isUsableId(id)
        ? id
        : this.fail(new UnreadableValue('The API sent a value that is not an id.'), field.nodes, here);
    }
    return typeof value === 'object' && !Array.isArray(value)
      ? this.struct(field.nested, value as Readonly<Record<string, unknown>>, here)
      : this.fail(
          new UnreadableValue('The API answered with something that is no pointer to a record.'),
          field.nodes,
          here,
        );
  }
}
