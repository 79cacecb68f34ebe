#!/usr/bin/env bash
# Versions: @redis/client 6.3.1.
# Guess: connect() rejects when the server refuses the password: no later attempt can go better.
# Really: What the server answers to the greeting counts as a lost connection. By default the client connects
#   again and again, and connect() neither resolves nor rejects; so for a wrong password, a database number that
#   is not there, and a server that does not know HELLO (before Redis 6), to which RESP: 2 would speak. Only the
#   event `error` tells.
# Here: A service that awaits connect() at its start hangs without a word where it should say that a setting is
#   wrong. Set reconnectStrategy for the first attempt, or do not wait for it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @redis/client@6.3.1
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { createClient } from '@redis/client';

/** Speaks just enough of Redis: says hello, and answers each command with what `reply` gives, or not at all. */
async function redis(reply) {
  const commands = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      for (const command of data.toString().split(/\*\d+\r\n/).slice(1)) {
        const [name] = command.split('\r\n').slice(1);
        commands.push(name);
        socket.write(reply(name) ?? '');
      }
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { commands, url: `redis://user:password@127.0.0.1:${server.address().port}` };
}
const HELLO = '%1\r\n$5\r\nproto\r\n:3\r\n';
const within = (ms, promise) =>
  Promise.race([
    promise.then((value) => value ?? 'done', (error) => `rejected: ${error.message}`),
    new Promise((done) => setTimeout(done, ms, `nothing in ${ms} ms`)),
  ]);

const attempt = async (refused, message, options) => {
  const { url, commands } = await redis((name) => (name === refused ? `-${message}\r\n` : name === 'HELLO' ? HELLO : '+OK\r\n'));
  const client = createClient({ url, ...options });
  let last;
  client.on('error', (error) => (last = error.message));
  const connected = await within(1500, client.connect());
  const attempts = commands.filter((name) => name === (options?.RESP === 2 ? 'AUTH' : 'HELLO')).length;
  return { connected: typeof connected === 'string' ? connected : 'done', 'more than one attempt': attempts > 1, last };
};
const WRONG = 'WRONGPASS invalid username-password pair';
const socket = { reconnectStrategy: false };
const seen = {
  'wrong password': await attempt('HELLO', WRONG),
  'no such database': await attempt('SELECT', 'ERR DB index is out of range', { database: 99 }),
  'no HELLO': await attempt('HELLO', "ERR unknown command 'HELLO'"),
  'no HELLO, RESP 2': await attempt('HELLO', "ERR unknown command 'HELLO'", { RESP: 2 }),
  'wrong password, no reconnecting': await attempt('HELLO', WRONG, { socket }),
};
console.log(seen);
const row = (connected, again, last) => ({ connected, 'more than one attempt': again, last });
const OPEN = 'nothing in 1500 ms';
assert.deepEqual(Object.values(seen), [
  row(OPEN, true, WRONG),
  row(OPEN, true, 'ERR DB index is out of range'),
  row(OPEN, true, "ERR unknown command 'HELLO'"),
  row('done', false, undefined),
  row(`rejected: ${WRONG}`, false, seen['wrong password, no reconnecting'].last),
]);
process.exit();
EOF
node probe.mjs
