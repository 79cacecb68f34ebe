/**
 * `npm run dashboard:picture`: runs two gateways over the sandbox through a few eventful minutes, under a Prometheus,
 * and draws `deploy/grafana-dashboard.json` as it would then look to `docs/images/dashboard.png`.
 * Takes Prometheus and Chromium, and some three minutes.
 */
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../src/config/config.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { chromium } from '../../test/support/chromium.ts';
import { type Command, startCommand } from '../../test/support/command-line.ts';
import { chromiumProgram } from '../../test/support/installed.ts';
import { legendOf, type Panel, readDashboard, withVariables } from './dashboard.ts';
import { liveEventfulMinutes } from './eventful-minutes.ts';
import { PAGE_WIDTH, pageOf, type Shown } from './page.ts';
import { type Prometheus, type Range, startPrometheus } from './prometheus.ts';

const PICTURE = fileURLToPath(new URL('../../docs/images/dashboard.png', import.meta.url));
const SCRAPE_SECONDS = 2;
/** As Grafana has it: four scrapes at least. */
const RATE_SECONDS = 4 * SCRAPE_SECONDS;

async function shownIn({ targets = [] }: Panel, prometheus: Prometheus, range: Range): Promise<Shown> {
  const shown = await Promise.all(
    targets.map(async ({ expr, legendFormat }) => {
      const series = await prometheus.range(withVariables(expr, RATE_SECONDS), range);
      return series.map((one) => ({ ...one, name: legendOf(legendFormat, one.labels) }));
    }),
  );
  return shown.flat();
}

async function draw(html: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumProgram.path(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({
      viewport: { width: PAGE_WIDTH, height: 100 },
      deviceScaleFactor: 1.5,
    });
    await page.setContent(html);
    await page.screenshot({ path: PICTURE, fullPage: true });
  } finally {
    await browser.close();
  }
}

const addressOf = async (command: Command, name: string) => {
  const [, url = ''] = await command.printed(new RegExp(`^${name} +(\\S+)$`, 'm'));
  return new URL(url);
};

const { sandboxSize: size, sandboxSeed: seed } = loadConfig({});
await using sandbox = await startSandbox({ size, seed });
// Little room, so that it can be seen to be short.
const args = [
  `--kantata-api-url=${sandbox.url}`,
  '--port=0',
  '--admin-port=0',
  '--max-in-flight=24',
  '--max-queued=24',
];
await using one = startCommand({ args });
await using other = startCommand({ args });
const gateways = [one, other];
const urls = await Promise.all(gateways.map((command) => addressOf(command, 'GraphQL')));
const admins = await Promise.all(gateways.map((command) => addressOf(command, 'Metrics')));
await using prometheus = await startPrometheus(
  admins.map(({ port }, index) => ({ instance: `gateway-${index + 1}`, address: `127.0.0.1:${port}` })),
  SCRAPE_SECONDS,
);

const from = Date.now() / 1000;
await liveEventfulMinutes(
  sandbox,
  urls.map(({ origin }) => origin),
);
const range = { from: Math.ceil(from) + RATE_SECONDS, to: Math.floor(Date.now() / 1000), step: SCRAPE_SECONDS };

const dashboard = readDashboard();
const shown = new Map(
  await Promise.all(
    dashboard.panels.map(async (panel) => [panel.id, await shownIn(panel, prometheus, range)] as const),
  ),
);
await draw(pageOf(dashboard, range, ({ id }) => shown.get(id) ?? []));
console.log(PICTURE);
