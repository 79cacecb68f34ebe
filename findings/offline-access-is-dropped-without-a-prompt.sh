#!/usr/bin/env bash
# Versions: openid-client 6.9.0, oidc-provider 9.13.3.
# Guess: A client that may have refresh tokens and asks for the scope offline_access gets a refresh token, or an
#   error that says why not.
# Really: The sign-in succeeds without one: the provider drops the scope unless the request also has
#   prompt=consent, as OpenID Connect Core wants it, and neither side says a word. Only the `scope` of the token
#   answer is shorter than what was asked.
# Here: Sessions end with the access token, and every test of the sign-in itself passes. Send prompt=consent,
#   and compare the granted scope with the wanted one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts openid-client@6.9.0 oidc-provider@9.13.3
cat > probe.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import * as client from 'openid-client';

console.warn = () => {};
const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;
const CALLBACK = 'http://127.0.0.1/callback';
const SECRET = 'a secret of the test, long enough';
const app = { client_id: 'app', client_secret: SECRET, redirect_uris: [CALLBACK], grant_types: ['authorization_code', 'refresh_token'] };
server.on('request', new Provider(issuer, { clients: [app] }).callback());
const config = await client.discovery(new URL(issuer), 'app', SECRET, undefined, { execute: [client.allowInsecureRequests] });

/** Signs in through the provider's own development pages, as a browser would. */
async function signIn(extra) {
  const verifier = client.randomPKCECodeVerifier();
  const cookies = new Map();
  const visit = async (url, form) => {
    const headers = { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') };
    const answer = await fetch(url, { redirect: 'manual', headers, ...(form && { method: 'POST', body: new URLSearchParams(form) }) });
    for (const line of answer.headers.getSetCookie()) {
      const [name, ...value] = line.split(';')[0].split('=');
      cookies.set(name, value.join('='));
    }
    return answer;
  };
  let answer = await visit(
    client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...extra,
    }),
  );
  for (let step = 0; step < 20; step++) {
    const location = answer.headers.get('location');
    if (location?.startsWith(CALLBACK)) {
      const tokens = await client.authorizationCodeGrant(config, new URL(location), { pkceCodeVerifier: verifier });
      return { scope: tokens.scope, refreshToken: tokens.refresh_token !== undefined };
    }
    if (location) {
      answer = await visit(new URL(location, issuer));
      continue;
    }
    const page = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)[1];
    answer = await visit(new URL(/action="([^"]+)"/.exec(page)[1], issuer), { prompt, login: 'ada', password: 'any' });
  }
}

const plain = await signIn({});
const consent = await signIn({ prompt: 'consent' });
console.log({ plain, consent });
server.close();
server.closeAllConnections();
assert.deepEqual(plain, { scope: 'openid', refreshToken: false });
assert.deepEqual(consent, { scope: 'openid offline_access', refreshToken: true });
EOF
node probe.mjs 2>&1 | grep -v "oidc-provider \(WARNING\|NOTICE\)"
