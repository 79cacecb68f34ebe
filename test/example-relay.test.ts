/** `npm run example:relay`: that Relay's store, its refetching by `node` and its connections work with this schema. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FrontEnd, startFrontEnd } from '../examples/front-end.ts';
import { launchBrowser, openPage, seriousFaults } from './support/browser-page.ts';
import { chromiumProgram } from './support/installed.ts';

/** Projects of one page, and seats of one. */
const PROJECTS = 12;
const SEATS = 5;

describe.skipIf(chromiumProgram.skipped)('the project browser in Relay', { timeout: 90_000 }, () => {
  let frontEnd: FrontEnd;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    frontEnd = await startFrontEnd({ name: 'relay', serve: 'built', port: 0, settings: { WAVE_WAIT_MS: 'unbounded' } });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await frontEnd?.[Symbol.asyncDispose]();
  });

  const projects = (page: Page) => page.getByRole('navigation').locator('li');
  const rows = (collection: string) => [...(frontEnd.sandbox.tables.get(collection)?.values() ?? [])];

  it('pages through a connection by its cursors: each project once, by one request a page', async () => {
    await using browsing = await openPage(browser, frontEnd.url);
    const { page, asked, complaints, strayed } = browsing;
    await projects(page).first().waitFor();
    expect(asked().map(({ operationName }) => operationName)).toEqual(['appQuery']);
    const [said] = /\d+$/.exec(await page.getByRole('navigation').getByRole('status').innerText()) ?? [];
    const total = Number(said);
    expect(total).toBeGreaterThan(3 * PROJECTS);

    const cursors = new Set<unknown>();
    for (let have = PROJECTS; have < total; have += PROJECTS) {
      expect(await projects(page).count()).toBe(have);
      await page.getByRole('navigation').getByRole('button', { name: 'Show more' }).click();
      await expect.poll(() => projects(page).count()).toBe(Math.min(have + PROJECTS, total));
      const requests = asked();
      expect(requests.map(({ operationName }) => operationName)).toEqual(['projectListPageQuery']);
      cursors.add(requests[0]?.variables.after);
    }

    expect(cursors.size).toBe(Math.ceil(total / PROJECTS) - 1);
    const titles = await projects(page).locator('button > span:first-child').allInnerTexts();
    const known = rows('workspaces').map(({ title }) => String(title));
    expect(titles).toHaveLength(total);
    expect(titles.filter((title) => !known.includes(title))).toEqual([]);
    expect(await page.getByRole('navigation').getByRole('button', { name: 'Show more' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    expect(strayed).toEqual([]);
  });

  it('reads any project by its global id, and refetches it by node, into the same record of the store', async () => {
    await using browsing = await openPage(browser, frontEnd.url);
    const { page, asked, complaints } = browsing;
    await projects(page).nth(2).getByRole('button').click();
    await page.locator('.team li').first().waitFor();
    const id = await page.getByRole('region', { name: 'Project' }).locator('code').innerText();
    const requests = asked();
    expect(id).toMatch(/^Workspace:\d+$/);
    expect(requests.map(({ operationName }) => operationName)).toEqual(['appQuery', 'projectQuery', 'teamQuery']);
    expect(requests[1]).toMatchObject({ query: expect.stringContaining('node(id: $id)'), variables: { id } });

    const row = rows('workspaces').find((one) => `Workspace:${one.id}` === id);
    if (row) frontEnd.sandbox.tables.get('workspaces')?.set(row.id, { ...row, title: 'Renamed meanwhile' });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('heading', { name: 'Renamed meanwhile' }).waitFor();

    expect(asked().map(({ operationName, variables }) => [operationName, variables])).toEqual([
      ['projectRefetchQuery', { id }],
    ]);
    // The list holds the same record, and shows what became of it.
    expect(await projects(page).nth(2).innerText()).toContain('Renamed meanwhile');
    expect(complaints).toEqual([]);
  });

  it('pages through a list with a filter beside, and marks the seats that nobody has taken', async () => {
    const seat = rows('workspace_resources').find(({ user_id }) => user_id == null);
    const seats = rows('workspace_resources').filter(({ workspace_id }) => workspace_id === seat?.workspace_id);
    const title = String(rows('workspaces').find(({ id }) => id === String(seat?.workspace_id))?.title);
    await using browsing = await openPage(browser, frontEnd.url);
    const { page, asked } = browsing;
    await projects(page).first().waitFor();

    await projects(page).filter({ hasText: title }).first().getByRole('button').click();
    await page.locator('.team li').first().waitFor();
    expect(await page.locator('.team li').count()).toBe(Math.min(SEATS, seats.length));
    asked();
    await page
      .getByRole('region', { name: 'Project' })
      .getByRole('button', { name: /Show more/ })
      .click();
    await expect.poll(() => page.locator('.team li').count()).toBe(Math.min(2 * SEATS, seats.length));

    expect(asked().map(({ operationName }) => operationName)).toEqual(['teamPageQuery']);
    expect(await page.locator('.team em').count()).toBeGreaterThan(0);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('says so where a project cannot be had, and tries again when told', async () => {
    await using browsing = await openPage(browser, frontEnd.url);
    const { page } = browsing;
    await projects(page).first().waitFor();
    const url = new URL('graphql', frontEnd.graphqlUrl).href;
    await page.route(url, (route) => route.fulfill({ json: { errors: [{ message: 'Out of order.' }] } }), { times: 1 });

    await projects(page).first().getByRole('button').click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('Out of order.');

    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.team li').first().waitFor();
  });
});
