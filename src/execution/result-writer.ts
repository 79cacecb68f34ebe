/**
 * From the record store to the answer. Everything has been loaded by now, so this is plain reading:
 * no promise, no executor, each field by what its declaration says of it. A part of an answer is written before:
 * it is called off where it meets something that may still come (`later`), and tried again.
 *
 * Errors follow GraphQL, section 6.4.4: a field that failed is null and has an error at its path; a
 * null where none may stand goes on to the nearest place where one may.
 */
import type { ASTNode } from 'graphql';
import type { Choice } from '../loaders/choice.ts';
import type { ChosenRecords } from '../loaders/chosen-records.ts';
import { isEmpty } from '../loaders/requirements.ts';
import { type RecordStore, scopeOf, type StoredRecord } from '../loaders/record-store.ts';
import { type Attribute, UnreadableValue } from '../schema/attribute.ts';
import type { Keep } from '../schema/narrow.ts';
import type { AnswerBudget, BudgetMark } from './answer-budget.ts';
import { DEFAULT_MAX_ERRORS, ErrorList } from './error-list.ts';
import type { Path } from './errors.ts';
import type { Later } from './incremental/later.ts';
import { RecordsRead } from './records-read.ts';
import { Warnings, type WarningsMark } from './warnings.ts';
import type { RecordRef } from './root-request.ts';
import { writeKeys, writeToMany, writeToOne } from './write-associations.ts';
import { type NestedAnswers, writeNested } from './write-nested.ts';
import { writeValue } from './write-value.ts';
import type { Resource } from '../schema/resource.ts';
import type { ReadChoice, RecordField, RecordPlan } from './plan.ts';

export type Output = Record<string, unknown>;

export const outputOf = (): Output => ({});

/** Response keys are the client's: `__proto__` is one that plain assignment would swallow. */
export const put = (output: Output, key: string, value: unknown) => {
  if (key === '__proto__')
    Object.defineProperty(output, key, { value, enumerable: true, configurable: true, writable: true });
  else output[key] = value;
};

export interface WriterOptions {
  /** Shared by all writers of one answer. Default: its own. */
  readonly warnings?: Warnings;
  /** Notes in {@link ResultWriter.read} which records the answer is made from. */
  readonly tracing?: boolean;
  /** For an answer in parts: what is left to later ones. */
  readonly later?: Later;
  readonly errors?: ErrorList;
  readonly read?: RecordsRead;
  /** Counts what is written, and throws where it is too much. Default: nothing counts. */
  readonly budget?: AnswerBudget | null;
  /** What records were given of the lists under them. Default: nothing. */
  readonly nested?: NestedAnswers;
  /** Which records were chosen where a field answers some of an association. Default: that is read from the store. */
  readonly chosen?: ChosenRecords;
}

/** A place in what a writer has written, to go back to. */
export interface WriterMark {
  readonly budget: BudgetMark | null;
  readonly errors: ReturnType<ErrorList['mark']>;
  readonly later: ReturnType<Later['mark']> | null;
  readonly warnings: WarningsMark;
}

export class ResultWriter {
  readonly errors: ErrorList;
  /** Nulls that mean that the API did not say. */
  readonly warnings: Warnings;
  readonly read: RecordsRead;
  /** `null` for an answer as a whole: then everything is loaded. */
  readonly later: Later | null;
  readonly store: RecordStore;
  /** What records were given of the lists under them. */
  readonly nested: NestedAnswers | null;
  readonly chosen: ChosenRecords | null;
  readonly #tracing: boolean;
  readonly #budget: AnswerBudget | null;

  readonly variables: Readonly<Record<string, unknown>>;
  /** What the arguments of narrowed associations keep; read once for all records. */
  readonly keepers = new Map<RecordField, Keep>();
  /** What `first` and `orderBy` of associations choose; read once for all records. */
  readonly choices = new Map<ReadChoice, Choice>();

  constructor(store: RecordStore, variables: Readonly<Record<string, unknown>>, options: WriterOptions = {}) {
    this.#budget = options.budget ?? null;
    this.store = store;
    this.variables = variables;
    this.#tracing = options.tracing ?? false;
    this.read = options.read ?? new RecordsRead();
    this.warnings = options.warnings ?? new Warnings();
    this.later = options.later ?? null;
    this.nested = options.nested ?? null;
    this.chosen = options.chosen ?? null;
    this.errors = options.errors ?? new ErrorList(DEFAULT_MAX_ERRORS);
  }

  /** How many records have been written. */
  get records(): number {
    return this.#budget?.records ?? 0;
  }

  /** How far the answer has been written. */
  mark(): WriterMark {
    return {
      budget: this.#budget?.mark() ?? null,
      errors: this.errors.mark(),
      later: this.later?.mark() ?? null,
      warnings: this.warnings.mark(),
    };
  }

  /** Forgets what was written since: its records, its errors, and what it left to later parts. */
  backTo({ budget, errors, later, warnings }: WriterMark): void {
    if (budget) this.#budget?.backTo(budget);
    this.errors.backTo(errors);
    if (later) this.later?.backTo(later);
    this.warnings.backTo(warnings);
  }

  /** Notes a value that its attribute cannot read: a word that the schema does not know is counted, and never repeated. */
  unreadable({ type }: Attribute): void {
    const words = type.kind === 'list' ? type.of : type;
    if (words.kind === 'enum') this.store.drift?.add('word', words.name, 'words');
  }

