#!/usr/bin/env bash
# Versions: @modelcontextprotocol/server and client 2.4.0.
# Guess: The variables of a resource template are decoded: `record://project/{title}` read as
#   record://project/a%20b has the title `a b`. A query string is no part of the last one.
# Really: They are the raw text of the URI: `a%20b`, and `%C3%A4` even where the client wrote ä, and `a?x=1`
#   with its query string. A slash ends the match; %2F stays %2F.
# Here: What is looked up by such a variable is not found for every name with a space or an accent. Decode it,
#   after checking that it has no `?`, or use ids.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/server@2.4.0 @modelcontextprotocol/client@2.4.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, McpServer, ResourceTemplate } from '@modelcontextprotocol/server';

const server = new McpServer({ name: 'server', version: '1.0.0' });
server.registerResource('project', new ResourceTemplate('record://project/{title}', { list: undefined }), {}, async ({ href }, { title }) => ({
  contents: [{ uri: href, text: title }],
}));
const [one, other] = InMemoryTransport.createLinkedPair();
await server.connect(one);
const client = new Client({ name: 'client', version: '1.0.0' });
await client.connect(other);

const seen = {};
for (const end of ['plain', 'a%20b', 'ä', 'a%2Fb', 'a?x=1', 'a/b'])
  seen[end] = await client.readResource({ uri: `record://project/${end}` }).then(({ contents }) => contents[0].text, () => 'not found');
console.log(seen);
assert.deepEqual(seen, { plain: 'plain', 'a%20b': 'a%20b', ä: '%C3%A4', 'a%2Fb': 'a%2Fb', 'a?x=1': 'a?x=1', 'a/b': 'not found' });
EOF
node probe.mjs
