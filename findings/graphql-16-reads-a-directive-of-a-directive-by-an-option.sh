#!/usr/bin/env bash
# Version: graphql 16.15.0 and 17.1.0, @graphql-tools/schema 11.0.6.
# Guess: Both lines of graphql that are kept up read the schema language of September 2026, where a definition of a directive may
#   have directives itself.
# Really: graphql 17 reads it, graphql 16 by an option alone that calls it an experiment; otherwise it is a syntax error at the `@`.
#   makeExecutableSchema hands the option on.
# Here: The schema files are read by tools beside either version, so none of our directives (@deprecated ones too) has a directive of
#   its own: what is to be said of it stands in its description.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 graphql-17@npm:graphql@17.1.0 @graphql-tools/schema@11.0.6
cat > schema.graphql <<'SDL'
directive @note(text: String!) on DIRECTIVE_DEFINITION
directive @old(reason: String) @note(text: "since 2026") on FIELD
type Query { x: Int }
SDL
cat > try.js <<'JS'
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { parse as parse17 } from 'graphql-17';
import { makeExecutableSchema } from '@graphql-tools/schema';

const text = readFileSync('schema.graphql', 'utf8');
const option = { experimentalDirectivesOnDirectiveDefinitions: true };
const ways = {
  'graphql 17': () => parse17(text),
  'graphql 16': () => parse(text),
  'graphql 16 with the option': () => parse(text, option),
  makeExecutableSchema: () => makeExecutableSchema({ typeDefs: text }),
  'makeExecutableSchema with it': () => makeExecutableSchema({ typeDefs: text, ...option }),
};
for (const [name, read] of Object.entries(ways)) {
  try {
    read();
    console.log(`${name}: reads it`);
  } catch (error) {
    console.log(`${name}: ${error.message.split(/\n| \(/)[0]}`);
  }
}
JS
seen=$(node try.js)
echo "$seen"
[ "$seen" = 'graphql 17: reads it
graphql 16: Syntax Error: Expected "on", found "@".
graphql 16 with the option: reads it
makeExecutableSchema: Syntax Error: Expected "on", found "@".
makeExecutableSchema with it: reads it' ]
