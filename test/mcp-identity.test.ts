/** Who may use the tools for assistants, and with whose token the API is asked then. */
import { dirname } from 'node:path';
import { discoverOAuthProtectedResourceMetadata, extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../src/config/config.ts';
import { createMcp } from '../src/mcp/index.ts';
import { mcpOf } from '../src/process/mcp-options.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { startCommand } from './support/command-line.ts';
import { startIssuer } from './support/issuer.ts';
import { assistantOnStdio, assistantOverHttp, toolCall, toolHeaders } from './support/mcp.ts';
import { startGateway } from './support/gateway.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { ROWS, startService, trusting, usersWith, WHO } from './support/service.ts';

const KANTATA_TOKEN = 'cANARY-api-token-0123456789';
const SECRET = 'cANARY-first-secret-0123456789';
const USERS = usersWith(KANTATA_TOKEN);

const post = (url: string, credential: string | null) =>
  fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...toolHeaders('ask'),
      ...(credential !== null && { authorization: `Bearer ${credential}` }),
    },
    body: JSON.stringify(toolCall('ask', { operation: WHO })),
  });

describe('over HTTP', () => {
  it('whoever has a secret of the gateway asks with the token of the gateway, and never with their own', async () => {
    const { door } = createMcp({});
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: SECRET }, USERS, { door });
    await using assistant = await assistantOverHttp(service.url, {}, SECRET);

    const { value } = await assistant.call('ask', { operation: WHO });

    expect(value.data).toEqual({ user: { fullName: 'Ada Lovelace' } });
    expect(service.sandbox.requests.map(({ token }) => token)).toEqual([KANTATA_TOKEN]);
    expect(JSON.stringify(service.sandbox.requests)).not.toContain(SECRET);
  });

  it('a token of an issuer opens it, and a client that has none is shown where to get one', async () => {
    await using issuer = await startIssuer();
    const { door } = createMcp({ protectedBy: { issuer: issuer.name, audience: issuer.audience } });
    await using service = await startService({ KANTATA_TOKEN, ...trusting(issuer) }, USERS, { door });

    const refused = await post(service.url, null);
    const challenge = refused.headers.get('www-authenticate') ?? '';
    const [, where = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? [];
    const metadata = await (await fetch(where)).json();
    const ofOrigin = await (await fetch(`${service.url}/.well-known/oauth-protected-resource`)).json();

    expect(refused.status).toBe(401);
    expect(challenge).toMatch(/^Bearer resource_metadata=/);
    expect(new URL(where).pathname).toBe('/.well-known/oauth-protected-resource/mcp');
    expect(metadata).toMatchObject({ authorization_servers: [issuer.name], bearer_methods_supported: ['header'] });
    expect(metadata).not.toHaveProperty('scopes_supported');
    expect(ofOrigin).toEqual(metadata);
    expect((await post(service.url, await issuer.sign())).status).toBe(200);
    const foreign = await post(service.url, await issuer.sign({ aud: 'another' }));
    expect(foreign.status).toBe(401);
    expect(foreign.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", resource_metadata=/);
    expect(service.requests()).toHaveLength(1);
  });

  it('a token without the scope does not, and its client learns which scope to get and where', async () => {
    await using issuer = await startIssuer();
    const settings = { KANTATA_TOKEN, ...trusting(issuer), INBOUND_SCOPES: 'kantata:read' };
    const { door } = await mcpOf(loadConfig(settings, []));
    await using service = await startService(settings, USERS, { door });

    const without = await post(service.url, null);
    const lacking = await post(service.url, await issuer.sign({ scope: 'openid' }));
    const having = await post(service.url, await issuer.sign({ scope: 'openid kantata:read' }));

    expect([without.status, lacking.status, having.status]).toEqual([401, 403, 200]);
    expect(lacking.headers.get('www-authenticate')).toMatch(
      /^Bearer error="insufficient_scope", scope="kantata:read", r/,
    );
    for (const response of [without, lacking]) {
      // As the official client reads it.
      const { scope, resourceMetadataUrl } = extractWWWAuthenticateParams(response);
      const metadata = await discoverOAuthProtectedResourceMetadata(`${service.url}/mcp`, { resourceMetadataUrl });
      expect(scope).toBe('kantata:read');
      expect(metadata).toMatchObject({
        resource: `${service.url}/mcp`,
        authorization_servers: [issuer.name],
        scopes_supported: ['kantata:read'],
      });
    }
    expect(service.requests()).toHaveLength(1);
  });

  it.each([
    ['nothing', null],
    ['a token of the API', KANTATA_TOKEN],
    ['the secret of another', 'cANARY-nobody-0123456789'],
  ])('is closed for %s', async (_, credential) => {
    const { door } = createMcp({});
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: SECRET }, USERS, { door });

    const response = await post(service.url, credential);

    expect(response.status).toBe(401);
    expect(service.requests()).toEqual([]);
  });

  it('repeats no credential that stands in an argument by mistake', async () => {
    const { door } = createMcp({});
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: SECRET }, USERS, { door });
    await using assistant = await assistantOverHttp(service.url, {}, SECRET);

    const { text, isError } = await assistant.call('ask', { operation: WHO, [SECRET]: 1 });

    expect(isError).toBe(true);
    expect(text).toContain('[token]');
    expect(text).not.toContain(SECRET);
  });
});

