#!/usr/bin/env bash
# Version: relay-compiler 21.0.1.
# Guess: A query that reads `__typename`, `__schema` or `__type` at its root compiles as any other: the specification has all
#   three on the query type of every schema.
# Really: `__schema` and `__type` are unknown fields, and `__typename` is not allowed at the root, though it is below.
# Here: An application with Relay that shows what the schema says of a field (descriptions of filters, words of an enum) cannot
#   read it by Relay. It asks the gateway by an ordinary `fetch`, or takes the words from the schema file when it is built.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts relay-compiler@21.0.1
echo 'type Query { me: User } type User { name: String }' > schema.graphql
echo '{ "src": "./src", "schema": "./schema.graphql", "language": "javascript" }' > relay.config.json
compile() {
  rm -rf src && mkdir src
  echo "graphql\`query aQuery { $1 }\`;" > src/a.js
  if output=$(node_modules/.bin/relay-compiler relay.config.json 2>&1); then
    echo compiles
  else
    echo "refused: $(grep -oE 'has no field|does not allow' <<< "$output" | head -n 1)"
  fi
}
seen=$(for selection in 'me { name __typename }' 'me { name } __typename' '__schema { queryType { name } }' '__type(name: "Query") { name }'; do
  echo "$selection: $(compile "$selection")"
done)
echo "$seen"
[ "$seen" = 'me { name __typename }: compiles
me { name } __typename: refused: does not allow
__schema { queryType { name } }: refused: has no field
__type(name: "Query") { name }: refused: has no field' ]
