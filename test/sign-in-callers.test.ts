/** Callers whom an issuer names, each of whom asks with the token that they themselves signed in with at Kantata. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKeptTokens } from '../src/identity/sign-in/kept-tokens.ts';
import { createSealer } from '../src/identity/sign-in/seal.ts';
import { valuesInMemory } from '../src/identity/sign-in/values-in-memory.ts';
import { createMcp } from '../src/mcp/index.ts';
import { redisProgram } from './support/installed.ts';
import { type Issuer, startIssuer } from './support/issuer.ts';
import { toolCall, toolHeaders } from './support/mcp.ts';
import { share, startRedis, type TestRedis } from './support/redis.ts';
import { trusting, WHO } from './support/service.ts';
import { ask, newKey, signIn, startSignIn, type TestSignIn, type TestSignInOptions } from './support/sign-in.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { Visitor } from './support/visitor.ts';

/** The claim in which the issuer says which user of Kantata a caller is. */
const CLAIM = 'https://example.com/kantata_user';

let issuer: Issuer;
let at: TestSignIn;

const startAt = (options: TestSignInOptions = {}) =>
  startSignIn({
    ...options,
    env: { ...trusting(issuer), INBOUND_USER_CLAIM: CLAIM, ...options.env },
    gateway: {
      federation: true,
      door: createMcp({ protectedBy: { issuer: issuer.name, audience: issuer.audience } }).door,
      ...options.gateway,
    },
  });

beforeAll(async () => {
  issuer = await startIssuer();
  at = await startAt();
});

afterAll(async () => {
  await at?.[Symbol.asyncDispose]();
  await issuer?.[Symbol.asyncDispose]();
});

beforeEach(() => at.gateway.requests());

/** A token of the issuer for this user of Kantata. */
const jwtFor = (user: unknown, claims: object = {}) => issuer.sign({ [CLAIM]: user, ...claims });

