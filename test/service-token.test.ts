/** A gateway with a token of its own: who may use it, who may not, and what becomes of what they send. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../src/sandbox/server.ts';
import { startCommand } from './support/command-line.ts';
import { rawRequest } from './support/raw-http.ts';
import { ROWS, startService, type TestService, usersWith, WHO } from './support/service.ts';

const KANTATA_TOKEN = 'cANARY-api-token-0123456789';
const RENEWED = 'cANARY-api-renewed-0123456789';
const FIRST = 'cANARY-first-secret-0123456789';
const SECOND = 'cANARY-second-secret-0123456789';
const USERS = usersWith(KANTATA_TOKEN, RENEWED);

const folder = mkdtempSync(join(tmpdir(), 'gateway-service-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A file of its own with this in it. */
function fileWith(content: string) {
  const path = join(folder, `secret-${++files}`);
  writeFileSync(path, content);
  return path;
}

const ada = { data: { user: { fullName: 'Ada Lovelace' } } };

/** The tokens that the API has been asked with. */
const tokensSeen = ({ sandbox }: TestService) => new Set(sandbox.requests.map(({ token }) => token));

describe('a gateway with a token of its own', () => {
  it('asks the API with that token alone, and keeps what the caller sent to itself', async () => {
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: FIRST }, USERS);

    expect(await service.ask(FIRST)).toMatchObject({ status: 200, body: ada });

    expect(tokensSeen(service)).toEqual(new Set([KANTATA_TOKEN]));
    expect(JSON.stringify(service.sandbox.requests)).not.toContain(FIRST);
  });

  it.each([
    ['/graphql', WHO],
    ['/graphql', '{ __schema { queryType { name } } }'],
    ['/graphql', '{ __typename }'],
    ['/graphql', '{'],
    ['/explain', WHO],
  ])('answers nothing at %s without a credential: %s', async (path, query) => {
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: FIRST }, USERS);

    const { status, headers, body } = await service.ask(null, query, path);

    expect(status).toBe(401);
    // No error is named to who brings nothing (RFC 6750, section 3.1).
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toEqual({
      errors: [
        {
          message:
            'This request has no usable credential. Send one in the header `Authorization: Bearer <credential>`.',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    });
    expect(service.requests()).toEqual([]);
  });

  it.each([
    ['of nobody', 'cANARY-nobody-0123456789'],
    ['that is the token itself', KANTATA_TOKEN],
    ['that is the beginning of a secret', FIRST.slice(0, -1)],
    ['that is more than a secret', `${FIRST}x`],
    ['in other letters', FIRST.toLowerCase()],
    ['of thousands of letters', 'x'.repeat(12_000)],
  ])('answers nothing to a credential %s, and does not tell why', async (_, credential) => {
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: FIRST }, USERS);

    for (const path of ['/graphql', '/explain']) {
      const { status, headers, body } = await service.ask(credential, WHO, path);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      expect(body.errors).toEqual([
        { message: 'This credential is not valid.', extensions: { code: 'UNAUTHENTICATED' } },
      ]);
    }
    expect(service.requests()).toEqual([]);
  });

  it.each([
    ['of another scheme', [`Authorization: Basic ${FIRST}`]],
    ['that comes twice', [`Authorization: Bearer ${FIRST}`, `Authorization: Bearer ${FIRST}`]],
    ['that is a list', [`Authorization: Bearer ${FIRST}, Bearer ${FIRST}`]],
    ['in another header', [`X-Api-Key: ${FIRST}`]],
  ])('answers nothing to a credential %s', async (_, headers) => {
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: FIRST }, USERS);
    const body = JSON.stringify({ query: WHO });

    const answer = await rawRequest(
      service.url,
      ['POST /graphql HTTP/1.1', 'Content-Type: application/json', `Content-Length: ${body.length}`, ...headers],
      body,
    );

    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(service.requests()).toEqual([]);
  });

  it('does not read the body of who may not ask', async () => {
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: FIRST }, USERS);

    const answer = await rawRequest(service.url, [
      'POST /graphql HTTP/1.1',
      'Content-Type: application/json',
      `Authorization: Bearer ${SECOND}`,
      'Content-Length: 100000',
    ]);

    expect(answer.status).toBe(401);
  });

  it('tells whoever watches over it how it is', async () => {
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: FIRST }, USERS);

    for (const path of ['/health', '/ready']) expect((await fetch(`${service.url}${path}`)).status).toBe(200);
  });

  it('shows GraphiQL without any secret in it, whose questions need a credential', async () => {
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET: FIRST }, USERS, { graphiql: true });

    const page = await fetch(`${service.url}/graphql`, { headers: { accept: 'text/html' } });

    expect(page.status).toBe(200);
    expect((await page.text()).includes('cANARY')).toBe(false);
    const asked = await fetch(`${service.url}/graphql?query={__typename}`, {
      headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' },
    });
    expect(asked.status).toBe(401);
  });

  it('asks nobody who they are where it listens to this machine only and nothing else is said', async () => {
    await using service = await startService({ KANTATA_TOKEN }, USERS);

    expect(await service.ask(null)).toMatchObject({ status: 200, body: ada });
    // What is sent all the same counts for nothing.
    expect(await service.ask('somebody')).toMatchObject({ status: 200, body: ada });
    expect(tokensSeen(service)).toEqual(new Set([KANTATA_TOKEN]));
  });
});

