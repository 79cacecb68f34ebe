/**
 * Every record that an operation has seen, and what is known of each. One store per operation: it
 * dies with it, so nothing that one token fetched can reach another.
 *
 * Rows are kept as the API sent them, and shared with callers that made the same request at the same time:
 * they are read-only.
 */
import type { Row } from '../upstream/envelope.ts';
import type { Principal } from '../upstream/principal.ts';
import type { ApiDrift } from './api-drift.ts';
import { type ApiFacts, columnTells } from './api-facts.ts';
import type { Collection, Link } from './collection.ts';
import { Failures, type Unbrought } from './failures.ts';
import { idText, idTexts } from './unusable-id.ts';
import { isEmpty, isLoadable, type LinkRequirements, type Requirements } from './requirements.ts';
import type { KnownRecord, NamedRecord } from './record-cache.ts';
import { NO_NAMES } from './no-names.ts';

/** What the operation knows of one record. */
export interface StoredRecord {
  /** `null`: the API does not have it, or hides it from this token. */
  row: Row | null;
  /** The row was asked for in its own right, so that what it lacks, no other row of it tells. */
  full: boolean;
  /** The value of the endpoint's mandatory parameter that brought it; null where it came without. */
  scope: string | null;
  /** Optional fields that were asked for. One that is missing all the same is hidden from this token. */
  optional: ReadonlySet<string>;
  /** Associations that were included, so that their keys are in the row unless hidden. */
  included: ReadonlySet<string>;
  /**
   * Associations whose ids are known though their records need not be, by name: the ids where a list of them
   * was asked for, and `null` where they stand in the row, of a record that was kept from before.
   */
  listed: Map<string, readonly string[] | null> | null;
}

/** A record by type and id. */
export interface Reference {
  readonly collection: Collection;
  readonly id: string;
}

export class RecordStore {
  /** Who may see what is in it. */
  readonly principal: Principal;
  /** What the API has shown of itself so far. */
  readonly facts: ApiFacts;
  /** Notes names that the schema does not know; null when they are not noted. */
  readonly drift: ApiDrift | null;
  /** By collection key, then by id. Maps, because ids are the API's text and must not meet a prototype. */
  readonly #records = new Map<string, Map<string, StoredRecord>>();
  /** Read only for what the record does not have. */
  readonly #failures = new Failures();

  constructor(principal: Principal, facts: ApiFacts, drift: ApiDrift | null = null) {
    this.principal = principal;
    this.facts = facts;
    this.drift = drift;
  }

