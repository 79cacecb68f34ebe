/** Assistants for tests: a call written by hand, and clients of the official package. */
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport, type StdioServerParameters } from '@modelcontextprotocol/client/stdio';
import { fileURLToPath } from 'node:url';
import { SOMEBODY } from './token-watch.ts';

const REVISION = '2026-07-28';

/** The headers of a call of a tool, as revision 2026-07-28 has them. */
export const toolHeaders = (name: string): Record<string, string> => ({
  accept: 'application/json',
  'mcp-protocol-version': REVISION,
  'mcp-method': 'tools/call',
  'mcp-name': name,
});

/** The body of one. */
export const toolCall = (name: string, args: Readonly<Record<string, unknown>>) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: {
    name,
    arguments: args,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': REVISION,
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    },
  },
});

/** The body of one as revision 2025-11-25 has it, which needs no headers for its name. */
export const olderToolCall = (name: string, args: Readonly<Record<string, unknown>>) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
});

/** Its answer may come as a stream of events, so both have to be accepted. */
export const OLDER_HEADERS: Readonly<Record<string, string>> = {
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2025-11-25',
};

/** What clients may be made with: the newest revision, or the one before it. */
export const REVISIONS: Readonly<Record<string, ClientOptions>> = {
  [REVISION]: { versionNegotiation: { mode: 'auto' } },
  '2025-11-25': {},
};

export interface Assistant extends AsyncDisposable {
  readonly client: Client;
  /** Calls a tool; its text, its value, and whether it says that it failed. */
  // oxlint-disable-next-line no-explicit-any
  call(name: string, args?: Readonly<Record<string, unknown>>): Promise<{ text: string; value: any; isError: boolean }>;
}

/** A client of the official package over HTTP. */
export async function assistantOverHttp(
  url: string,
  options: ClientOptions = REVISIONS[REVISION] ?? {},
  token: string = SOMEBODY,
): Promise<Assistant> {
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  return connected(transport, options);
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The same over the standard input and output of a process with these arguments. */
export async function assistantOnStdio(
  args: readonly string[],
  { options = {}, env = {} }: { options?: ClientOptions; env?: Readonly<Record<string, string>> } = {},
): Promise<Assistant> {
  return assistantBy(
    { command: process.execPath, args: [main, 'mcp', ...args], env: { LOG_LEVEL: 'silent', ...env } },
    options,
  );
}

/** The same of any server that a program starts for its own use. */
export const assistantBy = (server: StdioServerParameters, options: ClientOptions = {}): Promise<Assistant> =>
  connected(new StdioClientTransport({ ...server, stderr: 'pipe' }), options);

/** The package gives up after a minute, which a busy machine may take. In milliseconds. */
const PATIENT = { timeout: 10 * 60_000 };

async function connected(transport: Parameters<Client['connect']>[0], options: ClientOptions): Promise<Assistant> {
  const client = new Client({ name: 'test', version: '1.0.0' }, options);
  await client.connect(transport, PATIENT);
  return {
    client,
    async call(name, args = {}) {
      const { content, structuredContent, isError } = await client.callTool({ name, arguments: args }, PATIENT);
      const [first] = content;
      return {
        text: first?.type === 'text' ? first.text : '',
        value: structuredContent,
        isError: isError ?? false,
      };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
