/** REST APIs for tests of the client that asks them: over HTTP, TLS and bare TCP, each closed with the test that started it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Caller } from '../../src/upstream/send.ts';
import { createUpstream, type Upstream, type UpstreamOptions } from '../../src/upstream/client.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { principalOf } from '../../src/upstream/principal.ts';
import { certificate, privateKey } from './certificate.ts';

export const token = 'cANARY-4f1d2c3b4a5968778695a4b3c2d1e0ff';
export const as = (token: string): Caller => ({ token, principal: principalOf(token) });
export const caller = as(token);
export const users = { path: '/users', params: { include: 'role', only: '1,2' } };
export const body = JSON.stringify({
  count: 2,
  results: [
    { key: 'users', id: '2' },
    { key: 'users', id: '1' },
  ],
  users: { 1: { name: 'Ada', id: '1' }, 2: { name: 'Zoë 👋', id: '2' } },
  meta: { count: 2, page_count: 1, page_number: 1, page_size: 20 },
});

export function connect(url: string, options: Partial<UpstreamOptions> = {}): Upstream {
  return createUpstream({ url, callTimeoutMs: 5000, maxBodyBytes: 1024 * 1024, connections: 8, ...options });
}

export const errorOf = (asked: Promise<unknown>): Promise<UpstreamError> =>
  asked.then(
    () => Promise.reject(new Error('it was answered')),
    (error: unknown) => (error instanceof UpstreamError ? error : Promise.reject(error)),
  );

export function json(
  response: ServerResponse,
  text: string | Buffer,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

/** Sends until nobody listens any more. */
export function endless(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(4000, 32)));
  };
  response.on('drain', more);
  more();
}

/** A REST API on a free port, recording what it is asked; it closes with the test that started it. */
export async function startApi(listener: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  return { requests, ...(await listen(server, 'http://127.0.0.1')) };
}

/** The same over TLS, where it speaks HTTP/2. */
export async function startSecureApi(listener: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createSecureServer({ key: privateKey, cert: certificate, allowHTTP1: true }, (request, response) => {
    // Node's compatibility layer: the classes differ, and what these tests use of them does not.
    requests.push(request as unknown as IncomingMessage);
    listener(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  return { requests, ...(await listen(server, 'https://localhost')) };
}

/** Something that listens, and answers whatever bytes it likes. */
export const startTcp = (onSocket: (socket: Socket) => void) => listen(createTcpServer(onSocket), 'http://127.0.0.1');

async function listen(server: Server, origin: string) {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections++;
    open.add(socket);
    // Hanging up is what these tests are about.
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${origin}:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    openConnections: () => open.size,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
