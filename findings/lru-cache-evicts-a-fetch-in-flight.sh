#!/usr/bin/env bash
# Versions: lru-cache 11.5.3.
# Guess: fetch() of a key that is pushed out while it is loading still answers its caller; the value is just not
#   kept.
# Really: The eviction aborts the load, and the caller's promise rejects with the plain Error 'evicted': with
#   max N, N+1 different keys at once make the first caller fail. allowStaleOnFetchAbort makes that undefined,
#   without an error; ignoreFetchAbort alone answers it.
# Here: A cache with fetchMethod must be larger than the number of loads that can run at the same time, or set
#   ignoreFetchAbort; else load turns into errors that name nothing, or into records that seem not to exist.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts lru-cache@11.5.3
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';

const load = async (key) => {
  await wait(30);
  return `value of ${key}`;
};
const outcome = async (options) => {
  const cache = new LRUCache({ max: 2, fetchMethod: load, ...options });
  const [first, ...others] = await Promise.allSettled(['a', 'b', 'c'].map((key) => cache.fetch(key)));
  assert.deepEqual(others.map(({ value }) => value), ['value of b', 'value of c']);
  return first.status === 'rejected' ? `rejected: ${first.reason.message}` : first.value;
};

const seen = [
  await outcome({}),
  await outcome({ allowStaleOnFetchAbort: true }),
  await outcome({ ignoreFetchAbort: true }),
  await outcome({ ignoreFetchAbort: true, allowStaleOnFetchAbort: true }),
];
console.log('three keys at once, max 2, what the first caller gets:', seen);
assert.deepEqual(seen, ['rejected: evicted', undefined, 'value of a', undefined]);
EOF
node probe.mjs
