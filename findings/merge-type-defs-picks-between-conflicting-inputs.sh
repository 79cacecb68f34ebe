#!/usr/bin/env bash
# Versions: @graphql-tools/merge 10.0.6, graphql 16.15.0.
# Guess: mergeTypeDefs() refuses two definitions of a field whose arguments differ in type or default, as it
#   refuses two types of the field itself.
# Really: It merges them in silence: of two argument types or defaults the last one holds, of two input fields'
#   defaults the first, of `Int` and `Int!` the stricter one, and a required argument that only one definition
#   has is required. Only the type of an output field, String against Int, is an error.
# Here: Type definitions that are put together from several files can change an API by the order in which files
#   are read. Duplicates are to be refused before merging.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @graphql-tools/merge@10.0.6
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { mergeTypeDefs } from '@graphql-tools/merge';
import { print } from 'graphql';

const merged = (...definitions) => {
  try {
    return print(mergeTypeDefs(definitions)).replace(/schema \{[^}]*\}/, '').replace(/\s+/g, ' ').trim();
  } catch (error) {
    return `refused: ${error.message.slice(0, 26)}`;
  }
};
const seen = {
  'argument types': merged('type Query { a(x: Int): Int }', 'type Query { a(x: String): Int }'),
  'argument defaults': merged('type Query { a(x: Int = 1): Int }', 'type Query { a(x: Int = 2): Int }'),
  'input field defaults': merged('input I { x: Int = 1 }', 'input I { x: Int = 2 }'),
  nullability: merged('type Query { a(x: Int): Int }', 'type Query { a(x: Int!): Int! }'),
  'output types': merged('type Query { a: Int }', 'type Query { a: String }'),
};
console.log(seen);
assert.deepEqual(seen, {
  'argument types': 'type Query { a(x: String): Int }',
  'argument defaults': 'type Query { a(x: Int = 2): Int }',
  'input field defaults': 'input I { x: Int = 1 }',
  nullability: 'type Query { a(x: Int!): Int! }',
  'output types': 'refused: Unable to merge GraphQL ty',
});
EOF
node probe.mjs
