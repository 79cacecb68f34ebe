#!/usr/bin/env bash
# Versions: graphql 16.15.0 and 17.1.0.
# Guess: A schema that defines the directive @defer executes plain queries as before; only a query that uses it
#   needs the incremental executor.
# Really: In graphql 17 execute() throws for every query of such a schema, `{ __typename }` included, and parse
#   and validation have passed before. graphql 16 executes it. experimentalExecuteIncrementally() executes both
#   kinds.
# Here: To declare @defer, in a schema or by a plugin that adds it, stops every caller of execute(), tests and
#   stitching included. A move to 17 has to replace the executor first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 next@npm:graphql@17.1.0
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import * as graphql16 from 'graphql';
import * as graphql17 from 'next';

const SDL = 'directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT type Query { a: Int }';
const tell = async ({ buildSchema, parse, validate }, execute, sdl) => {
  const schema = buildSchema(sdl);
  const document = parse('{ __typename }');
  assert.deepEqual(validate(schema, document), []);
  try {
    const { data } = await execute({ schema, document });
    return data.__typename;
  } catch (error) {
    return `thrown: ${error.message}`;
  }
};
const seen = {
  '16, with @defer': await tell(graphql16, graphql16.execute, SDL),
  '17, without @defer': await tell(graphql17, graphql17.execute, 'type Query { a: Int }'),
  '17, with @defer': await tell(graphql17, graphql17.execute, SDL),
  '17, incrementally': await tell(graphql17, graphql17.experimentalExecuteIncrementally, SDL),
};
console.log(seen);
assert.match(seen['17, with @defer'], /^thrown: .*defer/);
assert.deepEqual({ ...seen, '17, with @defer': '' }, { '16, with @defer': 'Query', '17, without @defer': 'Query', '17, with @defer': '', '17, incrementally': 'Query' });
EOF
node probe.mjs