describe('callers of such a gateway', () => {
  const both = { KANTATA_TOKEN, INBOUND_SECRET: `${FIRST},${SECOND}` };

  it('share a call under way, for they see the same', async () => {
    await using service = await startService(both, USERS);
    service.sandbox.latency(1_500);

    const answers = await Promise.all([service.ask(FIRST), service.ask(SECOND)]);

    expect(answers.map(({ body }) => body)).toEqual([ada, ada]);
    expect(service.requests()).toHaveLength(1);
  });

  it("may use one another's cursors", async () => {
    await using service = await startService(both, USERS);
    const page = (after: string) => `{ users(first: 1, after: "${after}") { nodes { fullName } } }`;
    const { body } = await service.ask(FIRST, '{ users(first: 1) { pageInfo { endCursor } } }');
    const { endCursor } = body.data.users.pageInfo;

    expect((await service.ask(SECOND, page(endCursor))).body).toEqual({ data: { users: { nodes: [] } } });
    expect((await service.ask(SECOND, page('MS5hYmM'))).body).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('are told apart in the log, by names that tell nothing', async () => {
    await using service = await startService(both, USERS);
    for (const credential of [FIRST, SECOND, FIRST]) await service.ask(credential);

    await expect.poll(() => service.lines.length).toBe(3);
    const [one, other, again] = service.lines.map((line) => JSON.parse(line).principal);
    expect(one).toMatch(/^[\w-]{12}$/);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it('divide its room, so that one cannot take all of it', async () => {
    await using service = await startService(both, USERS, { maxInFlight: 4, maxQueued: 0 });
    service.sandbox.latency(({ params }) => (params.per_page === '20' ? 0 : 3_000));
    const list = (first: number) => `{ users(first: ${first}) { totalCount nodes { id } } }`;

    const hog = Array.from({ length: 8 }, (_, at) => service.ask(FIRST, list(at + 1)));
    await expect.poll(() => service.gateway.state.requests.underWay).toBe(4);
    const other = await service.ask(SECOND, list(20));

    expect(other.status).toBe(200);
    const statuses = (await Promise.all(hog)).map(({ status }) => status);
    expect([200, 503].map((each) => statuses.filter((status) => status === each).length)).toEqual([4, 4]);
  });
});

describe('KANTATA_TOKEN_FILE', () => {
  it('is read again when it changes, without a failed request, and cursors stay good', async () => {
    const KANTATA_TOKEN_FILE = fileWith(KANTATA_TOKEN);
    await using service = await startService({ KANTATA_TOKEN_FILE, INBOUND_SECRET: FIRST }, USERS);
    const { body } = await service.ask(FIRST, '{ users(first: 1) { pageInfo { endCursor } } }');
    const { endCursor } = body.data.users.pageInfo;
    const answers: unknown[] = [];
    const over = new AbortController();
    const load = Array.from({ length: 8 }, async () => {
      while (!over.signal.aborted) answers.push((await service.ask(FIRST)).body);
    });

    writeFileSync(KANTATA_TOKEN_FILE, RENEWED);
    await expect.poll(() => tokensSeen(service), { timeout: 20_000 }).toContain(RENEWED);
    service.sandbox.revoke(KANTATA_TOKEN);
    const since = answers.length;
    await expect.poll(() => answers.length, { timeout: 20_000 }).toBeGreaterThan(since + 100);
    over.abort();
    await Promise.all(load);

    expect(answers.filter((answer) => JSON.stringify(answer) !== JSON.stringify(ada))).toEqual([]);
    expect(service.sandbox.requests.at(-1)?.token).toBe(RENEWED);
    expect((await service.ask(FIRST, `{ users(after: "${endCursor}") { totalCount } }`)).body).not.toHaveProperty(
      'errors',
    );
    expect(service.lines.filter((line) => line.includes('KANTATA_TOKEN_FILE')).map((line) => JSON.parse(line))).toEqual(
      [expect.objectContaining({ level: 'info', msg: 'KANTATA_TOKEN_FILE has changed: what it holds now is in use' })],
    );
    expect(service.lines.join('').includes('cANARY')).toBe(false);
  });

  it('is read at once when the API accepts its token no more, and the call is made again', async () => {
    const KANTATA_TOKEN_FILE = fileWith(KANTATA_TOKEN);
    await using service = await startService({ KANTATA_TOKEN_FILE, INBOUND_SECRET: FIRST }, USERS);

    writeFileSync(KANTATA_TOKEN_FILE, RENEWED);
    service.sandbox.revoke(KANTATA_TOKEN);

    expect((await service.ask(FIRST)).body).toEqual(ada);
    expect(service.sandbox.requests.map(({ token }) => token)).toEqual([KANTATA_TOKEN, RENEWED]);
  });

  it('has the refusal told where it holds nothing else', async () => {
    const KANTATA_TOKEN_FILE = fileWith(KANTATA_TOKEN);
    await using service = await startService({ KANTATA_TOKEN_FILE, INBOUND_SECRET: FIRST }, USERS);

    service.sandbox.revoke(KANTATA_TOKEN);

    expect((await service.ask(FIRST)).body).toMatchObject({
      data: { user: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED', upstream: 'GET /users' } }],
    });
    expect(service.requests()).toHaveLength(1);
  });

  it.each([
    ['is empty', (path: string) => writeFileSync(path, '')],
    ['is no token', (path: string) => writeFileSync(path, 'two words')],
    ['is gone', (path: string) => rmSync(path)],
  ])('goes on with what it held when it %s, and says so once', async (_, spoil) => {
    const KANTATA_TOKEN_FILE = fileWith(KANTATA_TOKEN);
    await using service = await startService({ KANTATA_TOKEN_FILE, INBOUND_SECRET: FIRST }, USERS);

    spoil(KANTATA_TOKEN_FILE);
    await expect.poll(() => service.lines.length, { timeout: 20_000 }).toBe(1);

    expect((await service.ask(FIRST)).body).toEqual(ada);
    writeFileSync(KANTATA_TOKEN_FILE, RENEWED);
    await expect.poll(() => service.lines.length, { timeout: 20_000 }).toBe(3);
    expect(service.lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg !== 'operation')).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: 'KANTATA_TOKEN_FILE holds nothing that can be used: what it held before goes on',
      }),
      expect.objectContaining({ level: 'info' }),
    ]);
  });
});

