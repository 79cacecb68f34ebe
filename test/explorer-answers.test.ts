import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toFragment } from '../explorer/src/shared-address.ts';
import { launchBrowser, openPage, seriousFaults, type WatchedPage } from './support/browser-page.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { chromiumProgram } from './support/installed.ts';

const SEATS =
  'query Seats { workspaceResources(first: 5) { nodes { displayLabel workspace { title primaryMaven { fullName } } } } }';

const HOURS = `query Hours($first: Int!) {
  timeEntries(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id datePerformed timeInMinutes user { fullName } workspace { title } }
  }
}`;

let gateway: TestGateway;
let browser: Browser;
let opened: WatchedPage;
let page: Page;

describe.skipIf(chromiumProgram.skipped)('the explorer, for who reads answers', () => {
  beforeAll(async () => {
    await using account = await startGateway(undefined, {});
    gateway = await startGateway(undefined, {
      graphiql: true,
      board: true,
      graphiqlToken: 'demo',
      graphiqlUsers: account.sandbox.users.slice(0, 3),
    });
    browser = await launchBrowser();
    opened = await openPage(browser, `${gateway.url}/board`, {
      viewport: { width: 1400, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
      acceptDownloads: true,
    });
    page = opened.page;
    page.setDefaultTimeout(10_000);
  });

  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    gateway.sandbox.reset();
    gateway.sandbox.latency(0);
    gateway.requests();
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  /** An operation in a tab of its own, its calls foretold, asked as the first user. */
  async function open(query: string, variables = '') {
    const fragment = toFragment({ query, variables, operationName: '' });
    if (page.url().includes('/graphql')) {
      await page.getByRole('combobox', { name: 'Ask as' }).selectOption('demo');
      await show('REST calls');
      const explained = page.waitForResponse(`${gateway.url}/explain`);
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await explained;
    } else {
      await page.goto(`${gateway.url}/graphql${fragment}`);
      await show('REST calls');
    }
    await page.locator('.call').first().waitFor();
  }

  async function show(panel: string) {
    await page.getByRole('button', { name: new RegExp(`^(?:Show|Hide) ${panel}$`) }).waitFor();
    if ((await button(`Show ${panel}`).count()) > 0) await button(`Show ${panel}`).click();
  }

  const run = () => page.locator('.graphiql-execute-button').click();
  const outcome = () => page.locator('.outcome');
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const asTable = () => button('Table').click();
  const cells = (selector: string) =>
    page
      .locator(`.answer-table ${selector}`)
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...(row as HTMLTableRowElement).cells].map((cell) => (cell as HTMLElement).innerText.trim()),
        ),
      );

  async function downloaded(press: () => Promise<void>): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return readFile(await download.path(), 'utf8');
  }

  it('shows nothing but what to do before the first run', async () => {
    await open(SEATS);

    await page.getByText('No answer yet.').waitFor();
    expect(gateway.requests()).toEqual([]);
  });

  it('has the editor as the first stop of the keyboard, and lets it be left', async () => {
    await open(SEATS);
    const inEditor = () =>
      page.evaluate(() => document.activeElement?.closest('.graphiql-query-editor .monaco-editor') !== null);

    await page.reload();
    await expect.poll(inEditor).toBe(true);
    await page.keyboard.press('ControlOrMeta+Enter');
    await outcome().getByText('Made 2 calls').waitFor();
    expect(gateway.requests()).toHaveLength(2);
    await page.keyboard.press('Tab');
    await expect.poll(inEditor).toBe(false);
  });

  it('keeps an answer with whom it was asked for, and asks again as somebody else', async () => {
    await open('{ workspaces(first: 50) { totalCount nodes { title } } }');
    await run();
    await outcome().getByText('Made 1 call').waitFor();
    const names = await page.getByRole('combobox', { name: 'Ask as' }).locator('option').allInnerTexts();
    const [first = '', , third = ''] = names.map((text) => text.replace(/ \(.*/, ''));

    await page.getByRole('combobox', { name: 'Ask as' }).selectOption('demo-client');
    await page.getByText(`This is the answer for ${first}.`).waitFor();
    const dimmed = () =>
      page.locator('.result-window').evaluate((element) => Number(getComputedStyle(element).opacity));
    await expect.poll(dimmed).toBeLessThan(0.7);
    expect(await outcome().count()).toBe(0);
    expect(gateway.requests()).toHaveLength(1);
    await button(`Run as ${third}`).click();

    await outcome().getByText('Made 1 call').waitFor();
    await expect.poll(dimmed).toBe(1);
    expect(await page.locator('.stale').count()).toBe(0);
    expect(gateway.requests()).toHaveLength(1);
    await button('Copy').click();
    const { data } = await gateway.query('{ workspaces(first: 50) { totalCount nodes { title } } }', {
      token: 'demo-client',
    });
    expect(JSON.parse(await copied())).toEqual({ data });
  });

  it('tells each wave and call while a slow API works, and draws them', async () => {
    await open(SEATS);
    gateway.sandbox.latency(700);
    await run();

    await page.locator('.waiting').getByText('In wave 1: 0 calls answered, 1 under way.').waitFor();
    await page.locator('.call', { hasText: 'GET /users' }).getByText('Waits for the calls before it.').waitFor();
    await page.locator('.made.open').waitFor();
    const early = await page.locator('.waiting-time').innerText();
    await page.locator('.waiting').getByText('In wave 2: 1 call answered, 1 under way.').waitFor();
    expect(await page.locator('.made.open').count()).toBe(1);
    expect(await page.locator('.made:not(.open)').count()).toBe(1);
    expect(await page.locator('.waiting-time').innerText()).not.toBe(early);

    await outcome().getByText('Made 2 calls').waitFor();
    expect(await page.locator('.waiting').count()).toBe(0);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('tells what had been called when it is stopped', async () => {
    await open(SEATS);
    gateway.sandbox.latency(700);
    await run();
    await page.locator('.waiting').getByText('In wave 2').waitFor();
    await run();

    await page
      .locator('.notice')
      .getByText(/Stopped after .* 1 REST call had been answered, and 1 called off\./)
      .waitFor();
    expect(await page.locator('.made.failed').count()).toBe(1);
    await expect.poll(() => gateway.gateway.state.requests.underWay).toBe(0);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('shows failures red, what was not reached, and every error', async () => {
    await open(
      `{ a: ${SEATS.slice('query Seats { '.length)} `.replace(/\}\s*$/, 'users(first: 1) { nodes { fullName } } }'),
    );
    gateway.sandbox.fail({ status: 403, match: 'GET /workspace_resources' });
    gateway.sandbox.fail({ status: 403, match: /GET \/users\?per_page/ });
    await run();

    await outcome()
      .getByText(/Made 2 calls, 2 failed/)
      .waitFor();
    expect(await page.locator('.made.failed').count()).toBe(2);
    expect(await page.locator('.unreached').allInnerTexts()).toEqual(['Not reached: the operation ended before.']);
    expect(await page.locator('.errors summary').innerText()).toBe('2 errors in the answer');
    expect(await page.locator('.errors li').allInnerTexts()).toEqual([
      expect.stringMatching(/^FORBIDDEN\s*a/),
      expect.stringMatching(/^FORBIDDEN\s*users/),
    ]);
    gateway.requests();
  });

  it('offers the way out of a refusal as a button', async () => {
    await open(HOURS, '{ "first": 2000 }');
    // As the gateway answers where it knows a smaller operation.
    await page.route(
      '**/graphql',
      (route) =>
        route.fulfill({
          contentType: 'application/json',
          body: JSON.stringify({
            errors: [
              {
                message: 'The operation would make about 80 REST calls; the limit is 50.',
                extensions: {
                  code: 'QUERY_TOO_COMPLEX',
                  estimate: 80,
                  limit: 50,
                  suggestedFirst: 3,
                  suggestedFor: ['timeEntries'],
                },
              },
            ],
          }),
        }),
      { times: 1 },
    );
    await run();
    await button('Run with the first 3 of timeEntries').click();

    await outcome().getByText('Made 1 call').waitFor();
    expect(gateway.requests()).toEqual(['GET /time_entries?include=user,workspace&per_page=3']);
    await asTable();
    expect(await cells('tbody tr')).toHaveLength(3);
    await button('JSON').click();
  });

  it('shows an answer as a table with sums, sorts it, and appends the next page', async () => {
    await open(HOURS, '{ "first": 20 }');
    await run();
    await outcome().getByText('Made 1 call').waitFor();
    gateway.requests();
    await asTable();
    const { data } = await gateway.query(HOURS, { variables: { first: 40 } });
    gateway.requests();
    const nodes = data.timeEntries.nodes as { timeInMinutes: number; datePerformed: string }[];
    const sum = (count: number) => nodes.slice(0, count).reduce((all, one) => all + one.timeInMinutes, 0);

    expect((await cells('thead tr'))[0]).toEqual([
      'id',
      'datePerformed',
      'timeInMinutes',
      'user.fullName',
      'workspace.title',
    ]);
    expect(await cells('tbody tr')).toHaveLength(20);
    expect((await cells('tfoot tr'))[0]?.[2]).toBe(`Sum ${sum(20).toLocaleString('en')}\n20 values`);
    await button('timeInMinutes').click();
    const minutes = async () => (await cells('tbody tr')).map((row) => Number(row[2]));
    expect(await minutes()).toEqual(
      nodes
        .slice(0, 20)
        .map((one) => one.timeInMinutes)
        .toSorted((a, b) => a - b),
    );
    expect(await page.locator('th[aria-sort="ascending"]').innerText()).toContain('timeInMinutes');

    await button('Next page').click();
    await page.getByText('Next page appended: 1 REST call').waitFor();
    expect(gateway.requests()).toEqual(['GET /time_entries?include=user,workspace&page=2&per_page=20']);
    expect(await minutes()).toEqual(nodes.map((one) => one.timeInMinutes).toSorted((a, b) => a - b));
    expect((await cells('tfoot tr'))[0]?.[2]).toBe(`Sum ${sum(40).toLocaleString('en')}\n40 values`);
    await button('JSON').click();
  });

  it('downloads a table that is equal to the answer, and copies it for a sheet', async () => {
    await open(HOURS, '{ "first": 7 }');
    await run();
    await outcome().getByText('Made 1 call').waitFor();
    const csv = await downloaded(() => button('CSV').click());
    await asTable();
    await button('Copy').click();
    await button('JSON').click();
    gateway.requests();
    const { data } = await gateway.query(HOURS, { variables: { first: 7 } });
    gateway.requests();
    interface Node {
      readonly id: string;
      readonly datePerformed: string;
      readonly timeInMinutes: number;
      readonly user: { readonly fullName: string };
      readonly workspace: { readonly title: string };
    }
    const lines = (data.timeEntries.nodes as Node[]).map(({ id, datePerformed, timeInMinutes, user, workspace }) => [
      id,
      datePerformed,
      String(timeInMinutes),
      user.fullName,
      workspace.title,
    ]);
    const head = ['id', 'datePerformed', 'timeInMinutes', 'user.fullName', 'workspace.title'];

    expect(csv).toBe(`\uFEFF${[head, ...lines].map((line) => line.join(',')).join('\r\n')}\r\n`);
    expect(await copied()).toBe([head, ...lines].map((line) => line.join('\t')).join('\n'));
  });

  it('finds lists by words of the business, and asks for what a record is known by', async () => {
    await open(SEATS);
    await button('Examples').click();
    expect(await page.getByRole('searchbox').evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByText('Which tasks are late, and who is on them?').waitFor();
    await page.locator('summary', { hasText: 'Money' }).waitFor();
    await page.keyboard.type('project hours');
    await page.locator('.hit', { hasText: 'timeEntries' }).first().click();

    await page.locator('.call', { hasText: 'GET /time_entries' }).waitFor();
    await run();
    await outcome().getByText('Made 1 call').waitFor();
    expect(gateway.requests()).toEqual(['GET /time_entries?per_page=20']);
    await button('Copy').click();
    const { data } = await gateway.query('{ timeEntries(first: 20) { nodes { id datePerformed } } }');
    expect(JSON.parse(await copied())).toEqual({ data });
    gateway.requests();
  });

  it.each([
    ['curl', 'sh', '-H "Authorization: Bearer $KANTATA_TOKEN"'],
    ['fetch', 'ts', 'authorization: `Bearer ${process.env.KANTATA_TOKEN}`'],
    ['TypeScript', 'ts', 'readonly fullName: string | null;'],
  ] as const)('copies an operation as %s that runs, and has no token in it', async (name, kind, part) => {
    await open(
      "query It($first: Int!) { users(first: $first) { nodes { fullName } } }\n# it's `${quoted}`",
      '{"first": 2}',
    );
    await button(/^Copy as/).click();
    await page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    const code = await copied();

    expect(code).not.toMatch(/Bearer demo/);
    expect(code).toContain(part);
    const output = await performed(kind, code);
    const { data } = await gateway.query('{ users(first: 2) { nodes { fullName } } }');
    for (const { fullName } of data.users.nodes) expect(output).toContain(fullName);
    gateway.requests();
  });

  it('copies a token once, for who asks for it', async () => {
    await open(SEATS);
    const copyWith = async (...items: RegExp[]) => {
      await button(/^Copy as/).click();
      for (const name of items) await page.getByRole('menuitem', { name }).click();
      await page.getByText(/^Copied/).waitFor();
      return copied();
    };

    expect(await copyWith(/With the token/, /^curl/)).toContain("'Authorization: Bearer demo'");
    expect(await copyWith(/^curl/)).not.toContain('Bearer demo');
  });

  it('copies what an assistant needs: the operation, its price, and the types that it touches', async () => {
    await open(SEATS);
    await button(/^Copy as/).click();
    await page.getByRole('menuitem', { name: /^For an assistant/ }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    const text = await copied();

    expect(text).toContain(SEATS);
    expect(text).toContain('1 to about 2 REST calls in 2 waves');
    expect(text).toContain('type WorkspaceResource {');
    expect(text).toContain('primaryMaven: User');
    expect(text).not.toContain('type Story ');
    expect(text).not.toContain('demo');
    expect(text.length).toBeLessThan(6_000);
  });

  it('keeps operations in the browser, and in files', async () => {
    await open(SEATS);
    const folder = await mkdtemp(join(tmpdir(), 'kantata-collection-'));
    try {
      await show('Saved');
      await page.getByLabel('Name of the operation').fill('Seats of projects');
      await button('Save').click();
      await page.getByText('Saved as Seats of projects').waitFor();
      await page.reload();
      await show('Saved');
      await button('Seats of projects').waitFor();
      const file = await downloaded(() => button('To a file').click());
      expect(JSON.parse(file)).toMatchObject({ operations: [{ name: 'Seats of projects', query: SEATS }] });

      await button('Remove Seats of projects').click();
      await page.getByText('Nothing yet.').waitFor();
      await writeFile(join(folder, 'collection.json'), file);
      await writeFile(join(folder, 'my-roles.graphql'), '{ roles(first: 3) { nodes { name } } }\n');
      await page
        .getByLabel('Collections or .graphql files')
        .setInputFiles([join(folder, 'collection.json'), join(folder, 'my-roles.graphql')]);
      await page.getByText('2 operations opened').waitFor();
      await button('My roles').click();
      await expect
        .poll(() => page.locator('.graphiql-query-editor .view-line').allInnerTexts())
        .toContainEqual(expect.stringContaining('roles'));
      gateway.requests();
      await run();
      await expect.poll(() => gateway.requests()).toEqual(['GET /roles?per_page=3']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('sends the headers and values of an environment, and forgets secrets', async () => {
    await open(HOURS.replace('$first: Int!', '$first: Int = 1'));
    await show('Saved');
    await page.getByLabel('Name', { exact: true }).fill('Reporting');
    await page.getByLabel('Headers, one a line').fill('X-Team: reporting\nX-Api-Key: very-secret');
    await page.getByLabel('Variables, as JSON').fill('{ "first": 4, "other": 1 }');
    await button('Save environment').click();
    const [request] = await Promise.all([page.waitForRequest(`${gateway.url}/graphql`), run()]);

    await expect.poll(() => gateway.requests()).toEqual(['GET /time_entries?include=user,workspace&per_page=4']);
    expect(request.headers()).toMatchObject({ 'x-team': 'reporting', 'x-api-key': 'very-secret' });
    expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).toContain('X-Team: reporting');
    expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain('very-secret');
  });

  it('stands below each other on a phone, as wide as the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(SEATS);
    await run();
    await outcome().getByText('Made 2 calls').waitFor();
    gateway.requests();
    const boxOf = (selector: string) =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().toJSON());
    const [editor, answer, plan] = [
      await boxOf('.graphiql-editors'),
      await boxOf('.graphiql-response'),
      await boxOf('.rest-calls'),
    ];

    for (const box of [editor, answer, plan]) expect(box.width).toBeGreaterThan(350);
    expect(editor.bottom).toBeLessThanOrEqual(answer.top);
    expect(answer.bottom).toBeLessThanOrEqual(plan.top);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await page.locator('.graphiql-query-editor .view-line').count()).toBeLessThan(8);
  });

  // The editors are looked at in test/explorer.test.ts.
  it('has no serious fault in a table of somebody else, beside the search', async () => {
    await open(HOURS, '{ "first": 3 }');
    await run();
    await outcome().getByText('Made 1 call').waitFor();
    await asTable();
    await page.getByRole('combobox', { name: 'Ask as' }).selectOption('demo-client');
    await button('Examples').click();

    expect(await seriousFaults(page, '.monaco-editor')).toEqual([]);
    await button('JSON').click();
    gateway.requests();
  });

  it('has no serious fault in errors, beside what is saved, in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await open(HOURS, '{ "first": 3 }');
    gateway.sandbox.fail({ status: 403, match: 'GET /time_entries' });
    await run();
    await page.locator('.errors').waitFor();
    await show('Saved');

    expect(await seriousFaults(page, '.monaco-editor')).toEqual([]);
    gateway.requests();
  });

  describe('the board', () => {
    const openBoard = async () => {
      await page.goto(`${gateway.url}/board`);
      await page.getByText('7 REST calls').waitFor();
    };
    const tile = (name: string) => page.getByRole('region', { name, exact: true });

    it('tells what each part costs, and calls nothing before it is loaded', async () => {
      await openBoard();

      await tile('Seats without people').getByText('1 REST call, at most 2').waitFor();
      await tile('Hours by person and month')
        .getByText(/^3 to about 15 REST calls/)
        .waitFor();
      await tile('Failed syncs').getByText('Its query').click();
      await tile('Failed syncs').getByText('filter: { status: FAILED }').waitFor();
      expect(gateway.requests()).toEqual([]);
    });

    it('tallies failed syncs by system and reason, at its price', async () => {
      await openBoard();
      await tile('Failed syncs').getByRole('button', { name: 'Load' }).click();
      await tile('Failed syncs').getByText('Loaded by 7 REST calls.').waitFor();

      expect(gateway.requests()).toHaveLength(7);
      const rows = await cells('tbody tr');
      const { data } = await gateway.query(
        '{ externalReferences(subjectTypes: [WORKSPACE, STORY, TIME_ENTRY, EXPENSE, INVOICE, WORKSPACE_RESOURCE, USER], filter: { status: FAILED }, first: 200) { nodes { serviceName externalMessage } } }',
      );
      gateway.requests();
      const nodes = data.externalReferences.nodes as { serviceName: string; externalMessage: string }[];
      expect(rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(nodes.length);
      for (const [system, count, reason] of rows)
        expect(nodes.filter((one) => one.serviceName === system && one.externalMessage === reason)).toHaveLength(
          Number(count),
        );
    });

    it('sums hours by person and month, once there are any', async () => {
      await openBoard();
      const hours = tile('Hours by person and month');
      await hours.getByLabel('Three months to').fill('2019-03');
      await hours.getByRole('button', { name: 'Load' }).click();
      await hours.getByRole('button', { name: 'Go to the latest hours (1 REST call)' }).click();
      await expect.poll(() => hours.getByLabel('Three months to').inputValue()).not.toBe('2019-03');
      const month = await hours.getByLabel('Three months to').inputValue();
      gateway.requests();
      await hours.getByRole('button', { name: 'Load again' }).click();
      await hours.locator('th', { hasText: month }).waitFor();
      const calls = gateway.requests().length;
      await hours.getByText(`Loaded by ${calls} REST calls.`).waitFor();

      const [year = 0, at = 1] = month.split('-').map(Number);
      const from = new Date(Date.UTC(year, at - 3, 1)).toISOString().slice(0, 10);
      const to = new Date(Date.UTC(year, at, 0)).toISOString().slice(0, 10);
      const { data } = await gateway.query(
        `{ timeEntries(filter: { datePerformedBetween: { from: "${from}", to: "${to}" } }, first: 2000) { nodes { timeInMinutes } } }`,
      );
      gateway.requests();
      const minutes = (data.timeEntries.nodes as { timeInMinutes: number }[]).reduce(
        (sum, one) => sum + one.timeInMinutes,
        0,
      );
      const total = (await cells('tfoot tr'))[0]?.[4] ?? '';
      expect(Number(/Sum ([\d.,]+)/.exec(total)?.[1]?.replaceAll(',', ''))).toBeCloseTo(minutes / 60, 0);
    });

    it('keeps rows with whom they were loaded for', async () => {
      await openBoard();
      await tile('Seats without people').getByRole('button', { name: 'Load' }).click();
      await tile('Seats without people').getByText('Loaded by 1 REST call.').waitFor();
      await page.getByRole('combobox', { name: 'Ask as' }).selectOption('demo-client');

      await tile('Seats without people')
        .getByText(/^This is what .* was answered\.$/)
        .waitFor();
      expect(gateway.requests()).toHaveLength(1);
    });

    it.each(['light', 'dark'] as const)('has no serious fault and no scrolling sideways, in %s', async (scheme) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 390, height: 844 });
      await openBoard();
      await button('Load all').click();
      await expect.poll(() => page.getByText(/^Loaded by/).count()).toBe(3);
      gateway.requests();

      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    });
  });

  it('has asked nobody but its gateway, and complained of nothing', () => {
    expect(opened.strayed).toEqual([]);
    expect(opened.complaints.filter((text) => !/40[13]|Failed to load resource/.test(text))).toEqual([]);
  });
});

/** What code prints that somebody has copied, run with the token in its environment. */
async function performed(kind: 'sh' | 'ts', code: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kantata-copied-'));
  try {
    const file = join(folder, kind === 'sh' ? 'copied.sh' : 'copied.mts');
    await writeFile(
      file,
      kind === 'sh' ? code : code.replaceAll('console.log(data, errors)', 'console.log(JSON.stringify(data))'),
    );
    const child = spawn(kind === 'sh' ? 'sh' : process.execPath, [file], {
      env: { ...process.env, KANTATA_TOKEN: 'demo', NODE_OPTIONS: '' },
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    await new Promise((resolve) => child.once('exit', resolve));
    return Buffer.concat(chunks).toString();
  } finally {
    await rm(folder, { recursive: true });
  }
}
