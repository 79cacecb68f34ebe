#!/usr/bin/env bash
# Versions: graphql-scalars 2.0.0, graphql 16.15.0.
# Guess: NonNegativeInt and PositiveInt are Int with one more condition: what Int refuses as a variable, they
#   refuse.
# Really: They take much more, and change it in silence: the number 5.9 is 5, the text "1e3" is 1, the list [5]
#   is 5, and 3000000000 passes. Written into the document, 5.9 and "5" are refused, so one value is an error or
#   another value by where it stands.
# Here: A page size or an amount that moves from Int to one of them takes what was an error, and cuts it.
#   SafeInt keeps graphql's rule: whole numbers, no text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 graphql-scalars@2.0.0 @graphql-tools/schema@11.0.6
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { graphqlSync } from 'graphql';
import { NonNegativeIntResolver, PositiveIntResolver, SafeIntResolver } from 'graphql-scalars';

const TYPES = ['Int', 'SafeInt', 'NonNegativeInt', 'PositiveInt'];
const schema = makeExecutableSchema({
  typeDefs: `scalar SafeInt scalar NonNegativeInt scalar PositiveInt type Query { ${TYPES.map((type) => `${type}(n: ${type}): String`).join(' ')} }`,
  resolvers: {
    SafeInt: SafeIntResolver,
    NonNegativeInt: NonNegativeIntResolver,
    PositiveInt: PositiveIntResolver,
    Query: Object.fromEntries(TYPES.map((type) => [type, (_, { n }) => n])),
  },
});
const answer = (type, args) => {
  const { data } = graphqlSync({ schema, ...args });
  return data?.[type] ?? 'refused';
};
const read = (value) =>
  TYPES.map((type) => answer(type, { source: `query ($n: ${type}) { ${type}(n: $n) }`, variableValues: { n: value } }));
const seen = {};
for (const value of [5, 5.9, '5', '1e3', [5], 3_000_000_000]) seen[`variable ${JSON.stringify(value)}`] = read(value);
for (const literal of ['5.9', '"5"']) seen[`literal ${literal}`] = TYPES.map((type) => answer(type, { source: `{ ${type}(n: ${literal}) }` }));
console.log(TYPES, seen);
const NO = 'refused';
assert.deepEqual(seen, {
  'variable 5': ['5', '5', '5', '5'],
  'variable 5.9': [NO, NO, '5', '5'],
  'variable "5"': [NO, NO, '5', '5'],
  'variable "1e3"': [NO, NO, '1', '1'],
  'variable [5]': [NO, NO, '5', '5'],
  'variable 3000000000': [NO, '3000000000', '3000000000', '3000000000'],
  'literal 5.9': [NO, NO, NO, NO],
  'literal "5"': [NO, NO, NO, NO],
});
EOF
node probe.mjs
