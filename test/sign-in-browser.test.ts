/** Sign-in as people see it: the explorer in Chromium, with the vendor on another site. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumProgram } from './support/installed.ts';
import { createSealer } from '../src/identity/sign-in/seal.ts';
import { createSessions } from '../src/identity/sign-in/sessions.ts';
import { newKey, startSignIn, type TestSignIn } from './support/sign-in.ts';

const USERS = [
  { id: '7', full_name: 'Ada Lovelace' },
  { id: '8', full_name: 'Grace Hopper' },
];

/** The rows of both, of which the session decides who asks. */
const ROWS = { users: USERS };

/** The editor takes long to load where the machine is busy. In milliseconds. */
const TIMEOUT_MS = 120_000;

describe.skipIf(chromiumProgram.skipped)('people in Chromium', { timeout: TIMEOUT_MS }, () => {
  let browser: Browser;
  let at: TestSignIn;
  const key = newKey();

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumProgram.path(),
      args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
    });
    at = await startSignIn({
      rows: ROWS,
      env: { CREDENTIALS: 'session', SESSION_KEYS: key },
      gateway: { graphiql: true },
    });
  });

  afterAll(async () => {
    await browser?.close();
    await at?.[Symbol.asyncDispose]();
  });

  interface Opened extends AsyncDisposable {
    readonly page: Page;
    readonly context: BrowserContext;
    /** Every address that was asked for, by any page. */
    readonly addresses: string[];
  }

  async function open(): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const addresses: string[] = [];
    context.on('request', (request) => addresses.push(`${request.method()} ${request.url()}`));
    const page = await context.newPage();
    // The editor is not waited for: what is above it is there before.
    await page.goto(`${at.gateway.url}/graphql`, { waitUntil: 'domcontentloaded' });
    return { page, context, addresses, [Symbol.asyncDispose]: () => context.close() };
  }

  const signInLink = (page: Page) => page.locator('.who').getByRole('link', { name: 'Sign in with Kantata' });

  async function signIn(page: Page, login: string) {
    await signInLink(page).click();
    await page.getByLabel('Login').fill(login);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.locator('.who').getByText(`User ${login}`).waitFor();
  }

  /** Asks as a script of the page does, which sends what the browser has and nothing else. */
  const ask = (page: Page, query: string) =>
    page.evaluate(async (asked) => {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: asked }),
      });
      return { status: response.status, text: await response.text() };
    }, query);

  const ME = '{ users(first: 2) { nodes { fullName } } }';

  /** All that a script could read: storage, cookies, and the page itself. */
  const readable = (page: Page) =>
    page.evaluate(() =>
      JSON.stringify([
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.cookie,
        document.documentElement.outerHTML,
      ]),
    );

  it('sign in, ask, load the page again, open a second tab, and log out', async () => {
    await using opened = await open();
    const { page, context, addresses } = opened;
    await signIn(page, '7');
    const token = at.tokens.at(-1) as string;
    at.gateway.requests();

    expect(page.url()).toBe(`${at.gateway.url}/graphql`);
    expect(await page.locator('#token').count()).toBe(0);
    expect(await ask(page, ME)).toMatchObject({ status: 200, text: expect.stringContaining('Ada Lovelace') });
    expect(at.gateway.requests()).toEqual(['GET /users?per_page=2']);
    expect(at.gateway.sandbox.requests.at(-1)?.token).toBe(token);

    await page.reload({ waitUntil: 'domcontentloaded' });
    await page.locator('.who').getByText('User 7').waitFor();
    const tab = await context.newPage();
    await tab.goto(`${at.gateway.url}/graphql`, { waitUntil: 'domcontentloaded' });
    await tab.locator('.who').getByText('User 7').waitFor();

    expect(await readable(page)).not.toContain(token);
    expect(addresses.join('\n')).not.toContain(token);
    const cookies = await context.cookies(at.gateway.url);
    expect(cookies.find(({ name }) => name === '__Host-kantata-session')).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
    });

    await page.getByRole('button', { name: 'Log out' }).click();
    await signInLink(page).waitFor();
    expect((await ask(tab, ME)).status).toBe(401);
    expect(at.vendor.requests).toContain('POST /token/revocation');
    const revoked = await fetch(`${at.gateway.sandbox.url}/users`, { headers: { authorization: `Bearer ${token}` } });
    expect(revoked.status).toBe(401);
  });

  it('whose token was revoked see a way to sign in, once, and go on', async () => {
    await using opened = await open();
    const { page, addresses } = opened;
    await signIn(page, '7');
    at.gateway.sandbox.revoke(at.tokens.at(-1) as string);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    addresses.length = 0;

    await page.locator('.graphiql-execute-button').click();

    const way = page.locator('.notice').getByRole('link', { name: 'Sign in with Kantata' });
    await way.waitFor();
    const logins = () => addresses.filter((address) => address.includes('/auth/login')).length;
    expect(logins()).toBe(0);
    await way.click();
    // The vendor still knows who it is, and asks nothing.
    await page.waitForURL(`${at.gateway.url}/graphql**`);
    await page.locator('.who').getByText('User 7').waitFor();
    expect(logins()).toBe(1);
    expect((await ask(page, ME)).text).toContain('Ada Lovelace');
  });

  it('whose session is over see a way to sign in, once, and go on', async () => {
    await using opened = await open();
    const { page, context, addresses } = opened;
    await signIn(page, '7');
    const token = at.tokens.at(-1) as string;
    // As a browser would have it that does not keep to the end of a cookie.
    const [url, sealingKey] = [at.gateway.url, new Uint8Array(Buffer.from(key, 'base64url'))];
    const now = () => Date.now() - 120_000;
    const sealer = createSealer(() => [sealingKey], now);
    const sessions = createSessions({ sealer, idleS: 60, lifetimeS: 60, epochs: null, now });
    const over = await sessions.begin({ token, subject: '7', name: 'User 7', account: null, expiresInS: null });
    const [name = '', value = ''] = (over.split(';', 1)[0] as string).split('=');
    await context.addCookies([
      { name, value, domain: '127.0.0.1', path: '/', httpOnly: true, secure: true, sameSite: 'Strict' },
    ]);
    at.gateway.requests();
    addresses.length = 0;

    const answer = await ask(page, ME);
    await page.reload({ waitUntil: 'domcontentloaded' });
    await signInLink(page).waitFor();

    expect([answer.status, JSON.parse(answer.text).errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(at.gateway.requests()).toEqual([]);
    const logins = () => addresses.filter((address) => address.includes('/auth/login')).length;
    expect(logins()).toBe(0);
    await signInLink(page).click();
    await page.locator('.who').getByText('User 7').waitFor();
    expect([logins(), (await ask(page, ME)).status, new URL(page.url()).origin]).toEqual([1, 200, url]);
  });

  it('in two browsers are two people', async () => {
    await using one = await open();
    await using two = await open();
    await signIn(one.page, '7');
    const ofOne = at.tokens.at(-1);
    await signIn(two.page, '8');
    const ofTwo = at.tokens.at(-1);
    expect(ofOne).not.toBe(ofTwo);
    at.gateway.requests();

    const before = at.gateway.sandbox.requests.length;
    for (const { page } of [one, two, one, two]) await ask(page, ME);

    const used = at.gateway.sandbox.requests.slice(before).map(({ token }) => token);
    expect(used).toEqual([ofOne, ofTwo, ofOne, ofTwo]);
  });

  it('who say no see one page, and are asked again only where they want it', async () => {
    await using opened = await open();
    const { page, addresses } = opened;
    await signInLink(page).click();

    await page.getByRole('button', { name: 'Deny' }).click();

    await page.getByRole('heading', { name: 'You have not signed in' }).waitFor();
    expect(addresses.filter((address) => address.includes('/auth/login'))).toHaveLength(1);
    await page.reload();
    await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in with Kantata' }).getAttribute('href')).toBe('/auth/login');
  });
});
