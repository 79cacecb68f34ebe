/** Signing in and out over real HTTP: whose name is asked in, what a session lasts, and what happens when a server fails. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSealer } from '../src/identity/sign-in/seal.ts';
import { createSessions, type SessionEpochs } from '../src/identity/sign-in/sessions.ts';
import { valuesInMemory } from '../src/identity/sign-in/values-in-memory.ts';
import { WHO } from './support/service.ts';
import { ask, newKey, signIn, startSignIn, type TestSignIn, toCallback } from './support/sign-in.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { Visitor } from './support/visitor.ts';

const SESSION = '__Host-kantata-session';
const HOST = '127.0.0.1';

let at: TestSignIn;

beforeAll(async () => {
  at = await startSignIn();
});

afterAll(() => at?.[Symbol.asyncDispose]());

const me = async (visitor: Visitor, { gateway }: TestSignIn = at) =>
  JSON.parse((await visitor.once(`${gateway.url}/auth/me`)).text) as Record<string, unknown>;

const logout = async (visitor: Visitor, { gateway }: TestSignIn = at, query = '') => {
  const headers = { 'x-requested-with': 'test' };
  const { status, text } = await visitor.once(`${gateway.url}/auth/logout${query}`, { method: 'POST', headers });
  return { status, ...(JSON.parse(text) as object) };
};

describe('a person', () => {
  it('signs in, asks in his own name, and is known by his session', async () => {
    const visitor = new Visitor();

    const back = await signIn(visitor, at);

    expect(back.status).toBe(303);
    at.gateway.requests();
    const answer = await ask(visitor, at, WHO);
    expect(JSON.parse(answer.text)).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
    expect(at.gateway.requests()).toEqual([
      'GET /users?apply_default_filters=false&on_my_account=true&only=7&show_disabled=true',
    ]);
    expect(at.gateway.sandbox.requests.at(-1)?.token).toBe(at.tokens.at(-1));
    expect(await me(visitor)).toMatchObject({ user: { id: '7', name: 'User 7', account: 'Account of the tests' } });
  });

  it('who has not signed in is told where to', async () => {
    const answer = await ask(new Visitor(), at, WHO);

    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text).errors[0].message).toContain('/auth/login');
    expect(await me(new Visitor())).toEqual({ user: null, signIn: '/auth/login' });
  });

  it('asks with a token of his own where he has one', async () => {
    const answer = await ask(new Visitor(), at, WHO, { authorization: 'Bearer demo' });

    expect(answer.status).toBe(200);
  });

  it('is explained what his session would call', async () => {
    const visitor = new Visitor();
    await signIn(visitor, at);

    const { status, text } = await visitor.once(`${at.gateway.url}/explain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: WHO }),
    });

    expect([status, text]).toEqual([200, expect.stringContaining('/users')]);
  });

  it('logs out: the token is revoked, and a copy of the cookie is worth nothing', async () => {
    const visitor = new Visitor();
    await signIn(visitor, at);
    const thief = new Visitor();
    thief.cookies.set(HOST, new Map(visitor.cookies.get(HOST)));

    expect(await logout(visitor)).toEqual({ status: 200, user: null, revoked: true });

    expect(visitor.cookie(HOST, SESSION)).toBeUndefined();
    at.gateway.requests();
    expect((await ask(thief, at, WHO)).status).toBe(401);
    expect(at.gateway.requests()).toEqual([]);
    expect(at.vendor.requests.at(-1)).toBe('POST /token/revocation');
    expect(await logout(visitor)).toEqual({ status: 200, user: null, revoked: true });
  });

  it('logs out all the same where Kantata cannot be reached, and is told that the token goes on', async () => {
    const visitor = new Visitor();
    await signIn(visitor, at);
    at.vendor.misbehave((_, response) => {
      response.destroy();
      return true;
    });

    const answer = await logout(visitor).finally(() => at.vendor.misbehave(null));

    expect(answer).toEqual({ status: 200, user: null, revoked: false });
    expect((await ask(visitor, at, WHO)).status).toBe(401);
    expect(at.lines.join('\n')).toContain('did not confirm that its token was revoked');
  });

  it('whose token the API refuses sees that in the answer, at its field', async () => {
    const visitor = new Visitor();
    await signIn(visitor, at);
    at.gateway.sandbox.revoke(at.tokens.at(-1) as string);

    const { text } = await ask(visitor, at, WHO);

    expect(JSON.parse(text)).toMatchObject({
      data: { user: null },
      errors: [{ path: ['user'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

describe('an authorization server that fails', () => {
  it.each([
    ['breaks off', 503, 'Kantata cannot be reached', null],
    ['answers 503', 503, 'Kantata cannot be reached', [503, '{"error":"temporarily_unavailable"}']],
    ['knows no such client', 502, 'Kantata does not accept this gateway', [401, '{"error":"invalid_client"}']],
    ['answers with a page', 502, 'Kantata gave an answer that cannot be used', [200, '<html></html>']],
  ] as const)('and %s at the exchange of the code gives one page', async (_, status, title, answered) => {
    const visitor = new Visitor();
    const address = await toCallback(visitor, at);
    at.vendor.misbehave((request, response) => {
      if (!request.url?.startsWith('/token')) return false;
      if (answered === null) response.destroy();
      else {
        response.writeHead(answered[0], { 'content-type': 'application/json' });
        response.end(answered[1]);
      }
      return true;
    });

    const page = await visitor.once(address).finally(() => at.vendor.misbehave(null));

    expect([page.status, page.headers.get('location')]).toEqual([status, null]);
    expect(page.text).toContain(`<h1>${title}</h1>`);
    expect(at.lines.at(-1)).toContain('sign-in failed');
  });

  it('that is not to be found gives one page, and is found once it is there', async () => {
    await using other = await startSignIn();
    other.vendor.misbehave((_, response) => {
      response.writeHead(500);
      response.end();
      return true;
    });

    const page = await new Visitor().once(`${other.gateway.url}/auth/login`);

    expect([page.status, page.headers.get('location')]).toEqual([503, null]);
    other.vendor.misbehave(null);
    expect((await signIn(new Visitor(), other)).status).toBe(303);
  });
});

describe('the keys of sessions', () => {
  it('are replaced one after the other: sessions of the old one go on, and end when it is taken out', async () => {
    using folder = temporaryFolder();
    const [old, young] = [newKey(), newKey()];
    const path = folder.write('keys', `${old}\n`);
    await using other = await startSignIn({ env: { SESSION_KEYS: 'none', SESSION_KEYS_FILE: path } });
    const [before, after] = [new Visitor(), new Visitor()];
    await signIn(before, other);
    const changed = async (keys: string) => {
      const seen = other.lines.length;
      folder.write('keys', keys);
      await expect.poll(() => other.lines.slice(seen).join('\n'), { timeout: 20_000 }).toContain('SESSION_KEYS_FILE');
    };

    await changed(`${young}\n${old}\n`);
    await signIn(after, other);
    expect([(await ask(before, other, WHO)).status, (await ask(after, other, WHO)).status]).toEqual([200, 200]);

    await changed(`${young}\n`);
    expect([(await ask(before, other, WHO)).status, (await ask(after, other, WHO)).status]).toEqual([401, 200]);
    expect(other.lines.join('\n')).not.toContain(old);
  });
});

/** Sessions by a clock that the test moves, and the request that a browser with that cookie would send. */
function sessionsAt({ epochs = null }: { epochs?: SessionEpochs | null } = {}) {
  const clock = { ms: 1_800_000_000_000 };
  const now = () => clock.ms;
  const key = new Uint8Array(Buffer.from(newKey(), 'base64url'));
  const sealer = createSealer(() => [key], now);
  const sessions = createSessions({ sealer, idleS: 1_000, lifetimeS: 3_000, epochs, now });
  const requestWith = (setCookie: string) => ({
    headers: { cookie: setCookie.split(';', 1)[0] as string },
    rawHeaders: [],
  });
  return { clock, sessions, requestWith };
}

