/** An API whose rows and lists are as large as an account may make them; tokens that begin with `good` are accepted. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostileApi extends AsyncDisposable {
  readonly url: string;
  readonly counts: { calls: number; refused: number };
}

const PEOPLE = Array.from({ length: 500 }, (_, at) => String(at + 1));
const LONG = 'x'.repeat(25_000);

const json = (response: ServerResponse, status: number, body: string) =>
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);

/** What a collection's rows look like: `stories` of heavy tokens are long, `workspaces` know many people. */
function rowOf(collection: string, id: string, heavy: boolean): object {
  if (collection === 'users') return { id, full_name: `User ${id}`, headline: 'Analyst' };
  if (collection === 'workspaces')
    return {
      id,
      title: `Workspace ${id}`,
      participant_ids: PEOPLE,
      possible_approver_ids: PEOPLE,
      approver_ids: PEOPLE,
    };
  return { id, title: `Row ${id}`, name: `Row ${id}`, description: heavy ? LONG : 'short', sub_story_ids: [] };
}

/** The text of a page that is asked for in this way; the same one is written once. */
function pageOf(url: string, heavy: boolean): string {
  const { pathname, searchParams } = new URL(url, 'http://api');
  const [collection = ''] = pathname.split('/').filter((part) => !['', 'api', 'v1'].includes(part));
  const size = Math.min(200, Number(searchParams.get('per_page') ?? searchParams.get('limit') ?? 20));
  const from = Number(searchParams.get('offset') ?? (Number(searchParams.get('page') ?? 1) - 1) * size);
  const ids = searchParams.get('only')?.split(',') ?? Array.from({ length: size }, (_, at) => String(from + at + 1));
  const include = searchParams.get('include');
  const records = (name: string, of: readonly string[]) =>
    Object.fromEntries(of.map((id) => [id, rowOf(name, id, heavy)]));
  return JSON.stringify({
    count: searchParams.has('only') ? ids.length : 2000,
    results: ids.map((id) => ({ key: collection, id })),
    [collection]: records(collection, ids),
    ...(include && collection === 'workspaces' && { users: records('users', PEOPLE) }),
  });
}

export async function startHostileApi(): Promise<HostileApi> {
  const counts = { calls: 0, refused: 0 };
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    counts.calls++;
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!token.startsWith('good')) {
      counts.refused++;
      return void json(response, 401, '{"errors":[{"type":"oauth","message":"no"}]}');
    }
    const heavy = token.includes('heavy');
    const key = `${heavy} ${request.url}`;
    let page = pages.get(key);
    if (page === undefined) {
      page = pageOf(request.url ?? '', heavy);
      if (pages.size < 200) pages.set(key, page);
    }
    json(response, 200, page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    counts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
