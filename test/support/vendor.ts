/**
 * The vendor's side of sign-in, played by a certified OpenID Connect server over real HTTP: strict about redirect addresses,
 * with PKCE required, and codes that are good once. It stands on `localhost`, which is another site than 127.0.0.1.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair } from 'jose';
import OpenIdServer from 'oidc-provider';

export interface VendorOptions {
  readonly redirectUris: readonly string[];
  /** Called with each token that is given out, and whose it is. */
  readonly issued: (token: string, accountId: string) => void;
  /** Called with each token that is revoked. */
  readonly revoked: (token: string) => void;
  /** How long a code lives, in seconds. Default: 300, as the vendor's do. */
  readonly codeS?: number;
}

export interface Vendor extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The requests so far: `POST /token`. */
  readonly requests: string[];
  /** Answers in place of the server; `null` lets that answer again. */
  misbehave(answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | null): void;
}

const CLIENT = { id: 'gateway-of-the-tests', secret: 'a-client-secret-of-the-tests-0123456789' };

/** Starts the server. Whoever names a login is that account: `7` is the user 7 of the API. */
export async function startVendor({ redirectUris, issued, revoked, codeS = 300 }: VendorOptions): Promise<Vendor> {
  const server = createServer();
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = await providerAt(issuer, redirectUris, codeS);
  provider.on('grant.success', ({ body, oidc }) => issued(body.access_token, oidc.account.accountId));
  provider.on('access_token.destroyed', ({ jti }) => revoked(jti));
  provider.on('server_error', (_, error) => console.error('vendor:', error));

  const requests: string[] = [];
  let misbehaviour: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    requests.push(`${request.method} ${path}`);
    if (misbehaviour?.(request, response)) return;
    if (!path.startsWith('/interaction/')) return answer(request, response);
    interact(provider, request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  return {
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    requests,
    misbehave: (other) => void (misbehaviour = other),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function providerAt(issuer: string, redirectUris: readonly string[], codeS: number): Promise<OpenIdServer> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return new OpenIdServer(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [...redirectUris],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'of-the-tests' }] },
    cookies: { keys: ['a-cookie-key-of-the-tests'] },
    // Left out, a client with a secret is not asked for it, and a test of PKCE proves nothing.
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'api_only'],
    claims: { profile: ['name', 'account_name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    ttl: {
      AuthorizationCode: codeS,
      AccessToken: 86_400,
      Grant: 86_400,
      Interaction: 600,
      Session: 86_400,
      IdToken: 600,
    },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, name: `User ${accountId}`, account_name: 'Account of the tests' }),
    }),
  });
}

const PAGE = `<!doctype html>
<html lang="en"><title>Vendor</title><h1>Vendor</h1>
<form method="post">
<label>Login <input name="login"></label>
<button name="answer" value="yes">Allow</button>
<button name="answer" value="no">Deny</button>
</form></html>`;

/** Asks who it is and whether access is granted, both on one page. */
async function interact(provider: OpenIdServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params, session } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html');
    response.end(PAGE);
    return;
  }
  const form = new URLSearchParams(await text(request));
  if (form.get('answer') !== 'yes')
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'said no' });
  const accountId = form.get('login') || (session?.accountId ?? '');
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, {
    login: { accountId },
    consent: { grantId: await grant.save() },
  });
}
