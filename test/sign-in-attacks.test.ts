/** The attacks on OAuth clients that RFC 9700 lists, as far as they apply to one client of one server, and those on cookies. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WHO } from './support/service.ts';
import { ask, newKey, signIn, startSignIn, type TestSignIn, toCallback } from './support/sign-in.ts';
import { type Visited, Visitor } from './support/visitor.ts';

const SESSION = '__Host-kantata-session';
const ATTEMPT = '__Host-kantata-sign-in';
const HOST = '127.0.0.1';

let at: TestSignIn;

beforeAll(async () => {
  at = await startSignIn({ env: { SIGN_IN_RETURN_TO: 'https://app.example.com/start' } });
});

afterAll(() => at?.[Symbol.asyncDispose]());

/** Somebody who has signed in. */
async function signedIn(login = '7'): Promise<Visitor> {
  const visitor = new Visitor();
  await signIn(visitor, at, { login });
  return visitor;
}

const dataOf = (text: string) => (JSON.parse(text) as { data?: unknown }).data;

/** What there is to know of a page, and of what the browser has after it. */
const seen = (visitor: Visitor, { status, headers, text }: Visited) => ({
  title: /<h1>(.*)<\/h1>/.exec(text)?.[1],
  isError: status >= 400,
  location: headers.get('location'),
  goesOnByItself: /http-equiv|<script/i.test(text),
  session: visitor.cookie(HOST, SESSION),
  attempt: visitor.cookie(HOST, ATTEMPT),
});

/** A failure: one page with a way to begin again that one has to choose, and no session. */
const failure = (title: string) => ({
  title,
  isError: true,
  location: null,
  goesOnByItself: false,
  session: undefined,
  attempt: undefined,
});

describe('open redirect (RFC 9700, section 4.11)', () => {
  it.each([
    'https://evil.example/',
    '//evil.example/',
    String.raw`\\evil.example`,
    String.raw`/\evil.example`,
    '/\t/evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,hi',
    'https://app.example.com/start/',
    'https://app.example.com/start?next=//evil.example',
    'https://app.example.com@evil.example/start',
    'https://APP.example.com.evil.example/start',
    'http://app.example.com/start',
    'http://127.0.0.1:1/',
  ])('does not begin with a return to %j', async (wanted) => {
    const visitor = new Visitor();

    const answer = await visitor.once(`${at.gateway.url}/auth/login?return=${encodeURIComponent(wanted)}`);

    expect(seen(visitor, answer)).toEqual(failure('This address is not allowed'));
  });

  it.each([
    ['/graphql#query=%7Bme%7D', () => `${at.gateway.url}/graphql#query=%7Bme%7D`],
    ['https://app.example.com/start', () => 'https://app.example.com/start'],
    ['https://app.example.com/start#part', () => 'https://app.example.com/start'],
  ])('returns to %j', async (wanted, expected) => {
    const back = await signIn(new Visitor(), at, { wanted });

    expect([back.status, back.headers.get('location')]).toEqual([303, expected()]);
  });
});

