/** A gateway with a token of its own, over the sandbox, set up as its operator would: by the environment. */
import { loadConfig } from '../../src/config/config.ts';
import { serviceOf } from '../../src/identity/from-config.ts';
import { createLog } from '../../src/observe/log.ts';
import type { SandboxUser } from '../../src/sandbox/server.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';
import type { Issuer } from './issuer.ts';

export interface TestService extends TestGateway {
  /** Every line of the log, of whatever level. */
  readonly lines: string[];
  /** Asks with this in `Authorization: Bearer`; with `null`, without the header. */
  ask(credential: string | null, query?: string, path?: string): Promise<ServiceAnswer>;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line no-explicit-any
  readonly body: any;
}

export const ROWS = { users: [{ id: '7', full_name: 'Ada Lovelace' }] };

export const WHO = '{ user(id: 7) { fullName } }';

/** Users of the API with these tokens, all of whom see everything. */
export const usersWith = (...tokens: readonly string[]): SandboxUser[] =>
  tokens.map((token) => ({ token, userId: '7', name: 'Ada Lovelace' }));

/** The settings for callers who bring tokens of an issuer. */
export const trusting = (issuer: Issuer) => ({
  INBOUND_JWKS_URL: issuer.jwksUrl,
  INBOUND_ISSUER: issuer.name,
  INBOUND_AUDIENCE: issuer.audience,
});

export async function startService(
  env: Readonly<Record<string, string>>,
  users: readonly SandboxUser[],
  options: TestGatewayOptions = {},
): Promise<TestService> {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const service = await serviceOf(loadConfig(env, []), log);
  if (!service) throw new Error('The settings have no token.');
  const gateway = await startGateway(ROWS, {
    ...options,
    ...service.options,
    sandbox: { users },
    log: log.error,
    observer: log.observer,
  });
  return {
    ...gateway,
    lines,
    async ask(credential, query = WHO, path = '/graphql') {
      const response = await fetch(`${gateway.url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(credential !== null && { authorization: `Bearer ${credential}` }),
        },
        body: JSON.stringify({ query }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await service.close();
    },
  };
}