const ADA = { token: 'a-token-of-ada', subject: '7', name: null, account: null, expiresInS: null };

describe('a session', () => {
  it('ends when it is not used for so long', async () => {
    const { clock, sessions, requestWith } = sessionsAt();
    const cookie = await sessions.begin(ADA);

    clock.ms += 999_000;
    expect(await sessions.of(requestWith(cookie))).toMatchObject({ subject: '7' });
    clock.ms += 1_000;
    expect(await sessions.of(requestWith(cookie))).toBeNull();
  });

  it('goes on while it is used, sealed anew no oftener than a tenth of that time, and ends all the same', async () => {
    const { clock, sessions, requestWith } = sessionsAt();
    let cookie = await sessions.begin(ADA);
    let renewals = 0;
    let usedS = 0;
    for (; usedS < 10_000; usedS += 50) {
      const session = await sessions.of(requestWith(cookie));
      if (!session) break;
      const renewed = await sessions.renewal(session);
      if (renewed) renewals++;
      cookie = renewed ?? cookie;
      clock.ms += 50_000;
    }

    expect(usedS).toBe(3_000);
    expect(renewals).toBe(29);
  });

  it('ends with its token, where that ends sooner', async () => {
    const { clock, sessions, requestWith } = sessionsAt();
    const cookie = await sessions.begin({ ...ADA, expiresInS: 100 });

    clock.ms += 100_000;
    expect(await sessions.of(requestWith(cookie))).toBeNull();
  });

  it('is not begun with a token that makes a cookie longer than browsers keep', async () => {
    const { sessions } = sessionsAt();

    await expect(sessions.begin({ ...ADA, token: 'x'.repeat(3_000) })).rejects.toThrow('too long');
  });

  it('is not brought back by an answer that comes after its end', async () => {
    const { clock, sessions, requestWith } = sessionsAt();
    const session = await sessions.of(requestWith(await sessions.begin(ADA)));
    if (!session) throw new Error('there is no session');

    sessions.end(session);
    clock.ms += 500_000;

    expect(await sessions.renewal(session)).toBeNull();
  });
});

