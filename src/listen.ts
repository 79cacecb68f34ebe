import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens. */
export interface Listening {
  /** The port it got, which differs from the one asked for when that was 0. */
  readonly port: number;
  /**
   * Takes no new connection, answers what is under way, and resolves once every connection is closed.
   * What is not answered after `drainMs` milliseconds is told so by `cutOff`, and cut off soon after.
   */
  close(drainMs: number, cutOff?: () => void): Promise<void>;
}

/** Tells the client not to keep the connection: it would hold up the close for as long as the client likes. */
const endConnectionAfter = (response: ServerResponse) => {
  if (!response.headersSent) response.setHeader('connection', 'close');
};

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** How long a client may take to send a whole request before it is answered 408, in milliseconds. Default: 9 seconds. */
  readonly requestTimeoutMs?: number;
  /** How long a client may read nothing of an answer before it is cut off, in milliseconds. Default: 30 seconds. */
  readonly readTimeoutMs?: number;
  /** Connections that are open at once; further ones are closed at once. Default: 5,000. */
  readonly maxConnections?: number;
}

/** How long an answer that says no more than goodbye gets to leave, in milliseconds. */
const GOODBYE_MS = 250;

/** How often clients are looked at, as a part of the time that they get. */
const CHECKS = 10;

/**
 * Cuts off a client that reads nothing of what it is sent. The time that an answer takes to be made does not count, nor
 * that between two parts of it, so only a connection on which something waits has a timeout: Node's own, which sees
 * that bytes of a large answer are still leaving.
 */
function watchReader({ headersSent, socket }: ServerResponse, timeoutMs: number): void {
  if (!headersSent || !socket) return;
  const wanted = socket.writableLength > 0 ? timeoutMs : 0;
  // To set it again would begin it anew.
  if (socket.timeout !== wanted && (wanted > 0 || socket.timeout === timeoutMs)) socket.setTimeout(wanted);
}

/**
 * Listens with `handler` on `host` and `port`.
 * Rejects with Node's own error when it cannot, as with `EADDRINUSE`.
 */
export async function listen(
  handler: RequestListener,
  { host, port, requestTimeoutMs = 9_000, readTimeoutMs = 30_000, maxConnections = 5_000 }: ListenOptions,
): Promise<Listening> {
  const pending = new Set<ServerResponse>();
  const limits = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.ceil(requestTimeoutMs / CHECKS),
  };
  const server = createServer(limits, (request, response) => {
    pending.add(response);
    response.once('close', () => {
      pending.delete(response);
      // For an answer that had begun, too late for the header below. The connection is idle only after this event.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    if (!server.listening) endConnectionAfter(response);
    handler(request, response);
  });
  server.maxConnections = maxConnections;
  const watching = setInterval(
    () => {
      for (const response of pending) watchReader(response, readTimeoutMs);
    },
    Math.ceil(readTimeoutMs / CHECKS),
  ).unref();
  server.once('close', () => clearInterval(watching));
  server.listen(port, host);
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    async close(drainMs, cutOff) {
      const closed = once(server, 'close');
      server.close();
      for (const response of pending) endConnectionAfter(response);
      let timer = setTimeout(() => {
        cutOff?.();
        timer = setTimeout(() => server.closeAllConnections(), cutOff ? GOODBYE_MS : 0);
      }, drainMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
