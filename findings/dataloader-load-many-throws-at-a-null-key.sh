#!/usr/bin/env bash
# Versions: dataloader 2.2.3.
# Guess: loadMany() gives an Error in the place of each key that it could not load, and never throws.
# Really: A null or undefined among the keys makes loadMany() itself throw, before it returns a promise:
#   .catch() behind the call never sees it, and the other keys are not returned. load(null) does the same.
# Here: A list of foreign keys with a hole in it (an unassigned task) fails as a whole, and outside the place
#   that handles failed loads. Holes are to be taken out before the loader.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts dataloader@2.2.3
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import DataLoader from 'dataloader';

const loader = new DataLoader(async (keys) => keys.map((key) => (key === 2 ? new Error('no such record') : key)));
const seen = await loader.loadMany([1, 2]);
console.log('[1, 2]:', seen.map(String));
assert.deepEqual(seen.map(String), ['1', 'Error: no such record']);

for (const call of [() => loader.loadMany([1, null]), () => loader.load(undefined)]) {
  let promise;
  try {
    promise = call();
  } catch (error) {
    console.log(`${call}: thrown, ${error.name}: ${error.message}`);
  }
  promise?.catch(() => {});
  assert.equal(promise, undefined);
}
EOF
node probe.mjs