describe('what is sealed', () => {
  it('opens for its own purpose alone, and with its own key', async () => {
    const [key, other] = [newKey(), newKey()].map((text) => new Uint8Array(Buffer.from(text, 'base64url')));
    const sealer = createSealer(() => [key as Uint8Array]);
    const sealed = await sealer.seal({ t: 'a-token' }, { purpose: 'session', expiresAt: 4_000_000_000 });

    expect(await sealer.open(sealed, 'session')).toMatchObject({ t: 'a-token' });
    expect(await sealer.open(sealed, 'attempt')).toBeNull();
    expect(await createSealer(() => [other as Uint8Array]).open(sealed, 'session')).toBeNull();
  });
});

describe('logging out everywhere', () => {
  /** As Redis keeps them, in memory. */
  function epochsInMemory(): SessionEpochs & { readonly ended: Map<string, number> } {
    const ended = new Map<string, number>();
    return {
      ended,
      endAll: async (subject) => void ended.set(subject, Math.floor(Date.now() / 1000)),
      endedAt: async (subject) => ended.get(subject) ?? 0,
    };
  }

  it('ends the sessions of that person in all browsers, of nobody else, and no later one', async () => {
    await using shared = await startSignIn({
      shared: { sessionEpochs: epochsInMemory, sealedValues: valuesInMemory },
    });
    const [here, there, other] = [new Visitor(), new Visitor(), new Visitor()];
    await signIn(here, shared);
    await signIn(there, shared);
    await signIn(other, shared, { login: '8' });

    expect(await logout(here, shared, '?everywhere=true')).toMatchObject({ status: 200, revoked: true });

    const statuses = await Promise.all([here, there, other].map(async (one) => (await ask(one, shared, WHO)).status));
    expect(statuses).toEqual([401, 401, 200]);
    await signIn(here, shared);
    expect((await ask(here, shared, WHO)).status).toBe(200);
  });

  it('is refused where instances have nothing in common, and ends nothing', async () => {
    const visitor = new Visitor();
    await signIn(visitor, at);

    expect(await logout(visitor, at, '?everywhere=true')).toMatchObject({ status: 400 });
    expect((await ask(visitor, at, WHO)).status).toBe(200);
  });
});