describe('CSRF at the redirect address (section 4.7)', () => {
  it('takes no code in a browser that began nothing: an attacker would sign it in as himself', async () => {
    const address = await toCallback(new Visitor(), at);
    const victim = new Visitor();

    expect(seen(victim, await victim.once(address))).toEqual(failure('This sign-in is over'));
  });

  it('takes no code of an attempt of another browser, though this one began one too', async () => {
    const address = await toCallback(new Visitor(), at);
    const victim = new Visitor();
    await toCallback(victim, at);

    expect(seen(victim, await victim.once(address))).toEqual(failure('This sign-in does not belong here'));
  });

  it.each([
    ['without a state', (url: URL) => url.searchParams.delete('state')],
    ['with two states', (url: URL) => url.searchParams.append('state', 'another')],
    ['with a state of the same length', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
  ])('takes no code %s', async (_, change) => {
    const visitor = new Visitor();
    const url = new URL(await toCallback(visitor, at));
    change(url);

    expect(seen(visitor, await visitor.once(url))).toEqual(failure('This sign-in does not belong here'));
  });

  it('believes no error of the server without the state, either', async () => {
    const visitor = new Visitor();
    await toCallback(visitor, at);

    const answer = await visitor.once(`${at.callback}?error=access_denied`);

    expect(seen(visitor, answer)).toEqual(failure('This sign-in does not belong here'));
  });
});

describe('code injection (section 4.5)', () => {
  it('cannot put a stolen code into an attempt of its own: PKCE binds the code to its browser', async () => {
    const stolen = new URL(await toCallback(new Visitor(), at, { login: '7' }));
    const attacker = new Visitor();
    const own = new URL(await toCallback(attacker, at, { login: '8' }));
    own.searchParams.set('code', stolen.searchParams.get('code') as string);

    expect(seen(attacker, await attacker.once(own))).toEqual(failure('This sign-in came too late'));
  });

  it('takes a code once', async () => {
    const visitor = new Visitor();
    const address = await toCallback(visitor, at);
    const attempt = visitor.cookie(HOST, ATTEMPT) as string;
    expect((await visitor.once(address)).status).toBe(303);

    const thief = new Visitor();
    thief.cookies.set(HOST, new Map([[ATTEMPT, attempt]]));

    expect(seen(thief, await thief.once(address))).toEqual(failure('This sign-in came too late'));
  });

  it('shows the same page however often the address is loaded again, and asks the server no more', async () => {
    const visitor = new Visitor();
    const address = await toCallback(visitor, at, { answer: 'no' });
    expect(seen(visitor, await visitor.once(address))).toEqual(failure('You have not signed in'));
    const asked = at.vendor.requests.length;

    expect(seen(visitor, await visitor.once(address))).toEqual(failure('This sign-in is over'));
    expect(seen(visitor, await visitor.once(address))).toEqual(failure('This sign-in is over'));
    expect(at.vendor.requests).toHaveLength(asked);
  });

  it('takes no code that is late', async () => {
    await using late = await startSignIn({ codeS: 1 });
    const visitor = new Visitor();
    const address = await toCallback(visitor, late);
    await new Promise((resolve) => setTimeout(resolve, 2_100));

    expect(seen(visitor, await visitor.once(address))).toEqual(failure('This sign-in came too late'));
  });
});

describe('mix-up (section 4.4)', () => {
  it('takes no answer that names another server', async () => {
    const visitor = new Visitor();
    const url = new URL(await toCallback(visitor, at));
    url.searchParams.set('iss', 'https://evil.example');

    expect(seen(visitor, await visitor.once(url))).toEqual(failure('This sign-in does not belong here'));
  });

  it('takes no answer that names no server, where the server says that it names itself', async () => {
    const visitor = new Visitor();
    const url = new URL(await toCallback(visitor, at));
    url.searchParams.delete('iss');

    expect(seen(visitor, await visitor.once(url))).toEqual(failure('This sign-in does not belong here'));
  });
});

describe('leaks of codes and tokens (sections 4.2 and 4.3)', () => {
  it('sends the browser on without the code, and tells no site where it came from', async () => {
    const visitor = new Visitor();
    const address = await toCallback(visitor, at);
    const code = new URL(address).searchParams.get('code') as string;

    const back = await visitor.once(address);

    expect(back.headers.get('location')).not.toContain(code);
    expect(back.headers.get('referrer-policy')).toBe('no-referrer');
    expect(back.headers.get('cache-control')).toBe('no-store');
    expect(at.lines.join('\n')).not.toContain(code);
  });

  it('has no token in an address, an answer or a cookie that can be read', async () => {
    const visitor = new Visitor();
    const back = await signIn(visitor, at);
    const token = at.tokens.at(-1) as string;

    const answers = [
      back,
      await visitor.once(`${at.gateway.url}/auth/me`),
      await ask(visitor, at, WHO),
      await ask(visitor, at, `{ user(id: "${token}") { id } }`),
    ];

    // What a client sends comes back in errors, so that the last question shows that the token is looked for.
    for (const { text, headers } of answers) expect(text + JSON.stringify([...headers])).not.toContain(token);
    expect(visitor.addresses.join('\n')).not.toContain(token);
    const cookie = visitor.cookie(HOST, SESSION) as string;
    const parts = cookie.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect([cookie, ...parts].join('\n')).not.toContain(token);
    expect(JSON.parse(parts[0] as string)).toMatchObject({ alg: 'dir', enc: 'A256GCM' });
  });
});

describe('cookies', () => {
  it('can be set by this host alone, over an encrypted connection, and are read by no script', async () => {
    const visitor = new Visitor();
    const begun = await visitor.once(`${at.gateway.url}/auth/login`);
    const [attempt = ''] = begun.headers.getSetCookie();
    const back = await visitor.once(await toCallback(visitor, at));
    const session = back.headers.getSetCookie().find((line) => line.startsWith(SESSION)) ?? '';

    expect(attempt).toMatch(/^__Host-kantata-sign-in=[\w.-]+; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Lax$/);
    expect(session).toMatch(
      /^__Host-kantata-session=[\w.-]+; Path=\/; Max-Age=7200; Secure; HttpOnly; SameSite=Strict$/,
    );
  });

  it('count for nothing where two have the name: a neighbour may have tossed one in', async () => {
    const visitor = await signedIn();
    const own = visitor.cookie(HOST, SESSION) as string;
    const other = (await signedIn()).cookie(HOST, SESSION) as string;
    expect((await ask(visitor, at, WHO, { cookie: `${SESSION}=${own}` })).status).toBe(200);

    const answer = await ask(visitor, at, WHO, { cookie: `${SESSION}=${other}; ${SESSION}=${own}` });

    expect([answer.status, dataOf(answer.text)]).toEqual([401, undefined]);
  });

  it('count for nothing without the prefix that a neighbour cannot set', async () => {
    const visitor = await signedIn();
    const own = visitor.cookie(HOST, SESSION) as string;

    const answer = await ask(visitor, at, WHO, { cookie: `kantata-session=${own}` });

    expect(answer.status).toBe(401);
  });

  it('are of no use for another purpose', async () => {
    const visitor = new Visitor();
    await toCallback(visitor, at);
    const attempt = visitor.cookie(HOST, ATTEMPT) as string;

    expect((await ask(visitor, at, WHO, { cookie: `${SESSION}=${attempt}` })).status).toBe(401);
  });

  it('do not open where a letter was changed, or with a key of another gateway', async () => {
    const visitor = await signedIn();
    const own = visitor.cookie(HOST, SESSION) as string;
    const at0 = own.length - 30;
    const changed = own.slice(0, at0) + (own[at0] === 'A' ? 'B' : 'A') + own.slice(at0 + 1);

    expect((await ask(visitor, at, WHO, { cookie: `${SESSION}=${changed}` })).status).toBe(401);
    await using other = await startSignIn({ env: { SESSION_KEYS: newKey() } });
    expect((await ask(visitor, other, WHO, { cookie: `${SESSION}=${own}` })).status).toBe(401);
  });
});

describe('session fixation', () => {
  it('begins another session at each sign-in, whatever session the browser had before', async () => {
    const attacker = await signedIn('7');
    const planted = attacker.cookie(HOST, SESSION) as string;
    const victim = new Visitor();
    victim.cookies.set(HOST, new Map([[SESSION, planted]]));

    await signIn(victim, at, { login: '8' });

    expect(victim.cookie(HOST, SESSION)).not.toBe(planted);
    const whoIs = async (visitor: Visitor) =>
      JSON.parse((await visitor.once(`${at.gateway.url}/auth/me`)).text) as { user: { id: string } };
    expect((await whoIs(victim)).user.id).toBe('8');
    expect((await whoIs(attacker)).user.id).toBe('7');
  });
});

describe('CSRF with a session', () => {
  const sent = (visitor: Visitor, headers: Readonly<Record<string, string>>, init: RequestInit = {}) =>
    visitor.once(`${at.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: WHO }),
      ...init,
    });

  it.each([
    [
      'a form of another site',
      { 'content-type': 'text/plain', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      403,
    ],
    [
      'a form of a neighbour',
      { 'content-type': 'text/plain', origin: 'http://other.127.0.0.1', 'sec-fetch-site': 'same-site' },
      403,
    ],
    [
      'JSON of another site, as if no preflight had been asked',
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      403,
    ],
    ['JSON of a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
  ])('refuses %s', async (_, headers, status) => {
    const visitor = await signedIn();
    at.gateway.requests();

    const answer = await sent(visitor, headers);

    expect([answer.status, JSON.parse(answer.text).errors[0].extensions.code]).toEqual([status, 'CSRF_BLOCKED']);
    expect(at.gateway.requests()).toEqual([]);
  });

  it('takes what its own page sends', async () => {
    const visitor = await signedIn();

    const answer = await sent(visitor, { origin: at.gateway.url, 'sec-fetch-site': 'same-origin' });

    expect(answer.status).toBe(200);
  });

  it('logs nobody out for another site, and not by a link', async () => {
    const visitor = await signedIn();
    const logout = `${at.gateway.url}/auth/logout`;
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

    const byLink = await visitor.once(logout);
    const byForm = await visitor.once(logout, {
      method: 'POST',
      headers: { ...foreign, 'content-type': 'text/plain' },
    });
    const byScript = await visitor.once(logout, { method: 'POST', headers: { ...foreign, 'x-requested-with': 'x' } });

    expect([byLink.status, byForm.status, byScript.status]).toEqual([405, 403, 403]);
    expect((await ask(visitor, at, WHO)).status).toBe(200);
  });

  it('lets pages of named origins alone read with credentials', async () => {
    const origin = 'https://app.example.com';
    await using named = await startSignIn({ env: { CORS_ORIGINS: origin } });
    const visitor = new Visitor();
    await signIn(visitor, named);
    const asking = (from: string) => ask(visitor, named, WHO, { origin: from, 'sec-fetch-site': 'same-site' });

    const [listed, other] = [await asking(origin), await asking('https://evil.example')];

    const cors = ({ headers }: typeof listed) => [
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-credentials'),
    ];
    expect([listed.status, cors(listed)]).toEqual([200, [origin, 'true']]);
    expect([other.status, cors(other)]).toEqual([403, [null, null]]);
  });
});

describe('a token and a session in one request', () => {
  it('is asked by the token: a session does not make up for one that is no good', async () => {
    const visitor = await signedIn();
    at.gateway.watch.know('of-nobody-at-all');

    const answer = await ask(visitor, at, WHO, { authorization: 'Bearer of-nobody-at-all' });

    expect(JSON.parse(answer.text)).toMatchObject({
      data: { user: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('is refused where sessions alone are taken', async () => {
    await using only = await startSignIn({ env: { CREDENTIALS: 'session' } });
    const visitor = new Visitor();
    await signIn(visitor, only);
    only.gateway.requests();

    const answer = await ask(visitor, only, WHO, { authorization: 'Bearer demo' });

    expect([answer.status, only.gateway.requests()]).toEqual([401, []]);
    expect((await ask(visitor, only, WHO)).status).toBe(200);
  });
});
