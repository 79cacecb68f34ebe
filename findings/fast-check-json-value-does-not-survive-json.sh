#!/usr/bin/env bash
# Versions: fast-check 4.10.2.
# Guess: What jsonValue() makes comes back unchanged from JSON.stringify and JSON.parse.
# Really: It makes -0 as well (about once in a thousand values or two), which JSON.stringify writes as 0. A
#   strict comparison after the way through JSON fails now and then.
# Here: A round-trip property over bodies, variables or cached records fails once in many runs, and looks like a
#   bug of the product. Map -0 to 0 first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts fast-check@4.10.2
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';

const trip = (value) => JSON.parse(JSON.stringify(value));
const { failed, counterexample, numRuns } = fc.check(
  fc.property(fc.jsonValue(), (value) => isDeepStrictEqual(trip(value), value)),
  { numRuns: 20_000, seed: 1 },
);
console.log({ failed, counterexample, numRuns });
assert.ok(failed);
assert.ok(Object.is(counterexample[0], -0));
EOF
node probe.mjs
