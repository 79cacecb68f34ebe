/** Names that fields below the root narrow by: one that no record has is misspelt, and not an empty value. */
import type { RecordStore } from '../loaders/record-store.ts';
import { shown } from '../schema/global-id.ts';
import type { NarrowedName } from '../schema/narrow.ts';
import { foldedName } from '../text/same-name.ts';
import type { Path } from './errors.ts';
import type { Note } from './notes.ts';
import { nearNames } from '../text/name-lists.ts';

interface Missed {
  readonly path: Path;
  readonly note: () => Note | null;
}

/** Collects, over all records of an answer, which fields found nothing by their name. */
export class NameChecks {
  readonly #found = new Set<object>();
  readonly #missed = new Map<object, Missed>();

  /** @param field the planned field, which is one for all records. */
  found(field: object): void {
    this.#found.add(field);
  }

  missed(field: object, path: Path, note: () => Note | null): void {
    if (!this.#found.has(field) && !this.#missed.has(field)) this.#missed.set(field, { path, note });
  }

  /** One note for each field that found nothing on any record, at the first of them. */
  notes(): { readonly note: Note; readonly path: Path }[] {
    return [...this.#missed].flatMap(([field, { path, note }]) => {
      const written = this.#found.has(field) ? null : note();
      return written ? [{ note: written, path }] : [];
    });
  }
}

/**
 * The note on a name that no row has. Null where a row elsewhere has it: then these records have no value. Null as well
 * where no row came: then no name is known.
 */
export function unknownName(store: RecordStore, key: string, { column, name, noun }: NarrowedName): Note | null {
  const names = new Set<string>();
  for (const row of store.rows(key)) {
    const value = row[column];
    if (typeof value === 'string' && value !== '') names.add(value);
  }
  if (names.size === 0 || [...names].some((known) => foldedName(known) === foldedName(name))) return null;
  return {
    code: 'UNKNOWN_NAME',
    message: `No record that came has a ${noun} called ${shown(name)}. Those that came: ${nearNames(name, [...names])}.`,
  };
}
