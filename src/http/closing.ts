/** How a server that listens comes to its end: no request is lost, and everything is over within the time that it has. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Connections, HALF_SENT_CHECK_MS } from './connections.ts';

/** How long an answer that says no more than goodbye gets to leave, in milliseconds. */
const GOODBYE_MS = 250;

/** How short a turn of the event loop is in which nothing happens, in milliseconds, and how long one is waited for. */
const QUIET_TURN_MS = 0.1;
const QUIET_WAIT_MS = 250;

export interface ClosingParts {
  readonly server: Server;
  readonly connections: Connections;
  /** Answers that are not whole yet. */
  readonly pending: Iterable<ServerResponse>;
  /** How long a connection that is idle stays open once the server closes, in milliseconds. */
  readonly drainIdleMs: number;
}

/** Tells the client not to keep the connection: it would hold up the close for as long as the client likes. */
const endConnectionAfter = (response: ServerResponse) => {
  if (!response.headersSent) response.setHeader('connection', 'close');
};

export class Closing {
  readonly #parts: ClosingParts;
  #isClosing = false;
  #idleMayStay = true;
  #accepted = 0;

  constructor(parts: ClosingParts) {
    this.#parts = parts;
  }

  /** A connection has been accepted. */
  accepts(): void {
    this.#accepted++;
  }

  /** A response is about to be made. */
  answers(response: ServerResponse): void {
    if (this.#isClosing) endConnectionAfter(response);
  }

  /** A response is done with. For one that had begun before the close, it was too late for the header. */
  answered(): void {
    // The connection is idle only after this event.
    if (!this.#idleMayStay) setImmediate(() => this.#closeIdle());
  }

  /** See `Listening.close`. */
  async close(drainMs: number, cutOff?: () => void): Promise<void> {
    const { server, connections, pending, drainIdleMs } = this.#parts;
    const closed = once(server, 'close');
    await this.#quietTurn();
    // That of HTTP would close what is idle now.
    NetServer.prototype.close.call(server);
    this.#isClosing = true;
    for (const response of pending) endConnectionAfter(response);
    const idle = setTimeout(
      () => {
        this.#idleMayStay = false;
        this.#closeIdle();
      },
      Math.min(drainIdleMs, drainMs),
    );
    const closingSince = performance.now();
    const halfSent = setInterval(
      () => connections.cutHalfSent(performance.now() - closingSince, this.#idleMayStay),
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
  }

  #closeIdle(): void {
    const { server, connections } = this.#parts;
    server.closeIdleConnections();
    // Browsers open some in advance, which Node does not count as idle.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  }

  /**
   * Resolves at the end of a turn of the event loop without a new connection, and which was short; after a while in any
   * case. Connections that wait to be accepted when the port is closed are reset, with the requests that came on them.
   * Node accepts one in a turn, at its beginning: what came since then would be lost.
   */
  async #quietTurn(): Promise<void> {
    const until = performance.now() + QUIET_WAIT_MS;
    let turnedMs: number;
    let before: number;
    // What is left of the turn that this is called in.
    await nextTurn();
    do {
      before = this.#accepted;
      turnedMs = performance.now();
      await nextTurn();
    } while ((this.#accepted > before || performance.now() - turnedMs > QUIET_TURN_MS) && performance.now() < until);
  }
}
