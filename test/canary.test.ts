/** A token is nowhere but in the header that the API gets: not in what the gateway prints, answers or counts. */
import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Fault, startSandbox } from '../src/sandbox/server.ts';
import { startCollector } from './support/collector.ts';
import { startCommand } from './support/command-line.ts';
import { now, startIssuer } from './support/issuer.ts';
import { rawRequest } from './support/raw-http.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const CANARY = 'cANARY';
const token = `${CANARY}-token-0123456789`;
const unknown = `${CANARY}-unknown-0123456789`;
const secret = `${CANARY}-router-0123456789`;
const preload = fileURLToPath(new URL('support/fault-on-signal.mjs', import.meta.url));

/** Of somebody who asked too often. */
const hasty = `${CANARY}-hasty-0123456789`;

/** That the API takes no more: nothing is sent with it for a while. */
const refused = `${CANARY}-refused-0123456789`;

const users = [token, hasty, refused].map((each) => ({ token: each, userId: '1', name: 'Ada Lovelace' }));
const rows = {
  users: [{ id: '1', full_name: 'Ada Lovelace', role_id: '5' }],
  roles: [{ id: '5', name: 'Engineer' }],
  workspaces: [{ id: '9', title: 'Bridge' }],
};

const nested = `{ ${'a { '.repeat(5_000)}`;
const queries = [
  '{ users { nodes { fullName role { name } } } workspace(id: 9) { title } }',
  '{ user(id: 1) { fullName } nobody: user(id: 77) { fullName } wrong: user(id: "../1") { fullName } }',
  '{ users(first: 0) { totalCount } roles(after: "bm8") { totalCount } }',
  '{ users(first: 2000) { nodes { externalReferences { id } } } }',
  '{ __schema { queryType { name } } }',
  '{ _service { sdl } }',
  '{ nope }',
  '{',
  nested,
  'query A { __typename } query B { __typename }',
  'query A($id: ID!) { user(id: $id) { id } }',
  '{ users { nodes { fullName ... @defer { role { name } } } } }',
];

/** What the API does to every call of a while; where it can say something, it repeats the token. */
const faults: Fault[] = [
  { status: 403, body: { errors: [{ type: 'x', message: `not with ${token}` }] } },
  { status: 404, body: `<html>${token}</html>` },
  { status: 422, body: { errors: [{ type: 'x', message: `cannot use ${token}`, field: token }] } },
  { status: 500, body: `failed for Authorization: Bearer ${token}` },
  { status: 503, body: token },
  { status: 302, headers: { location: `http://127.0.0.1:1/?token=${token}` } },
  { status: 200, body: { results: [{ key: token, id: token }], count: 1, users: token } },
  { status: 200, body: `{"${token}` },
  { status: 200, body: token },
  { cut: 'before' },
  { cut: 'headers' },
  { cut: 'half' },
  { garbage: 'encoding' },
];

const refusal = (of: string): Fault => ({
  status: 401,
  body: { errors: [{ type: 'x', message: `no such token ${of}` }] },
});

