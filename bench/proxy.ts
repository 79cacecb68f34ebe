/**
 * The floor: a server that makes the very REST calls that our gateway makes for an operation, wave by
 * wave, and answers with the bodies as they came. Nobody who makes these calls can be much faster.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';

/** GraphQL request body -> paths and queries below the API's base, in waves. */
export type Recording = Readonly<Record<string, readonly (readonly string[])[]>>;

export interface Proxy {
  readonly server: Server;
  /** What to call for which request; anything else is answered with 404. */
  play(recording: Recording): void;
  close(): Promise<void>;
}

/** Collects one body, by undici's own protocol as our client does: `request` would make a stream of each. */
class Collector implements Dispatcher.DispatchHandler {
  readonly #chunks: Buffer[] = [];
  readonly #resolve: (body: Buffer) => void;
  readonly #reject: (error: Error) => void;

  constructor(resolve: (body: Buffer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  // undici refuses a handler without these.
  onRequestStart() {}
  onResponseStart() {}

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer) {
    this.#chunks.push(chunk);
  }

  onResponseEnd() {
    // After undici has taken its connection back, so that the next wave finds it.
    queueMicrotask(() => setImmediate(() => this.#resolve(Buffer.concat(this.#chunks))));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error) {
    this.#reject(error);
  }
}

export function createProxy(apiUrl: string, connections: number): Proxy {
  const { origin, pathname } = new URL(apiUrl);
  const pool = new Pool(origin, { connections });
  let recorded = new Map<string, readonly (readonly string[])[]>();

  const get = (path: string, authorization: string) =>
    new Promise<Buffer>((resolve, reject) =>
      pool.dispatch(
        { method: 'GET', path: pathname + path, headers: { authorization, accept: 'application/json' } },
        new Collector(resolve, reject),
      ),
    );

  async function answer(body: string, { headers }: IncomingMessage, response: ServerResponse) {
    const waves = recorded.get(body);
    if (!waves) {
      response.writeHead(404).end();
      return;
    }
    const bodies: Buffer[] = [];
    for (const wave of waves)
      bodies.push(...(await Promise.all(wave.map((path) => get(path, headers.authorization ?? '')))));
    const whole = Buffer.concat(bodies);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length }).end(whole);
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(Buffer.concat(chunks).toString(), request, response).catch(() => response.destroy());
    });
  });
  return {
    server,
    play(recording) {
      recorded = new Map(Object.entries(recording));
    },
    close: () => pool.close(),
  };
}
