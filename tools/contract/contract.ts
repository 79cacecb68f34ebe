/** What Kantata documents of lists and rows, as `contract/*.json` keeps it, and the reasons for what the gateway does otherwise. */
import { readFileSync } from 'node:fs';

export interface Parameter {
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
  readonly format?: 'date' | 'date-time';
  readonly default?: unknown;
  /** Closed set of words. */
  readonly values?: readonly string[];
  readonly required?: boolean;
  /** Several values, with this between them. */
  readonly list?: string;
  /** How one text holds several values. */
  readonly grammar?: string;
  /** What bites; see `contract/README.md`. */
  readonly traps?: readonly string[];
}

export interface List {
  readonly path: string;
  /** `GET path/{id}` exists. */
  readonly single: boolean;
  /** False where `GET path` does not exist. */
  readonly listed?: boolean;
  readonly order?: { readonly default: string | null; readonly values: readonly string[] };
  readonly include?: readonly string[];
  readonly optionalFields?: readonly string[];
  /** Parameters that select rows, and those that page, by name. */
  readonly parameters: Readonly<Record<string, Parameter>>;
}

interface Written extends List {
  readonly groups: readonly string[];
}

interface File {
  readonly date: string;
  readonly groups: Readonly<Record<string, Readonly<Record<string, Parameter>>>>;
  readonly lists: Readonly<Record<string, Written>>;
}

/** Reasons, by type and name. A name is a parameter, `include:name`, `order:value` or `optional_fields:name`. */
export type Reasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Exceptions {
  /** Whole lists that are documented and not offered. */
  readonly lists: Readonly<Record<string, string>>;
  /** `GET path/{id}` that is documented and not offered. */
  readonly singles: Readonly<Record<string, string>>;
  /** Documented and not offered. */
  readonly leftOut: Reasons;
  /** Offered and not documented. */
  readonly added: Reasons;
  /** Offered as another kind of value than documented. */
  readonly otherKind: Reasons;
  /** Attributes and associations of records that are documented and not read as such. */
  readonly records: Reasons;
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../contract/${file}`, import.meta.url), 'utf8'));

const readFile = (file: DataFile) => read(file) as File;

/** The lists that Kantata documents, and the collections that it documents elsewhere. */
export const DATA_FILES = ['lists.json', 'collections.json'] as const;
export type DataFile = (typeof DATA_FILES)[number];

/** The documented lists, by the type of their rows. Groups of parameters stand in the first file. */
export function readLists(files: readonly DataFile[] = DATA_FILES): ReadonlyMap<string, List> {
  const { groups } = readFile('lists.json');
  return new Map(
    files.flatMap((file) =>
      Object.entries(readFile(file).lists).map(
        ([type, { groups: names, ...list }]) =>
          [
            type,
            {
              ...list,
              parameters: Object.assign(
                {},
                ...names.map((name) => groups[name]),
                list.parameters,
              ) as List['parameters'],
            },
          ] as const,
      ),
    ),
  );
}

/** What is documented of the rows of a type, on the wire. */
export interface DocumentedRecord {
  /** Columns, but for the ids of associations. */
  readonly attributes: readonly string[];
  /** The name of an association, which is that of its include where it has one -> the column with its ids. */
  readonly associations: Readonly<Record<string, string>>;
}

/** The documented rows, by their type. */
export const readRecords = (): ReadonlyMap<string, DocumentedRecord> =>
  new Map(Object.entries((read('records.json') as { records: Readonly<Record<string, DocumentedRecord>> }).records));

export const readExceptions = (): Exceptions => read('exceptions.json') as Exceptions;

/** The month of the documentation, as `2026-08`. */
export const contractDate = (): string => readFile('lists.json').date;
