/** Exports of time entries, asked for over HTTP and read as their clients read them. */
import { createExport, type ExportSettings } from '../../src/export/index.ts';
import type { Row } from '../../src/sandbox/server.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';
import { SOMEBODY } from './token-watch.ts';

export const entry = (id: number, more: Row = {}): Row => ({
  id: String(id),
  date_performed: '2026-03-02',
  time_in_minutes: 60 + (id % 7),
  notes: `Work ${id}`,
  // Three are written in each second: the order has to go by the id as well.
  created_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(id / 3) * 1_000).toISOString().replace('.000Z', '+00:00'),
  updated_at: '2026-03-02T00:00:00+00:00',
  user_id: String((id % 5) + 1),
  workspace_id: '1',
  ...more,
});

export const entries = (count: number) => Array.from({ length: count }, (_, at) => entry(at + 1));

export const PEOPLE = Array.from({ length: 5 }, (_, at) => ({ id: String(at + 1), full_name: `Person ${at + 1}` }));

export const startOver = (
  rows: Readonly<Record<string, readonly Row[]>>,
  settings: ExportSettings = {},
  options: TestGatewayOptions = {},
) =>
  startGateway(
    { users: PEOPLE, workspaces: [{ id: '1', title: 'One' }], ...rows },
    { door: createExport(settings), ...options },
  );

export const start = (count: number, settings?: ExportSettings, options?: TestGatewayOptions) =>
  startOver({ time_entries: entries(count) }, settings, options);

export interface Exported {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The transfer ended as it should. */
  readonly isWhole: boolean;
}

export async function exported(
  gateway: TestGateway,
  query: string,
  search = '',
  headers: Record<string, string> = {},
): Promise<Exported> {
  const response = await fetch(`${gateway.url}/export${search}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SOMEBODY}`, ...headers },
    body: JSON.stringify({ query }),
  });
  const { status, headers: answered } = response;
  let text = '';
  let isWhole = true;
  try {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString('latin1');
  } catch {
    isWhole = false;
  }
  return { status, headers: answered, text: Buffer.from(text, 'latin1').toString(), isWhole };
}

/** The key of what is no row. */
export const OWN = '__export';

// oxlint-disable-next-line no-explicit-any
export type Json = any;

/** The rows of lines of JSON, and what the last line says. */
export function linesOf({ text }: Exported): { readonly rows: readonly Json[]; readonly summary: Json } {
  const lines: Json[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const summary = lines.at(-1)?.[OWN];
  return { rows: lines.filter((line) => line[OWN] === undefined), summary };
}

export const idsOf = (rows: readonly Json[]) => rows.map(({ kantataId }) => Number(kantataId));

export const ALL = '{ timeEntries { nodes { kantataId } } }';
