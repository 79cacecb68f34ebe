import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseUnreadable } from './client-error.ts';
import { Closing } from './closing.ts';
import { Connections, namesHosts, refuseHosts } from './connections.ts';
import { LiveSet } from './live-set.ts';

/** A server that listens. */
export interface Listening {
  /** The port it got, which differs from the one asked for when that was 0. */
  readonly port: number;
  /**
   * Takes no new connection, answers what is under way, and resolves once every connection is closed. Idle ones stay open
   * for `drainIdleMs`: what comes on them is answered, and they are closed behind it. Who has sent a part of a request has
   * half a second for the rest.
   * What is not answered after `drainMs` milliseconds is answered by `cutOff`, and cut off soon after.
   */
  close(drainMs: number, cutOff?: () => void): Promise<void>;
}

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
  /**
   * How long a connection that is idle stays open, in milliseconds. Default: 65 seconds, because balancers keep theirs for
   * 60 at most, and the side that sends requests must close first: it alone knows that none is on its way.
   */
  readonly keepAliveTimeoutMs?: number;
  /** The same once the server closes. Default: 0. */
  readonly drainIdleMs?: number;
}

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
  {
    host,
    port,
    requestTimeoutMs = 9_000,
    readTimeoutMs = 30_000,
    maxConnections = 5_000,
    keepAliveTimeoutMs = 65_000,
    drainIdleMs = 0,
  }: ListenOptions,
): Promise<Listening> {
  const pending = new LiveSet<ServerResponse>();
  const limits = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.ceil(requestTimeoutMs / CHECKS),
    keepAliveTimeout: keepAliveTimeoutMs,
  };
  const connections = new Connections();
  const server = createServer(limits, (request, response) => {
    connections.asks(request, response);
    const done = pending.add(response);
    response.once('close', () => {
      done();
      closing.answered();
    });
    closing.answers(response);
    if (namesHosts(request)) return refuseHosts(response);
    handler(request, response);
  });
  const closing = new Closing({ server, connections, pending, drainIdleMs });
  server.on('clientError', (error, socket) => refuseUnreadable(error, socket, connections.mayAnswer(socket)));
  server.on('connection', (socket) => {
    closing.accepts();
    connections.add(socket);
  });
  // In one of several processes Node would hand a connection that is one too many to the next, and on, in circles.
  // A client may end its side behind its last request, and still gets its answer. Who has left, `Connections` tells.
  Object.assign(server, { maxConnections, dropMaxConnection: true, httpAllowHalfOpen: true });
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
    close: (drainMs, cutOff) => closing.close(drainMs, cutOff),
  };
}
