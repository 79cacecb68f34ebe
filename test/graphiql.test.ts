import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { chromiumProgram } from './support/installed.ts';
import { rawRequest } from './support/raw-http.ts';

/** What a browser accepts when one enters an address. */
const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway(undefined, { graphiql: true, graphiqlToken: 'demo' });
});

afterAll(() => gateway[Symbol.asyncDispose]());

const getPage = (headers: Record<string, string> = {}, at = gateway) =>
  fetch(`${at.url}/graphql`, { headers: { accept, ...headers } });

describe('the GraphiQL page', () => {
  it('is what a browser gets at /graphql, without a token', async () => {
    const response = await getPage();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect((await response.text()).slice(0, 200)).toContain('<title>Kantata GraphQL gateway</title>');
  });

  it('is allowed to run its own script only, to reach this gateway only, and to be framed by nobody', async () => {
    const policy = (await getPage()).headers.get('content-security-policy') ?? '';
    const directives = Object.fromEntries(
      policy.split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
    );

    expect(directives).toEqual({
      'default-src': "'none'",
      'script-src': expect.stringMatching(/^'sha256-[\w+/]{43}='$/),
      'worker-src': 'blob:',
      'style-src': "'unsafe-inline'",
      'font-src': 'data:',
      'img-src': 'data:',
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
  });

  it('is sent compressed, and as it is to clients that want it so', async () => {
    const compressed = await getPage({ 'accept-encoding': 'br, gzip' });
    const plain = await getPage({ 'accept-encoding': 'gzip;q=0, identity' });

    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(Number(compressed.headers.get('content-length'))).toBeLessThan(3_000_000);
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect((await plain.text()) === (await compressed.text())).toBe(true);
  });

  it('is not sent again to a browser that has it', async () => {
    const etag = (await getPage()).headers.get('etag') ?? '';
    const again = await rawRequest(gateway.url, [
      'GET /graphql HTTP/1.1',
      `Accept: ${accept}`,
      `If-None-Match: ${etag}`,
    ]);

    expect(again).toMatchObject({ status: 304, body: '', headers: { etag, 'cache-control': 'no-cache' } });
    expect(await getPage({ 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
  });

  it('holds no token where it is not the sandbox that is asked', async () => {
    await using real = await startGateway({}, { graphiql: true });
    const html = await (await getPage({}, real)).text();

    // A comparison that fails would print nine megabytes.
    expect(html.includes('Bearer <your token>')).toBe(true);
    expect(html.includes('Bearer demo')).toBe(false);
  });

  it('is not there where it is switched off', async () => {
    await using plain = await startGateway({}, { graphiql: false });
    const response = await getPage({}, plain);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('does not stand in the way of a query by GET', async () => {
    const response = await fetch(`${gateway.url}/graphql?query={__typename}`, {
      headers: { accept: 'application/json', authorization: 'Bearer demo' },
    });

    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });
});

// Without a browser these are skipped on a developer's machine, and fail in continuous integration.
describe.skipIf(chromiumProgram.skipped)('GraphiQL in Chromium, with no network but the gateway', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumProgram.path(),
      args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
  });

  afterAll(() => browser?.close());

  /** A page that notes what it asks for and complains about. */
  async function openGraphiQL(at: TestGateway) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${at.url}/graphql`);
    await page.waitForSelector('.graphiql-execute-button');
    return { page, requests, complaints };
  }

  /** What an editor shows; Monaco draws blanks as no-break spaces. */
  const textOf = async (page: Page, selector: string) =>
    (await page.locator(`${selector} .view-line`).allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');

  it('runs the first query by its button and shows its answer, with the token of the demo', async () => {
    const { page, requests, complaints } = await openGraphiQL(gateway);
    const query = await readFile(new URL('../examples/first-query.graphql', import.meta.url), 'utf8');
    await page.waitForFunction(() =>
      (document.querySelector('.graphiql-query-editor')?.textContent ?? '').includes('workspaceResources'),
    );

    expect((await textOf(page, '.graphiql-query-editor')).trimEnd()).toContain(
      query.trimEnd().split('\n').slice(3).join('\n'),
    );
    expect(await textOf(page, '.graphiql-editor-tool')).toContain('"Authorization": "Bearer demo"');
    gateway.requests();
    await page.click('.graphiql-execute-button');
    await page.waitForFunction(() => (document.querySelector('.result-window')?.textContent ?? '').includes('}'));

    const { data } = await gateway.query(query);
    expect(JSON.parse(await textOf(page, '.result-window'))).toEqual({ data });
    expect(gateway.requests()).toHaveLength(2);
    expect(complaints).toEqual([]);
    expect(requests.filter((line) => !/^\w+ (?:blob:)?http:\/\/127\.0\.0\.1:/.test(line))).toEqual([]);
    expect(requests.filter((line) => line === `POST ${gateway.url}/graphql`)).toHaveLength(2);
    await page.close();
  });

  it('shows the documentation of the schema', async () => {
    const { page, complaints } = await openGraphiQL(gateway);

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('Query', { exact: true }).first().click();

    await page.getByText('workspaceResourcesById').first().waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('says what to do where it has no token', async () => {
    await using real = await startGateway({}, { graphiql: true });
    const { page } = await openGraphiQL(real);

    await page.click('.graphiql-execute-button');
    await page.waitForFunction(() =>
      (document.querySelector('.result-window')?.textContent ?? '').includes('UNAUTHENTICATED'),
    );

    expect(await textOf(page, '.result-window')).toContain('Authorization: Bearer <token>');
    expect(real.requests()).toEqual([]);
    await page.close();
  });
});
