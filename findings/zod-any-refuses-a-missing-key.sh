#!/usr/bin/env bash
# Versions: zod 4.6.7.
# Guess: z.any() and z.unknown() accept everything, so an object whose key is described by one of them may lack
#   the key.
# Really: Such a key must be there. { a: undefined } is accepted, {} is refused with `expected nonoptional`; the
#   JSON Schema has it as required. A transform or a refine on it changes nothing.
# Here: An envelope check that says `data: z.unknown()` to mean `whatever comes` refuses an answer that has
#   none, and a setting read with z.any() becomes one that must be given. It takes .optional().
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { z } from 'zod';

const seen = {};
for (const [name, type] of Object.entries({
  'z.any()': z.any(),
  'z.unknown()': z.unknown(),
  'z.unknown().transform': z.unknown().transform(String),
  'z.undefined()': z.undefined(),
  'z.unknown().optional()': z.unknown().optional(),
})) {
  const takes = (value) => z.object({ a: type }).safeParse(value).success;
  seen[name] = { 'undefined itself': type.safeParse(undefined).success, '{ a: undefined }': takes({ a: undefined }), '{}': takes({}) };
}
console.table(seen);
const row = (missing) => ({ 'undefined itself': true, '{ a: undefined }': true, '{}': missing });
assert.deepEqual(Object.values(seen), [row(false), row(false), row(false), row(false), row(true)]);
assert.deepEqual(z.toJSONSchema(z.object({ a: z.any() })).required, ['a']);
EOF
node probe.mjs
