#!/usr/bin/env bash
# Versions: graphql 16.15.0 and 17.1.0.
# Guess: buildSchema() or validateSchema() refuses an argument whose default is not of its type (`first: Int =
#   "ten"`).
# Really: graphql 16 takes the schema, reports no error, and has no default at all: the resolver gets no such
#   argument, and printSchema() writes the argument without it. For `Int! = null` the argument so becomes one
#   that must be given. graphql 17 keeps the text and validateSchema() reports it.
# Here: A typing error in a default changes what an API does when the argument is left out, and a printed schema
#   hides it. Read a schema file with graphql 17's validateSchema() once, or test a default by leaving the
#   argument out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 next@npm:graphql@17.1.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import * as graphql16 from 'graphql';
import * as graphql17 from 'next';

const SDL = 'enum Order { ASC } type Query { a(first: Int = "ten"): String b(order: Order = DOWN): String c(first: Int! = null): String }';
const tell = ({ buildSchema, graphqlSync, printType, validateSchema }) => {
  const schema = buildSchema(SDL);
  const rootValue = { a: (given) => JSON.stringify(given) };
  return {
    errors: validateSchema(schema).length,
    printed: printType(schema.getQueryType()).replace(/\s+/g, ' '),
    // Without a valid schema graphql 17 executes nothing.
    given: graphqlSync({ schema, rootValue, source: '{ a }' }).data?.a,
  };
};
const old = tell(graphql16);
const current = tell(graphql17);
console.log('graphql 16:', old);
console.log('graphql 17:', current);
assert.deepEqual(old, { errors: 0, printed: 'type Query { a(first: Int): String b(order: Order): String c(first: Int!): String }', given: '{}' });
assert.equal(current.errors, 3);
assert.match(current.printed, /first: Int = "ten".*Order = DOWN.*Int! = null/);
EOF
node probe.mjs
