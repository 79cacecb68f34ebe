import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalServer extends AsyncDisposable {
  /** `http://127.0.0.1:12345` */
  readonly origin: string;
}

/** Options of Yoga: its pages for browsers fetch their scripts from another host. */
export const NO_PAGES = { graphiql: false, landingPage: false };

/** Serves on a port of this machine: any free one, unless told which. */
export async function serveLocally(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
  port = 0,
): Promise<LocalServer> {
  const server = createServer((request, response) => void handler(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
