#!/usr/bin/env bash
# Versions: graphql-scalars 2.0.0, graphql 16.15.0.
# Guess: A BigInt field is always one JSON type: text, as large numbers in JSON are, or a number.
# Really: It is a number up to 2^53 - 1 and text above, value by value: a list of two ids is [1,
#   "9007199254740993"]. Which one a client gets depends on the data.
# Here: A generated type `number` or `string` is wrong for some rows, and tests with small ids never see it. Ids
#   are ID or text; SafeInt is a number always, and refuses what does not fit.
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
import { BigIntResolver, SafeIntResolver } from 'graphql-scalars';

const ids = [1n, 9007199254740991n, 9007199254740993n];
const schema = makeExecutableSchema({
  typeDefs: 'scalar BigInt scalar SafeInt type Query { ids: [BigInt] safe: [SafeInt] }',
  resolvers: { BigInt: BigIntResolver, SafeInt: SafeIntResolver, Query: { ids: () => ids, safe: () => ids.map(String) } },
});
const { data, errors } = graphqlSync({ schema, source: '{ ids safe }' });
console.log(JSON.stringify(data), errors.map(({ path, message }) => `${path.join('.')}: ${message}`));
assert.equal(JSON.stringify(data.ids), '[1,9007199254740991,"9007199254740993"]');
assert.equal(JSON.stringify(data.safe), '[1,9007199254740991,null]');
EOF
node probe.mjs
