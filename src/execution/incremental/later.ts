/** What an attempt to write a part of an answer leaves to later parts: fields that are deferred, entries that are streamed. */
import type { FieldNode } from 'graphql';
import type { Collection } from '../../loaders/collection.ts';
import { type Path, pathOf } from '../errors.ts';
import type { ListRequest } from '../list-request.ts';
import type { DeferUsage, PlannedField, Selection, Streamed } from '../plan.ts';
import type { Output, ResultWriter } from '../result-writer.ts';
import type { RowsSource } from '../write-connection.ts';

/** Thrown where a part needs what calls under way may still bring. Made once: it happens all the time, and is no fault. */
export const NOT_YET = new Error('This is not loaded yet.');

/** Writes fields of one object; `null` where one failed that may not be null. */
type WriteFields<Field> = (writer: ResultWriter, fields: readonly Field[]) => Output | null;

/** One deferred fragment at one place of the answer. */
export interface Fragment {
  readonly usage: DeferUsage;
  readonly path: Path | null;
  readonly parent: Fragment | null;
  /** Fragments within it, which clients learn of when this one is complete. */
  readonly children: Fragment[];
  /** What it consists of, as far as it has not been sent. */
  readonly groups: Set<Group>;
  /** Writes all that the fragment itself selects, whether or not other parts brought it. */
  readonly whole: (writer: ResultWriter) => Output | null;
  state: 'unknown' | 'pending' | 'done';
  /** Its name in the parts; empty before clients have learned of it. */
  id: string;
}

/** Fields of one object that come together: with whichever of their fragments is complete first. */
export interface Group {
  readonly fragments: readonly Fragment[];
  readonly path: Path | null;
  readonly write: (writer: ResultWriter) => Output | null;
}

/** The entries of a list, as far as they are known. */
export interface Entries {
  /** How many are known. */
  readonly known: () => number;
  /** Whether those are all. */
  readonly isComplete: () => boolean;
  /** Why no more will come, where those are not all. */
  readonly failure: () => Error | null;
  /** Writes one, as the entry with this index; {@link ABSENT} where there is nothing to write. */
  readonly write: (writer: ResultWriter, at: number, index: number) => unknown;
}

/** In place of an entry that the answer does not have. */
export const ABSENT = Symbol('absent');

/** The entries of a list that is there as a whole. */
export const allEntries = (count: number, write: Entries['write']): Entries => ({
  known: () => count,
  isComplete: () => true,
  failure: () => null,
  write,
});

/** A list of which further entries come in later parts. */
export interface Stream {
  readonly path: Path;
  readonly label: string | undefined;
  /** The field in the document, and the type that it is a field of. */
  readonly nodes: readonly FieldNode[];
  readonly type: string;
  readonly entries: Entries;
  /** How many entries came with the list. */
  readonly started: number;
  /** The next entry to read, and the index that it will have. */
  at: number;
  count: number;
  id: string;
}

/** Where a streamed list stands. */
export interface StreamedList {
  readonly field: {
    readonly nodes: readonly FieldNode[];
    readonly streamed: Pick<Streamed<unknown>, 'initialCount' | 'label'>;
  };
  readonly path: Path;
  /** The type that the list is a field of. */
  readonly type: string;
}

/** What all attempts of one answer have in common. */
export interface PartsState {
  /** Whether a call under way may bring records of this type. */
  readonly mayBring: (collection: Collection) => boolean;
  /** Whether no call is under way. */
  readonly isIdle: () => boolean;
  /** The rows of a list as far as they have come. */
  readonly rowsOf: (list: ListRequest) => RowsSource;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The fragments of the operation's own selection. */
  readonly rootFragments: Map<DeferUsage, Fragment>;
  /** Every stream that clients have learned of, by its path. */
  readonly streams: ReadonlyMap<string, Stream>;
}

export const pathKey = (path: Path | null): string => JSON.stringify(pathOf(path));

interface Mark {
  readonly fragments: number;
  readonly groups: number;
  readonly streams: number;
}

export class Later {
  readonly fragments: Fragment[] = [];
  readonly groups: Group[] = [];
  readonly streams: Stream[] = [];
  readonly #state: PartsState;
  readonly #only: DeferUsage | null;

  /** @param only write what this fragment itself selects, and nothing else. */
  constructor(state: PartsState, only: DeferUsage | null = null) {
    this.#state = state;
    this.#only = only;
  }

