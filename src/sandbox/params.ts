/** How the API reads the parameters of a request. */
import type { Dialect } from './dialect.ts';

export type Params = Readonly<Record<string, string>>;

/** A parameter's value; `undefined` when it is absent or blank, which the API takes for the same. */
export const given = (params: Params, name: string): string | undefined => {
  const value = params[name];
  return value === undefined || value.trim() === '' ? undefined : value;
};

/** A whole number as Ruby's `to_i` reads it: leading digits count, everything else is 0. */
export const toInteger = (value: string) => {
  const number = Number.parseInt(value, 10);
  return Number.isNaN(number) ? 0 : number;
};

/** Filters take any text but `false` and `FALSE` for true; so `0` and `no` switch them on. */
export const isOn = (value: string | undefined) => value !== undefined && value !== 'false' && value !== 'FALSE';

/** `apply_default_filters` is on unless it is sent as anything but these. */
export const defaultsApply = (params: Params, otherwise: boolean) => {
  const value = params.apply_default_filters;
  return value === undefined ? otherwise : value === 'true' || value === 'TRUE' || value === '1';
};

/**
 * The ids of `only`: pieces of digits alone, untrimmed, each once. `null` when the parameter is absent or
 * blank, which means an ordinary page; an empty list when it holds nothing usable, which means no row.
 */
export function onlyIds(params: Params): readonly string[] | null {
  // Rails makes a list of this form, which the engine does not read.
  if (params['only[]'] !== undefined) return [];
  const only = given(params, 'only');
  if (only === undefined) return null;
  const ids = only.split(',').filter((piece) => /^\d+$/.test(piece));
  return [...new Set(ids.map((id) => id.replace(/^0+(?=\d)/, '')))];
}

/** A comma list whose pieces are not trimmed: `include`. */
export const pieces = (value: string | undefined) => (value ? value.split(',') : []);

/** A comma list whose pieces are trimmed: `optional_fields`, and most filters. */
export const trimmedPieces = (value: string | undefined) => pieces(value).map((piece) => piece.trim());

const DEFAULT_PAGE_SIZE = 20;

/** How pages are made: the most rows of one, and whether `limit` and `offset` count. */
type Paging = Pick<Dialect, 'largestPage' | 'noOffsets'>;

const pageSize = (params: Params, { largestPage }: Paging) => {
  const asked = toInteger(params.per_page ?? '');
  return asked < 1 ? DEFAULT_PAGE_SIZE : Math.min(asked, largestPage);
};

/** The part of the matching rows that a list request gets. `limit` and `offset` count only as a pair, and then win. */
export function slice(params: Params, paging: Paging): { readonly from: number; readonly size: number } {
  const limit = given(params, 'limit');
  const offset = given(params, 'offset');
  if (limit !== undefined && offset !== undefined && !paging.noOffsets)
    return {
      from: Math.max(toInteger(offset), 0),
      size: Math.min(Math.max(toInteger(limit), 1), paging.largestPage),
    };
  const size = pageSize(params, paging);
  return { from: (Math.max(toInteger(params.page ?? '1'), 1) - 1) * size, size };
}

/** `meta` of an answer: from `page` and `per_page`, even when they had no effect; the page number is echoed raw. */
export function metaOf(count: number, params: Params, paging: Paging) {
  const size = pageSize(params, paging);
  return {
    count,
    page_count: Math.ceil(count / size),
    page_number: count === 0 ? 0 : toInteger(params.page ?? '1'),
    page_size: size,
  };
}
