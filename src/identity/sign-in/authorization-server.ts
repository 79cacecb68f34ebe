/**
 * The authorization server that people sign in at (OAuth 2.0 code flow with PKCE: RFC 6749, RFC 7636; OpenID Connect Core).
 * The only file that knows `openid-client`, which is an optional peer: it is loaded where sign-in is configured.
 */
import * as client from 'openid-client';
import { fetch as undiciFetch } from 'undici';
import { strictAgent } from '../strict-agent.ts';
import { SignInFailed } from './sign-in-failed.ts';

export interface AuthorizationServerOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As it is registered, character by character. */
  readonly redirectUri: string;
  readonly scope: string;
  /** The longest that one request may take, in milliseconds. Default: 5 seconds. */
  readonly timeoutMs?: number;
}

/** What binds an answer of the server to the browser that was sent there. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who signed in, and the token that the API is asked with. */
export interface SignedIn {
  readonly token: string;
  /** `sub` of the ID token: the one name of a person that does not change. */
  readonly subject: string;
  /** `null` where the server does not say. */
  readonly name: string | null;
  /** Name of the account that the token is for; `null` where the server does not say. */
  readonly account: string | null;
  /** For how long the token is good, in seconds; `null` where it does not end by itself. */
  readonly expiresInS: number | null;
}

export interface AuthorizationServer {
  /** Where to send the browser. Rejects with a {@link SignInFailed} where the server is not to be reached. */
  begin(attempt: Attempt): Promise<string>;
  /**
   * Exchanges a code for a token.
   *
   * @param search the query string of the redirect, as it came
   * Rejects with a {@link SignInFailed} for whatever does not end in a token.
   */
  redeem(search: string, attempt: Attempt): Promise<SignedIn>;
  /** Has a token end. Rejects with a {@link SignInFailed} where that is not known to have happened. */
  revoke(token: string): Promise<void>;
  close(): Promise<void>;
}

const SECOND_MS = 1_000;
/** How long the server's metadata is used before it is fetched again, in milliseconds. */
const METADATA_MS = 3_600 * SECOND_MS;

/** A new attempt, of random values. */
export const newAttempt = (): Attempt => ({
  state: client.randomState(),
  nonce: client.randomNonce(),
  codeVerifier: client.randomPKCECodeVerifier(),
});

/** The server at `issuer`. Nothing is asked of it before somebody signs in. */
export function createAuthorizationServer(options: AuthorizationServerOptions): AuthorizationServer {
  const { issuer, clientId, clientSecret, redirectUri, scope, timeoutMs = 5 * SECOND_MS } = options;
  const dispatcher = strictAgent(timeoutMs);
  const customFetch: client.CustomFetch = (url, init) =>
    undiciFetch(url, { ...(init as object), dispatcher }) as unknown as Promise<Response>;
  const server = new URL(issuer);
  const configuration = keptMetadata(() =>
    client.discovery(server, clientId, undefined, client.ClientSecretPost(clientSecret), {
      [client.customFetch]: customFetch,
      timeout: timeoutMs / SECOND_MS,
      // The settings take plain HTTP on a loopback host alone.
      ...(server.protocol === 'http:' && { execute: [client.allowInsecureRequests] }),
    }),
  );

  return {
    async begin({ state, nonce, codeVerifier }) {
      return orFail(async () => {
        const parameters = {
          redirect_uri: redirectUri,
          scope,
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
        };
        return client.buildAuthorizationUrl(await configuration(), parameters).href;
      });
    },
    async redeem(search, { state, nonce, codeVerifier }) {
      return orFail(async () => {
        // The registered address, whatever address this process was asked by.
        const answered = new URL(redirectUri);
        answered.search = search;
        const tokens = await client.authorizationCodeGrant(await configuration(), answered, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims || tokens.token_type !== 'bearer')
          throw new SignInFailed('unexpected', 'no ID token or bearer token');
        return {
          token: tokens.access_token,
          subject: claims.sub,
          name: textOf(claims.name),
          account: textOf(claims.account_name),
          expiresInS: tokens.expires_in ?? null,
        };
      });
    },
    revoke: (token) =>
      orFail(async () => client.tokenRevocation(await configuration(), token, { token_type_hint: 'access_token' })),
    close: () => dispatcher.destroy(),
  };
}

/** Keeps the server's metadata for as long as it is used. A failure is not kept. */
function keptMetadata(discover: () => Promise<client.Configuration>): () => Promise<client.Configuration> {
  let known: { readonly config: Promise<client.Configuration>; readonly at: number } | null = null;
  return () => {
    if (known && performance.now() - known.at < METADATA_MS) return known.config;
    const config = discover();
    known = { config, at: performance.now() };
    config.catch(() => (known = null));
    return config;
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

async function orFail<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SignInFailed ? error : failureOf(error);
  }
}

/** Codes of `openid-client` for an answer that is not of this attempt, or not of this server. */
const NOT_OURS: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
]);

/** What went wrong, in our words: messages of others may quote a code, a state or a token. */
function failureOf(error: unknown): SignInFailed {
  if (error instanceof client.AuthorizationResponseError)
    return new SignInFailed(error.error === 'access_denied' ? 'denied' : 'refused', word(error.error));
  if (error instanceof client.ResponseBodyError) {
    if (error.error === 'invalid_grant') return new SignInFailed('code', 'invalid_grant');
    return new SignInFailed(error.status >= 500 ? 'unavailable' : 'refused', word(error.error));
  }
  if (!(error instanceof Error)) return new SignInFailed('unexpected', typeof error);
  const code = 'code' in error && typeof error.code === 'string' ? word(error.code) : error.name;
  if (NOT_OURS.has(code)) return new SignInFailed('mismatch', code);
  const isProtocol = code.startsWith('OAUTH_') && code !== 'OAUTH_TIMEOUT' && code !== 'OAUTH_RESPONSE_IS_NOT_CONFORM';
  return new SignInFailed(isProtocol ? 'unexpected' : 'unavailable', code);
}

/** A word of a closed vocabulary, or nothing that could be a secret. */
const word = (text: string) => (/^\w{1,60}$/.test(text) ? text : 'unreadable');
