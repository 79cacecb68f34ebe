/** What is known of the connections of a server: which are in the middle of a request, and which were closed by half. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A client that sends its end so soon behind a request has no more to ask, and still reads. One that does so later has left. */
const HALF_CLOSE_MS = 20;

/** How often those who send requests are looked at while the server closes, and how long they have at most, in milliseconds. */
export const HALF_SENT_CHECK_MS = 250;
const HALF_SENT_MOST_MS = 500;

interface Connection {
  /** The request that is being read or answered, and its answer. */
  request: IncomingMessage | null;
  response: ServerResponse | null;
  askedAtMs: number;
  /** What had come when the last answer was done with, in bytes. */
  read: number;
  /** What had come by the last look, in bytes. */
  seen: number;
}

export class Connections {
  readonly #connections = new Map<Socket, Connection>();

  [Symbol.iterator](): Iterator<Socket> {
    return this.#connections.keys();
  }

  /** Follows a connection until it closes. */
  add(socket: Socket): void {
    this.#connections.set(socket, {
      request: null,
      response: null,
      askedAtMs: Number.NEGATIVE_INFINITY,
      read: 0,
      seen: 0,
    });
    socket.once('close', () => this.#connections.delete(socket));
    socket.once('end', () => {
      const { askedAtMs = 0 } = this.#connections.get(socket) ?? {};
      if (performance.now() - askedAtMs > HALF_CLOSE_MS) socket.destroy();
    });
  }

  /** A request has begun. */
  asks(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.#connections.get(request.socket);
    if (!connection) return;
    connection.request = request;
    connection.response = response;
    connection.askedAtMs = performance.now();
    response.once('close', () => {
      if (connection.request === request) connection.request = connection.response = null;
      connection.read = request.socket.bytesRead;
    });
  }

  /** Whether an answer may be written here: none has begun that is not whole yet. */
  mayAnswer(socket: Duplex): boolean {
    return !this.#connections.get(socket as Socket)?.response?.headersSent;
  }

  /**
   * Cuts off requests of which nothing more comes, and such as take long to come.
   *
   * @param closingMs how long the server has been closing
   * @param idleMayStay whether a connection on which nothing is asked stays open
   */
  cutHalfSent(closingMs: number, idleMayStay: boolean): void {
    for (const [socket, connection] of this.#connections) {
      const { request, read, seen } = connection;
      // What came in one piece with the request before does not show here.
      const isHalfSent = request ? !request.complete : !idleMayStay || socket.bytesRead > read;
      if (isHalfSent && (socket.bytesRead === seen || closingMs > HALF_SENT_MOST_MS)) socket.destroy();
      connection.seen = socket.bytesRead;
    }
  }
}

/** Whether a request names its host twice, so that one on the way may have gone by another than we would. */
export function namesHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (/^host$/i.test(rawHeaders[at] as string)) hosts++;
  return hosts > 1;
}

/** Refuses a request that names its host twice (RFC 9112, section 3.2). */
export function refuseHosts(response: ServerResponse): void {
  const message = 'This request has several Host headers: send one.';
  response.writeHead(400, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
  response.end(JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] }));
}
