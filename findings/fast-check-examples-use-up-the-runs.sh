#!/usr/bin/env bash
# Versions: fast-check 4.10.2.
# Guess: `examples` are run in addition to numRuns random values.
# Really: They count as runs. With as many examples as numRuns nothing random is tried at all, and the property
#   passes.
# Here: A property that collects an example for each bug found tests less and less at random. Raise numRuns by
#   the number of examples.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts fast-check@4.10.2
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import fc from 'fast-check';

const runs = (numRuns, examples) => {
  const seen = [];
  fc.assert(fc.property(fc.integer(), (value) => void seen.push(value)), { numRuns, examples });
  return seen;
};
const examples = Array.from({ length: 10 }, (_, index) => [index]);
const all = runs(10, examples);
console.log('10 runs, 10 examples:', all);
console.log('12 runs, 10 examples:', runs(12, examples));
assert.deepEqual(all, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
assert.equal(runs(12, examples).length, 12);
EOF
node probe.mjs
