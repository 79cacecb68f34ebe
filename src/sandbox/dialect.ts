/**
 * In which of its possible ways the stand-in speaks. What is published of the API can be read in several ways, and
 * recorded answers fit more than one: a client has to be right in each.
 */
import { asText, type StoredRow } from './row.ts';
import type { Shelf } from './catalogue.ts';
import type { Link } from '../loaders/collection.ts';

/** When the id of an association is written whose include was not asked for. */
export type Reading = 'recorded' | 'contract' | 'sparse' | 'always-ref';

export interface Dialect {
  readonly reading: Reading;
  /** Ids as text or as numbers, empty dates as `""` or null, times with offsets that change: by row and field. */
  readonly mixed: boolean;
  /** What `count` and `meta.count` say of a list. */
  readonly count: 'exact' | 'above' | 'below' | 'absent';
  /** A page holds as many rows as the API ever sends, whatever `per_page` or `limit` says. */
  readonly longPages: boolean;
  /** The search index names more rows than there are, and `count` tells its number. */
  readonly staleSearch: boolean;
  /** The most rows of a page; what asks for more is cut. */
  readonly largestPage: number;
  /** `limit` and `offset` are passed over. */
  readonly noOffsets: boolean;
  /** Answers have no `meta`, as in older versions of the API. */
  readonly noMeta: boolean;
}

export const RECORDED: Dialect = {
  reading: 'recorded',
  mixed: false,
  count: 'exact',
  longPages: false,
  staleSearch: false,
  largestPage: 200,
  noOffsets: false,
  noMeta: false,
};

/** By word: what it changes, and what it means, for people. A reading excludes the other readings. */
const WORDS: Readonly<Record<string, { readonly is: Partial<Dialect>; readonly means: string }>> = {
  recorded: {
    is: { reading: 'recorded' },
    means: 'Ids that are columns of a row are always written, all others with their include. The default.',
  },
  contract: {
    is: { reading: 'contract' },
    means: 'The id of every association that has an include is written with that include alone.',
  },
  sparse: {
    is: { reading: 'sparse' },
    means: 'Ids are written without their include on some rows and not on others, by row and type.',
  },
  'always-ref': {
    is: { reading: 'always-ref' },
    means:
      'As recorded; the pointer of a polymorphic association is written without its include too, by its base class.',
  },
  mixed: {
    is: { mixed: true },
    means: 'Ids as text or numbers, empty dates as "" or null, and times with changing offsets.',
  },
  'count-above': { is: { count: 'above' }, means: 'The count of a list is above its rows.' },
  'count-below': { is: { count: 'below' }, means: 'The count of a list is below its rows.' },
  'count-absent': { is: { count: 'absent' }, means: 'Lists have no count.' },
  'long-pages': { is: { longPages: true }, means: 'A page holds up to 200 rows, whatever was asked for.' },
  'short-pages': { is: { largestPage: 50 }, means: 'A page holds 50 rows at most.' },
  'no-offsets': { is: { noOffsets: true }, means: '`limit` and `offset` are passed over.' },
  'no-meta': { is: { noMeta: true }, means: 'Answers have no `meta`, which says how many rows a page may hold.' },
  'stale-search': { is: { staleSearch: true }, means: 'A search counts rows that are gone.' },
};

/** The names of all readings. */
export const READINGS: readonly Reading[] = ['recorded', 'contract', 'sparse', 'always-ref'];

/** Every word of a dialect with its meaning, one a line. */
export const dialectHelp = (): string =>
  Object.entries(WORDS)
    .map(([word, { means }]) => `${word.padEnd(14)}${means}`)
    .join('\n');

/** A dialect from its words, separated by commas: `contract`, `sparse,mixed`. Null where a word is none. */
export function dialectOf(text: string): Dialect | null {
  let dialect = RECORDED;
  for (const word of text.split(',')) {
    const known = Object.hasOwn(WORDS, word.trim()) ? WORDS[word.trim()] : undefined;
    if (!known) return null;
    dialect = { ...dialect, ...known.is };
  }
  return dialect;
}

/** A number below `count` that is the same each time for the same text, and evenly spread over texts. */
function drawn(text: string, count: number): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) % count;
}

/** Whether the column of an association is written on a row though its include was not asked for. */
export function writesColumn({ reading }: Dialect, shelf: Shelf, row: StoredRow, link: Link): boolean {
  // Without an include, or an endpoint that would take one, there is but one way to write it.
  if (
    !link.includable ||
    (reading === 'contract' && shelf.resource.endpoint === null) ||
    reading === 'recorded' ||
    reading === 'always-ref'
  )
    return true;
  return reading === 'sparse' && drawn(`${shelf.key} ${row.id} ${link.name}`, 2) === 0;
}

const OFFSETS = [-480, -420, 330, 0, 60] as const;

const two = (number: number) => String(number).padStart(2, '0');

/** A point in time, written for another zone. Text that is none stays as it is. */
function inOffset(text: string, minutes: number): string {
  const time = Date.parse(text);
  if (Number.isNaN(time) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(text)) return text;
  const local = new Date(time + minutes * 60_000).toISOString().slice(0, 19);
  const ahead = Math.abs(minutes);
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
}

const ID_FIELD = /_id$/;
const IDS_FIELD = /_ids$/;

const asNumber = (value: unknown): unknown => {
  const text = asText(value);
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : value;
};

/** A value of a row in one of the forms that its kind of field is seen in; unchanged where the forms are not mixed. */
export function formOf({ mixed }: Dialect, shelf: Shelf, row: StoredRow, field: string, value: unknown): unknown {
  if (!mixed) return value;
  const turn = drawn(`${shelf.key} ${row.id} ${field}`, 60);
  if (ID_FIELD.test(field)) return turn % 2 === 0 ? asNumber(value) : typeof value === 'number' ? asText(value) : value;
  if (IDS_FIELD.test(field)) return Array.isArray(value) && turn % 2 === 0 ? value.map(asNumber) : value;
  if (!shelf.times.has(field)) return value;
  if (value === null || value === '') return turn % 2 === 0 ? '' : null;
  return typeof value === 'string' ? inOffset(value, OFFSETS[turn % OFFSETS.length] as number) : value;
}
