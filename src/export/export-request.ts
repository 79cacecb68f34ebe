/** What a request for an export says beside its operation: in its query string, or in headers. */
import type { RequestHead } from '../identity/request-head.ts';
import { preferencesOf } from '../http/preferences.ts';
import { badRequest, HttpRefusal } from '../http/http-errors.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { jsonl } from './jsonl.ts';
import type { ExportOptions } from './export-mode.ts';

const JSONL = 'application/jsonl';
const NDJSON = 'application/x-ndjson';
const CSV = 'text/csv';

/** Media types in the order in which they are preferred, the one that is sent to those who take anything first. */
const TYPES = [JSONL, NDJSON, CSV] as const;

type Type = (typeof TYPES)[number];

const FORMATS: Readonly<Record<string, Type>> = { jsonl: JSONL, ndjson: NDJSON, csv: CSV };

export const searchOf = ({ url = '' }: RequestHead): URLSearchParams =>
  new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');

/** The media type of an export. Throws an {@link HttpRefusal} where the client takes none of them. */
export function typeFor(request: RequestHead): Type {
  const asked = searchOf(request).get('format');
  if (asked !== null) {
    const type = FORMATS[asked];
    if (type) return type;
    throw badRequest('format: jsonl, ndjson or csv.');
  }
  const { accept } = request.headers;
  if (accept === undefined || accept === '*/*') return JSONL;
  const ranges = preferencesOf(accept);
  const qualityOf = (type: string) => {
    const range = [type, `${type.split('/')[0]}/*`, '*/*'].map((name) => ranges.find((one) => one.name === name));
    return range.find((one) => one !== undefined)?.quality ?? 0;
  };
  const [best] = TYPES.map((type) => ({ type, quality: qualityOf(type) })).toSorted(
    (one, other) => other.quality - one.quality,
  );
  if (best && best.quality > 0) return best.type;
  throw new HttpRefusal(
    406,
    'BAD_REQUEST',
    'Exports come as application/jsonl, application/x-ndjson or text/csv: accept one of them, or name it in `?format=`.',
  );
}

/** What the request wants. Throws an {@link HttpRefusal} for what it cannot want. */
export function wishesOf(request: RequestHead): Omit<ExportOptions, 'limits'> & { readonly rows: number | null } {
  const search = searchOf(request);
  const type = typeFor(request);
  const after = search.get('after') ?? headerOf(request, 'x-export-after');
  return {
    format: formatOf(type, search, after !== null),
    after,
    rows: wholeNumber(search, 'limit'),
    // In a table, a last line that is no row would be read as one.
    foot: oneOf(search, 'summary', ['always', 'failed', 'never'], type === CSV ? 'failed' : 'always'),
    positions: oneOf(search, 'positions', ['on', 'off'], 'off') === 'on',
  };
}

const formatOf = (type: Type, search: URLSearchParams, goesOn: boolean): Format =>
  type === CSV
    ? csv({
        keepFormulas: oneOf(search, 'formulas', ['escape', 'keep'], 'escape') === 'keep',
        header: oneOf(search, 'header', ['on', 'off'], goesOn ? 'off' : 'on') === 'on',
      })
    : jsonl(`${type}; charset=utf-8`);

const headerOf = ({ headers }: RequestHead, name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

function oneOf<Word extends string>(search: URLSearchParams, name: string, words: readonly Word[], preset: Word): Word {
  const asked = search.get(name);
  if (asked === null) return preset;
  const word = words.find((one) => one === asked);
  if (word !== undefined) return word;
  throw badRequest(`${name}: ${words.join(', ')}.`);
}

function wholeNumber(search: URLSearchParams, name: string): number | null {
  const asked = search.get(name);
  if (asked === null) return null;
  if (/^[1-9]\d{0,9}$/.test(asked)) return Number(asked);
  throw badRequest(`${name}: a whole number from 1 on.`);
}
