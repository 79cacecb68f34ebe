/** An issuer of JSON Web Tokens, whose keys are published over real HTTP. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { certificate, privateKey } from './certificate.ts';

export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public key as it is published. */
  readonly jwk: JWK;
}

export interface SignOptions {
  /** Default: the key that was made last. */
  readonly key?: IssuerKey;
  /** In place of what the header has by itself. `undefined` leaves it out. */
  readonly header?: Readonly<Record<string, unknown>>;
}

export interface Issuer extends AsyncDisposable {
  /** What `iss` is. */
  readonly name: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** How often the keys were asked for. */
  readonly requests: () => number;
  /** The keys that are published. May be changed. */
  keys: IssuerKey[];
  /** Makes another key, and publishes it beside the others. */
  addKey(alg?: string): Promise<IssuerKey>;
  /** A token of somebody for an hour, but for what `claims` says; `undefined` leaves a claim out. */
  sign(claims?: Readonly<Record<string, unknown>>, options?: SignOptions): Promise<string>;
  /** Answers requests for keys in place of the issuer; `null` lets that answer again. */
  misbehave(answer: ((response: ServerResponse) => void) | null): void;
}

export const now = () => Math.floor(Date.now() / 1000);

/** With `secure`, over TLS with a certificate that nobody vouches for. */
export async function startIssuer({ secure = false } = {}): Promise<Issuer> {
  let misbehaviour: ((response: ServerResponse) => void) | null = null;
  let requests = 0;
  let made = 0;
  const answer = (_: IncomingMessage, response: ServerResponse) => {
    requests++;
    if (misbehaviour) return misbehaviour(response);
    response.setHeader('content-type', 'application/jwk-set+json');
    response.end(JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) }));
  };
  const server = secure ? createSecureServer({ key: privateKey, cert: certificate }, answer) : createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = secure ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;

  const issuer: Issuer = {
    name: `${origin}/`,
    audience: 'kantata-gateway',
    jwksUrl: `${origin}/jwks.json`,
    requests: () => requests,
    keys: [],
    async addKey(alg = 'ES256') {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
      const kid = `key-${++made}`;
      const key = { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
      issuer.keys = [...issuer.keys, key];
      return key;
    },
    sign(claims = {}, { key = issuer.keys.at(-1) as IssuerKey, header = {} } = {}) {
      const payload = {
        iss: issuer.name,
        aud: issuer.audience,
        sub: 'ada',
        exp: now() + 3600,
        ...claims,
      } as JWTPayload;
      return new SignJWT(payload).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);
    },
    misbehave: (answer) => void (misbehaviour = answer),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  await issuer.addKey();
  return issuer;
}
