/**
 * How each kind of wire value reads as a GraphQL value.
 *
 * The API is loose about types: ids are strings or numbers by accident of history, an empty date is
 * `""` on some records and `null` on others. Every reader therefore takes `unknown` and either
 * returns what the GraphQL scalar prints, or `null` for "no value", or throws
 * {@link UnreadableValue}, which becomes one field error at its path.
 */
import { idText } from '../loaders/unusable-id.ts';
import { isKantataId } from './global-id.ts';
import { calendarDate, instantOf, wholeHoursInUtc } from './wire-time.ts';

/** A wire value that is not what its attribute promises. Says what was expected, never what was there. */
export class UnreadableValue extends Error {
  override readonly name = 'UnreadableValue';
}

/** The scalars that attributes and filters may have. */
export type ScalarName = 'ID' | 'String' | 'Int' | 'Float' | 'Boolean' | 'SafeInt' | 'Date' | 'DateTime' | 'JSON';

/** One value of an enumeration: the word on the wire, the GraphQL name, and what it means. */
export interface EnumerationValue {
  readonly wire: string;
  readonly name: string;
  readonly description: string;
  /** Other words that were seen on the wire for the same thing. */
  readonly variants: readonly string[];
}

/** A closed set of wire words, one GraphQL enum. */
export interface Enumeration {
  readonly kind: 'enum';
  readonly name: string;
  readonly description: string;
  readonly values: readonly EnumerationValue[];
}

/** An object inside a record that has no id of its own. */
export interface Struct {
  readonly kind: 'struct';
  readonly name: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, Attribute>>;
}

export type ValueType =
  | { readonly kind: 'scalar'; readonly name: ScalarName }
  | Enumeration
  | Struct
  | { readonly kind: 'list'; readonly of: ValueType };

/** One attribute of a resource, or one field of a {@link Struct}. */
export interface Attribute {
  readonly type: ValueType;
  readonly description: string;
  /** Sent by the API only when named in `optional_fields`. */
  readonly optional: boolean;
  /** The name on the wire, where it is not the field's name in snake case. */
  readonly wire?: string;
  /** Wire value to GraphQL value. Never called with `undefined` or `null`. */
  readonly read: (value: unknown) => unknown;
  /** Of a list: how each entry is read that is neither `undefined` nor `null`. */
  readonly item?: Attribute;
}

const scalar = (name: ScalarName, read: Attribute['read']) => (description: string) =>
  ({ type: { kind: 'scalar', name }, description, optional: false, read }) satisfies Attribute as Attribute;

const unreadable = (expected: string): never => {
  throw new UnreadableValue(`The API sent a value that is not ${expected}.`);
};

/** Whether a number is what the API wrote: digits beyond 53 bits are lost on the way, and some numbers are infinite. */
const isExact = (value: number) => Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));

const readText = (value: unknown) =>
  typeof value === 'string'
    ? value
    : typeof value === 'boolean' || (typeof value === 'number' && isExact(value))
      ? String(value)
      : unreadable('text');

const readId = (value: unknown) => {
  if (value === '') return null;
  const id = idText(value);
  return id !== null && isKantataId(id) ? id : unreadable('an id');
};

const readBoolean = (value: unknown) =>
  typeof value === 'boolean'
    ? value
    : value === 'true'
      ? true
      : value === 'false'
        ? false
        : unreadable('true or false');

/** A number as text. `Number` would read blanks as 0, and `0x10` as 16. */
const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;

const readNumber = (value: unknown) => {
  if (value === '') return null;
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && DECIMAL.test(value) ? Number(value) : Number.NaN;
  return isExact(number) ? number : unreadable('a number');
};

const readInteger = (value: unknown) => {
  const number = readNumber(value);
  return number === null || Number.isSafeInteger(number) ? number : unreadable('a whole number');
};

const readInt32 = (value: unknown) => {
  const number = readInteger(value);
  return number === null || (number | 0) === number ? number : unreadable('a whole number of 32 bits');
};

/** A calendar date. Where the API writes a full time, its calendar date as written, in the zone it was written for. */
const readDate = (value: unknown) =>
  value === '' ? null : ((typeof value === 'string' ? calendarDate(value) : null) ?? unreadable('a date'));

/** A point in time, in UTC. The API writes offsets that change with the season, so the text is parsed, never cut. */
const readDateTime = (value: unknown) => {
  if (value === '') return null;
  if (typeof value === 'string') {
    const utc = wholeHoursInUtc(value);
    if (utc !== null) return utc;
    const time = instantOf(value);
    if (time !== null) return new Date(time).toISOString();
  }
  return unreadable('a point in time');
};

