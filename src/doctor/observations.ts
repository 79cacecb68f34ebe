/** What the rows of all answers show, whatever they were asked for. No value of a row is kept, and ids only to ask with. */
import { ApiDrift } from '../loaders/api-drift.ts';
import type { ApiFacts } from '../loaders/api-facts.ts';
import { type Attribute, wireName, UnreadableValue } from '../schema/attribute.ts';
import { knownKeys } from '../schema/known-keys.ts';
import { type Resource, resources } from '../schema/resource.ts';
import type { Row } from '../upstream/envelope.ts';
import { Forms } from './forms.ts';
import type { Answer } from './session.ts';
import { NO_NAMES } from '../loaders/no-names.ts';

/** What is kept of the rows of one collection. */
interface Seen {
  rows: number;
  /** Of the longest page of its list. */
  listed: number;
  readonly keys: Set<string>;
  /** Some ids, to ask with. */
  readonly ids: Set<string>;
}

/** A list whose first page held all of its rows. */
interface Counted {
  readonly rows: number;
  readonly count: number | null;
}

const MOST_IDS = 200;

/** An API may cut larger pages than this one, so that a short page would not be the whole list. */
export const LARGEST_SURE_PAGE = 50;

export class Observations {
  readonly facts: ApiFacts;
  readonly drift = new ApiDrift(knownKeys());
  readonly forms = new Forms();
  /** Lists that came whole, without `only` or `search`. */
  readonly counted: Counted[] = [];
  /** Answers that held more rows than were asked for, and those that could have. */
  readonly pages = { longer: 0, full: 0 };
  /** Includes that were asked for: on how many rows their ids came, and on how many they did not. */
  readonly included = new Map<string, { written: number; missing: number }>();
  /** Pointers of polymorphic associations, and those whose key is not the one that the record stands under. */
  readonly pointers = { all: 0, elsewhere: 0 };
  /** Calls of the scan that were made, so that they are not made again. */
  readonly tried = new Set<string>();
  readonly #seen = new Map<string, Seen>();
  readonly #byPath = new Map<string, Resource>();
  readonly #byKey = new Map<string, Resource>();

  constructor(facts: ApiFacts) {
    this.facts = facts;
    for (const resource of resources.values()) {
      if (resource.endpoint) this.#byPath.set(resource.endpoint.path, resource);
      if (!this.#byKey.has(resource.key)) this.#byKey.set(resource.key, resource);
    }
  }

  rowsOf(key: string): number {
    return this.#seen.get(key)?.rows ?? 0;
  }

  /** How many rows the longest page of a type's list had. */
  listedRows(key: string): number {
    return this.#seen.get(key)?.listed ?? 0;
  }

  keysOf(key: string): ReadonlySet<string> {
    return this.#seen.get(key)?.keys ?? NO_NAMES;
  }

  idsOf(key: string): readonly string[] {
    return [...(this.#seen.get(key)?.ids ?? [])];
  }

  /** Notes what one answer shows. */
  see(path: string, answer: Answer): void {
    const { params, ids, count } = answer;
    const resource = this.#byPath.get(path) ?? this.#byPath.get(path.replace(/\/[^/]+$/, ''));
    const include = new Set(params.include?.split(',') ?? []);
    const own = new Set(ids);
    for (const [key, { byId }] of answer.collections)
      for (const [id, row] of Object.entries(byId)) {
        const isOwn = key === resource?.key && own.has(id);
        this.#row(key, id, row, isOwn ? include : NO_NAMES);
        if (isOwn) this.#includes(resource, row, include, answer);
      }
    const seen = resource && this.#seen.get(resource.key);
    if (seen && params.only === undefined && ids.length > seen.listed) seen.listed = ids.length;
    const size = Number(params.per_page);
    if (params.only !== undefined || params.search !== undefined || !(size > 0)) return;
    if (ids.length >= size) this.pages.full++;
    if (ids.length > size) this.pages.longer++;
    if (ids.length < size && size <= LARGEST_SURE_PAGE && ids.length > 0 && params.page === undefined)
      this.counted.push({ rows: ids.length, count });
  }

  #row(key: string, id: string, row: Row, include: ReadonlySet<string>): void {
    let seen = this.#seen.get(key);
    if (!seen) this.#seen.set(key, (seen = { rows: 0, listed: 0, keys: new Set(), ids: new Set() }));
    seen.rows++;
    if (seen.ids.size < MOST_IDS) seen.ids.add(id);
    for (const name in row) seen.keys.add(name);
    this.facts.learn(key, [row], include);
    this.drift.row(key, row);
    const resource = this.#byKey.get(key);
    if (!resource) return;
    for (const [field, attribute] of resource.attributes) this.#word(key, wireName(field, attribute), attribute, row);
    this.forms.see(resource, row, include);
  }

  /** A word that an enumeration does not know would be an error at its field. */
  #word(key: string, name: string, { type, read }: Attribute, row: Row): void {
    const value = row[name];
    if (type.kind !== 'enum' || value === null || value === undefined) return;
    try {
      read(value);
    } catch (error) {
      if (!(error instanceof UnreadableValue)) throw error;
      this.drift.add('word', key, name);
    }
  }

  #includes(resource: Resource, row: Row, include: ReadonlySet<string>, { collections }: Answer): void {
    for (const name of include) {
      const link = resource.links.get(name);
      if (!link) continue;
      const called = `${resource.key}.${name}`;
      let notes = this.included.get(called);
      if (!notes) this.included.set(called, (notes = { written: 0, missing: 0 }));
      const value = row[link.field];
      if (value === undefined) notes.missing++;
      else notes.written++;
      if (link.kind !== 'polymorphic' || typeof value !== 'object' || value === null) continue;
      const { key, id } = value as { key?: unknown; id?: unknown };
      this.pointers.all++;
      if (!collections.get(String(key))?.byId[String(id)]) this.pointers.elsewhere++;
    }
  }
}
