/** The GraphiQL page, served with no outside request. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { RESPONSE_HEADERS } from './response-headers.ts';

/** The same in the sources and in the published package: `src` and `dist` lie side by side. */
const firstQuery = new URL('../examples/first-query.graphql', import.meta.url);

/** The page as it is kept: 9 MB of text, a quarter of that compressed. */
interface Page {
  readonly gzipped: Buffer;
  readonly etag: string;
  readonly contentSecurityPolicy: string;
}

/** What a browser asks a page with. */
export const wantsPage = ({ method, headers }: IncomingMessage) =>
  method === 'GET' && (headers.accept ?? '').includes('text/html');

/**
 * A handler that answers with GraphiQL. The page is made when it is first asked for.
 *
 * @param token stands in the headers pane until one enters another; given for the sandbox only.
 */
export function createGraphiQL(token: string | undefined) {
  let page: Promise<Page> | undefined;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    page ??= makePage(token);
    const { gzipped, etag, contentSecurityPolicy } = await page;
    const headers = {
      ...RESPONSE_HEADERS,
      etag,
      'cache-control': 'no-cache',
      vary: 'accept, accept-encoding',
      'content-security-policy': contentSecurityPolicy,
    };
    if (request.headers['if-none-match']?.includes(etag)) {
      response.writeHead(304, headers);
      response.end();
      return;
    }
    const compressed = acceptsGzip(request.headers['accept-encoding']);
    const body = compressed ? gzipped : await promisify(gunzip)(gzipped);
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
      ...(compressed && { 'content-encoding': 'gzip' }),
    });
    response.end(body);
  };
}

const acceptsGzip = (header: string | undefined) =>
  (header ?? '').split(',').some((coding) => /^\s*(?:x-)?gzip\s*(?:;\s*q=(?:1|0\.\d*[1-9]).*)?$/i.test(coding));

async function makePage(token: string | undefined): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Kantata GraphQL gateway',
    defaultQuery: await readFile(firstQuery, 'utf8'),
    headers: JSON.stringify({ Authorization: `Bearer ${token ?? '<your token>'}` }, null, 2),
    shouldPersistHeaders: false,
  });
  return {
    gzipped: await promisify(gzip)(html),
    etag: `"${createHash('sha256').update(html).digest('base64url')}"`,
    contentSecurityPolicy: policyFor(html),
  };
}

/**
 * Nothing runs but the page's own script, and nothing is reached but this gateway: whatever a field, a description or an
 * extension brings into the page, the token in it goes nowhere else.
 */
function policyFor(html: string): string {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script as string)
        .digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    // The editor runs its language services in workers that the script makes.
    'worker-src blob:',
    // The editor writes its styles into the page as it runs.
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
