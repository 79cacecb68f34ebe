/** The set-ups that docs/agents.md shows, run as their clients would run them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../src/sandbox/server.ts';
import { blocksOf, fileOf } from './support/code-blocks.ts';
import { startCommand } from './support/command-line.ts';
import { assistantOnStdio, assistantOverHttp } from './support/mcp.ts';
import { ROWS, usersWith, WHO } from './support/service.ts';

const text = readFileSync(new URL('../docs/agents.md', import.meta.url), 'utf8');
const blocks = blocksOf(text);

const configOf = (file: string) => JSON.parse(blocks.find((block) => fileOf(block) === file)?.text ?? '');

/** The arguments of the command of this package, without those that have npx bring it. */
function gatewayArguments(args: readonly string[]): readonly string[] {
  const at = args.indexOf('kantata-gateway');
  expect(args.slice(0, at)).toEqual(['-y', '-p', '@modelcontextprotocol/server', '-p', 'kantata-graphql-gateway']);
  return args.slice(at + 1);
}

describe('docs/agents.md', () => {
  it('sets up a desktop assistant that answers on stdio', { timeout: 60_000 }, async () => {
    const { command, args } = configOf('claude_desktop_config.json').mcpServers.kantata;
    const [mcp, ...flags] = gatewayArguments(args);

    await using assistant = await assistantOnStdio(flags);

    expect({ command, mcp }).toEqual({ command: 'npx', mcp: 'mcp' });
    const { value } = await assistant.call('ask', { operation: '{ workspaces { totalCount } }' });
    expect(value.data.workspaces.totalCount).toBeGreaterThan(0);
  });

  it('sets up a gateway and an IDE that asks it over HTTP', { timeout: 60_000 }, async () => {
    const [KANTATA_TOKEN, SECRET] = ['cANARY-api-token-0123456789', 'cANARY-first-secret-0123456789'];
    const { type, url, headers } = configOf('.vscode/mcp.json').servers.kantata;
    const started = blocks.find(({ language }) => language === 'sh')?.text ?? '';
    const variables = [...started.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value] as const);
    await using api = await startSandbox({ rows: ROWS, users: usersWith(KANTATA_TOKEN) });
    await using command = startCommand({
      args: ['--port=0'],
      env: {
        ...Object.fromEntries(variables),
        KANTATA_TOKEN,
        INBOUND_SECRET: SECRET,
        KANTATA_API_URL: api.url,
      },
    });
    const [, graphql = ''] = await command.printed(/^GraphQL +(\S+)$/m);

    await using assistant = await assistantOverHttp(graphql.replace(/\/graphql$/, ''), {}, SECRET);

    expect(variables).toContainEqual(['MCP', 'on']);
    expect({ type, path: new URL(url).pathname }).toEqual({ type: 'http', path: '/mcp' });
    expect(headers.Authorization).toMatch(/^Bearer /);
    const { value } = await assistant.call('ask', { operation: WHO });
    expect(value.data).toEqual({ user: { fullName: 'Ada Lovelace' } });
    expect(api.requests.map(({ token }) => token)).toEqual([KANTATA_TOKEN]);
  });
});