  #table(key: string): Map<string, StoredRecord> {
    let table = this.#records.get(key);
    if (!table) this.#records.set(key, (table = new Map()));
    return table;
  }

  get(collection: Collection, id: string): StoredRecord | undefined {
    const record = this.#records.get(collection.key)?.get(id);
    if (collection.members.length === 0) return record;
    // Beside another record it comes as the type itself, in a bare row; only its member is ever asked for more.
    let found = record;
    let absent = 0;
    for (const member of collection.members) {
      const other = this.#records.get(member.key)?.get(id);
      if (other?.row) return other;
      if (other) absent++;
      found ??= other;
    }
    // Absent only when it is absent everywhere.
    return record || absent === collection.members.length ? found : undefined;
  }

  /** The rows of a collection that have come so far. */
  *rows(key: string): Generator<Row, void> {
    for (const { row } of this.#records.get(key)?.values() ?? []) if (row) yield row;
  }

  /** Keeps a row that came beside others: it has its own columns, and nothing that must be asked for. */
  addBare(key: string, id: string, row: Row): void {
    const table = this.#table(key);
    const known = table.get(id);
    if (!known) table.set(id, { row, full: false, scope: null, optional: NO_NAMES, included: NO_NAMES, listed: null });
    else if (!known.row) known.row = row;
  }

  /**
   * Keeps a row that was asked for in its own right, with what was asked. What is known already stays known.
   *
   * @param scope the value of the endpoint's mandatory parameter, where the call had it.
   */
  addFull(
    key: string,
    id: string,
    row: Row,
    optional: ReadonlySet<string>,
    included: ReadonlySet<string>,
    scope: string | null,
  ): void {
    const table = this.#table(key);
    const known = table.get(id);
    if (!known?.row || (known.optional.size === 0 && known.included.size === 0 && !known.listed)) {
      table.set(id, { row, full: true, scope, optional, included, listed: known?.listed ?? null });
      return;
    }
    known.full = true;
    known.scope ??= scope;
    known.row = { ...known.row, ...row };
    known.optional = union(known.optional, optional);
    known.included = union(known.included, included);
  }

  /** Keeps what an earlier operation learned. What this one has learned itself counts more. */
  addRemembered({ key, id, record }: NamedRecord): void {
    const table = this.#table(key);
    const known = table.get(id);
    if (!known || known.row) table.set(id, withRemembered(known, record));
  }

  /** Keeps which records a list gave for an owner. */
  addListed(collection: Collection, id: string, name: string, ids: readonly string[]): void {
    const record = this.get(collection, id);
    if (record) (record.listed ??= new Map()).set(name, ids);
  }

  /** Notes that the record was asked for and did not come. A row that came by another way stays. */
  addAbsent(key: string, id: string): void {
    const table = this.#table(key);
    if (!table.has(id))
      table.set(id, { row: null, full: false, scope: null, optional: NO_NAMES, included: NO_NAMES, listed: null });
  }

  /** Notes that a call failed which would have brought this of the record. Default: the record itself. */
  addFailure(key: string, id: string, error: Error, unbrought?: Unbrought): void {
    this.#failures.add(key, id, error, unbrought);
  }

  /**
   * Why something of this record is not known, or `undefined` when no call failed that would have told.
   *
   * @param name an association or an optional field; without it, the record itself.
   */
  failure({ key, members }: Collection, id: string, name?: string): Error | undefined {
    const error = this.#failures.of(key, id, name);
    if (error || members.length === 0) return error;
    for (const member of members) {
      const other = this.#failures.of(member.key, id, name);
      if (other) return other;
    }
    return undefined;
  }

  /** Whether the record is known well enough: nothing that could be asked would add to the need. */
  meets(requirements: Requirements, id: string): boolean {
    if (isEmpty(requirements)) return true;
    const record = this.get(requirements.collection, id);
    if (!record) return false;
    if (!record.row) return true;
    if (!tells(requirements, record)) return false;
    for (const linkRequirements of requirements.links.values())
      if (!linkRequirements.link.listing && this.#waitsForInclude(record, linkRequirements)) return false;
    return true;
  }

  /** Whether the row names a record that is wanted, is not known, and comes with the include alone. */
  #waitsForInclude({ row, included }: StoredRecord, { link, targets }: LinkRequirements): boolean {
    if (!row || !link.includable || included.has(link.name)) return false;
    return targetsOf(row, link).some(({ collection, id }) => {
      const target = targets.get(collection);
      return target && !isEmpty(target) && !isLoadable(collection) && !this.get(collection, id);
    });
  }
}

/**
 * The value of the mandatory parameter of the type's endpoint for this record: empty where it has none, `null` where
 * nothing tells it.
 */
export const scopeOf = ({ endpoint }: Collection, record: StoredRecord | undefined): string | null => {
  if (!endpoint?.scope) return '';
  return record?.row ? (endpoint.scope.read(record.row[endpoint.scope.field]) ?? record.scope) : null;
};

