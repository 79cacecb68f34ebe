#!/usr/bin/env bash
# Versions: pino 10.4.0.
# Guess: An error logged under `err` is written with its `cause` as an object of the same shape.
# Really: The cause's message and stack are appended to those of the error, and everything else of it is gone:
#   no cause.code, no errno, no status. The same happens at every level of causes.
# Here: undici and fetch put the only useful fact (ECONNREFUSED, UND_ERR_CONNECT_TIMEOUT) into cause.code. A
#   query by code over the log finds nothing; the serializer errWithCause keeps it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts pino@10.4.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import pino from 'pino';

const failure = () =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED', port: 443 }) });
const logged = (options) => {
  let line;
  pino(options, { write: (text) => void (line = JSON.parse(text)) }).error({ err: failure() });
  return line.err;
};

const usual = logged({});
const whole = logged({ serializers: { err: pino.stdSerializers.errWithCause } });
console.log('by default:', Object.keys(usual), usual.message);
console.log('errWithCause:', Object.keys(whole), whole.message, whole.cause.code);
assert.deepEqual(Object.keys(usual), ['type', 'message', 'stack']);
assert.equal(usual.message, 'fetch failed: connect refused');
assert.ok(!JSON.stringify(usual).includes('ECONNREFUSED'));
assert.equal(whole.cause.code, 'ECONNREFUSED');
EOF
node probe.mjs
