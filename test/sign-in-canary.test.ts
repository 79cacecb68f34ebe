/**
 * The secrets of sign-in are nowhere but where they belong, in the gateway as its operator starts it: no token, code, secret,
 * key or credential is in an answer, an address, a line of the log, a figure or a span, whatever goes wrong.
 */
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../src/sandbox/server.ts';
import { startCollector } from './support/collector.ts';
import { startCommand } from './support/command-line.ts';
import { freePort } from './support/free-port.ts';
import { redisProgram } from './support/installed.ts';
import { startIssuer } from './support/issuer.ts';
import { toolCall, toolHeaders } from './support/mcp.ts';
import { startRedis } from './support/redis.ts';
import { trusting, WHO } from './support/service.ts';
import { newKey } from './support/sign-in.ts';
import { startVendor } from './support/vendor.ts';
import { Visitor } from './support/visitor.ts';

const HOST = '127.0.0.1';
const SESSION = '__Host-kantata-session';
const ROWS = { users: [{ id: '7', full_name: 'Ada Lovelace' }] };
const QUERIES = [
  WHO,
  '{ users { nodes { fullName } } nobody: user(id: 77) { fullName } wrong: user(id: "../1") { fullName } }',
  '{ nope }',
];

describe.skipIf(redisProgram.skipped).each(['development', 'production'])('with NODE_ENV=%s', (mode) => {
  it('no secret of sign-in is told', { timeout: 120_000 }, async () => {
    const secrets = new Set<string>();
    const tokens: string[] = [];
    await using redis = await startRedis();
    await using api = await startSandbox({ rows: ROWS, users: [] });
    await using collector = await startCollector();
    await using issuer = await startIssuer();
    const [port, key] = [await freePort(), newKey()];
    const origin = `http://127.0.0.1:${port}`;
    const callback = `${origin}/auth/callback`;
    await using vendor = await startVendor({
      redirectUris: [callback],
      issued(token, userId) {
        secrets.add(token);
        tokens.push(token);
        api.admit({ token, userId, name: 'Ada Lovelace' });
      },
      revoked: (token) => api.revoke(token),
    });
    secrets.add(key).add(vendor.clientSecret);
    await using command = startCommand({
      env: {
        PORT: String(port),
        ADMIN_PORT: '0',
        KANTATA_API_URL: api.url,
        NODE_ENV: mode,
        LOG_LEVEL: 'debug',
        EXPLAIN: 'on',
        FEDERATION: 'on',
        MCP: 'on',
        REDIS_URL: redis.url,
        CACHE_TTL_SECONDS: '60',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        ...trusting(issuer),
        INBOUND_USER_CLAIM: 'kantata_user',
        SIGN_IN_CLIENT_ID: vendor.clientId,
        SIGN_IN_CLIENT_SECRET: vendor.clientSecret,
        SIGN_IN_REDIRECT_URI: callback,
        SIGN_IN_ISSUER: vendor.issuer,
        SESSION_KEYS: key,
      },
    });
    const [, metrics = ''] = await command.printed(/^Metrics +(http:\S+)$/m);
    const visitor = new Visitor();
    const answers: string[] = [];
    /** What came, but for the cookies, which are sealed and the browser's alone. */
    const note = ({ headers, text }: { readonly headers: Headers; readonly text: string }) => {
      const others = [...headers].filter(([name]) => name !== 'set-cookie');
      answers.push(JSON.stringify(others), text);
    };

    const signIn = async (spoil: (address: URL) => void = () => {}) => {
      const isBack = (next: URL) => next.href.startsWith(callback);
      const asked = await visitor.go(`${origin}/auth/login`, {}, isBack);
      const body = new URLSearchParams({ login: '7', answer: 'yes' });
      const back = asked.url.startsWith(callback)
        ? asked
        : await visitor.go(asked.url, { method: 'POST', body }, isBack);
      const address = new URL(back.url);
      for (const name of ['code', 'state']) secrets.add(address.searchParams.get(name) as string);
      spoil(address);
      note(await visitor.once(address));
      // A second time, as whoever found the address would.
      note(await visitor.once(address));
      const cookie = visitor.cookie(HOST, SESSION);
      if (cookie) secrets.add(cookie);
    };
    const jwt = await issuer.sign({ kantata_user: '7' });
    secrets.add(jwt);
    const ask = async (query: string, headers: Readonly<Record<string, string>>, path = '/graphql') =>
      note(
        await visitor.once(`${origin}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-upstream-trace': '1', ...headers },
          body: JSON.stringify(path === '/mcp' ? toolCall('ask', { operation: query }) : { query }),
        }),
      );
    const naming = (secret: string) => `{ user(id: "${secret}") { id } }`;
    const everything = async () => {
      const agent = { authorization: `Bearer ${jwt}` };
      const tool = { ...agent, ...toolHeaders('ask'), accept: 'application/json, text/event-stream' };
      const token = tokens.at(-1) as string;
      for (const query of [...QUERIES, naming(token), naming(visitor.cookie(HOST, SESSION) ?? token)]) {
        await ask(query, {});
        await ask(query, {}, '/explain');
      }
      for (const query of [...QUERIES, naming(token), naming(jwt)]) {
        await ask(query, agent);
        await ask(query, tool, '/mcp');
      }
    };

    for (const spoil of [
      (address: URL) => address.searchParams.set('state', 'x'.repeat(43)),
      (address: URL) => address.searchParams.set('iss', 'https://evil.example'),
      (address: URL) => address.searchParams.set('code', 'x'.repeat(43)),
    ])
      await signIn(spoil);
    await signIn();
    await everything();
    note(await visitor.once(`${origin}/auth/me`));
    // Twice in the name of a token that the API takes no more, by the browser and by an agent.
    api.revoke(tokens.at(-1) as string);
    await everything();
    await signIn();
    await redis.kill();
    await everything();
    await redis.restart();
    vendor.misbehave((_, response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"error":"server_error"}');
      return true;
    });
    await ask(WHO, {});
    note(await visitor.once(`${origin}/auth/logout`, { method: 'POST', headers: { 'x-requested-with': 'test' } }));
    answers.push(await (await fetch(metrics)).text());
    await expect.poll(() => collector.spans().length, { timeout: 20_000 }).toBeGreaterThan(10);
    command.process.kill('SIGTERM');
    expect(await command.ended).toBe(0);

    const told = [
      ...answers,
      command.stdout(),
      command.stderr(),
      ...collector.received.map(({ body }) => body),
      ...visitor.addresses.filter((address) => !address.startsWith(callback) && !address.startsWith(vendor.issuer)),
    ];
    for (const secret of secrets) expect(told.filter((text) => text.includes(secret))).toEqual([]);
    // And that is not because nothing was told, or nothing succeeded.
    expect(answers.filter((text) => text.includes('Ada Lovelace')).length).toBeGreaterThan(3);
    expect(answers.filter((text) => text.includes('[token]')).length).toBeGreaterThan(0);
    expect(answers.filter((text) => text.includes('UNAUTHENTICATED')).length).toBeGreaterThan(3);
    expect(answers.filter((text) => text.includes('<h1>')).length).toBeGreaterThan(4);
    expect(answers.at(-2)).toContain('"revoked":false');
    expect(command.stderr()).toContain('did not confirm that its token was revoked');
    expect(command.stdout()).toContain('Accepts   session, jwt (CREDENTIALS)');
    expect(secrets.size).toBeGreaterThan(10);
  });
});
