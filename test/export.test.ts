import { describe, expect, it } from 'vitest';
import { createExport } from '../src/export/index.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const entries = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: String(at + 1),
    date_performed: '2026-03-02',
    time_in_minutes: 60 + (at % 7),
    notes: `Work ${at + 1}`,
    created_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 3) * 1_000).toISOString().replace('.000Z', '+00:00'),
    updated_at: '2026-03-02T00:00:00+00:00',
    user_id: String((at % 5) + 1),
    workspace_id: '1',
  }));

const people = Array.from({ length: 5 }, (_, at) => ({ id: String(at + 1), full_name: `Person ${at + 1}` }));

const start = (count: number, options: TestGatewayOptions = {}) =>
  startGateway(
    { time_entries: entries(count), users: people, workspaces: [{ id: '1', title: 'One' }] },
    { door: createExport(), ...options },
  );

async function exported(gateway: TestGateway, query: string, search = '', headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/export${search}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SOMEBODY}`, ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const ALL = '{ timeEntries { nodes { kantataId timeInMinutes user { fullName } } } }';

describe('an export', () => {
  it('is every row, a line each, for the fewest pages of 200', async () => {
    await using gateway = await start(1_000);

    const { status, text, headers } = await exported(gateway, ALL);

    const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(lines.length).toBe(1_001);
    expect(lines[0]).toEqual({ kantataId: '1', timeInMinutes: 60, user: { fullName: 'Person 1' } });
    expect(lines.slice(0, -1).map(({ kantataId }) => Number(kantataId))).toEqual(entries(1_000).map(({ id }) => Number(id)));
    expect(lines.at(-1)).toEqual({});
    expect(gateway.requests()).toEqual([]);
  });
});