/** Whether every number in a value is what the API wrote. */
const holdsExactly = (value: unknown): boolean =>
  typeof value === 'number'
    ? isExact(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(holdsExactly);

export const text = scalar('String', readText);
/** A Kantata id of something that is no association of this schema. */
export const id = scalar('ID', readId);
export const boolean = scalar('Boolean', readBoolean);
/** A whole number that always fits 32 bits: a percentage, a position, a count. */
export const integer = scalar('Int', readInt32);
/** Money in the currency's smallest unit. May pass 32 bits, hence `SafeInt`. */
export const cents = scalar('SafeInt', readInteger);
/** A duration in whole minutes. Sums may pass 32 bits, hence `SafeInt`. */
export const minutes = scalar('SafeInt', readInteger);
/** A whole number that may pass 32 bits and is neither money nor a duration. */
export const largeInteger = scalar('SafeInt', readInteger);
export const decimal = scalar('Float', readNumber);
export const date = scalar('Date', readDate);
export const dateTime = scalar('DateTime', readDateTime);
/** Whatever the API writes, unread: for values whose shape depends on another attribute. */
export const json = scalar('JSON', (value) => (holdsExactly(value) ? value : unreadable('a value with exact numbers')));

/** Marks an attribute that the API sends only when `optional_fields` names it. */
export const optional = (attribute: Attribute): Attribute => ({ ...attribute, optional: true });

/** Reads the attribute from another key than the field's name in snake case. */
export const wire = (name: string, attribute: Attribute): Attribute => ({ ...attribute, wire: name });

/** `won't fix` -> `WONT_FIX`: the GraphQL name of a wire word. */
export const enumValueName = (word: string) =>
  word
    .replace(/'/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

/**
 * Declares a closed set of words, once; several attributes and filters may share it.
 *
 * @param values wire word -> description, or `[NAME, description]` where the word makes no good name,
 *   followed by further words that were seen on the wire for the same thing.
 */
export function enumeration(
  name: string,
  description: string,
  values: Readonly<Record<string, string | readonly [name: string, description: string, ...variants: string[]]>>,
): Enumeration {
  return {
    kind: 'enum',
    name,
    description,
    values: Object.entries(values).map(([word, about]) => ({
      wire: word,
      name: typeof about === 'string' ? enumValueName(word) : about[0],
      description: typeof about === 'string' ? about : about[1],
      variants: typeof about === 'string' ? [] : about.slice(2),
    })),
  };
}

/** Reads a wire word as the name of its value, if it has one. Case, blanks and underscores do not matter. */
export function nameOfWord(words: Enumeration): (word: unknown) => string | undefined {
  const folded = (word: string) => word.toLowerCase().replace(/[\s_]+/g, '');
  const names = new Map(
    words.values.flatMap(({ wire, name, variants }) =>
      [wire, ...variants].flatMap((word) => [[word, name] as const, [folded(word), name] as const]),
    ),
  );
  return (word) => names.get(word as string) ?? names.get(folded(String(word)));
}

/** An attribute whose value is one of an {@link Enumeration}, written as {@link nameOfWord} reads it. */
export function oneOf(words: Enumeration, description: string): Attribute {
  const nameOf = nameOfWord(words);
  const read = (value: unknown) => (value === '' ? null : (nameOf(value) ?? unreadable(`a known ${words.name}`)));
  return { type: words, description, optional: false, read };
}

/** A list of values, in the API's order. Its entries are read one by one, so that one bad entry loses no other. */
export function list(of: (description: string) => Attribute, description: string): Attribute {
  const item = of('');
  const read = (value: unknown) => (Array.isArray(value) ? value : unreadable('a list'));
  return { type: { kind: 'list', of: item.type }, description, optional: false, read, item };
}

/** Declares an object type for values that have no id of their own. */
export const struct = (name: string, description: string, fields: Readonly<Record<string, Attribute>>): Struct => ({
  kind: 'struct',
  name,
  description,
  fields,
});

/** An attribute whose value is a {@link Struct}; its fields are read one by one, so that one bad field loses no other. */
export function object(type: Struct, description: string): Attribute {
  const read = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value : unreadable(`a ${type.name}`);
  return { type, description, optional: false, read };
}

/** `fullName` -> `full_name`: the name on the wire of a field. */
export const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What the API calls a field, or the argument of a filter: its own name for it, where it has one, and otherwise the same in snake case. */
export const wireName = (field: string, { wire }: { readonly wire?: string | null | undefined }): string =>
  wire ?? snakeCase(field);

/** `full_name` -> `fullName`: the field of a name on the wire. */
export const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
