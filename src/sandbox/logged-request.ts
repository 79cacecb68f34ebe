import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Params } from './params.ts';

/** The API's root on the server, as on the real one. */
export const ROOT = '/api/v1';

export interface LoggedRequest {
  /** For example `GET /workspace_resources?include=user&per_page=2`: parameters by name, and readable. */
  readonly line: string;
  readonly method: string;
  /** Below the API's root. */
  readonly path: string;
  readonly params: Params;
  readonly token: string | null;
  readonly headers: IncomingHttpHeaders;
  /** The client went away before it had the whole answer. */
  aborted: boolean;
  /** 0 until it is answered. */
  status: number;
  /** Length of the answer's body. */
  bytes: number;
}

const tokenOf = (headers: IncomingHttpHeaders) => /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

/** A request as it is remembered, before it is answered. */
export function logEntry(request: IncomingMessage): LoggedRequest {
  const url = request.url ?? '/';
  const at = url.indexOf('?');
  const whole = at < 0 ? url : url.slice(0, at);
  const params = Object.fromEntries(new URLSearchParams(at < 0 ? '' : url.slice(at + 1)));
  const path = whole.startsWith(`${ROOT}/`) ? whole.slice(ROOT.length) : whole;
  const query = Object.keys(params)
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
  const method = request.method ?? 'GET';
  return {
    line: `${method} ${path}${query ? `?${query}` : ''}`,
    method,
    path,
    params,
    token: tokenOf(request.headers),
    headers: request.headers,
    aborted: false,
    status: 0,
    bytes: 0,
  };
}
