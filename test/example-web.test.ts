/** `npm run example:web`: a React app over the demo, in Chromium, with the network closed. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FrontEnd, startFrontEnd } from '../examples/front-end.ts';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
import { launchBrowser, openPage, seriousFaults, type WatchedPage } from './support/browser-page.ts';
import { startCommand } from './support/command-line.ts';
import { chromiumProgram } from './support/installed.ts';

const manifest = fileURLToPath(new URL('../examples/web/src/gql/persisted-documents.json', import.meta.url));

const TYPES = ['STORY', 'TIME_ENTRY', 'WORKSPACE_RESOURCE', 'EXPENSE', 'INVOICE'];
const WIRE_TYPES = ['Story', 'TimeEntry', 'WorkspaceResource', 'Expense', 'Invoice'];
const ALL_TYPES = ExternalReferenceSubjectType.values;

/** References that one page of the board takes. */
const PAGE_SIZE = 40;

describe.skipIf(chromiumProgram.skipped)('the sync health board', { timeout: 90_000 }, () => {
  let frontEnd: FrontEnd;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    // Waves wait for each other, so that the calls are the same on every machine.
    frontEnd = await startFrontEnd({
      name: 'web',
      serve: 'built',
      port: 0,
      settings: {
        WAVE_WAIT_MS: 'unbounded',
        PERSISTED_DOCUMENTS: 'only',
        PERSISTED_DOCUMENTS_FILE: manifest,
      },
    });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await frontEnd?.[Symbol.asyncDispose]();
  });

  const open = (search = '', options = {}) => openPage(browser, `${frontEnd.url}${search}`, options);

  let seen = 0;
  /** The REST calls since the last call of this. */
  const restCalls = () => {
    const lines = frontEnd.sandbox.requests.slice(seen).map(({ line }) => line);
    seen = frontEnd.sandbox.requests.length;
    return lines;
  };

  const cards = (page: Page) => page.getByRole('article');
  const settled = (page: Page) => page.getByText(/^\d+ references loaded/).waitFor();

  /** Scrolls down until there are so many cards; the requests that it took, each with how many cards came by it. */
  async function scrollTo({ page, asked }: WatchedPage, count: number): Promise<number[]> {
    const pages: number[] = [];
    for (let have = await cards(page).count(); have < count; ) {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await expect.poll(() => cards(page).count()).toBeGreaterThan(have);
      await settled(page);
      const now = await cards(page).count();
      pages.push(now - have);
      expect(asked()).toHaveLength(1);
      have = now;
    }
    return pages;
  }

  /** The references of these kinds in the account. */
  const rowsOf = (types: readonly string[]) =>
    [...(frontEnd.sandbox.tables.get('external_references')?.values() ?? [])].filter(({ subject_type }) =>
      types.includes(String(subject_type)),
    );

  it('renders 200 references of five types, failed ones first, by one GraphQL request a page', async () => {
    const rows = rowsOf(WIRE_TYPES);
    const failed = rows.filter(({ status }) => status === 'failed').length;
    restCalls();

    await using board = await open();
    const { page, asked, complaints, strayed } = board;
    await cards(page).first().waitFor();
    await settled(page);
    const [first, ...others] = asked();

    expect(others).toEqual([]);
    expect(first?.variables).toMatchObject({ types: TYPES, filter: { status: 'FAILED' }, first: PAGE_SIZE });
    expect(await cards(page).count()).toBe(PAGE_SIZE);
    // A call for each type, one for each of the overview, and one for the tasks and people of time entries.
    expect(restCalls()).toHaveLength(5 + 5 + 1);

    const pages = await scrollTo(board, 200);

    expect(await cards(page).count()).toBeGreaterThanOrEqual(200);
    expect(Math.max(...pages)).toBe(PAGE_SIZE);
    // No page made more calls than there are types, but for those that fetch what time entries lead to.
    expect(restCalls().length).toBeLessThanOrEqual(pages.length * 6);
    const statuses = await page.locator('article .mark').allInnerTexts();
    expect(statuses.slice(0, failed)).toEqual(Array.from({ length: failed }, () => 'Failed'));
    expect(statuses.slice(failed)).not.toContain('Failed');
    expect(new Set(await page.locator('.subject').evaluateAll((all) => all.map((one) => one.dataset.type)))).toEqual(
      new Set(WIRE_TYPES),
    );
    expect(complaints).toEqual([]);
    expect(strayed).toEqual([]);
  });

  it('comes to an end with every reference there is, each once', async () => {
    const rows = rowsOf(['Expense', 'Invoice']);

    await using board = await open('?types=EXPENSE,INVOICE');
    await cards(board.page).first().waitFor();
    await settled(board.page);
    board.asked();
    await scrollTo(board, rows.length);

    await board.page.getByText(`${rows.length} references loaded, and that is all.`).waitFor();
    const twins = await board.page.locator('article footer > span:first-child').allInnerTexts();
    expect(twins.toSorted()).toEqual(
      rows.map((row) => [row.service_name, row.service_model, row.service_model_ref].join(' ')).toSorted(),
    );
  });

  it('draws the states by provider from the first page`s own request', async () => {
    const rows = rowsOf(WIRE_TYPES);

    await using board = await open();
    const { page } = board;
    await page.getByText(`All ${rows.length} references.`).waitFor();

    const figures = await page
      .locator('.chart tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('th, .figure')].map((cell) => cell.textContent)));
    const count = (provider: unknown, status: string) =>
      String(rows.filter((row) => row.service_name === provider && row.status === status).length);
    expect(figures.length).toBeGreaterThan(3);
    for (const [provider, ...counts] of figures)
      expect([provider, ...counts]).toEqual([
        provider,
        count(provider, 'failed'),
        count(provider, 'pending'),
        count(provider, 'successful'),
      ]);
    expect(board.asked()).toHaveLength(1);
  });

  it('has a card with a title and facts for each of the 33 types', async () => {
    expect(ALL_TYPES).toHaveLength(33);
    restCalls();
    await using board = await open(`?types=${ALL_TYPES.map(({ name }) => name).join()}`);
    const { page } = board;
    await cards(page).first().waitFor();
    await settled(page);

    // All of them at once are within what one operation may cost.
    expect(restCalls().length).toBeLessThanOrEqual(40);

    const shown = new Map<string, { readonly title: string; readonly facts: number; readonly fallback: boolean }>();
    for (let more = true; more && shown.size < 33; ) {
      const found = await page.locator('article').evaluateAll((all) =>
        all.map((card) => ({
          type: card.querySelector<HTMLElement>('.subject')?.dataset.type ?? '',
          title: card.querySelector('h3')?.textContent ?? '',
          kind: card.querySelector('.kind')?.textContent ?? '',
          facts: card.querySelectorAll('dd').length,
        })),
      );
      for (const { type, title, kind, facts } of found)
        if (type && !shown.has(type))
          shown.set(type, { title, facts, fallback: new RegExp(`^${kind} \\d+$`).test(title) });
      const have = found.length;
      more = (await page.getByRole('button', { name: /Show more|Loading/ }).count()) > 0;
      if (!more) break;
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await expect.poll(() => cards(page).count()).toBeGreaterThan(have);
    }

    expect([...shown.keys()].toSorted()).toEqual(ALL_TYPES.map(({ wire }) => wire).toSorted());
    expect([...shown].filter(([, { title, fallback }]) => title === '' || fallback)).toEqual([]);
    expect([...shown].filter(([, { facts }]) => facts === 0)).toEqual([]);
    expect(board.complaints).toEqual([]);
  });

  it('is narrowed by type, status, provider and id, and can be shared by its address', async () => {
    await using board = await open();
    const { page, asked } = board;
    await cards(page).first().waitFor();
    await settled(page);
    asked();

    await page.getByRole('radio', { name: 'Pending' }).check();
    await page.getByRole('heading', { name: /^Pending/ }).waitFor();
    await settled(page);
    expect(asked().map(({ variables }) => variables)).toEqual([
      expect.objectContaining({ filter: { status: 'PENDING' }, withOverview: false }),
    ]);

    await page.getByLabel('Provider', { exact: true }).selectOption('Jira');
    await expect
      .poll(() => asked().map(({ variables }) => variables.filter))
      .toEqual([{ status: 'PENDING', serviceName: 'Jira' }]);
    await settled(page);
    const providers = new Set(await page.locator('article footer strong').allInnerTexts());
    expect(providers).toEqual(new Set(['Jira']));

    await page.getByRole('checkbox', { name: 'Time entry' }).uncheck();
    await settled(page);
    await expect.poll(() => page.locator('.subject[data-type=TimeEntry]').count()).toBe(0);
    expect(page.url()).toMatch(/status=PENDING.*provider=Jira.*types=STORY/);
    expect(page.url()).not.toContain('TIME_ENTRY');

    const shared = page.url();
    const titles = await page.locator('article h3').allInnerTexts();
    await using other = await openPage(browser, shared);
    await cards(other.page).first().waitFor();
    await settled(other.page);
    expect(await other.page.locator('article h3').allInnerTexts()).toEqual(titles);

    await page.goBack();
    await page.locator('.subject[data-type=TimeEntry]').first().waitFor();
  });

  it('finds one reference by its id in the other system', async () => {
    const row = rowsOf(['Story']).find(({ status }) => status === 'successful');

    await using board = await open();
    const { page } = board;
    await page.getByLabel('Id in the other system').fill(String(row?.service_model_ref));
    await page.getByRole('button', { name: 'Find' }).click();

    await page.getByText('1 references loaded, and that is all.').waitFor();
    expect(await cards(page).count()).toBe(1);
    expect(await cards(page).innerText()).toContain(String(row?.service_model_ref));
  });

  it('says what to do where Kantata fails, and goes on once it works again', async () => {
    // The list, and what the chart is made from.
    frontEnd.sandbox.fail({ match: 'subject_type=Vendor', status: 403, times: 2 });
    await using board = await open('?types=VENDOR');
    const { page } = board;
    await page.getByRole('alert').waitFor();

    expect(await page.getByRole('alert').innerText()).toContain('Your Kantata user may not see this.');
    expect(await page.getByRole('alert').innerText()).toContain('FORBIDDEN');
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Try again' }).click();
    await cards(page).first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('keeps the pages before one that failed, and asks for that one again only when told', async () => {
    await using board = await open();
    const { page, asked } = board;
    await cards(page).first().waitFor();
    await settled(page);
    asked();
    frontEnd.sandbox.fail({ match: 'status=failed', status: 403 });
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.getByRole('alert').waitFor();

    expect(await page.getByRole('alert').innerText()).toContain('FORBIDDEN');
    expect(await cards(page).count()).toBe(PAGE_SIZE);
    expect(asked()).toHaveLength(1);

    frontEnd.sandbox.reset();
    seen = 0;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => cards(page).count()).toBeGreaterThan(PAGE_SIZE);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('shows another user what that one may see, and keeps the token nowhere but in memory', async () => {
    await using board = await open('?types=STORY');
    const { page } = board;
    const total = page.getByRole('heading', { name: /^Failed \d+/ });
    await total.waitFor();
    const all = await total.innerText();

    await page.getByRole('button', { name: 'Demo user' }).click();
    await page.getByLabel('Kantata token').fill('demo-client');
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.getByRole('button', { name: 'Your token' }).waitFor();
    await expect.poll(() => total.innerText()).not.toBe(all);

    const kept = await page.evaluate(() =>
      JSON.stringify([localStorage.length, sessionStorage.length, document.cookie]),
    );
    expect(kept).toBe('[0,0,""]');
    expect(page.url()).not.toContain('demo-client');
  });

  it('asks by hash alone, which is all that the gateway answers', async () => {
    const hashes = Object.keys(JSON.parse(await readFile(manifest, 'utf8')) as object);

    await using board = await open('?types=ROLE');
    await settled(board.page);
    const requests = board.asked();
    const refused = await fetch(frontEnd.graphqlUrl, {
      method: 'POST',
      headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ roles { totalCount } }' }),
    });

    expect(requests.length).toBeGreaterThan(0);
    // As many as it takes to fill the window, and none of them twice.
    expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(requests.length);
    for (const request of requests) {
      expect(request).not.toHaveProperty('query');
      expect(hashes).toContain(`sha256:${request.extensions?.persistedQuery?.sha256Hash}`);
    }
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_REQUIRED' } }] });
  });

  it.each(['light', 'dark'] as const)('has no serious fault for axe: %s', async (colorScheme) => {
    await using board = await open('?types=VENDOR', { colorScheme });
    await board.page.getByText('and that is all').waitFor();
    expect(await seriousFaults(board.page)).toEqual([]);

    await board.page.getByRole('button', { name: 'Demo user' }).click();
    await board.page.getByRole('dialog').waitFor();
    expect(await seriousFaults(board.page)).toEqual([]);
  });

  it('fits a phone without scrolling sideways', async () => {
    await using board = await open('', { viewport: { width: 360, height: 740 } });
    await cards(board.page).first().waitFor();

    expect(await board.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  it('can be used by the keyboard alone', async () => {
    await using board = await open();
    const { page } = board;
    await cards(page).first().waitFor();

    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('find');
    const more = page.getByRole('button', { name: 'Show more' });
    await more.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => cards(page).count()).toBeGreaterThan(PAGE_SIZE);
  });

  describe('its staffing page', () => {
    const tables = () => frontEnd.sandbox.tables;
    /** A project with a seat that nobody has taken. */
    const project = () => {
      const seat = [...(tables().get('workspace_resources')?.values() ?? [])].find(({ user_id }) => user_id == null);
      return String(seat?.workspace_id);
    };

    it('shows people, roles and allocations of a project, and marks who is unnamed', async () => {
      const id = project();
      const ofProject = (collection: string) =>
        [...(tables().get(collection)?.values() ?? [])].filter(({ workspace_id }) => String(workspace_id) === id);
      const seats = ofProject('workspace_resources');
      restCalls();

      await using staffing = await open(`?page=staffing&project=Workspace:${id}`);
      const { page, asked, complaints } = staffing;
      await page.getByRole('rowheader').first().waitFor();

      const rows = await page.locator('tbody tr').evaluateAll((all) =>
        all.map((row) => ({
          unnamed: row.querySelector('.badge')?.textContent === 'Unnamed',
          bookings: row.querySelectorAll('.booking').length,
          role: row.querySelector('.role')?.textContent,
        })),
      );
      expect(rows).toHaveLength(seats.length);
      expect(rows.filter(({ unnamed }) => unnamed)).toHaveLength(seats.filter(({ user_id }) => user_id == null).length);
      expect(rows.filter(({ unnamed }) => unnamed).length).toBeGreaterThan(0);
      expect(rows.filter(({ role }) => role !== 'No role')).toHaveLength(
        seats.filter(({ role_id }) => role_id != null).length,
      );
      const allocations = new Set(seats.map(({ id }) => id));
      const booked = [...(tables().get('workspace_allocations')?.values() ?? [])].filter(({ workspace_resource_id }) =>
        allocations.has(String(workspace_resource_id)),
      );
      expect(rows.reduce((sum, { bookings }) => sum + bookings, 0)).toBe(booked.length);
      expect(
        asked()
          .map(({ operationName }) => operationName)
          .toSorted(),
      ).toEqual(['Projects', 'Staffing']);
      // The list to choose from; the project with its lead, its seats with people and roles, their allocations.
      expect(restCalls()).toHaveLength(4);
      expect(complaints).toEqual([]);
    });

    it('changes to another project by one request, and has no serious fault for axe', async () => {
      await using staffing = await open('?page=staffing');
      const { page, asked } = staffing;
      await page.getByRole('rowheader').first().waitFor();
      const choice = page.getByLabel('Project', { exact: true });
      const other = await choice.locator('option').nth(4).innerText();
      asked();

      await choice.selectOption({ index: 4 });
      await page.getByRole('heading', { name: other, level: 2 }).waitFor();

      expect(asked().map(({ operationName }) => operationName)).toEqual(['Staffing']);
      expect(await seriousFaults(page)).toEqual([]);
    });
  });
});

describe('npm run example:web', () => {
  it('serves the page and says where, over a gateway that answers it', async () => {
    await using command = startCommand({
      script: fileURLToPath(new URL('../examples/serve-front-end.ts', import.meta.url)),
      args: ['web'],
    });
    const [, page] = await command.printed(/^Page {6}(\S+)$/m);
    const [, graphql] = await command.printed(/^GraphQL {3}(\S+)$/m);
    const origin = String(page).slice(0, -1);

    expect(await (await fetch(String(page))).text()).toContain('<title>Sync health</title>');
    const ask = (from: string) =>
      fetch(String(graphql), {
        method: 'POST',
        headers: { origin: from, authorization: 'Bearer demo', 'content-type': 'application/json' },
        body: '{"query":"{ roles { totalCount } }"}',
      });
    expect((await ask(origin)).headers.get('access-control-allow-origin')).toBe(origin);
    expect((await ask('http://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
    command.process.kill('SIGTERM');
    // Vite, which is told as well, says by its status that it was.
    expect([0, 143]).toContain(await command.ended);
  });
});