  /** Ends the attempt where what is missing of these types may still come. */
  missing(...collections: readonly Collection[]): void {
    if (collections.some(this.#state.mayBring)) throw NOT_YET;
  }

  /** Ends the attempt while anything is loaded. */
  unfinished(): void {
    if (!this.#state.isIdle()) throw NOT_YET;
  }

  rowsOf(list: ListRequest): RowsSource {
    return this.#state.rowsOf(list);
  }

  mark(): Mark {
    const { fragments, groups, streams } = this;
    return { fragments: fragments.length, groups: groups.length, streams: streams.length };
  }

  /** Forgets what was found since. */
  backTo({ fragments, groups, streams }: Mark): void {
    this.fragments.length = fragments;
    this.groups.length = groups;
    this.streams.length = streams;
  }

  /** The fields of an object that come with it; the others are noted. */
  split<Field extends PlannedField>(
    { fields, defers, isSplit }: Selection<Field>,
    path: Path | null,
    write: WriteFields<Field>,
  ): readonly Field[] {
    const only = this.#only;
    if (only) return fields.filter(({ usages }) => usages.has(only));
    if (!isSplit) return fields;
    this.#introduce(defers, fields, path, write);
    const now: Field[] = [];
    const held = new Map<string, Field[]>();
    const fragmentsOf = new Map<string, readonly Fragment[]>();
    const numbers = new Map<Fragment, number>();
    for (const field of fields) {
      if (field.held === null) {
        now.push(field);
        continue;
      }
      const fragments = [...field.held].map((usage) => this.#find(usage, path));
      const key = fragments
        .map((fragment) => numbers.get(fragment) ?? (numbers.set(fragment, numbers.size), numbers.size - 1))
        .toSorted((one, other) => one - other)
        .join();
      const known = held.get(key);
      if (known) known.push(field);
      else held.set(key, [field]);
      fragmentsOf.set(key, fragments);
    }
    for (const [key, group] of held)
      this.groups.push({ fragments: fragmentsOf.get(key) ?? [], path, write: (writer) => write(writer, group) });
    return now;
  }

  #introduce<Field extends PlannedField>(
    defers: readonly DeferUsage[],
    fields: readonly Field[],
    path: Path | null,
    write: WriteFields<Field>,
  ): void {
    if (defers.length === 0) return;
    const own = path === null ? this.#state.rootFragments : new Map<DeferUsage, Fragment>();
    if (path) path.fragments = own;
    for (const usage of defers) {
      const fragment: Fragment = {
        usage,
        path,
        parent: usage.parent && this.#find(usage.parent, path),
        children: [],
        groups: new Set(),
        whole: (writer) =>
          write(
            writer,
            fields.filter(({ usages }) => usages.has(usage)),
          ),
        state: 'unknown',
        id: '',
      };
      own.set(usage, fragment);
      this.fragments.push(fragment);
    }
  }

  /** The place of the answer where a fragment stands that holds back something here. */
  #find(usage: DeferUsage, path: Path | null): Fragment {
    for (let at = path; at; at = at.before) {
      const found = at.fragments?.get(usage);
      if (found) return found;
    }
    const found = this.#state.rootFragments.get(usage);
    if (!found) throw new TypeError('a fragment that stands nowhere');
    return found;
  }

  /**
   * The entries of a streamed list that come with it. What is there already needs no part of its own: then they are all.
   *
   * @param list where it stands.
   * @param entries as they are written with the list.
   * @param streamed as they are written when they come by themselves.
   */
  list(
    writer: ResultWriter,
    {
      field: {
        nodes,
        streamed: { initialCount, label },
      },
      path,
      type,
    }: StreamedList,
    entries: Entries,
    streamed: Entries,
  ): unknown[] {
    const values: unknown[] = [];
    let at = 0;
    const add = () => {
      const value = entries.write(writer, at++, values.length);
      if (value !== ABSENT) values.push(value);
    };
    const wanted = this.#only
      ? (this.#state.streams.get(pathKey(path))?.started ?? Number.POSITIVE_INFINITY)
      : this.#count(initialCount);
    while (values.length < wanted) {
      if (at < entries.known()) add();
      else if (entries.isComplete()) return values;
      else throw NOT_YET;
    }
    if (this.#only) return values;
    const [start, count] = [at, values.length];
    if (entries.isComplete()) {
      const mark = writer.mark();
      try {
        while (at < entries.known()) add();
        return values;
      } catch (error) {
        if (error !== NOT_YET) throw error;
        writer.backTo(mark);
        values.length = count;
      }
    }
    this.streams.push({ path, label, nodes, type, entries: streamed, started: count, at: start, count, id: '' });
    return values;
  }

  #count(initialCount: number | string): number {
    const count = typeof initialCount === 'string' ? this.#state.variables[initialCount] : initialCount;
    return typeof count === 'number' ? count : 0;
  }
}
