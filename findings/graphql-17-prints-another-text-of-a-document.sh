#!/usr/bin/env bash
# Versions: graphql 16.15.0 and 17.1.0.
# Guess: print(parse(text)) of an ordinary document is the same text in graphql 16 and 17.
# Really: graphql 17 puts spaces into objects (`{ a: 1 }` for `{a: 1}`), and breaks long ones over lines. A
#   document with an object literal so has another text, and another SHA-256. One without is the same.
# Here: Hashes of persisted documents are made of the printed text. A client on 17 and a list made on 16 no
#   longer know each other, but only for some documents; the same holds for cache keys and snapshots. Make
#   hashes in one place, and keep a hash as it was given.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 next@npm:graphql@17.1.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as graphql16 from 'graphql';
import * as graphql17 from 'next';

const LONG = '{ tasks(filter: { createdAfter: "2026-01-01", createdBefore: "2026-12-31", assignee: "me" }) { id } }';
const documents = {
  plain: 'query Q($id: ID!) { task(id: $id, tags: ["a", "b"]) { ...F } } fragment F on Task { id }',
  object: '{ tasks(filter: { late: true }) { id } }',
  'default of a variable': 'query Q($filter: Filter = { late: true }) { tasks(filter: $filter) { id } }',
  'long object': LONG,
};
const hash = ({ parse, print }, text) => createHash('sha256').update(print(parse(text))).digest('hex').slice(0, 12);
const same = {};
for (const [name, text] of Object.entries(documents)) same[name] = hash(graphql16, text) === hash(graphql17, text);
console.log('the same hash:', same);
console.log(graphql16.print(graphql16.parse(LONG)));
console.log(graphql17.print(graphql17.parse(LONG)));
assert.deepEqual(same, { plain: true, object: false, 'default of a variable': false, 'long object': false });
EOF
node probe.mjs
