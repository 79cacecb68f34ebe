#!/usr/bin/env bash
# Versions: prom-client 15.1.3.
# Guess: When the metrics of several workers are put together, the quantiles of a summary are dropped or
#   averaged, since they cannot be added up.
# Really: AggregatorRegistry adds them: two workers whose every request takes 1 s make a p99 of 2 s, four make 4
#   s. Sum and count are right.
# Here: With more than one worker a summary's latency grows with the number of workers. What several processes
#   measure has to be a histogram.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts prom-client@15.1.3
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { AggregatorRegistry, Registry, Summary } from 'prom-client';

const worker = async (options) => {
  const registry = new Registry();
  const latency = new Summary({ name: 'latency', help: 'Seconds.', percentiles: [0.5, 0.99], registers: [registry], ...options });
  for (let request = 0; request < 100; request++) latency.observe(1);
  return registry.getMetricsAsJSON();
};
const together = async (workers, options) => {
  const registry = AggregatorRegistry.aggregate(await Promise.all(Array.from({ length: workers }, () => worker(options))));
  return (await registry.metrics()).split('\n').filter((line) => line && !line.startsWith('#'));
};

console.log('one worker:', await together(1));
console.log('four workers:', await together(4));
assert.deepEqual(await together(1), ['latency{quantile="0.5"} 1', 'latency{quantile="0.99"} 1', 'latency_sum 100', 'latency_count 100']);
assert.deepEqual(await together(4), ['latency{quantile="0.5"} 4', 'latency{quantile="0.99"} 4', 'latency_sum 400', 'latency_count 400']);
EOF
node probe.mjs