describe('INBOUND_SECRET_FILE', () => {
  it('lets a secret be renewed: both are good while it holds both', async () => {
    const INBOUND_SECRET_FILE = fileWith(FIRST);
    await using service = await startService({ KANTATA_TOKEN, INBOUND_SECRET_FILE }, USERS);
    const statuses = async () => [(await service.ask(FIRST)).status, (await service.ask(SECOND)).status];
    expect(await statuses()).toEqual([200, 401]);

    writeFileSync(INBOUND_SECRET_FILE, `${FIRST}\n${SECOND}\n`);
    await expect.poll(statuses, { timeout: 20_000 }).toEqual([200, 200]);

    writeFileSync(INBOUND_SECRET_FILE, `${SECOND}\n`);
    await expect.poll(statuses, { timeout: 20_000 }).toEqual([401, 200]);
  });
});

describe('kantata-gateway with a token of its own', () => {
  it('does not start where whoever reaches it could use that token, and says what is missing', async () => {
    await using command = startCommand({ env: { KANTATA_TOKEN, HOST: '0.0.0.0', NODE_ENV: 'production' } });

    expect(await command.ended).toBe(1);

    expect(command.stdout()).toBe('');
    expect(command.stderr()).toBe(
      'kantata-gateway: KANTATA_TOKEN needs INBOUND_SECRET or INBOUND_JWKS_URL: HOST is not a loopback address, so anyone who reaches it could use that token\n',
    );
  });

  it('listens on every interface where callers have to say who they are, and prints who may ask', async () => {
    await using api = await startSandbox({ rows: ROWS, users: USERS });
    await using command = startCommand({
      env: {
        KANTATA_API_URL: api.url,
        KANTATA_TOKEN_FILE: fileWith(`${KANTATA_TOKEN}\n`),
        INBOUND_SECRET_FILE: fileWith(`${FIRST}\n`),
        HOST: '0.0.0.0',
        PORT: '0',
      },
    });
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    await command.printed(
      /^Callers +anyone with a secret of INBOUND_SECRET; the API is asked with the token of the gateway$/m,
    );

    const status = async (authorization: string) =>
      (
        await fetch(`${origin}/graphql`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ query: WHO }),
        })
      ).status;

    expect([await status(`Bearer ${FIRST}`), await status('Bearer demo')]).toEqual([200, 401]);
    expect(api.requests.map(({ token }) => token)).toEqual([KANTATA_TOKEN]);
    command.process.kill('SIGTERM');
    expect(await command.ended).toBe(0);
    expect(command.stdout() + command.stderr()).not.toContain('cANARY');
  });
});
