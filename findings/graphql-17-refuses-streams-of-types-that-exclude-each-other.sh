#!/usr/bin/env bash
# Version: graphql 17.1.0.
# Guess: Two fields of one name need not agree where their types exclude each other (`... on A` beside `... on B`):
#   no object has both, so they are never merged. With other arguments that holds, so one of them may be streamed
#   as well, or each with its own `initialCount`.
# Really: Of such fields none may have @stream, not even both with the same arguments: "Fields … conflict because
#   they have overlapping stream directives". Other arguments, and a @defer around either, are taken.
# Here: A union that several types of record share (what a reference stands for) is the usual place for it. This
#   gateway refuses the same documents, so that they mean the same everywhere; an alias for one of the two is the
#   way out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@17.1.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { buildSchema, GraphQLDeferDirective, GraphQLSchema, GraphQLStreamDirective, parse, specifiedDirectives, validate } from 'graphql';

const built = buildSchema('type Query { u: U } union U = A | B type A { x(n: Int): [Int] } type B { x(n: Int): [Int] }');
const schema = new GraphQLSchema({
  ...built.toConfig(),
  directives: [...specifiedDirectives, GraphQLDeferDirective, GraphQLStreamDirective],
});
const documents = {
  'other arguments': '{ u { ... on A { x(n: 1) } ... on B { x(n: 2) } } }',
  'a deferred fragment': '{ u { ... on A @defer { x } ... on B { x } } }',
  'one is streamed': '{ u { ... on A { x @stream } ... on B { x } } }',
  'both, alike': '{ u { ... on A { x @stream(initialCount: 1) } ... on B { x @stream(initialCount: 1) } } }',
  'both, by two names': '{ u { ... on A { x @stream } ... on B { other: x @stream } } }',
};
const seen = Object.fromEntries(
  Object.entries(documents).map(([name, text]) => [name, validate(schema, parse(text)).map(({ message }) => message)]),
);
console.log(seen);
assert.deepEqual(
  Object.entries(seen).filter(([, errors]) => errors.length > 0).map(([name]) => name),
  ['one is streamed', 'both, alike'],
);
assert.match(seen['both, alike'][0], /stream directives/);
EOF
node probe.mjs
