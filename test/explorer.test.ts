import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFragment } from '../explorer/src/shared-address.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { chromiumProgram } from './support/installed.ts';

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

/** The gateway as the demo starts it, with the users of its account to choose from. */
async function startDemo() {
  await using account = await startSandbox({ port: 0 }).then((sandbox) => ({
    users: sandbox.users,
    [Symbol.asyncDispose]: () => sandbox.close(),
  }));
  return startGateway(undefined, { graphiql: true, graphiqlToken: 'demo', graphiqlUsers: account.users });
}

let demo: TestGateway;

beforeAll(async () => {
  demo = await startDemo();
});

afterAll(() => demo?.[Symbol.asyncDispose]());

// Without a browser these are skipped on a developer's machine, and fail in continuous integration.
describe.skipIf(chromiumProgram.skipped)('the explorer in Chromium, with no network but the gateway', () => {
  let browser: Browser;
  /** For all pages, so that what one has loaded is at hand for the next. */
  let context: BrowserContext;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumProgram.path(),
      args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  });

  afterAll(() => browser?.close());

  interface Opened extends AsyncDisposable {
    readonly page: Page;
    /** What was asked for: `POST http://127.0.0.1:4000/graphql`. */
    readonly requests: string[];
    /** What the console said that is no mere note, breaches of the page's policy among it. */
    readonly complaints: string[];
    /** How many bytes came of each address, as they went over the wire. */
    readonly received: ReadonlyMap<string, number>;
  }

  /** The page as a newcomer has it, once its editor is there. */
  async function open(
    at: TestGateway,
    { fragment = '', colorScheme = 'light' }: { fragment?: string; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<Opened> {
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme });
    // Once, and not when a test loads the page again.
    await page.goto(`${at.url}/health`);
    await page.evaluate(() => localStorage.clear());
    const [requests, complaints]: string[][] = [[], []];
    const received = new Map<string, number>();
    page.on('request', (request) => requests?.push(`${request.method()} ${request.url()}`));
    page.on('response', (response) => {
      received.set(response.url(), Number(response.headers()['content-length']));
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints?.push(message.text());
    });
    page.on('pageerror', (error) => complaints?.push(error.message));
    await page.goto(`${at.url}/graphql${fragment}`);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    return {
      page,
      requests: requests as string[],
      complaints: complaints as string[],
      received,
      [Symbol.asyncDispose]: () => page.close(),
    };
  }

  /** What an editor shows; Monaco draws blanks as no-break spaces. */
  const textOf = async (page: Page, selector: string) =>
    (await page.locator(`${selector} .view-line`).allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');

  const answerOf = (page: Page) => page.locator('.result-window');
  const run = (page: Page) => page.locator('.graphiql-execute-button').click();
  const panelOf = (page: Page) => page.getByRole('region', { name: 'REST calls' });
  const callIn = (page: Page, name: string) => panelOf(page).locator('.call', { hasText: name });

  const openExample = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByTitle(name, { exact: true }).click();
  };

  it('foretells the first query, runs it by its button, and draws what was called', async () => {
    await using opened = await open(demo);
    const { page, requests, complaints } = opened;
    const query = await read('examples/first-query.graphql');

    await panelOf(page).getByText('1 REST call in 1 wave').waitFor();
    const call = callIn(page, 'GET /workspace_resources');
    expect(await call.innerText()).toMatch(/certain[\s\S]*per_page=2[\s\S]*include=role,user,workspace/);
    expect(await page.locator('.made').count()).toBe(0);
    demo.requests();
    await run(page);

    await call.locator('.made .bar').waitFor();
    expect(demo.requests()).toEqual([
      'GET /workspace_resources?include=role,user,workspace&order=alphabetically:asc&per_page=2',
    ]);
    expect(await call.locator('.facts').innerText()).toMatch(/ms · 7 of 7 rows used · [\d.]+ kB · 200$/);
    expect(await panelOf(page).locator('.outcome').innerText()).toContain('Made 1 call');
    const { data } = await demo.query(query);
    await answerOf(page).getByText(data.workspaceResources.nodes[0].user.fullName).first().waitFor();
    // The panel tells it already.
    expect(await textOf(page, '.result-window')).not.toContain('extensions');

    expect(complaints).toEqual([]);
    expect(requests.filter((line) => !/^\w+ http:\/\/127\.0\.0\.1:/.test(line))).toEqual([]);
    expect(requests.filter((line) => line === `POST ${demo.url}/graphql`)).toHaveLength(1);
  });

  it('needs less than 1.5 MB to be ready, compressed, with its workers and the schema', async () => {
    await using opened = await open(demo);
    await callIn(opened.page, 'GET /workspace_resources').waitFor();
    await expect.poll(() => opened.requests.filter((line) => line.includes('worker')).length).toBeGreaterThanOrEqual(3);
    await opened.page.waitForLoadState('networkidle');

    const bytes = [...opened.received.values()].reduce((sum, length) => sum + length, 0);
    expect(bytes).toBeGreaterThan(500_000);
    expect(bytes).toBeLessThan(1_500_000);
  });

  it('shows its own parts before the editor has come', async () => {
    const page = await context.newPage();
    await page.route(/\/explorer\/.*monaco-editor-.*\.js$/, () => {
      // Never answered.
    });
    await page.goto(`${demo.url}/graphql`);

    await page.getByRole('button', { name: 'Examples' }).waitFor();
    expect(await page.locator('.view-line').count()).toBe(0);
    await page.close();
  });

  it('tells calls of later waves, beside what they became', async () => {
    await using opened = await open(demo);
    const { page } = opened;
    await openExample(page, 'Shared calls');
    await panelOf(page).getByText('2 to 3 REST calls in 2 waves').waitFor();
    const shared = callIn(page, 'GET /workspaces');
    expect(await shared.innerText()).toMatch(/up to \d[\s\S]*only=\{ids of Workspace\}/);
    await run(page);

    await shared.locator('.made .bar').waitFor();
    await shared.getByText('Its URL').click();
    expect(await shared.innerText()).toMatch(/only=[\d,]+/);
    const lefts = await page
      .locator('.bar')
      .evaluateAll((bars) =>
        bars.map((bar) => bar.getBoundingClientRect().left - (bar.parentElement?.getBoundingClientRect().left ?? 0)),
      );
    expect(lefts).toHaveLength(3);
    expect(lefts[2]).toBeGreaterThan(Math.max(lefts[0] as number, lefts[1] as number));
  });

  it('says what is wrong while one types, and foretells again once it is right', async () => {
    await using opened = await open(demo, {
      fragment: toFragment({ query: '{ users { nodes { fullNam } } }', variables: '', operationName: '' }),
    });
    const { page } = opened;

    await panelOf(page).getByText('As it stands, this would be refused').waitFor();
    expect(await panelOf(page).innerText()).toContain('Line 1: Cannot query field "fullNam" on type "User".');
    await page.locator('.graphiql-query-editor .view-line').first().click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('query { users(first: ');
    await panelOf(page).getByText('Not finished yet').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await panelOf(page).getByText('Nothing is asked for yet').waitFor();
    await page.keyboard.insertText('query { users(first: 3) { nodes { fullName } } }');

    await callIn(page, 'GET /users').waitFor();
    expect(await panelOf(page).locator('.problem').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  it('lights the fields that a call answers, and the calls that answer a field', async () => {
    await using opened = await open(demo);
    const { page } = opened;
    await openExample(page, 'From reference to people');
    const people = callIn(page, 'GET /users');
    await people.hover();

    const lit = page.locator('.served-field');
    await expect.poll(() => lit.allInnerTexts()).toEqual(['user', 'fullName', 'emailAddress']);
    await people.getByRole('button').focus();
    await page.keyboard.press('Enter');
    await page.mouse.move(700, 700);
    expect(await people.getByRole('button').getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => lit.allInnerTexts()).toEqual(['user', 'fullName', 'emailAddress']);

    await page.locator('.graphiql-query-editor').getByText('participations').hover();
    await expect.poll(() => page.locator('.call.lit .call-name').allInnerTexts()).toEqual(['GET /workspaces']);
  });

  it('asks as another user of the sandbox, who sees other rows', async () => {
    const query = '{ workspaces(first: 50) { totalCount nodes { title } } }';
    await using opened = await open(demo, { fragment: toFragment({ query, variables: '', operationName: '' }) });
    const { page, complaints } = opened;
    const countOf = async () => Number(/"totalCount": (\d+)/.exec(await textOf(page, '.result-window'))?.[1]);
    await callIn(page, 'GET /workspaces').waitFor();
    await run(page);
    const { data: all } = await demo.query(query);
    await expect.poll(countOf).toBe(all.workspaces.totalCount);
    const shown = await page.getByRole('combobox', { name: 'Ask as' }).locator('option').allInnerTexts();

    await page.getByRole('combobox', { name: 'Ask as' }).selectOption('demo-client');
    await run(page);

    expect(shown).toHaveLength(3);
    const { data } = await demo.query(query, { token: 'demo-client' });
    await expect.poll(countOf).toBe(data.workspaces.totalCount);
    expect(data.workspaces.totalCount).not.toBe(all.workspaces.totalCount);
    expect(complaints).toEqual([]);
  });

  it('fills its editors from a shared address, and shares the like', async () => {
    const shared = {
      query: 'query Page($first: Int!) {\n  roles(first: $first) {\n    nodes {\n      name\n    }\n  }\n}\n',
      variables: '{ "first": 4 }',
      operationName: '',
    };
    await using opened = await open(demo, { fragment: toFragment(shared) });
    const { page } = opened;

    await expect.poll(() => callIn(page, 'GET /roles').innerText()).toContain('per_page=4');
    expect(await textOf(page, '.graphiql-query-editor')).toContain('roles(first: $first)');
    expect(opened.requests.filter((line) => line.endsWith('/graphql') && line.startsWith('POST'))).toEqual([]);
    expect(page.url()).toBe(`${demo.url}/graphql`);

    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('Address copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${demo.url}/graphql${toFragment(shared)}`);
    expect(copied).not.toContain('demo');
  });

  it('says what to do where it has no token, and keeps one where nobody else finds it', async () => {
    await using real = await startGateway(undefined, { graphiql: true });
    await using opened = await open(real);
    const { page } = opened;
    const stored = () =>
      page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href, document.cookie]),
      );
    await run(page);
    await page.getByText('There is no token yet').waitFor();
    expect(real.requests()).toEqual([]);
    await page.getByRole('button', { name: 'Enter a token' }).click();
    await page.keyboard.type('secret-token');

    await run(page);
    await page.getByText('Kantata does not accept this token').waitFor();
    expect(await page.getByLabel('Token', { exact: true }).getAttribute('type')).toBe('password');
    // What GraphiQL keeps, it writes half a second later.
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes('tabState')));
    expect(await stored()).not.toContain('secret-token');
    await page.getByLabel('Keep it until this tab is closed').check();
    expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain('secret-token');
    await page.reload();
    expect(await page.getByLabel('Token', { exact: true }).inputValue()).toBe('secret-token');
    const other = await context.newPage();
    await other.goto(`${real.url}/graphql`);
    expect(await other.getByLabel('Token', { exact: true }).inputValue()).toBe('');
  });

  it('says by how much an operation is too costly', async () => {
    await using small = await startGateway(undefined, { graphiql: true, graphiqlToken: 'demo', maxUpstreamCalls: 2 });
    const query = await read('examples/from-reference-to-people.graphql');
    await using opened = await open(small, { fragment: toFragment({ query, variables: '', operationName: '' }) });
    await panelOf(opened.page).getByText('This would be refused').waitFor();
    await run(opened.page);

    await opened.page.getByText('Too much: about 3 REST calls, and the limit is 2').waitFor();
    expect(small.requests()).toEqual([]);
  });

  it('draws a call that failed, says what to do about it, and repeats the trace only for who wants it', async () => {
    await using ill = await startGateway(undefined, { graphiql: true, graphiqlToken: 'demo' });
    ill.sandbox.fail({ status: 403, match: 'GET /workspaces' });
    const query = '{ workspaces { nodes { title } } roles(first: 1) { nodes { name } } }';
    await using opened = await open(ill, { fragment: toFragment({ query, variables: '', operationName: '' }) });
    const { page } = opened;
    await callIn(page, 'GET /workspaces').waitFor();
    await run(page);

    await callIn(page, 'GET /workspaces').locator('.made.failed').waitFor();
    expect(await callIn(page, 'GET /roles').locator('.made:not(.failed)').count()).toBe(1);
    await page.getByText('Kantata refuses GET /workspaces (workspaces) to them.').waitFor();
    expect(await textOf(page, '.result-window')).not.toMatch(/^ {2}"extensions"/m);

    await page.getByLabel('Show extensions.upstream in answers').check();
    await run(page);
    await page.locator('.result-window').hover();
    await expect
      .poll(async () => {
        // Lines that are not in view are not drawn.
        await page.mouse.wheel(0, 2_000);
        return textOf(page, '.result-window');
      })
      .toMatch(/^ {2}"extensions": \{/m);
    expect(ill.requests().filter((line) => line.startsWith('GET /roles'))).toHaveLength(2);
  });

  it('says so where the gateway is gone', async () => {
    await using opened = await open(demo);
    const { page } = opened;
    await callIn(page, 'GET /workspace_resources').waitFor();
    await context.setOffline(true);
    await run(page);

    const notice = page.locator('.notice');
    await notice.waitFor();
    await context.setOffline(false);
    expect(await notice.innerText()).toContain('The gateway does not answer');
  });

  it('tells what it is told where the gateway does not explain', async () => {
    await using silent = await startGateway(undefined, { graphiql: true, graphiqlToken: 'demo', explain: false });
    await using opened = await open(silent);

    await panelOf(opened.page).getByText('This gateway does not tell its REST calls').waitFor();
    await run(opened.page);
    await answerOf(opened.page).getByText('workspaceResources').waitFor();
    expect(opened.complaints).toEqual([]);
    expect(opened.requests.filter((line) => line.endsWith('/explain'))).toEqual([]);
  });

  it('completes fields from the schema, and documents it', async () => {
    await using opened = await open(demo);
    await opened.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await opened.page.getByText('Query', { exact: true }).first().click();

    await opened.page.getByText('workspaceResourcesById').first().waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has no serious fault for who cannot see or use a mouse, in %s',
    async (colorScheme) => {
      await using opened = await open(demo, { colorScheme });
      const { page } = opened;
      await openExample(page, 'Shared calls');
      await callIn(page, 'GET /workspaces').waitFor();
      await run(page);
      await page.locator('.made').nth(2).waitFor();
      await callIn(page, 'GET /workspaces').hover();

      const { violations } = await new AxeBuilder({ page }).analyze();

      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(grave.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target.join(' ')) }))).toEqual([]);
    },
  );
});
