/**
 * A REST API with a very long list: it serves pages as fast as they can be read. The sandbox sorts and filters for each
 * request, which takes longer than all that is measured here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, startApi } from '../support/rest-api.ts';
import { people, timeRows } from './time-rows.ts';

interface Stored {
  readonly id: string;
}

/** Serves time entries, in the order of their creation, and the people whose time it is. */
export async function startPageApi(count: number) {
  const entries = timeRows(count);
  const persons = people();
  const lines: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api');
    lines.push(`GET ${pathname.replace('/api/v1', '')}?${searchParams.toString()}`);
    const key = pathname.split('/').at(-1) as string;
    // A filter by project is a tenth of all, whichever it is.
    const chosen = searchParams.has('workspace_id') ? entries.slice(0, count / 10) : entries;
    const all: readonly Stored[] = key === 'users' ? persons : chosen;
    const only = searchParams.get('only')?.split(',');
    const size = Number(searchParams.get('per_page') ?? 20);
    const from = (Number(searchParams.get('page') ?? 1) - 1) * size;
    const rows = only ? all.filter(({ id }) => only.includes(id)) : all.slice(from, from + size);
    json(
      response,
      JSON.stringify({
        count: all.length,
        results: rows.map(({ id }) => ({ key, id })),
        [key]: Object.fromEntries(rows.map((row) => [row.id, row])),
      }),
    );
  };
  const api = await startApi(listener);
  return {
    url: `${api.url}/api/v1`,
    entries,
    /** The requests so far. */
    lines,
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}