const askBy = async (jwt: string, { gateway }: TestSignIn = at, query = WHO) => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${jwt}` },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
};

const callTool = (jwt: string | null, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${at.gateway.url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...toolHeaders('ask'),
      ...(jwt !== null && { authorization: `Bearer ${jwt}` }),
      ...headers,
    },
    body: JSON.stringify(toolCall('ask', { operation: WHO })),
  });

const signedIn = async (login: string, there: TestSignIn = at): Promise<Visitor> => {
  const visitor = new Visitor();
  await signIn(visitor, there, { login });
  return visitor;
};

const logout = async (visitor: Visitor, { gateway }: TestSignIn = at) =>
  JSON.parse(
    (await visitor.once(`${gateway.url}/auth/logout`, { method: 'POST', headers: { 'x-requested-with': 'test' } }))
      .text,
  ) as object;

const used = ({ gateway }: TestSignIn = at) => gateway.sandbox.requests.map(({ token }) => token);

const refused = (there: TestSignIn = at) => ({
  status: 401,
  body: {
    errors: [
      {
        message: expect.stringContaining(`Sign in at ${there.gateway.url}/auth/login`),
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ],
  },
});

describe('a caller whom the issuer names', () => {
  it('asks with the token that this person signed in with, and the credential goes no further', async () => {
    await signedIn('7');
    const jwt = await jwtFor('7');
    const from = used().length;

    expect(await askBy(jwt)).toMatchObject({ status: 200, body: { data: { user: { fullName: 'Ada Lovelace' } } } });

    expect(used().slice(from)).toEqual([at.tokens.at(-1)]);
    expect(JSON.stringify(at.gateway.sandbox.requests.slice(from))).not.toContain(jwt);
  });

  it('asks with a token of its own beside others, whoever signed in last', async () => {
    await signedIn('7');
    const ofAda = at.tokens.at(-1);
    await signedIn('8');
    const ofGrace = at.tokens.at(-1);
    const from = used().length;

    for (const user of ['7', '8', '7', 8]) await askBy(await jwtFor(user));

    expect(used().slice(from)).toEqual([ofAda, ofGrace, ofAda, ofGrace]);
  });

  it('who has not signed in is sent to do so, and nothing is called', async () => {
    const { headers, ...answer } = await askBy(await jwtFor('21'));

    expect(answer).toMatchObject(refused());
    expect(headers.get('www-authenticate')).toBe(
      `Bearer error="invalid_token", error_description="Sign in with Kantata at ${at.gateway.url}/auth/login"`,
    );
    expect(at.gateway.requests()).toEqual([]);
  });

  it('is answered at /mcp in the same name, and sent to sign in with the metadata of who gives out tokens', async () => {
    await signedIn('7');
    const token = at.tokens.at(-1);
    const from = used().length;

    const good = await callTool(await jwtFor('7'));
    const bad = await callTool(await jwtFor('21'));

    expect([good.status, await good.text()]).toEqual([200, expect.stringContaining('Ada Lovelace')]);
    expect(used().slice(from)).toEqual([token]);
    expect(bad.status).toBe(401);
    const challenge = bad.headers.get('www-authenticate') ?? '';
    expect(challenge).toContain(`error_description="Sign in with Kantata at ${at.gateway.url}/auth/login"`);
    const [, where = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? [];
    expect(await (await fetch(where)).json()).toMatchObject({ authorization_servers: [issuer.name] });
  });

  it('is no browser at /mcp: a session does not open it', async () => {
    const visitor = await signedIn('7');
    const cookie = `__Host-kantata-session=${visitor.cookie('127.0.0.1', '__Host-kantata-session')}`;
    at.gateway.requests();

    expect((await callTool(null, { cookie })).status).toBe(401);
    expect(at.gateway.requests()).toEqual([]);
  });

  it('asks for entities in the name of this person, as a router passes it on', async () => {
    await signedIn('8');
    const from = used().length;
    const query = '{ _entities(representations: [{ __typename: "User", id: "User:7" }]) { ... on User { fullName } } }';

    const { body } = await askBy(await jwtFor('8'), at, query);

    expect(body.data).toEqual({ _entities: [{ fullName: 'Ada Lovelace' }] });
    expect(used().slice(from)).toEqual([at.tokens.at(-1)]);
  });
});

describe('who a caller is', () => {
  it.each<[string, () => Promise<string>]>([
    ['an address in place of the claim', () => issuer.sign({ email: 'ada@example.com' })],
    ['the subject of the issuer, which may call somebody else the same', () => issuer.sign({ sub: '7' })],
    ['several users', () => jwtFor(['7'])],
    ['an object', () => jwtFor({ toString: '7' })],
    ['nobody', () => jwtFor('')],
    ['half a number', () => jwtFor(7.5)],
  ])('is not told by %s', async (_, make) => {
    await signedIn('7');
    at.gateway.requests();

    const { status, body } = await askBy(await make());

    expect([status, body.errors[0].message]).toEqual([401, expect.stringContaining('INBOUND_USER_CLAIM')]);
    expect(at.gateway.requests()).toEqual([]);
  });

  it.each<[string, () => Promise<string>]>([
    ['another issuer', () => jwtFor('7', { iss: 'https://evil.example/' })],
    ['the issuer, for another audience', () => jwtFor('7', { aud: 'another' })],
  ])('is not believed of %s', async (_, make) => {
    await signedIn('7');
    at.gateway.requests();

    const { status, body } = await askBy(await make());

    expect([status, body.errors[0].message]).toEqual([401, 'This credential is not valid.']);
    expect(at.gateway.requests()).toEqual([]);
  });

  it('is the user of the claim, whatever addresses and names stand beside it', async () => {
    await signedIn('7');
    await signedIn('8');
    const [ofAda, ofGrace] = at.tokens.slice(-2);
    const from = used().length;

    await askBy(await jwtFor('8', { sub: '7', email: 'ada@example.com', name: 'User 7' }));

    expect(used().slice(from)).toEqual([ofGrace]);
    expect(ofGrace).not.toBe(ofAda);
  });

  it('is not enough where INBOUND_SCOPES names scopes, and the credential has none of them', async () => {
    await using there = await startAt({ env: { INBOUND_SCOPES: 'kantata:read' } });
    await signedIn('7', there);
    there.gateway.requests();

    const refused = await askBy(await jwtFor('7'), there);
    const callsOfRefused = there.gateway.requests();
    const answered = await askBy(await jwtFor('7', { scope: 'kantata:read' }), there);

    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
    expect(callsOfRefused).toEqual([]);
    expect([answered.status, there.gateway.requests().length]).toEqual([200, 1]);
  });

  it('is not a token of Kantata: one that a caller brings is no credential here', async () => {
    await signedIn('7');
    at.gateway.requests();

    expect((await askBy(at.tokens.at(-1) as string)).status).toBe(401);
    expect(at.gateway.requests()).toEqual([]);
  });
});

describe('the token of a caller', () => {
  it('ends when the person logs out, in whatever browser, and is revoked', async () => {
    const first = await signedIn('7');
    await signedIn('7');
    const kept = at.tokens.at(-1) as string;
    const jwt = await jwtFor('7');
    expect((await askBy(jwt)).status).toBe(200);

    expect(await logout(first)).toEqual({ user: null, revoked: true });

    at.gateway.requests();
    expect(await askBy(jwt)).toMatchObject(refused());
    expect(at.gateway.requests()).toEqual([]);
    const direct = await fetch(`${at.gateway.sandbox.url}/users`, { headers: { authorization: `Bearer ${kept}` } });
    expect(direct.status).toBe(401);
  });

  it('is forgotten when the API refuses it: once at the field, and then as a way to sign in', async () => {
    await signedIn('7');
    const jwt = await jwtFor('7');
    expect((await askBy(jwt)).status).toBe(200);
    at.gateway.sandbox.revoke(at.tokens.at(-1) as string);
    at.gateway.requests();

    expect((await askBy(jwt)).body).toMatchObject({
      data: { user: null },
      errors: [{ path: ['user'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(at.gateway.requests()).toHaveLength(1);
    expect(await askBy(jwt)).toMatchObject(refused());
    expect(at.gateway.requests()).toEqual([]);

    await signedIn('7');
    expect((await askBy(jwt)).status).toBe(200);
  });

  it('that came since stays, where the one before is refused late', async () => {
    const visitor = await signedIn('7');
    const old = at.tokens.at(-1) as string;
    const jwt = await jwtFor('7');
    expect((await askBy(jwt)).status).toBe(200);
    await signedIn('7');
    at.gateway.sandbox.revoke(old);

    await ask(visitor, at, WHO);

    expect(await askBy(jwt)).toMatchObject({ status: 200, body: { data: { user: { fullName: 'Ada Lovelace' } } } });
  });

  it('lasts as long as a session may, and no longer than the token itself', async () => {
    const clock = { ms: 1_800_000_000_000 };
    const now = () => clock.ms;
    const sealingKeys = [new Uint8Array(Buffer.from(newKey(), 'base64url'))];
    const keys = () => sealingKeys;
    const kept = createKeptTokens({
      values: valuesInMemory(),
      keys,
      sealer: createSealer(keys, now),
      issuer: 'https://issuer.example/',
      lifetimeS: 100,
      log: () => {},
      now,
    });
    const who = { token: 'a-token', subject: '7', name: null, account: null };
    await kept.keep({ ...who, expiresInS: null });
    await kept.keep({ ...who, subject: '8', expiresInS: 50 });

    clock.ms += 49_000;
    expect([await kept.of('7'), await kept.of('8')]).toEqual(['a-token', 'a-token']);
    clock.ms += 1_000;
    expect([await kept.of('7'), await kept.of('8')]).toEqual(['a-token', null]);
    clock.ms += 50_000;
    expect(await kept.of('7')).toBeNull();
  });

  it('opens for its own person alone, wherever somebody puts it', async () => {
    const places = new Map<string, string>();
    const values = {
      get: async (name: string) => places.get(name) ?? null,
      set: async (name: string, value: string) => void places.set(name, value),
      remove: async (name: string) => void places.delete(name),
    };
    const sealingKeys = [new Uint8Array(Buffer.from(newKey(), 'base64url'))];
    const keys = () => sealingKeys;
    const sealing = { values, keys, sealer: createSealer(keys) };
    const kept = createKeptTokens({ ...sealing, issuer: 'https://issuer.example/', lifetimeS: 100, log: () => {} });
    const who = { name: null, account: null, expiresInS: null };
    await kept.keep({ ...who, subject: '7', token: 'of-ada' });
    await kept.keep({ ...who, subject: '8', token: 'of-grace' });
    const [first, second] = [...places.keys()] as [string, string];

    places.set(first, places.get(second) as string);

    expect([await kept.of('7'), await kept.of('8')]).toEqual([null, 'of-grace']);
  });

  it('goes on with new keys, and ends with the key that sealed it', async () => {
    using folder = temporaryFolder();
    const [old, young] = [newKey(), newKey()];
    const path = folder.write('keys', `${old}\n`);
    await using other = await startAt({ env: { SESSION_KEYS: 'none', SESSION_KEYS_FILE: path } });
    await signedIn('7', other);
    await signedIn('8', other);
    const changed = async (keys: string) => {
      const seen = other.lines.length;
      folder.write('keys', keys);
      await expect.poll(() => other.lines.slice(seen).join('\n'), { timeout: 20_000 }).toContain('SESSION_KEYS_FILE');
    };

    await changed(`${young}\n${old}\n`);
    // Its use seals it anew; that of the other person is not used.
    expect((await askBy(await jwtFor('7'), other)).status).toBe(200);
    await changed(`${young}\n`);

    expect((await askBy(await jwtFor('7'), other)).status).toBe(200);
    expect(await askBy(await jwtFor('8'), other)).toMatchObject(refused(other));
  });
});

describe.skipIf(redisProgram.skipped)('tokens of callers in Redis', () => {
  const startWith = async (redis: TestRedis, env: Readonly<Record<string, string>>) => {
    const shared = await share(redis);
    const there = await startAt({ env, shared });
    return {
      ...there,
      async [Symbol.asyncDispose]() {
        await there[Symbol.asyncDispose]();
        shared.close();
      },
    };
  };

  /** Has the API of another instance know a person's token. */
  const admit = ({ gateway }: TestSignIn, token: string, userId = '7') => {
    gateway.sandbox.admit({ token, userId, name: `User ${userId}` });
    gateway.watch.know(token);
  };

  it('are used by every instance, are sealed, and end everywhere', async () => {
    await using redis = await startRedis();
    const env = { SESSION_KEYS: newKey() };
    await using here = await startWith(redis, env);
    // Both sign people in at the same server.
    await using there = await startWith(redis, { ...env, SIGN_IN_ISSUER: here.vendor.issuer });
    const visitor = await signedIn('7', here);
    const token = here.tokens.at(-1) as string;
    admit(there, token);
    const jwt = await jwtFor('7');

    expect((await askBy(jwt, there)).status).toBe(200);
    expect(used(there)).toEqual([token]);
    const dump = (await redis.dump()).toString('latin1');
    expect(dump).toContain('kantata-gateway:sealed:');
    expect(dump).not.toContain(token);

    expect(await logout(visitor, here)).toEqual({ user: null, revoked: true });
    expect((await askBy(jwt, there)).status).toBe(401);
  });

  it('are unknown while Redis is gone, which is no reason to sign in again', async () => {
    await using redis = await startRedis();
    await using here = await startWith(redis, {});
    await signedIn('7', here);
    const jwt = await jwtFor('7');
    expect((await askBy(jwt, here)).status).toBe(200);
    here.gateway.requests();
    redis.stall();

    const { status, headers, body } = await askBy(jwt, here);
    redis.goOn();

    expect([status, headers.get('retry-after'), body.errors[0].extensions.code]).toEqual([
      503,
      '5',
      'SESSIONS_UNAVAILABLE',
    ]);
    expect(here.gateway.requests()).toEqual([]);
    await expect.poll(async () => (await askBy(jwt, here)).status, { timeout: 20_000 }).toBe(200);
  });

  it('do not stop a person from signing in while Redis is gone, and the log says what is missing', async () => {
    await using redis = await startRedis();
    await using here = await startWith(redis, {});
    await redis.kill();

    const visitor = await signedIn('7', here);

    expect((await ask(visitor, here, WHO)).status).toBe(200);
    expect(here.lines.join('\n')).toContain('the token of a sign-in could not be kept');
    expect(await logout(visitor, here)).toEqual({ user: null, revoked: false });
    expect(here.lines.join('\n')).not.toContain(here.tokens.at(-1));
  });

  it('open for nobody where somebody moved one to the place of another', async () => {
    await using redis = await startRedis();
    await using here = await startWith(redis, {});
    const places: string[] = [];
    for (const login of ['7', '8']) {
      await signedIn(login, here);
      places.push(...(await redis.names('kantata-gateway:sealed:*')).filter((name) => !places.includes(name)));
    }
    const [ofAda, ofGrace] = places as [string, string];
    expect((await askBy(await jwtFor('7'), here)).status).toBe(200);

    await redis.copy(ofGrace, ofAda);

    expect((await askBy(await jwtFor('7'), here)).status).toBe(401);
    expect((await askBy(await jwtFor('8'), here)).status).toBe(200);
  });
});
