import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { readFileSync } from 'node:fs';
import { query, variables } from './client.mjs';

// What the registry of MCP servers has clients run, but for the package, which is not published yet, and the account.
const [{ runtimeHint, packageArguments }] = JSON.parse(readFileSync(process.env.SERVER_JSON, 'utf8')).packages;
if (runtimeHint !== 'npx') throw new Error(`This runs npx, not ${runtimeHint}.`);
const args = [`file:${process.env.PACKAGE}`, ...packageArguments.map(({ value }) => value), '--sandbox'];
const transport = new StdioClientTransport({
  command: process.execPath,
  args: [process.env.npm_execpath, 'exec', '--yes', '--', ...args],
  env: process.env,
});
const client = new Client({ name: 'try', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
await client.connect(transport);
const { tools } = await client.listTools();
console.log(tools.map(({ name }) => name).join(' '));
const asked = { operation: query, variables };
const { structuredContent } = await client.callTool({ name: 'ask', arguments: asked });
console.log(JSON.stringify(structuredContent));
await client.close();
