import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { refuseUnreadable } from './client-error.ts';
import { Connections, HALF_SENT_CHECK_MS, namesHosts, refuseHosts } from './connections.ts';
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
  /**
   * How long a connection that is idle stays open, in milliseconds. Default: 65 seconds, because balancers keep theirs for
   * 60 at most, and whoever closes first must be the one who sends requests: it alone knows that none is on its way.
   */
  readonly keepAliveTimeoutMs?: number;
  /** The same once the server closes. Default: 0. */
  readonly drainIdleMs?: number;
}

/** How long an answer that says no more than goodbye gets to leave, in milliseconds. */
const GOODBYE_MS = 250;

/** How short a turn of the event loop is in which nothing happens, in milliseconds, and how long one is waited for. */
const QUIET_TURN_MS = 0.1;
const QUIET_WAIT_MS = 250;

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
  let closing = false;
  let idleMayStay = true;
  const closeIdle = () => {
    server.closeIdleConnections();
    // Browsers open some in advance, which Node does not count as idle.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  };
  const server = createServer(limits, (request, response) => {
    connections.asks(request, response);
    const done = pending.add(response);
    response.once('close', () => {
      done();
      // For an answer that had begun, too late for the header below. The connection is idle only after this event.
      if (!idleMayStay) setImmediate(closeIdle);
    });
    if (closing) endConnectionAfter(response);
    if (namesHosts(request)) return refuseHosts(response);
    handler(request, response);
  });
  server.on('clientError', (error, socket) => refuseUnreadable(error, socket, connections.mayAnswer(socket)));
  let accepted = 0;
  server.on('connection', (socket) => {
    accepted++;
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

  /**
   * Resolves at the end of a turn of the event loop without a new connection, and which was short; after a while in any
   * case. Connections that wait to be accepted when the port is closed are reset, with the requests that came on them.
   * Node accepts one in a turn, at its beginning: what came since then would be lost.
   */
  const quietTurn = async () => {
    const until = performance.now() + QUIET_WAIT_MS;
    let turnedMs: number;
    let before: number;
    // What is left of the turn that this is called in.
    await nextTurn();
    do {
      before = accepted;
      turnedMs = performance.now();
      await nextTurn();
    } while ((accepted > before || performance.now() - turnedMs > QUIET_TURN_MS) && performance.now() < until);
  };

  return {
    port: (server.address() as AddressInfo).port,
    async close(drainMs, cutOff) {
      const closed = once(server, 'close');
      await quietTurn();
      // That of HTTP would close what is idle now.
      NetServer.prototype.close.call(server);
      closing = true;
      for (const response of pending) endConnectionAfter(response);
      const idle = setTimeout(
        () => {
          idleMayStay = false;
          closeIdle();
        },
        Math.min(drainIdleMs, drainMs),
      );
      const closingSince = performance.now();
      const halfSent = setInterval(
        () => connections.cutHalfSent(performance.now() - closingSince, idleMayStay),
        HALF_SENT_CHECK_MS,
      );
      let timer = setTimeout(() => {
        cutOff?.();
        timer = setTimeout(() => server.closeAllConnections(), cutOff ? GOODBYE_MS : 0);
      }, drainMs);
      await closed;
      clearInterval(halfSent);
      clearTimeout(idle);
      clearTimeout(timer);
      // Only now, for it ends the watch over clients who take too long to send a request.
      server.close();
    },
  };
}
