#!/usr/bin/env bash
# Versions: @graphql-codegen/cli 7.4.3, @graphql-codegen/client-preset 6.2.0, graphql 16.15.0.
# Guess: The hash in persisted-documents.json is the SHA-256 of the document as a client prints it, since that
#   is what Apollo Client's persisted queries make.
# Really: The preset sorts variables, fields and fragments by name, puts all on one line, and hashes that.
#   print() of the document gives another hash, which is not in the list; and the order of fields in the answer
#   follows the list, not the source.
# Here: A client must send the hash that the preset wrote beside the document, never make one. A list made by
#   the preset together with a client that hashes for itself refuses every request.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @graphql-codegen/cli@7.4.3 @graphql-codegen/client-preset@6.2.0
echo 'type Query { task(id: ID!, tag: String): Task } type Task { id: ID! title: String due: String }' > schema.graphql
echo 'query Q($tag: String, $id: ID!) { task(tag: $tag, id: $id) { title id due } }' > document.graphql
cat > codegen.mjs <<'EOF'
export default {
  schema: 'schema.graphql',
  documents: ['document.graphql'],
  generates: { 'gql/': { preset: 'client', presetConfig: { persistedDocuments: true } } },
};
EOF
node_modules/.bin/graphql-codegen --config codegen.mjs > codegen.log 2>&1 || { cat codegen.log; exit 1; }
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse, print } from 'graphql';

const hashOf = (text) => createHash('sha256').update(text).digest('hex');
const [[listed, text]] = Object.entries(JSON.parse(readFileSync('gql/persisted-documents.json', 'utf8')));
const source = readFileSync('document.graphql', 'utf8').trim();
console.log('source:', source);
console.log('listed:', text);
console.log({ listed, printed: hashOf(print(parse(source))), source: hashOf(source) });
assert.equal(listed, `sha256:${hashOf(text)}`);
assert.match(text, /^query Q\(\$id: ID!, \$tag: String\) .* \{ due id title \} \}$/);
assert.notEqual(listed, `sha256:${hashOf(print(parse(source)))}`);
assert.notEqual(listed, `sha256:${hashOf(source)}`);
EOF
node probe.mjs
