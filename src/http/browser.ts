/** What a browser may do here in its user's name, and on behalf of which site (Fetch standard; RFC 9110, section 7.4). */
import type { RequestHead } from '../identity/request-head.ts';
import type { GatewayResponse } from './exchange.ts';
import { HttpRefusal } from './http-errors.ts';
import { isLoopback } from '../config/loopback.ts';

export interface BrowserOptions {
  /** Origins whose pages may read answers, as `https://app.example.com`. */
  readonly corsOrigins: readonly string[];
  /** Whether pages of `corsOrigins` may have a browser send cookies along. Default: no. */
  readonly corsCredentials: boolean;
  /** Whether pages of this very gateway get these headers as well, which browsers do not need. */
  readonly corsOwnOrigin: boolean;
  /** Names under which the gateway may be asked, without a port; `*` for whatever name, `auto` for {@link defaultHosts}. */
  readonly allowedHosts: readonly string[] | '*' | 'auto';
  /** The address that is listened on, for `auto`. Without it, `auto` is `*`. */
  readonly host: string;
}

/** Headers that no page can send to another site without having asked whether it may. */
const PREFLIGHTED = [
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'x-requested-with',
  'graphql-require-preflight',
] as const;

/** Types of a body that any page may send anywhere, a form among them. */
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);

const typeOf = ({ headers }: RequestHead) =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Whether a page made a browser send this, and may be another site's: `none` is a user who typed the address. */
const isFromAnotherPage = ({ headers }: RequestHead) => {
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers.origin !== undefined : site !== 'same-origin' && site !== 'none';
};

/**
 * Refuses what another site's page can have a browser send without asking: an image, a script, a form. Throws an
 * {@link HttpRefusal}. What no browser sent passes.
 */
export function checkForgery(request: RequestHead): void {
  if (!isFromAnotherPage(request)) return;
  const type = typeOf(request);
  if (type !== '' && !SIMPLE_TYPES.has(type)) return;
  if (PREFLIGHTED.some((name) => request.headers[name] !== undefined)) return;
  throw new HttpRefusal(
    403,
    'CSRF_BLOCKED',
    'Another site may have made a browser send this. Send JSON by POST, or a GET with the header `X-Requested-With`.',
  );
}

/**
 * Refuses requests for another host, which a browser sends where a name of somebody else leads to this address (DNS
 * rebinding). Throws an {@link HttpRefusal}.
 */
export function hostCheck({ allowedHosts = 'auto', host }: Partial<BrowserOptions>): (request: RequestHead) => void {
  const allowed = allowedHosts === 'auto' ? defaultHosts(host) : allowedHosts;
  if (allowed === '*') return () => {};
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  return (request) => {
    if (names.has(hostOf(request))) return;
    throw new HttpRefusal(421, 'MISDIRECTED_REQUEST', 'This gateway does not answer to that host. See ALLOWED_HOSTS.');
  };
}

/** The host that is asked, without its port: of the address where that is whole, which then counts alone. */
function hostOf({ url = '/', headers }: RequestHead): string {
  const authority = url.startsWith('/') ? (headers.host ?? '') : (/^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '');
  return authority.replace(/:\d*$/, '').toLowerCase();
}

/**
 * Headers that no page may send: what a proxy or a router before the gateway says of a request, and what would change its
 * method. All others mean nothing here, or are for pages to send: client names, traces, names of requests.
 */
const FORBIDDEN =
  /^(?:x-router-secret|forwarded|x-forwarded-.*|x-real-ip|x-http-method.*|x-method-override|proxy-.*|sec-.*)$/;

/** Headers of answers that pages may read. */
const EXPOSED = ['retry-after', 'x-request-id', 'ratelimit', 'ratelimit-policy', 'www-authenticate'].join(', ');

/** A name of a header (RFC 9110, section 5.6.2), of a length that is no attack. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;
const MAX_HEADERS = 100;

/** The headers that a preflight asks for, without those that are forbidden. */
const allowedOf = (asked: string, forbidden: ReadonlySet<string>) =>
  asked
    .split(',', MAX_HEADERS)
    .map((name) => name.trim().toLowerCase())
    .filter((name) => HEADER_NAME.test(name) && !FORBIDDEN.test(name) && !forbidden.has(name))
    .join(', ');

/** How long a browser may remember that it may ask, in seconds. */
const MAX_AGE_S = 600;

interface CorsOptions extends Partial<BrowserOptions> {
  /** The header in which a proxy names the client; no page may send it. */
  readonly clientAddressHeader?: string | null;
}

/** What the rules for pages of other origins add to a response, or answer in its place. */
interface Cors {
  readonly headers: Readonly<Record<string, string>>;
  /** The answer to a preflight of a page that may read; nothing else is done then. */
  readonly preflight?: GatewayResponse;
}

const NO_CORS: Cors = { headers: {} };

/** Says which pages may read the answer, by the methods that the path takes. */
export function corsFor({
  corsOrigins = [],
  corsOwnOrigin = false,
  corsCredentials = false,
  clientAddressHeader,
}: CorsOptions) {
  const listed = new Set(corsOrigins);
  const forbidden = new Set(clientAddressHeader ? [clientAddressHeader.toLowerCase()] : []);
  const mayRead = (origin: string, { headers }: RequestHead) =>
    listed.has(origin) || (corsOwnOrigin && origin === `http://${headers.host}`);
  return (request: RequestHead, methods: readonly string[]): Cors => {
    if (listed.size === 0 && !corsOwnOrigin) return NO_CORS;
    const { origin } = request.headers;
    if (origin === undefined || !mayRead(origin, request)) return { headers: { vary: 'Origin' } };
    const headers = {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': EXPOSED,
      // For named origins alone: a page of any other may not read what a session is answered.
      ...(corsCredentials && listed.has(origin) && { 'access-control-allow-credentials': 'true' }),
    };
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
      return { headers };
    const asked = request.headers['access-control-request-headers'];
    const allowed = {
      'access-control-allow-methods': methods.join(', '),
      ...(typeof asked === 'string' && { 'access-control-allow-headers': allowedOf(asked, forbidden) }),
      'access-control-max-age': String(MAX_AGE_S),
      vary: 'Access-Control-Request-Headers',
    };
    return { headers, preflight: { status: 204, headers: allowed, body: null } };
  };
}

/** The names that lead to this machine from itself alone. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The names to answer to where none are configured: on a loopback address those of this machine, so that no page of
 * another site can reach it by a name of its own; on any other address whatever name leads there.
 */
function defaultHosts(host: string | undefined): readonly string[] | '*' {
  if (host === undefined) return '*';
  return isLoopback(host) ? [...LOOPBACK, host] : '*';
}