/** What has to have gone wrong for the rest to mean anything. */
const codes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_BAD_RESPONSE',
];

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe.each(['development', 'production'])('a token, with NODE_ENV=%s', (mode) => {
  it('is in no line, no answer and no figure, whatever is asked and whatever goes wrong', async () => {
    await using api = await startSandbox({ rows, users });
    await using collector = await startCollector();
    using folder = temporaryFolder();
    await using command = startCommand({
      env: {
        PORT: '0',
        ADMIN_PORT: '0',
        KANTATA_API_URL: api.url,
        NODE_ENV: mode,
        LOG_LEVEL: 'debug',
        EXPLAIN: 'on',
        FEDERATION: 'on',
        FEDERATION_SECRET: secret,
        FEDERATION_TRACE: 'on',
        DRAIN_TIMEOUT_MS: '500',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS_FILE: folder.write('headers', `api-key=${CANARY}-collector`),
        NODE_OPTIONS: `--import=${preload}`,
      },
    });
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    const [, metrics = ''] = await command.printed(/^Metrics +(http:\S+)$/m);
    const answers: string[] = [];
    const sent: { line: string; headers: object; authorization: string | undefined }[] = [];
    const note = () => {
      for (const { line, headers } of api.requests) {
        const { authorization, ...others } = headers;
        sent.push({ line, headers: others, authorization });
      }
      api.reset();
    };

    const ask = async (query: string, headers: Record<string, string> = {}, path = '/graphql') => {
      const response = await fetch(`${origin}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'multipart/mixed, application/json',
          'x-upstream-trace': '1',
          'apollo-federation-include-trace': 'ftv1',
          traceparent: TRACEPARENT,
          tracestate: `secret=${token}`,
          ...headers,
        },
        body: JSON.stringify({ query }),
      });
      answers.push(JSON.stringify([...response.headers]), await response.text());
    };
    const everything = async (headers?: Record<string, string>) => {
      for (const query of queries) await ask(query, headers);
    };

    await everything();
    await everything({ 'x-router-secret': secret });
    await everything({ authorization: `Bearer ${unknown}` });
    await everything({ authorization: `Basic ${token}` });
    await everything({ authorization: `Bearer ${token}, Bearer ${token}` });
    for (const query of queries) await ask(query, {}, '/explain');
    note();
    api.fail({ status: 429, headers: { 'retry-after': '60', 'x-token': hasty }, body: hasty });
    await ask(queries[0] as string, { authorization: `Bearer ${hasty}` });
    note();
    api.fail(refusal(refused));
    for (const query of queries.slice(0, 2)) await ask(query, { authorization: `Bearer ${refused}` });
    note();
    for (const fault of faults) {
      api.fail(fault);
      for (const query of queries.slice(0, 2)) await ask(query);
      note();
    }
    for (const lines of [
      ['POST /graphql HTTP/1.1', `Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`],
      ['POST /nowhere HTTP/1.1', `Authorization: Bearer ${token}`],
      ['BREW /graphql HTTP/1.1', `Authorization: Bearer ${token}`],
      ['GET /graphql HTTP/1.1', `Authorization: Bearer ${token}`, 'Host: evil.example'],
      ['GET /graphql?query={__typename} HTTP/1.1', `Authorization: Bearer ${token}`, 'Origin: https://evil.example'],
      ['POST /graphql HTTP/1.1', `Authorization: Bearer ${token}`, 'Content-Length: 99999999'],
    ])
      answers.push(JSON.stringify(await rawRequest(origin, lines)));
    answers.push(await (await fetch(metrics)).text());

    const late = api.requests.length;
    api.latency(5_000);
    // Of an endpoint that has not failed: others may not be asked for a while.
    const cutOff = ask('{ roles { nodes { name } } }').catch(() => {});
    await expect.poll(() => api.requests.length).toBeGreaterThan(late);
    command.process.kill('SIGUSR2');
    await cutOff;
    expect(await command.ended).toBe(1);

    const spans = collector.received.map(({ body }) => body);
    const told = [...answers, command.stdout(), command.stderr(), ...spans];
    expect(told.filter((text) => text.includes(CANARY))).toEqual([]);
    // And that is not because nothing was told.
    expect(answers.filter((text) => text.includes('[token]')).length).toBeGreaterThan(0);
    expect(command.stderr()).toContain('unexpected error');
    expect(collector.spans().length).toBeGreaterThan(100);
    expect(collector.received.every(({ headers }) => headers['api-key'] === `${CANARY}-collector`)).toBe(true);
    expect(command.stderr().split('\n').length).toBeGreaterThan(50);

    expect(codes.filter((code) => !answers.some((text) => text.includes(`"code":"${code}"`)))).toEqual([]);

    note();
    expect(sent.length).toBeGreaterThan(30);
    expect(sent.filter(({ line, headers }) => JSON.stringify([line, headers]).includes(CANARY))).toEqual([]);
    expect(sent.every(({ authorization }) => authorization?.startsWith(`Bearer ${CANARY}-`))).toBe(true);
  });
});

describe.each(['development', 'production'])('a credential of a caller, with NODE_ENV=%s', (mode) => {
  const folder = mkdtempSync(join(tmpdir(), `${CANARY}-files-`));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is nowhere but in the request that brought it, and the token of the gateway goes to the API alone', async () => {
    await using api = await startSandbox({ rows, users });
    await using issuer = await startIssuer();
    // A name in GraphQL, too.
    const secret = `${CANARY}_caller_0123456789`;
    const files = { token: join(folder, 'token'), secrets: join(folder, 'secrets') };
    writeFileSync(files.token, token);
    writeFileSync(files.secrets, `${secret}\n`);
    await using command = startCommand({
      env: {
        PORT: '0',
        ADMIN_PORT: '0',
        KANTATA_API_URL: api.url,
        KANTATA_TOKEN_FILE: files.token,
        INBOUND_SECRET_FILE: files.secrets,
        INBOUND_JWKS_URL: issuer.jwksUrl,
        INBOUND_ISSUER: issuer.name,
        INBOUND_AUDIENCE: issuer.audience,
        NODE_ENV: mode,
        LOG_LEVEL: 'debug',
        GRAPHIQL: 'on',
        EXPLAIN: 'on',
        FEDERATION: 'on',
        NODE_OPTIONS: `--import=${preload}`,
      },
    });
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    const [, metrics = ''] = await command.printed(/^Metrics +(http:\S+)$/m);
    const subject = `${CANARY}-subject`;
    const credentials = [
      secret,
      unknown,
      token,
      await issuer.sign({ sub: subject }),
      await issuer.sign({ sub: subject, exp: now() - 60 }),
      await issuer.sign({ sub: subject, aud: `${CANARY}-audience` }),
      await issuer.sign({ sub: subject }, { header: { kid: `${CANARY}-key` } }),
    ];
    const answers: string[] = [];
    const sent: string[] = [];
    const ask = async (credential: string, query: string, path = '/graphql') => {
      const response = await fetch(`${origin}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${credential}`,
          'content-type': 'application/json',
          'x-upstream-trace': '1',
          // As somebody might who does not know better.
          ...(credential.length <= 128 && { 'x-request-id': credential }),
        },
        body: JSON.stringify({ query }),
      });
      answers.push(JSON.stringify([...response.headers]), await response.text());
    };

    for (const credential of credentials)
      for (const query of queries.slice(0, 5)) {
        await ask(credential, query);
        await ask(credential, query, '/explain');
      }
    await ask(secret, `query ${secret} { users { totalCount } }`);
    for (const fault of [...faults, refusal(token)]) {
      for (const { headers } of api.requests) sent.push(JSON.stringify(headers));
      api.reset();
      api.fail(fault);
      await ask(secret, queries[0] as string);
    }
    for (const { headers } of api.requests) sent.push(JSON.stringify(headers));
    api.reset();
    issuer.misbehave((response) => void response.writeHead(500).end(CANARY));
    for (const path of [files.token, files.secrets]) writeFileSync(path, `${CANARY} spoiled`);
    await expect
      .poll(() => command.stderr(), { timeout: 20_000 })
      .toMatch(/TOKEN_FILE holds nothing[\s\S]*SECRET_FILE holds|SECRET_FILE holds nothing[\s\S]*TOKEN_FILE holds/);
    answers.push(await (await fetch(metrics)).text());
    answers.push(await (await fetch(`${origin}/graphql`, { headers: { accept: 'text/html' } })).text());
    command.process.kill('SIGUSR2');
    expect(await command.ended).toBe(1);

    const parts = credentials.flatMap((credential) => credential.split('.'));
    const isSecret = (text: string) =>
      text.includes(CANARY) || parts.some((part) => part.length > 40 && text.includes(part));
    const told = [...answers, ...command.stdout().split('\n'), ...command.stderr().split('\n')];
    expect(told.filter(isSecret)).toEqual([]);
    // And that is not because nothing was told, or everything was refused.
    expect(answers.filter((text) => text.includes('Ada Lovelace')).length).toBeGreaterThan(1);
    expect(answers.filter((text) => text.includes('UNAUTHENTICATED')).length).toBeGreaterThan(20);
    expect(command.stderr().split('\n').length).toBeGreaterThan(40);

    expect(sent.length).toBeGreaterThan(15);
    const bearers = sent.map((headers) => JSON.parse(headers).authorization);
    expect(new Set(bearers)).toEqual(new Set([`Bearer ${token}`]));
    expect(sent.filter((headers) => isSecret(headers.replace(token, '')))).toEqual([]);
  });
});
