#!/usr/bin/env bash
# Versions: zod 4.6.7, @modelcontextprotocol/server and client 2.4.0.
# Guess: A JSON Schema made of a zod schema accepts what the zod schema accepts; where it cannot be said in JSON
#   Schema, making it fails.
# Really: The flags of a regular expression are dropped without a word: /^[a-z]+$/i becomes the pattern
#   ^[a-z]+$, which refuses `ABC`. An MCP server checks a tool's output by zod and lets it through; a client
#   that has called listTools() checks by the JSON Schema, and throws away the answer with -32602. A client that
#   has not called it takes the same answer.
# Here: A tool works in a quick test and fails in an assistant. Write patterns without flags ([A-Za-z]), and
#   test tools with a client that lists them first.
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

const outputSchema = z.looseObject({ code: z.string().regex(/^[a-z]+$/i) });
console.log('JSON Schema:', JSON.stringify(z.toJSONSchema(outputSchema).properties));
assert.equal(z.toJSONSchema(outputSchema).properties.code.pattern, '^[a-z]+$');
assert.ok(outputSchema.safeParse({ code: 'ABC' }).success);

async function call(listed) {
  const server = new McpServer({ name: 'server', version: '1.0.0' });
  server.registerTool('code', { inputSchema: z.object({}), outputSchema }, async () => ({ content: [], structuredContent: { code: 'ABC' } }));
  const [one, other] = InMemoryTransport.createLinkedPair();
  await server.connect(one);
  const client = new Client({ name: 'client', version: '1.0.0' });
  await client.connect(other);
  if (listed) await client.listTools();
  return client.callTool({ name: 'code', arguments: {} }).then(({ structuredContent }) => structuredContent, ({ code }) => code);
}
const unlisted = await call(false);
const listed = await call(true);
console.log({ unlisted, listed });
assert.deepEqual(unlisted, { code: 'ABC' });
assert.equal(listed, -32602);
EOF
node probe.mjs
