#!/usr/bin/env bash
# Versions: prom-client 15.1.3.
# Guess: A gauge whose collect() throws is missing from the scrape; the others are served.
# Really: metrics() rejects, so the scrape has nothing at all, the process's own figures included.
# Here: A gauge that asks something that can be away (a cache server, a worker that is being restarted) takes
#   every alert with it just when it is needed. collect() has to catch for itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts prom-client@15.1.3
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { Gauge, Registry } from 'prom-client';

const registry = new Registry();
new Gauge({ name: 'fine', help: 'Works.', registers: [registry] }).set(1);
const flaky = new Gauge({
  name: 'flaky',
  help: 'Asks another process.',
  registers: [registry],
  async collect() {
    throw new Error('the other process is away');
  },
});

const whole = await registry.metrics().catch((error) => `rejected: ${error.message}`);
console.log('scrape:', whole);
assert.equal(whole, 'rejected: the other process is away');
flaky.collect = undefined;
console.log('without that collect():', (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#')));
assert.match(await registry.metrics(), /^fine 1$/m);
EOF
node probe.mjs
