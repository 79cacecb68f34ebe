#!/usr/bin/env bash
# Versions: @redis/client 6.3.1.
# Guess: With commandOptions.timeout 100, a command that Redis does not answer in 100 ms rejects.
# Really: The timeout holds only while a command waits to be written. Once it is on the wire its promise stays
#   open for as long as the connection does: a Redis that is stuck, or swapped out, or behind a dead path keeps
#   every caller.
# Here: A cache has to be quicker than what it spares. This gateway so has a clock of its own around each
#   command, and gives up a connection that does not answer.
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

let stuck = false;
const { url } = await redis((name) => (name === 'HELLO' ? HELLO : name === 'GET' ? (stuck ? undefined : '$5\r\nvalue\r\n') : '+OK\r\n'));
const client = createClient({ url, commandOptions: { timeout: 100 } });
client.on('error', () => {});
await client.connect();

const answered = await within(1000, client.get('a'));
stuck = true;
const unanswered = await within(1000, client.get('a'));
console.log({ answered, unanswered });
assert.deepEqual({ answered, unanswered }, { answered: 'value', unanswered: 'nothing in 1000 ms' });
process.exit();
EOF
node probe.mjs