const union = (one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> =>
  other.size === 0 ? one : one.size === 0 ? other : new Set([...one, ...other]);

/**
 * Whether the row tells where the association leads, or would not tell it however it were asked. A row that lacks the
 * key says nothing, unless it came with the include, or, where there is no include, was asked for in its own right.
 */
export const isLinkKnown = (record: StoredRecord, link: Link): boolean =>
  record.included.has(link.name) ||
  record.listed?.has(link.name) ||
  (record.row !== null && (columnTells(record.row, link) || (!link.includable && !link.listing && record.full)));

/** Whether the pointer of a polymorphic association stands in the row, or would not however it were asked for. */
const isPointerKnown = (record: StoredRecord, link: Link | undefined): boolean =>
  link === undefined ||
  record.included.has(link.name) ||
  record.listed?.has(link.name) ||
  // Where type and id are columns, the list is what a prediction writes in place of a pointer.
  (record.row?.[link.field] !== undefined && (link.typeField === null || !Array.isArray(record.row[link.field])));

/** Whether the record itself, without what it leads to, tells all that is wanted of it. */
export function tells(requirements: Requirements, record: StoredRecord): boolean {
  for (const field of requirements.optional) if (!record.optional.has(field)) return false;
  for (const name of requirements.refs)
    if (!isPointerKnown(record, requirements.collection.links.get(name))) return false;
  for (const { link } of requirements.links.values()) if (!link.listing && !isLinkKnown(record, link)) return false;
  return true;
}

/** Whether the record does not tell where the association leads, and would if it were asked for that. */
export const isUntold = (record: StoredRecord, link: Link): boolean =>
  !link.listing && !link.requires && !isLinkKnown(record, link) && (link.includable || !record.full);

/** What the operation knows of a record, if anything, and what an earlier one learned. */
export function withRemembered(
  known: StoredRecord | undefined,
  { row, optional, included }: KnownRecord,
): StoredRecord {
  return {
    row: { ...row, ...known?.row },
    full: known?.full ?? false,
    scope: known?.scope ?? null,
    optional: new Set([...optional, ...(known?.optional ?? NO_NAMES)]),
    included: known?.included ?? NO_NAMES,
    listed: new Map([...included.map((name) => [name, null] as const), ...(known?.listed ?? [])]),
  };
}

/** The type that the wire means by a type's name: `Story`, `workspace_group`, `Resource`. */
export const targetByTypeName = (targets: readonly Collection[], name: string): Collection | null =>
  remembered(typeNames, targets, name, findByTypeName);

/** What was found under a name, by the list that it was looked for in: rows ask thousands of times for the same few. */
type Found = WeakMap<readonly Collection[], Map<string, Collection>>;
const typeNames: Found = new WeakMap();
const keys: Found = new WeakMap();

function remembered(
  known: Found,
  targets: readonly Collection[],
  name: string,
  find: (targets: readonly Collection[], name: string) => Collection | null,
) {
  let names = known.get(targets);
  if (!names) known.set(targets, (names = new Map()));
  const before = names.get(name);
  if (before) return before;
  const found = find(targets, name);
  if (found) names.set(name, found);
  return found;
}

const findByTypeName = (targets: readonly Collection[], name: string): Collection | null => {
  const found = targets.find(({ type, aliases }) => type === name || aliases.includes(name));
  if (found || !/^[a-z]/.test(name)) return found ?? null;
  const className = name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return targets.find(({ type, aliases }) => type === className || aliases.includes(className)) ?? null;
};

/** The type whose rows stand under a collection key. */
export const targetByKey = (targets: readonly Collection[], key: string): Collection | null =>
  remembered(keys, targets, key, findByKey);

const findByKey = (targets: readonly Collection[], key: string): Collection | null =>
  targets.find((target) => target.key === key || target.members.some((member) => member.key === key)) ?? null;

/** The record that a to-one or polymorphic association leads to; `null` when there is none, or its type is unknown. */
export function targetOf(row: Row, link: Link): Reference | null {
  if (link.kind === 'one') {
    const collection = link.targets[0];
    // Sources disagree whether some to-one associations are written as a list of one. Where the id itself is
    // there, such a list is another association's: of all approvers, beside the approver.
    const several = row[link.field] === undefined ? row[`${link.name}_ids`] : null;
    const id = idText(row[link.field]) ?? (Array.isArray(several) ? idText(several[0]) : null);
    return collection && id ? { collection, id } : null;
  }
  const named = referenceOf(row[link.field], link);
  if (named || !link.idField || !link.typeField) return named;
  const type = row[link.typeField];
  const id = idText(row[link.idField]);
  const collection = typeof type === 'string' ? targetByTypeName(link.targets, type) : null;
  return collection && id ? { collection, id } : null;
}

/** A `{key, id}` as the API writes it. */
const referenceOf = (ref: unknown, link: Link): Reference | null => {
  if (typeof ref !== 'object' || ref === null || !('key' in ref) || !('id' in ref)) return null;
  const collection = targetByKey(link.targets, String(ref.key));
  const id = idText(ref.id);
  return collection && id ? { collection, id } : null;
};

/** As {@link targetOf}, but a row that stands for many, in a prediction, may lead to a record of each type. */
export function targetsOf(row: Row, link: Link): readonly Reference[] {
  const refs = row[link.field];
  if (link.kind === 'polymorphic' && Array.isArray(refs)) return refs.flatMap((ref) => referenceOf(ref, link) ?? []);
  const target = targetOf(row, link);
  return target ? [target] : [];
}

/** The ids of a to-many association, in the API's order; `null` when nothing tells. */
export function targetIdsOf({ row, listed }: StoredRecord, link: Link): readonly string[] | null {
  const known = listed?.get(link.name);
  if (known || !row) return known ?? null;
  const ids = idsColumn(row, link);
  return ids && idTexts(ids);
}

function idsColumn(row: Row, link: Link): readonly unknown[] | null {
  const ids = row[link.field];
  return Array.isArray(ids) ? ids : (link.idsIn?.(row) ?? null);
}