describe('a gateway whose callers bring their own tokens', () => {
  it('does not start with it', async () => {
    await expect(startGateway(ROWS, { door: createMcp({}).door })).rejects.toThrow('MCP needs a gateway that says');
  });
});

describe('the setting MCP', () => {
  it.each([
    ['nothing else', {}],
    ['a token of the API alone', { KANTATA_TOKEN }],
    ['a secret alone', { INBOUND_SECRET: SECRET }],
  ])('is refused with its reason, with %s', (_, env) => {
    expect(() => loadConfig({ MCP: 'on', ...env })).toThrow(ConfigError);
    expect(() => loadConfig({ MCP: 'on', ...env })).toThrow(/MCP needs KANTATA_TOKEN, and INBOUND_SECRET/);
  });

  it('is good with both', () => {
    expect(loadConfig({ MCP: 'on', KANTATA_TOKEN, INBOUND_SECRET: SECRET }).mcp).toBe(true);
  });

  it('wants a manifest where that is to become tools', () => {
    expect(() => loadConfig({ MCP_OPERATIONS: 'persisted' }, ['--sandbox'])).toThrow(
      'MCP_OPERATIONS needs a manifest: set PERSISTED_DOCUMENTS_FILE',
    );
    expect(() => loadConfig({ MCP_OPERATIONS: '/no/such/folder' }, ['--sandbox'])).toThrow(/MCP_OPERATIONS must be/);
  });
});

describe('the setting MCP_SESSIONS', () => {
  it('is for one process, which knows them', () => {
    expect(() => loadConfig({ MCP_SESSIONS: 'on', WORKERS: '2' }, ['--sandbox'])).toThrow(
      'MCP_SESSIONS needs WORKERS=1',
    );
    expect(loadConfig({ MCP_SESSIONS: 'on', WORKERS: '1' }, ['--sandbox']).mcpSessions).toBe(true);
  });
});

describe('a saved operation that is none', () => {
  it.each([[['--sandbox']], [['mcp', '--sandbox']]])('ends %s with status 1, its reason told once', async (args) => {
    using folder = temporaryFolder();
    const operations = dirname(folder.write('bad.graphql', 'query Bad { nope }'));
    await using command = startCommand({ args, env: { MCP: 'on', MCP_OPERATIONS: operations, PORT: '0' } });

    expect(await command.ended).toBe(1);
    expect(command.stderr()).toMatch(/^kantata-gateway: The saved operation bad needs a comment [^\n]*\n$/);
  });
});

describe('on stdio', () => {
  it('asks with the token of the environment, and ends when its client leaves', { timeout: 60_000 }, async () => {
    await using api = await startSandbox({ rows: ROWS, users: USERS });
    const assistant = await assistantOnStdio([], { env: { KANTATA_TOKEN, KANTATA_API_URL: api.url } });

    const { text, value } = await assistant.call('ask', { operation: WHO });
    const { value: wrong } = await assistant.call('ask', { operation: `{ user(id: "${KANTATA_TOKEN}") { id } }` });
    const startMs = performance.now();
    await assistant[Symbol.asyncDispose]();

    expect(value.data).toEqual({ user: { fullName: 'Ada Lovelace' } });
    expect(text).not.toContain(KANTATA_TOKEN);
    expect(JSON.stringify(wrong)).not.toContain(KANTATA_TOKEN);
    expect(api.requests.map(({ token }) => token)).toEqual([KANTATA_TOKEN]);
    // After two seconds, the client would have sent a signal.
    expect(performance.now() - startMs).toBeLessThan(2_000);
  });

  it('does not start without one, and says why', { timeout: 60_000 }, async () => {
    await using command = startCommand({ args: ['mcp'] });

    expect(await command.ended).toBe(1);
    expect(command.stderr()).toContain('mcp needs KANTATA_TOKEN, or --sandbox');
    expect(command.stdout()).toBe('');
  });
});
