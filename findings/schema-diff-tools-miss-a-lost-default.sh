#!/usr/bin/env bash
# Versions: graphql 16.15.0, @graphql-inspector/core 8.0.0.
# Guess: A tool that finds breaking changes reports when an argument or input field that could be left out must
#   be given from now on.
# Really: It reports a change of `Int` to `Int!`. But where the default of a non-null argument goes (`first:
#   Int! = 10` to `first: Int!`), which refuses every query that left it out, both tools call it dangerous, not
#   breaking; for an input field graphql's own finders report nothing. Nor do those report a default of an input
#   field that changes, or an input that becomes @oneOf.
# Here: A release check that stops at breaking changes lets this one pass. Compare required inputs by hand: non-
#   null and without a default now, not so before.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 @graphql-inspector/core@8.0.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { diff } from '@graphql-inspector/core';
import { buildSchema, findBreakingChanges, findDangerousChanges, parse, validate } from 'graphql';

const argument = (type) => buildSchema(`type Query { tasks(first: ${type}): Int }`);
const field = (type, directive = '') => buildSchema(`type Query { tasks(page: Page): Int } input Page ${directive} { first: ${type} }`);
const cases = {
  'argument Int to Int!': [argument('Int'), argument('Int!'), '{ tasks }'],
  'argument loses its default': [argument('Int! = 10'), argument('Int!'), '{ tasks }'],
  'input field loses its default': [field('Int! = 10'), field('Int!'), '{ tasks(page: {}) }'],
  'default of an input field changes': [field('Int = 10'), field('Int = 100'), '{ tasks }'],
  'input becomes @oneOf': [field('Int'), field('Int', '@oneOf'), '{ tasks(page: {}) }'],
};
const seen = {};
for (const [name, [before, after, query]] of Object.entries(cases)) {
  seen[name] = {
    'query still valid': validate(after, parse(query)).length === 0,
    graphql: [...findBreakingChanges(before, after).map(() => 'breaking'), ...findDangerousChanges(before, after).map(() => 'dangerous')].join(),
    inspector: [...new Set((await diff(before, after)).map(({ criticality }) => criticality.level.toLowerCase()))].join(),
  };
}
console.table(seen);
assert.deepEqual(seen, {
  'argument Int to Int!': { 'query still valid': false, graphql: 'breaking', inspector: 'breaking' },
  'argument loses its default': { 'query still valid': false, graphql: 'dangerous', inspector: 'dangerous' },
  'input field loses its default': { 'query still valid': false, graphql: '', inspector: 'dangerous' },
  'default of an input field changes': { 'query still valid': true, graphql: '', inspector: 'dangerous' },
  'input becomes @oneOf': { 'query still valid': false, graphql: '', inspector: 'breaking' },
});
EOF
node probe.mjs
