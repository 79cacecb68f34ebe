/** `npm run examples:pictures`: takes the pictures of the example pages that the documents show. */
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { chromiumProgram } from '../support/installed.ts';
import { type FrontEndName, startFrontEnd } from '../../examples/front-end.ts';

interface Picture {
  readonly file: string;
  readonly name: FrontEndName;
  readonly search: string;
  /** Brings the page to what is to be seen. */
  readonly show: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  {
    file: 'example-board.png',
    name: 'web',
    search: '',
    show: (page) => page.getByRole('article').first().waitFor(),
  },
  {
    file: 'example-staffing.png',
    name: 'web',
    search: '?page=staffing&project=Workspace:687000019',
    show: (page) => page.getByRole('rowheader').first().waitFor(),
  },
  {
    file: 'example-relay.png',
    name: 'relay',
    search: '',
    async show(page) {
      await page.getByRole('button', { name: 'Blue Fjord Shipping: Customer portal' }).first().click();
      await page.getByRole('button', { name: 'Refresh' }).waitFor();
      await page.getByRole('heading', { name: 'Team' }).waitFor();
      await page.locator('.team li').first().waitFor();
    },
  },
];

const browser = await chromium.launch({
  executablePath: chromiumProgram.path(),
  args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});
try {
  for (const { file, name, search, show } of PICTURES) {
    await using frontEnd = await startFrontEnd({ name, serve: 'built', port: 0 });
    const page = await browser.newPage({ viewport: { width: 1400, height: 940 } });
    await page.goto(`${frontEnd.url}${search}`);
    await show(page);
    await page.screenshot({
      path: fileURLToPath(new URL(`../../docs/images/${file}`, import.meta.url)),
      animations: 'disabled',
    });
    await page.close();
    console.log(`docs/images/${file}`);
  }
} finally {
  await browser.close();
}
