/** The kinds of values that settings have: how each is written in a variable, and read. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isLoopback } from './loopback.ts';

/** Timers of Node take no longer wait than this; a longer one would fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);

export const onOrOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** Words separated by commas; `none` for none. */
export const list = (word: RegExp) =>
  z
    .string()
    .transform((text) => (text === 'none' ? [] : text.split(',').map((item) => item.trim())))
    .refine((words) => words.every((item) => word.test(item)));

const httpUrl = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.hash !== '') {
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }
  return url;
});

/** An URL that something secret may be sent to, or trusted that comes from there: encrypted, or of this machine. */
export const safeUrl = httpUrl.refine(({ protocol, hostname }) => protocol === 'https:' || isLoopback(hostname));

/** The base of the REST API without a trailing slash, so that a path can be appended. `plain-http.ts` says who may be asked without TLS. */
export const apiUrl = httpUrl.refine(({ search }) => search === '').transform(({ href }) => href.replace(/\/+$/, ''));

export const none = z.literal('none').transform(() => null);

/** What can be sent as `Authorization: Bearer ...`: `b64token` of RFC 6750, section 2.1. */
export const bearer = (min: number, max: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9\-._~+/]+=*$/)
    .min(min)
    .max(max);

/** Several of them, one a line or separated by commas. */
export const bearers = (min: number, max: number) =>
  z
    .string()
    .transform((text) => text.trim().split(/[\s,]+/))
    .pipe(z.array(bearer(min, max)).min(1));

export const claim = z.union([none, z.string().regex(/^[\x21-\x7e]{1,500}$/)]);

/**
 * What a token of OAuth may be for (RFC 6749, section 3.3), each once. `offline_access` is a wish of the client's own, and
 * nothing that a resource may ask for.
 */
export const scopes = z
  .string()
  .transform((text) => [...new Set(text.trim().split(/\s+/))])
  .pipe(
    z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/))
      .max(20)
      .refine((words) => !words.includes('offline_access')),
  );

/** Where a secret is read from in place of its variable. */
export const fileOf = <Variable extends string>(variable: Variable, reading: string) => ({
  variable: `${variable}_FILE` as const,
  holds: variable,
  accepts: `none, or the path of a file that can be read and holds what ${variable} accepts`,
  fallback: 'none',
  description: `File that holds ${variable}; ${reading}.`,
  schema: z.union([none, z.string()]),
});

/** A file in PEM, read once at the start; `null` for none. */
export const pemFile = <Variable extends string>(variable: Variable, description: string) => ({
  variable,
  accepts: 'none, or the path of a file in PEM that can be read',
  fallback: 'none',
  description,
  schema: z.string().transform((path, context) => {
    if (path === 'none') return null;
    try {
      const text = readFileSync(path, 'utf8');
      if (text.includes('-----BEGIN ')) return text;
    } catch {
      // Which file it is stands in the complaint.
    }
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }),
});

/** The URL of a collector without a trailing slash; `null` for none. Within a cluster, plain http is usual, and spans hold nothing secret. */
export const collectorUrl = z.string().transform((text, context) => {
  if (text === 'none') return null;
  const url = URL.parse(text);
  const known = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!known || `${url.username}${url.password}${url.search}${url.hash}` !== '') {
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }
  return url.href.replace(/\/+$/, '');
});

/** `a=b,c=d`, values percent-encoded, as OpenTelemetry writes headers and attributes in one variable; `none` for none. */
export const pairs = (name: RegExp) =>
  z.string().transform((text, context): Readonly<Record<string, string>> | null => {
    if (text === 'none') return null;
    const entries = text.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, Math.max(at, 0)).trim(), decoded(pair.slice(at + 1).trim())] as const;
    });
    const good = entries.every(([key, value]) => name.test(key) && value !== null && /^[\x20-\x7e]*$/.test(value));
    if (!good) {
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }
    return Object.fromEntries(entries) as Record<string, string>;
  });

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
/** `redis://host:6379/0`, or `rediss` over TLS, with credentials or without. */
export const isRedisUrl = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || !/^(\/\d{0,3})?$/.test(url.pathname)) return false;
  return url.protocol === 'redis:' || url.protocol === 'rediss:';
};
