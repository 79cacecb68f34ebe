/**
 * A REST API that is quick to answer and tells in every record who asked: each text is the mark of
 * the token that the request came with. It can be slow, full, broken or gone, as a run wants it.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is done to one request instead of answering it. */
export type Misdeed = 'cut' | 'garbage' | 'hang' | { readonly status: number; readonly retryAfter?: string };

export interface EchoApiOptions {
  /** How long a request is worked on, in milliseconds. */
  readonly latencyMs: () => number;
  /** Requests that are worked on at once; the others stand in line. Default: all. */
  readonly slots?: number;
  /** Default: nothing is ever done wrong. */
  readonly misdeed?: (url: string) => Misdeed | null;
  /** Told of each request whose client went away before the answer. */
  readonly onAbort?: (url: string) => void;
}

export interface EchoApi extends AsyncDisposable {
  readonly url: string;
  readonly counts: {
    /** Requests that came. */
    calls: number;
    /** Requests whose client went away before the answer. */
    aborted: number;
    /** Requests that are here now. */
    open: number;
    /** The most that ever were. */
    mostOpen: number;
  };
  /** Takes the place of what was given at the start. */
  change(options: Partial<EchoApiOptions>): void;
}

const marks = new Map<string, string>();

/** What records say that were fetched with this token. */
export function markOf(token: string): string {
  let mark = marks.get(token);
  if (!mark) marks.set(token, (mark = createHash('sha256').update(token).digest('hex').slice(0, 16)));
  return mark;
}

const recordOf = (id: string, mark: string) => ({
  id,
  full_name: mark,
  name: mark,
  title: mark,
  headline: mark,
  role_id: '7',
  creator_id: id,
});

function bodyOf(url: string, mark: string): string {
  const { pathname, searchParams } = new URL(url, 'http://api');
  const [collection = '', single] = pathname.replace('/api/v1/', '').split('/');
  const size = Math.min(Number(searchParams.get('per_page') ?? 20), 200);
  const ids =
    single !== undefined
      ? [single]
      : (searchParams.get('only')?.split(',') ?? Array.from({ length: size }, (_, at) => String(at + 1)));
  const include = searchParams.get('include')?.split(',') ?? [];
  return JSON.stringify({
    count: ids.length,
    results: ids.map((id) => ({ key: collection, id })),
    [collection]: Object.fromEntries(ids.map((id) => [id, recordOf(id, mark)])),
    ...(include.includes('role') && { roles: { 7: recordOf('7', mark) } }),
  });
}

export async function startEchoApi(options: EchoApiOptions): Promise<EchoApi> {
  let { latencyMs, slots = Number.POSITIVE_INFINITY, misdeed } = options;
  const counts = { calls: 0, aborted: 0, open: 0, mostOpen: 0 };
  const line: (() => void)[] = [];
  let busy = 0;

  const finish = (request: IncomingMessage, response: ServerResponse, wrong: Misdeed | null) => {
    if (response.closed) return;
    if (wrong === 'cut') return void response.socket?.destroy();
    const json = { 'content-type': 'application/json' };
    if (wrong === 'garbage') return void response.writeHead(200, json).end('{"count":1,"resul');
    if (typeof wrong === 'object' && wrong) {
      const retry = wrong.retryAfter === undefined ? {} : { 'retry-after': wrong.retryAfter };
      return void response.writeHead(wrong.status, { ...json, ...retry }).end('{"errors":[]}');
    }
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const body = bodyOf(request.url ?? '', markOf(token));
    // A lie that nobody may believe: it is the answer to this token alone.
    const shareable = { 'cache-control': 'public, max-age=60', etag: '"1"' };
    response.writeHead(200, { ...json, ...shareable, 'content-length': Buffer.byteLength(body) }).end(body);
  };

  const work = (request: IncomingMessage, response: ServerResponse) => {
    busy++;
    const wrong = misdeed?.(request.url ?? '') ?? null;
    const done = () => {
      busy--;
      line.shift()?.();
    };
    if (wrong === 'hang') {
      // Like a server that is stuck: it holds its slot until the client has had enough.
      response.once('close', done);
      return;
    }
    // Work that nobody waits for any more is done all the same, as on most servers.
    setTimeout(() => {
      finish(request, response, wrong);
      done();
    }, latencyMs());
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    counts.calls++;
    counts.mostOpen = Math.max(counts.mostOpen, ++counts.open);
    response.once('close', () => {
      counts.open--;
      if (response.writableFinished) return;
      counts.aborted++;
      options.onAbort?.(request.url ?? '');
    });
    if (busy < slots) work(request, response);
    else line.push(() => work(request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    counts,
    change(changed) {
      latencyMs = changed.latencyMs ?? latencyMs;
      slots = changed.slots ?? slots;
      misdeed = 'misdeed' in changed ? changed.misdeed : misdeed;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