  /** Counts a text that has been written. Throws where it is too much. */
  text(characters: number): void {
    this.#budget?.text(characters);
  }

  /**
   * Notes an error and answers null.
   *
   * @param type the GraphQL type whose field failed.
   */
  fail(error: unknown, nodes: readonly ASTNode[], path: Path | null, type: string): null {
    this.errors.add(error, nodes, path, type);
    return null;
  }

  /**
   * One record, or null: absent without an error, failed with one. `nodes` and `path` are those of
   * the field that leads to it.
   *
   * @param failedAt where the error stands; the record's own place by default.
   */
  record(shape: RecordPlan, id: string, nodes: readonly ASTNode[], path: Path, failedAt: Path = path): unknown {
    const record = this.store.get(shape.resource, id);
    if (record && !record.row) {
      // Absent by one value of a mandatory parameter, it may be there by another, whose call is still under way.
      if (shape.resource.endpoint?.scope) this.later?.missing(shape.resource);
      return null;
    }
    if (!record) {
      this.later?.missing(shape.resource);
      if (!isEmpty(shape.requirements)) {
        const failure = this.store.failure(shape.resource, id);
        if (failure) return this.fail(failure, nodes, failedAt, shape.resource.type);
        this.warnings.add(shape.resource.type, null, path);
        return null;
      }
    }
    return this.object(shape, id, record, path);
  }

  /** A record that may be unknown, as its own parent tells it. */
  object(shape: RecordPlan, id: string, record: StoredRecord | undefined, path: Path): Output | null {
    // Here, and not where its fields are written: deferred ones are written later, and the record is still one.
    this.#budget?.record();
    const { later } = this;
    if (!later) return this.#fields(shape, shape.fields, id, record, path);
    const mark = later.mark();
    const now = later.split(shape, path, (writer, fields) => writer.#fieldsOf(shape, fields, id, path));
    const output = this.#fields(shape, now, id, record, path);
    // What hangs on a record that is null has no place to go to.
    if (output === null) later.backTo(mark);
    return output;
  }

  #fieldsOf(shape: RecordPlan, fields: readonly RecordField[], id: string, path: Path): Output | null {
    return this.#fields(shape, fields, id, this.store.get(shape.resource, id), path);
  }

  /** A record that a root field named by id. */
  wanted(
    { resource, id, scope }: Omit<RecordRef, 'shape'>,
    shape: RecordPlan,
    nodes: readonly ASTNode[],
    path: Path,
  ): unknown {
    const record = this.store.get(resource, id);
    // Ids are one series over all scopes, so the record may be there under another one than was asked for.
    const known = scope === null || !record?.row ? null : scopeOf(resource, record);
    if (known !== null && known !== scope) return null;
    return this.record(shape, id, nodes, path);
  }

  /** Some fields of a record; `null` where one of them may not be null, and is. */
  #fields(
    { resource }: RecordPlan,
    fields: readonly RecordField[],
    id: string,
    record: StoredRecord | undefined,
    path: Path,
  ): Output | null {
    const output = outputOf();
    if (this.#tracing) for (const { key } of [resource, ...resource.members]) this.read.add(key, id);
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as RecordField;
      let value: unknown;
      switch (field.kind) {
        case 'attribute':
          value = this.#attribute(field, record, resource, id, path);
          break;
        case 'derived':
          value = this.#derived(field, record, resource, path);
          break;
        case 'to-one':
          value = writeToOne(this, field, record, resource, id, path);
          break;
        case 'to-many':
          value = writeToMany(this, field, record, resource, id, path);
          break;
        case 'nested':
          value = writeNested(this, field, resource, id, path);
          break;
        case 'id':
          value = this.#globalId(field, record, resource, id, path);
          if (value === null) return null;
          break;
        case 'kantataId':
          value = id;
          break;
        case 'typename':
          value = resource.type;
          break;
        default:
          value = writeKeys(this, field, record, resource, id, path);
      }
      put(output, field.key, value);
    }
    return output;
  }

  #globalId(field: RecordField, record: StoredRecord | undefined, resource: Resource, id: string, path: Path) {
    const { endpoint } = resource;
    if (!endpoint?.scope || endpoint.single) return `${resource.type}:${id}`;
    const scope = scopeOf(resource, record);
    if (scope !== null) return `${resource.type}:${scope}:${id}`;
    this.later?.missing(resource);
    const error = new UnreadableValue(`The API did not say which ${endpoint.scope.param} this ${resource.type} has.`);
    return this.fail(error, field.nodes, { before: path, key: field.key }, resource.type);
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
      const isUnasked = attribute.optional && !record?.optional.has(wire);
      if (isUnasked || value === undefined) this.later?.missing(resource);
      // Left out for want of rights, unless the request that should have brought it failed.
      const failure = isUnasked ? this.store.failure(resource, id, wire) : undefined;
      return failure ? this.fail(failure, field.nodes, { before: path, key: field.key }, resource.type) : null;
    }
    return writeValue(this, attribute, value, field.nested, field.nodes, path, field.key, resource.type);
  }

  #derived(
    { derived, nested, nodes, key }: Extract<RecordField, { kind: 'derived' }>,
    record: StoredRecord | undefined,
    resource: Resource,
    path: Path,
  ): unknown {
    const value = record?.row ? derived.from(record.row) : null;
    if (value !== null && value !== undefined)
      return writeValue(this, derived.attribute, value, nested, nodes, path, key, resource.type);
    this.later?.missing(resource);
    return null;
  }
}
