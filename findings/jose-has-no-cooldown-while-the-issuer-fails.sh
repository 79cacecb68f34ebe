#!/usr/bin/env bash
# Versions: jose 6.2.18.
# Guess: createRemoteJWKSet() asks for the keys at most once in its cooldown of 30 s, whatever the issuer
#   answers.
# Really: The cooldown begins with a good answer. While the issuer fails, each token that is checked one after
#   the other is a request of its own, made while its caller waits; keys that were known are not used once they
#   are older than cacheMaxAge (10 minutes).
# Here: An issuer in trouble gets a request for each of ours, and ten minutes later every token is refused. This
#   gateway keeps the keys itself for that reason. With jose alone, add a pause around it, and keep the old
#   keys.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts jose@6.2.18
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';

const { publicKey, privateKey } = await generateKeyPair('RS256');
const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });
let requests = 0;
let works = false;
const server = createServer((_, response) => {
  requests += 1;
  response.writeHead(works ? 200 : 503, { 'content-type': 'application/json' });
  response.end(keys);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const token = await new SignJWT().setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey);
const url = new URL(`http://127.0.0.1:${server.address().port}/jwks`);
const check = async (keySet) => {
  const outcome = await jwtVerify(token, keySet).then(() => 'good', ({ code }) => code);
  return outcome;
};

const keySet = createRemoteJWKSet(url);
const away = [];
for (let call = 0; call < 5; call++) away.push(await check(keySet));
const whileAway = requests;
works = true;
for (let call = 0; call < 5; call++) assert.equal(await check(keySet), 'good');
const back = requests - whileAway;

const shortLived = createRemoteJWKSet(url, { cacheMaxAge: 1, cooldownDuration: 60_000 });
assert.equal(await check(shortLived), 'good');
works = false;
await new Promise((done) => setTimeout(done, 20));
const aged = await check(shortLived);
server.close();
server.closeAllConnections();
console.log({ whileAway, back, away: away[0], 'keys known but aged, issuer away': aged });
assert.deepEqual({ whileAway, back }, { whileAway: 5, back: 1 });
assert.equal(away[0], 'ERR_JOSE_GENERIC');
assert.equal(aged, 'ERR_JOSE_GENERIC');
EOF
node probe.mjs
