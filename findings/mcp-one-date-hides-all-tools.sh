#!/usr/bin/env bash
# Versions: @modelcontextprotocol/server and client 2.4.0, zod 4.6.7.
# Guess: A tool whose schema cannot be written as JSON Schema is refused where it is registered, or is alone
#   missing from the list.
# Really: Registering succeeds, and calling it works. But tools/list fails with -32603 for all tools of the
#   server as soon as one has z.date(), z.bigint() or, in its output, a transform: a client then sees no tool at
#   all.
# Here: One tool that is added for a few users takes the others away from them. A test has to list the tools of
#   each configuration; z.iso.date() and numbers are the way.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7 @modelcontextprotocol/server@2.4.0 @modelcontextprotocol/client@2.4.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

async function tell(schemas, args) {
  const server = new McpServer({ name: 'server', version: '1.0.0' });
  server.registerTool('good', { inputSchema: z.object({}) }, async () => ({ content: [] }));
  server.registerTool('other', { inputSchema: z.object({}), ...schemas }, async () => ({ content: [], structuredContent: { n: '5' } }));
  const [one, other] = InMemoryTransport.createLinkedPair();
  await server.connect(one);
  const client = new Client({ name: 'client', version: '1.0.0' });
  await client.connect(other);
  const called = await client.callTool({ name: 'other', arguments: args }).then(({ isError }) => !isError, ({ code }) => code);
  const listed = await client.listTools().then(({ tools }) => tools.map(({ name }) => name).join(), ({ code }) => code);
  return { called, listed };
}
const seen = {
  'z.iso.date()': await tell({ inputSchema: z.object({ since: z.iso.date().optional() }) }, {}),
  'z.date()': await tell({ inputSchema: z.object({ since: z.date().optional() }) }, {}),
  'z.bigint()': await tell({ inputSchema: z.object({ id: z.bigint().optional() }) }, {}),
  'output with a transform': await tell({ outputSchema: z.object({ n: z.string().transform(Number) }) }, {}),
};
console.table(seen);
assert.deepEqual(seen, {
  'z.iso.date()': { called: true, listed: 'good,other' },
  'z.date()': { called: true, listed: -32603 },
  'z.bigint()': { called: true, listed: -32603 },
  'output with a transform': { called: true, listed: -32603 },
});
EOF
node probe.mjs
