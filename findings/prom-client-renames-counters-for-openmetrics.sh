#!/usr/bin/env bash
# Versions: prom-client 15.1.3.
# Guess: A registry's content type decides how metrics are written; their names stay.
# Really: As OpenMetrics a counter named `requests` is served as `requests_total`, and in the classic text
#   format as `requests`: a scraper's choice of format renames the series. A counter whose name ends in _total
#   has one name in both.
# Here: Dashboards and alerts ask by name. Counters are to end in _total from the start, or switching a registry
#   to OpenMetrics (for exemplars) empties the charts without an error.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts prom-client@15.1.3
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { Counter, Registry } from 'prom-client';

const series = async (name, contentType) => {
  const registry = new Registry();
  registry.setContentType(contentType);
  new Counter({ name, help: 'Counts.', registers: [registry] }).inc();
  return (await registry.metrics()).split('\n').find((line) => line && !line.startsWith('#'));
};
const seen = {};
for (const name of ['requests', 'requests_total'])
  seen[name] = [await series(name, Registry.PROMETHEUS_CONTENT_TYPE), await series(name, Registry.OPENMETRICS_CONTENT_TYPE)];
console.log('name, classic text, OpenMetrics:', seen);
assert.deepEqual(seen, { requests: ['requests 1', 'requests_total 1'], requests_total: ['requests_total 1', 'requests_total 1'] });
EOF
node probe.mjs
