/**
 * Takes the pictures of the explorer for the documents: `npm run explorer:pictures`. It needs Chromium. The gateway
 * stands over the demo's account, whose answers take as long as those of an API elsewhere.
 */
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { loadConfig } from '../../src/config/config.ts';
import { buildExplorer } from '../../tools/explorer-build.ts';
import { startGateway } from '../support/gateway.ts';
import { chromiumProgram } from '../support/installed.ts';

/** How long the API takes over an answer, in milliseconds. */
const LATENCY_MS = 80;

const { sandboxSize: size, sandboxSeed: seed } = loadConfig({}, ['--sandbox']);

await buildExplorer();
await using account = await startGateway(undefined, { sandbox: { size, seed } });
await using demo = await startGateway(undefined, {
  sandbox: { size, seed },
  graphiql: true,
  board: true,
  graphiqlToken: 'demo',
  graphiqlUsers: account.sandbox.users.map(({ token, name, about }) => ({ token, name, about })),
});
// Rows that take longer than others make a picture that tells more.
demo.sandbox.latency(({ line }) => (line.includes('external_references') ? 2 : 1) * LATENCY_MS);

async function picture(page: Page, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`../../docs/images/${name}`, import.meta.url));
  await page.screenshot({ path });
  console.log(path);
}

const browser = await chromium.launch({ executablePath: chromiumProgram.path() });
try {
  for (const [colorScheme, name] of [
    ['light', 'explorer.png'],
    ['dark', 'explorer-dark.png'],
  ] as const) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme });
    await page.goto(`${demo.url}/graphql`);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await page.getByRole('button', { name: 'Examples', exact: true }).click();
    await page.getByTitle('Shared calls', { exact: true }).click();
    await page.locator('.call', { hasText: 'GET /workspaces' }).waitFor();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.made').nth(2).waitFor();
    await page.locator('.result-window').getByText('Salesforce').first().waitFor();
    await page.locator('.call', { hasText: 'GET /workspaces' }).hover();
    await page.locator('.served-field').first().waitFor();
    // The bars of the scroll area fade out.
    await page.waitForTimeout(1500);
    await picture(page, name);
    await page.close();
  }
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await phone.goto(`${demo.url}/graphql`);
  await phone.locator('.call').first().waitFor();
  await phone.locator('.graphiql-execute-button').click();
  await phone.getByRole('button', { name: 'Table', exact: true }).click();
  await phone.locator('.answer-table').waitFor();
  await phone.waitForTimeout(1500);
  await picture(phone, 'explorer-phone.png');
  const board = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await board.goto(`${demo.url}/board`);
  await board.getByLabel('Three months to').fill('2026-06');
  await board.getByRole('button', { name: 'Load all' }).click();
  await board
    .getByText(/^Loaded by/)
    .nth(2)
    .waitFor();
  await picture(board, 'board.png');
} finally {
  await browser.close();
}
