/** Operations in a folder of `.graphql` files, each with a comment at its top that says what it answers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Example {
  /** The name of its file, without the ending. */
  readonly name: string;
  /** Its comment. */
  readonly about: string;
  /** Without the comment. */
  readonly text: string;
}

/** The examples of the package lie beside `src` and `dist`. */
export const EXAMPLES_FOLDER = new URL('../../examples/', import.meta.url);

/** Reads all operations of a folder, by their names. Throws where it cannot be read. */
export function readExamples(folder: string | URL): readonly Example[] {
  const path = (file: string) => (typeof folder === 'string' ? join(folder, file) : new URL(file, folder));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .toSorted()
    .map((file) => exampleOf(file.slice(0, -'.graphql'.length), readFileSync(path(file), 'utf8')));
}

/** Splits a document into the comment at its top and the rest. */
export function exampleOf(name: string, document: string): Example {
  const [comment = ''] = /^(?:#.*\n)*/.exec(document) ?? [];
  const about = comment
    .replaceAll(/^#[ \t]?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { name, about, text: document.slice(comment.length).trim() };
}

/** Documents of a manifest, by the names of their operations. One without a name is left out. */
export function persistedExamples(documents: ReadonlyMap<string, string>): readonly Example[] {
  return [...documents.values()].flatMap((document) => {
    const [, name] = /^\s*query\s+(\w+)/m.exec(document) ?? [];
    if (name === undefined) return [];
    const { about } = exampleOf(name, document);
    // A manifest is run by the text as it is listed.
    return [{ name, about: about || `The operation ${name} of this account's front ends.`, text: document }];
  });
}
