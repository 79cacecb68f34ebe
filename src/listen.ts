import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens. */
export interface Listening {
  /** The port it got, which differs from the one asked for when that was 0. */
  readonly port: number;
  /**
   * Takes no new connection, answers what is under way, and resolves once every connection is closed.
   * What is not answered after `drainMs` milliseconds is cut off.
   */
  close(drainMs: number): Promise<void>;
}

/** Tells the client not to keep the connection: it would hold up the close for as long as the client likes. */
const endConnectionAfter = (response: ServerResponse) => {
  if (!response.headersSent) response.setHeader('connection', 'close');
};

/**
 * Listens with `handler` on `host` and `port`.
 * Rejects with Node's own error when it cannot, as with `EADDRINUSE`.
 */
export async function listen(
  handler: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const pending = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    pending.add(response);
    response.once('close', () => {
      pending.delete(response);
      // For an answer that had begun, too late for the header below. The connection is idle only after this event.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    if (!server.listening) endConnectionAfter(response);
    handler(request, response);
  });
  server.listen(port, host);
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    async close(drainMs) {
      const closed = once(server, 'close');
      server.close();
      for (const response of pending) endConnectionAfter(response);
      const cutOff = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(cutOff);
    },
  };
}
