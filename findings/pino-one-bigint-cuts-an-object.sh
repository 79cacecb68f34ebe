#!/usr/bin/env bash
# Versions: pino 10.4.0.
# Guess: A BigInt in a logged object either throws, or is written and the rest of the object stays as it was.
# Really: JSON.stringify is tried first; what it refuses goes through another writer, which keeps 100 items of
#   an array and 5 levels, sorts the keys, and says nothing of it but in the place cut. One BigInt deep inside
#   so changes the whole value. depthLimit and edgeLimit hold only there.
# Here: A line that is complete for one user is cut for another whose row has an id beyond 2^53. Ids are to be
#   text before they are logged, and a check of a log line is to be made with one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts pino@10.4.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import pino from 'pino';

let line;
const log = pino({}, { write: (text) => void (line = JSON.parse(text)) });
const answer = (id) => ({ rows: Array.from({ length: 150 }, (_, index) => index), id, a: { b: { c: { d: { e: { f: 1 } } } } } });
const logged = (id) => {
  log.info({ answer: answer(id) });
  const { rows, a, ...rest } = line.answer;
  return { items: rows.length, last: rows.at(-1), deep: a.b.c, keys: Object.keys(line.answer), id: rest.id };
};

const number = logged(1);
const bigint = logged(1n);
console.log('id 1: ', number);
console.log('id 1n:', bigint);
assert.deepEqual(number, { items: 150, last: 149, deep: { d: { e: { f: 1 } } }, keys: ['rows', 'id', 'a'], id: 1 });
assert.match(String(bigint.last), /items not stringified$/);
assert.deepEqual({ ...bigint, last: undefined }, { items: 101, last: undefined, deep: { d: { e: '[Object]' } }, keys: ['a', 'id', 'rows'], id: 1 });
EOF
node probe.mjs
