/** The web example where people sign in: the page has no token, and asks another origin of its site with a cookie. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FrontEnd, startFrontEnd } from '../examples/front-end.ts';
import { launchBrowser, openPage, seriousFaults } from './support/browser-page.ts';
import { chromiumProgram } from './support/installed.ts';
import { newKey } from './support/sign-in.ts';
import { startVendor, type Vendor } from './support/vendor.ts';

/** Asks as a script of the page does. */
const askForRoles = ([url, length]: readonly [string, number]) =>
  fetch(url, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ roles(first: ${length}) { nodes { name } } }` }),
  }).then((response) => response.text());

describe.skipIf(chromiumProgram.skipped)('the sync health board with sign-in', { timeout: 180_000 }, () => {
  let frontEnd: FrontEnd;
  let vendor: Vendor;
  let browser: Browser;
  const tokens: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser(['localhost']);
    frontEnd = await startFrontEnd({
      name: 'web',
      serve: 'built',
      port: 0,
      signIn: true,
      async settings({ page, gateway }) {
        const callback = `${gateway}/auth/callback`;
        vendor = await startVendor({
          redirectUris: [callback],
          issued(token, userId) {
            tokens.push(token);
            const user = frontEnd.sandbox.users.find((one) => one.userId === userId);
            if (user) frontEnd.sandbox.admit({ ...user, token });
          },
          revoked: (token) => frontEnd.sandbox.revoke(token),
        });
        return {
          WAVE_WAIT_MS: 'unbounded',
          CREDENTIALS: 'session',
          SIGN_IN_CLIENT_ID: vendor.clientId,
          SIGN_IN_CLIENT_SECRET: vendor.clientSecret,
          SIGN_IN_REDIRECT_URI: callback,
          SIGN_IN_ISSUER: vendor.issuer,
          SIGN_IN_RETURN_TO: `${page}/`,
          SESSION_KEYS: newKey(),
        };
      },
    });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await frontEnd?.[Symbol.asyncDispose]();
    await vendor?.[Symbol.asyncDispose]();
  });

  const open = (search = '') => openPage(browser, `${frontEnd.url}${search}`);
  const signInLink = (page: Page) => page.getByRole('banner').getByRole('link', { name: 'Sign in with Kantata' });
  const settled = (page: Page) => page.getByText(/^\d+ references loaded/).waitFor();

  /** The user of the sandbox with this token, which nobody here uses. */
  const userOf = (token: string) => {
    const user = frontEnd.sandbox.users.find((one) => one.token === token);
    if (!user) throw new Error(`the sandbox has no user ${token}`);
    return user;
  };

  async function signIn(page: Page, userId: string) {
    await signInLink(page).click();
    await page.getByLabel('Login').fill(userId);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText(`User ${userId}`).waitFor();
  }

  it('shows nothing before somebody signs in, and then what that one may see, by a token that it never has', async () => {
    await using board = await open('?types=STORY');
    const { page } = board;
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(`${request.url()} ${JSON.stringify(request.headers())}`));
    await page.getByRole('heading', { name: 'Sign in to see your account' }).waitFor();
    expect(frontEnd.sandbox.requests).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);

    await signIn(page, userOf('demo').userId);
    await settled(page);

    const token = tokens.at(-1) as string;
    expect(page.url()).toBe(`${frontEnd.url}?types=STORY`);
    expect(new Set(frontEnd.sandbox.requests.map((request) => request.token))).toEqual(new Set([token]));
    const kept = await page.evaluate(() =>
      JSON.stringify([
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.cookie,
        document.documentElement.outerHTML,
      ]),
    );
    expect(kept).not.toContain(token);
    expect(addresses.join('\n')).not.toContain(token);
    expect(addresses.join('\n')).not.toContain('"authorization"');
    expect(await seriousFaults(page)).toEqual([]);

    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Sign in to see your account' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
    expect(vendor.requests).toContain('POST /token/revocation');
  });

  it('says where to sign in again where the token was revoked, and goes on by one sign-in', async () => {
    await using board = await open('?types=ROLE');
    const { page } = board;
    await signIn(page, userOf('demo').userId);
    await settled(page);
    frontEnd.sandbox.revoke(tokens.at(-1) as string);
    const logins: string[] = [];
    page.on('request', (request) => void (request.url().includes('/auth/login') && logins.push(request.url())));

    await page.reload();
    const alert = page.getByRole('alert').first();
    await alert.waitFor();
    expect(await alert.innerText()).toContain('Your session has ended. Sign in again.');
    expect(logins).toEqual([]);
    await alert.getByRole('link', { name: 'Sign in with Kantata' }).click();

    // The vendor still knows who it is, and asks nothing.
    await settled(page);
    expect(logins).toHaveLength(1);
    expect(page.url()).toBe(`${frontEnd.url}?types=ROLE`);
  });

  it('shows two people in two browsers what each of them may see', async () => {
    await using one = await open('?types=STORY');
    await using two = await open('?types=STORY');
    await Promise.all([one, two].map(({ page }) => signInLink(page).waitFor()));
    const total = (page: Page) => page.getByRole('heading', { name: /^Failed \d+/ }).innerText();

    await signIn(one.page, userOf('demo').userId);
    await settled(one.page);
    await signIn(two.page, userOf('demo-client').userId);
    await settled(two.page);
    const [ofOne, ofTwo] = tokens.slice(-2);
    // Each asks for a page of a length of its own, by which its call is known among those of the lists.
    const used: unknown[] = [];
    for (const [{ page }, length] of [
      [one, 101],
      [two, 102],
      [one, 103],
    ] as const) {
      await page.evaluate(askForRoles, [frontEnd.graphqlUrl, length] as const);
      used.push(frontEnd.sandbox.requests.findLast(({ line }) => line.includes(`per_page=${length}`))?.token);
    }

    expect(used).toEqual([ofOne, ofTwo, ofOne]);
    expect(await total(one.page)).not.toBe(await total(two.page));
  });

  it('shows a second tab the same, and notices there that somebody has logged out', async () => {
    await using board = await open('?types=ROLE');
    const { page } = board;
    await signIn(page, userOf('demo').userId);
    await settled(page);
    const tab = await page.context().newPage();
    await tab.goto(`${frontEnd.url}?types=ROLE`);
    await settled(tab);

    await page.getByRole('button', { name: 'Log out' }).click();
    await signInLink(page).waitFor();
    await tab.evaluate(() => window.dispatchEvent(new Event('focus')));

    await tab.getByRole('heading', { name: 'Sign in to see your account' }).waitFor();
    expect(await tab.getByRole('article').count()).toBe(0);
  });
});
