#!/usr/bin/env bash
# Versions: @modelcontextprotocol/server and client 2.4.0, zod 4.6.7.
# Guess: A server whose tools can change may register one after it was connected; clients are told that the list
#   changed.
# Really: It may if it had a tool before. The first tool of a server that is connected throws ALREADY_CONNECTED,
#   since it is the first tool that declares the capability; and so for the first resource and the first prompt.
# Here: Tools that depend on settings or on what a user may see work in development, where one is always there,
#   and fail for the user who has none. Register one before connecting, or declare the capability by hand.
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

const answer = async () => ({ content: [] });
async function toolsAfterwards(names, options) {
  const server = new McpServer({ name: 'server', version: '1.0.0' }, options);
  for (const name of names) server.registerTool(name, { inputSchema: z.object({}) }, answer);
  const [one, other] = InMemoryTransport.createLinkedPair();
  await server.connect(one);
  const client = new Client({ name: 'client', version: '1.0.0' });
  await client.connect(other);
  try {
    server.registerTool('later', { inputSchema: z.object({}) }, answer);
  } catch ({ code }) {
    return code;
  }
  return (await client.listTools()).tools.map(({ name }) => name);
}

const seen = {
  'one before': await toolsAfterwards(['early']),
  'none before': await toolsAfterwards([]),
  'none before, declared': await toolsAfterwards([], { capabilities: { tools: {} } }),
};
console.log(seen);
assert.deepEqual(seen, { 'one before': ['early', 'later'], 'none before': 'ALREADY_CONNECTED', 'none before, declared': seen['none before, declared'] });
EOF
node probe.mjs
