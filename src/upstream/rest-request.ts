import type { Envelope } from './envelope.ts';
import { areIds } from './id.ts';

/** One GET, in the API's own words. `path` stands below the API's base: `/workspaces`, `/workspaces/7`. */
export interface RestRequest {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** Its ids may be split over several requests: neither the order of the rows nor their number matters. */
  readonly divisible?: true;
  /** Reads a body that is no usual envelope; null for one that it cannot read. The same for all calls of a path. */
  readonly read?: (body: unknown) => Envelope | null;
}

/**
 * A call as path and query. Parameters are sorted by name, so that equal calls make equal
 * URLs; commas and colons stay as they are, because people read these URLs:
 * `/users?include=role&only=1,2,3&order=name:asc`.
 *
 * Throws a `TypeError` for what must never be sent: a path that could leave the API's base, and an
 * `only` that is not a list of ids. An empty `only` means "no `only`" to the API, which would answer
 * with the first page of everything; an id that it cannot read, it drops without a word.
 */
export function urlOf(restRequest: RestRequest): string {
  // Who shares a request, who sends it and who tells of it ask for the same one, one right after the other.
  if (restRequest !== latest.restRequest) latest = { restRequest, url: written(restRequest) };
  return latest.url;
}

let latest: { readonly restRequest: RestRequest | null; readonly url: string } = { restRequest: null, url: '' };

function written({ path, params }: RestRequest): string {
  if (!PATH.test(path)) throw new TypeError(`not a path of the API: ${JSON.stringify(path)}`);
  const names = Object.keys(params).toSorted();
  let url = path;
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    const value = params[name] as string;
    if (name === 'only' && !areIds(value)) throw new TypeError(`"only" of ${path} is not a list of ids`);
    url += `${at === 0 ? '?' : '&'}${encode(name)}=${encode(value)}`;
  }
  return url;
}

/** Words and numbers between single slashes: no dots, so no way up; no `//`, so no other host. */
const PATH = /^(?:\/[A-Za-z0-9_-]+)+$/;

/** Nearly every value is an id, a name or a list of them, and needs no work. */
const NEEDS_ENCODING = /[^A-Za-z0-9_.,:~-]/;

function encode(text: string): string {
  if (!NEEDS_ENCODING.test(text)) return text;
  // `toWellFormed`, because a lone surrogate (which GraphQL strings can hold) makes encodeURIComponent throw.
  return encodeURIComponent(text.toWellFormed()).replaceAll('%2C', ',').replaceAll('%3A', ':');
}
