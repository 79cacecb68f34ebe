/** Stands between the gateway and the API, and holds chosen requests open until they are released. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeldApi extends AsyncDisposable {
  readonly url: string;
  /** Resolves when a request is held. */
  readonly held: Promise<void>;
  /** Lets it go, and all that come after it. */
  release(): void;
  /** When it last answered a request that it did not hold, by `performance.now()`. */
  readonly answeredMs: () => number;
}

/** @param match which requests it holds, by path and query. */
export async function startHeldApi(target: string, match: RegExp): Promise<HeldApi> {
  const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let answeredMs = Number.NaN;
  const server = createServer((request, response) => {
    const { url = '/', headers } = request;
    const answer = async () => {
      const isHeld = match.test(decodeURIComponent(url));
      if (isHeld) {
        held.resolve();
        await released.promise;
      }
      const { authorization = '' } = headers;
      const proper = await fetch(new URL(url, target), { headers: { authorization } });
      response.writeHead(proper.status, { 'content-type': 'application/json' }).end(await proper.text());
      if (!isHeld) answeredMs = performance.now();
    };
    answer().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    held: held.promise,
    release: () => released.resolve(),
    answeredMs: () => answeredMs,
    async [Symbol.asyncDispose]() {
      released.resolve();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
