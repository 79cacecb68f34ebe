/** What operators ask: metrics and health, on a port of their own. It is answered without a token, and holds nothing secret. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { RESPONSE_HEADERS } from './response-headers.ts';

/** How long a client that reads metrics at that moment gets to end, in milliseconds. */
export const ADMIN_DRAIN_MS = 1000;

export interface AdminOptions {
  /** The page of metrics, and what kind of text it is. */
  readonly registry: Pick<Registry, 'contentType' | 'metrics'>;
  /** Whether requests should be sent here. */
  readonly isReady: () => boolean;
}

/** For `http.createServer`. */
export function adminHandler({ registry, isReady }: AdminOptions) {
  const pages: Readonly<Record<string, (response: ServerResponse) => void | Promise<void>>> = {
    '/metrics': async (response) => send(response, 200, registry.contentType, await registry.metrics()),
    '/health': (response) => sendJson(response, 200, { status: 'ok' }),
    '/ready': (response) => {
      const ready = isReady();
      sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
    },
  };
  return ({ url = '/', method }: IncomingMessage, response: ServerResponse): void => {
    const path = url.split('?', 1)[0] as string;
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (!page) return sendJson(response, 404, { paths: Object.keys(pages) });
    if (method !== 'GET' && method !== 'HEAD') return sendJson(response, 405, { methods: ['GET', 'HEAD'] });
    // A metric that cannot be read is a fault of ours; a client that scrapes sees that there is nothing.
    Promise.resolve(page(response)).catch(() => response.destroy());
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...RESPONSE_HEADERS, 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}

const sendJson = (response: ServerResponse, status: number, value: unknown) =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value));
