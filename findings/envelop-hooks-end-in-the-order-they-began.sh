#!/usr/bin/env bash
# Versions: graphql-yoga 5.24.1 (with its own envelop), graphql 16.15.0.
# Guess: Plugins wrap each other, as middleware does: what began first ends last. A plugin that is first in the
#   list sees the result last.
# Really: The hooks behind a step run in the order of the list too. Of plugins A and B, A's onExecute runs
#   before B's, and A's onExecuteDone before B's: A never sees what B makes of the result.
# Here: A plugin that masks errors, measures or logs what is sent has to be last in the list where it reads
#   results, and first where it refuses requests. No one place does both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 graphql-yoga@5.24.1
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createSchema, createYoga } from 'graphql-yoga';

const order = [];
const results = {};
const plugin = (name) => ({
  onParse: () => {
    order.push(`${name} parse`);
    return () => order.push(`${name} parsed`);
  },
  onExecute: () => {
    order.push(`${name} execute`);
    return {
      onExecuteDone({ result, setResult }) {
        order.push(`${name} executed`);
        results[name] = result.data.by;
        setResult({ ...result, data: { by: `${result.data.by} ${name}` } });
      },
    };
  },
});
const yoga = createYoga({
  schema: createSchema({ typeDefs: 'type Query { by: String }', resolvers: { Query: { by: () => 'resolver' } } }),
  plugins: [plugin('A'), plugin('B')],
});
const answer = await yoga.fetch('http://api.test/graphql?query={by}');
console.log(order, 'what each saw:', results, 'sent:', await answer.text());
assert.deepEqual(order, ['A parse', 'B parse', 'A parsed', 'B parsed', 'A execute', 'B execute', 'A executed', 'B executed']);
assert.deepEqual(results, { A: 'resolver', B: 'resolver A' });
EOF
node probe.mjs
