#!/usr/bin/env bash
# Versions: dataloader 2.2.3.
# Guess: load() of a key that is cached resolves at once, whatever else is asked in the same tick.
# Really: Where the tick also asks for a key that is missing, the hit is handed out only after the batch
#   function has answered for the others; even where that batch fails. Alone, the same hit takes no time.
# Here: A record that is known already becomes as slow as the slowest call of its wave. What is known must be
#   answered before the loader is asked, or a fast part of an answer waits for an unrelated slow one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts dataloader@2.2.3
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import DataLoader from 'dataloader';

const loader = new DataLoader(async (keys) => {
  await wait(300);
  return keys.map((key) => (key === 'bad' ? new Error('no such record') : key));
});
await loader.load('known');

const timed = async (...keys) => {
  const begin = performance.now();
  return Promise.all(
    keys.map(async (key) => {
      await loader.load(key).catch(() => {});
      return Math.round(performance.now() - begin);
    }),
  );
};
const [alone] = await timed('known');
const [, beside] = await timed('new', 'known');
const [, besideBad] = await timed('bad', 'known');
console.log(`a cached key alone: ${alone} ms; beside a missing one: ${beside} ms; beside one that fails: ${besideBad} ms`);
assert.ok(alone < 100);
assert.ok(beside >= 290 && besideBad >= 290);
EOF
node probe.mjs
