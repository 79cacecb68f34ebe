/** A gateway at which people sign in, over the sandbox, set up as its operator would: by the environment. */
import { randomBytes } from 'node:crypto';
import { loadConfig } from '../../src/config/config.ts';
import { loadSignIn } from '../../src/identity/load-sign-in.ts';
import type { SharedSessions } from '../../src/identity/sign-in/from-config.ts';
import { createLog } from '../../src/observe/log.ts';
import { freePort } from './free-port.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';
import { ROWS } from './service.ts';
import { startVendor, type Vendor, type VendorOptions } from './vendor.ts';
import type { Visitor, Visited } from './visitor.ts';

export interface TestSignIn extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly vendor: Vendor;
  /** Tokens that were given out, the last one at the end. */
  readonly tokens: readonly string[];
  /** Every line of the log, of whatever level. */
  readonly lines: readonly string[];
  readonly callback: string;
}

export interface TestSignInOptions extends Pick<VendorOptions, 'codeS'> {
  readonly env?: Readonly<Record<string, string>>;
  readonly shared?: SharedSessions | null;
  readonly gateway?: TestGatewayOptions;
  readonly rows?: Parameters<typeof startGateway>[0];
}

/** A key to seal sessions with. */
export const newKey = () => randomBytes(32).toString('base64url');

export async function startSignIn(options: TestSignInOptions = {}): Promise<TestSignIn> {
  const port = await freePort();
  const callback = `http://127.0.0.1:${port}/auth/callback`;
  const tokens: string[] = [];
  const lines: string[] = [];
  const vendor = await startVendor({
    redirectUris: [callback],
    issued(token, userId) {
      tokens.push(token);
      gateway.watch.know(token);
      gateway.sandbox.admit({ token, userId, name: `User ${userId}` });
    },
    revoked: (token) => gateway.sandbox.revoke(token),
    ...(options.codeS && { codeS: options.codeS }),
  });
  const config = loadConfig({
    SIGN_IN_CLIENT_ID: vendor.clientId,
    SIGN_IN_CLIENT_SECRET: vendor.clientSecret,
    SIGN_IN_REDIRECT_URI: callback,
    SIGN_IN_ISSUER: vendor.issuer,
    SESSION_KEYS: newKey(),
    ...options.env,
  });
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const service = await loadSignIn(config, options.shared ?? null, log);
  if (!service) throw new Error('The settings have no sign-in.');
  const gateway = await startGateway(options.rows ?? ROWS, {
    ...options.gateway,
    ...service.options,
    corsOrigins: config.corsOrigins,
    port,
    log: log.error,
    observer: log.observer,
  });
  return {
    gateway,
    vendor,
    tokens,
    lines,
    callback,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await service.close();
      await vendor[Symbol.asyncDispose]();
    },
  };
}

/** Goes to sign in, says who it is, and stops before the gateway takes the browser back, at the address of that. */
export async function toCallback(
  visitor: Visitor,
  { gateway, callback }: TestSignIn,
  { login = '7', answer = 'yes', wanted }: { login?: string; answer?: 'yes' | 'no'; wanted?: string } = {},
): Promise<string> {
  const isBack = (next: URL) => next.href.startsWith(callback);
  const query = wanted === undefined ? '' : `?return=${encodeURIComponent(wanted)}`;
  const asked = await visitor.go(`${gateway.url}/auth/login${query}`, {}, isBack);
  if (asked.url.startsWith(callback)) return asked.url;
  if (asked.status !== 200) throw new Error(`the vendor says ${asked.status}: ${asked.text.slice(0, 500)}`);
  const back = await visitor.go(asked.url, { method: 'POST', body: new URLSearchParams({ login, answer }) }, isBack);
  if (!back.url.startsWith(callback)) throw new Error(`the vendor says ${back.status}: ${back.text.slice(0, 500)}`);
  return back.url;
}

/** Signs somebody in, and returns what the gateway answered to the code. */
export async function signIn(
  visitor: Visitor,
  at: TestSignIn,
  options?: Parameters<typeof toCallback>[2],
): Promise<Visited> {
  return visitor.once(await toCallback(visitor, at, options));
}

/** Asks with what the visitor has. */
export const ask = (
  visitor: Visitor,
  { gateway }: TestSignIn,
  query: string,
  headers: Readonly<Record<string, string>> = {},
) =>
  visitor.once(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
