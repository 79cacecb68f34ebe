/** A page in Chromium that reaches this machine and nothing else, and that notes what it asks for and complains about. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumProgram } from './installed.ts';

/** @param others further names that lead to this machine and may be reached. Default: none, but for its address */
export const launchBrowser = (others: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumProgram.path(),
    args: [
      `--host-resolver-rules=MAP * ~NOTFOUND, ${['127.0.0.1', ...others].map((name) => `EXCLUDE ${name}`).join(', ')}`,
    ],
  });

export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** GraphQL requests since the last call of this, by what they sent. */
  readonly asked: () => readonly Asked[];
  /** What the page wrote on the console as a warning or an error, and what it threw. */
  readonly complaints: readonly string[];
  /** Requests to any other machine. */
  readonly strayed: readonly string[];
}

export interface Asked {
  readonly query?: string;
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions?: { readonly persistedQuery?: { readonly sha256Hash: string } };
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  // A context of its own, which axe asks for.
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  let asked: Asked[] = [];
  const complaints: string[] = [];
  const strayed: string[] = [];
  page.on('request', (request) => {
    if (!/^(?:data:|blob:)?(?:http:\/\/127\.0\.0\.1[:/]|image\/)/.test(request.url())) strayed.push(request.url());
    if (request.method() === 'POST') asked.push(request.postDataJSON() as Asked);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return {
    page,
    complaints,
    strayed,
    asked() {
      const since = asked;
      asked = [];
      return since;
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/**
 * What axe finds that keeps people from using the page: serious and critical faults, each with where it is.
 *
 * @param outside where it is not to look. Default: it looks everywhere.
 */
export async function seriousFaults(page: Page, outside: string | null = null): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (outside === null ? axe : axe.exclude(outside)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
