/**
 * What the API writes that the schema does not know, and what it does not tell: by type and name, never by value, so
 * that an operator learns of a change before a client does.
 */
import type { Row } from '../upstream/envelope.ts';

/** `key`: a field of rows; `word`: a value of an enumeration, named by its field; `untold`: a requested association without ids. */
export const DRIFT_KINDS = ['key', 'word', 'untold'] as const;

export type DriftKind = (typeof DRIFT_KINDS)[number];

/** Names that are kept of one kind and type: a map with keys of the API's own making must not fill the memory. */
const MOST_NAMES = 50;

/** The form of the API's names. Anything else may be part of a value, and is not reported. */
const NAME = /^[a-z][a-z0-9_]{0,60}$/;

export class ApiDrift {
  readonly #known: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #names = new Map<DriftKind, Map<string, Set<string>>>();
  #fresh: string[] = [];

  /** @param known by collection key, the names of all fields that the schema reads of its rows. */
  constructor(known: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#known = known;
  }

  /** Looks at the keys of a row. One row of an answer is enough: rows of a collection are alike. */
  row(key: string, row: Row): void {
    const known = this.#known.get(key);
    if (!known) return;
    for (const name in row) if (!known.has(name)) this.add('key', key, name);
  }

  /**
   * Notes a name.
   *
   * @param type a collection's key, or a type's name.
   */
  add(kind: DriftKind, type: string, name: string): void {
    let types = this.#names.get(kind);
    if (!types) this.#names.set(kind, (types = new Map()));
    let names = types.get(type);
    if (!names) types.set(type, (names = new Set()));
    if (names.has(name) || names.size >= MOST_NAMES || !NAME.test(name)) return;
    names.add(name);
    this.#fresh.push(`${kind} ${type}.${name}`);
  }

  /** How many different names there are, by kind and type. */
  counts(): { readonly kind: DriftKind; readonly type: string; readonly names: number }[] {
    return [...this.#names].flatMap(([kind, types]) =>
      Array.from(types, ([type, names]) => ({ kind, type, names: names.size })),
    );
  }

  /** What was found since it was last asked, as `word stories.state`, in the order of the alphabet. */
  news(): string[] {
    const fresh = this.#fresh.toSorted();
    this.#fresh = [];
    return fresh;
  }
}
