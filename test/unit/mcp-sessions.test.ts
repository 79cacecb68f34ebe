import { McpServer } from '@modelcontextprotocol/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Sessions } from '../../src/mcp/sessions.ts';

afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;

/** Sessions whose requests come from callers by name. */
function sessionsOf(most: number) {
  const sessions = new Sessions({
    most,
    serverFor: () => new McpServer({ name: 'test', version: '1' }),
    without: async () => new Response(null, { status: 418 }),
  });
  const send = (caller: string, parsedBody: object, id?: string) =>
    sessions.fetch(
      new Request('http://localhost/mcp', {
        method: 'POST',
        headers: {
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          ...(id && { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' }),
        },
        body: '',
      }),
      { parsedBody, authInfo: { token: '', clientId: caller, scopes: [] } },
    );
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: { elicitation: {} },
      clientInfo: { name: 'test', version: '1' },
    },
  };
  return {
    sessions,
    open: async (caller: string) => (await send(caller, initialize)).headers.get('mcp-session-id') ?? '',
    isOpen: async (caller: string, id: string) =>
      (await send(caller, { jsonrpc: '2.0', id: 2, method: 'ping' }, id)).status === 200,
  };
}

describe('sessions', () => {
  it('are no more than the most: one of the same caller gives way, or else the one that is longest unused', async () => {
    const { sessions, open, isOpen } = sessionsOf(3);
    const [ada, bob, grace] = [await open('ada'), await open('bob'), await open('grace')];
    expect(await isOpen('ada', ada)).toBe(true);

    const second = await open('grace');
    expect([await isOpen('grace', grace), await isOpen('grace', second)]).toEqual([false, true]);
    const eve = await open('eve');

    expect(sessions.size).toBe(3);
    expect([await isOpen('ada', ada), await isOpen('bob', bob), await isOpen('eve', eve)]).toEqual([true, false, true]);
  });

  it('end half an hour after their last request, once room is wanted', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { sessions, open, isOpen } = sessionsOf(10);
    const [idle, used] = [await open('ada'), await open('bob')];
    vi.setSystemTime(Date.now() + 20 * MINUTE);
    expect(await isOpen('bob', used)).toBe(true);
    vi.setSystemTime(Date.now() + 20 * MINUTE);

    await open('grace');

    expect(sessions.size).toBe(2);
    expect([await isOpen('ada', idle), await isOpen('bob', used)]).toEqual([false, true]);
  });
});
