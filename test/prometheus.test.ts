/** What stands in `deploy/` for Prometheus and Grafana, in the hands of Prometheus itself. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { adminHandler } from '../src/http/admin.ts';
import { createExport } from '../src/export/index.ts';
import { createMetrics } from '../src/observe/metrics.ts';
import { measureWorkers } from '../src/process/primary.ts';
import { readDashboard, withVariables } from '../tools/dashboard/dashboard.ts';
import { type Prometheus, startPrometheus } from '../tools/dashboard/prometheus.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { prometheusProgram, promtoolProgram } from './support/installed.ts';
import { SOMEBODY } from './support/token-watch.ts';

const root = new URL('../', import.meta.url);
const pathOf = (file: string) => fileURLToPath(new URL(`deploy/${file}`, root));

const RULES = pathOf('prometheus-rules.yaml');
const RULES_TEST = pathOf('prometheus-rules.test.yaml');

const { groups } = parse(readFileSync(RULES, 'utf8')) as { groups: { rules: { alert: string }[] }[] };
const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));

/** A gateway whose every kind of metric has something to tell, and its admin port. */
const metrics = createMetrics();
measureWorkers(metrics.registry, () => 2);
let gateway: TestGateway;
let address: string;
const admin = createServer(adminHandler({ registry: metrics.registry, isReady: () => true }));

beforeAll(async () => {
  gateway = await startGateway(
    { users: [{ id: '7', full_name: 'Ada Lovelace' }] },
    { observer: metrics.observer, door: createExport() },
  );
  metrics.watch(gateway.gateway);
  await new Promise<void>((resolve) => admin.listen(0, '127.0.0.1', resolve));
  address = `127.0.0.1:${(admin.address() as AddressInfo).port}`;
});

afterAll(async () => {
  metrics.stop();
  admin.closeAllConnections();
  admin.close();
  await gateway[Symbol.asyncDispose]();
});

/** An operation that is answered, one that is not, and an export. */
async function live(): Promise<void> {
  await gateway.query('{ user(id: 7) { fullName } }', { headers: { 'x-upstream-trace': '1' } });
  await gateway.query('{ nothing }');
  const exported = await fetch(`${gateway.url}/export?query={users{nodes{fullName}}}`, {
    headers: { authorization: `Bearer ${SOMEBODY}` },
  });
  await exported.text();
}

/** What promtool says, and whether it is content. */
async function promtool(args: readonly string[], stdin = ''): Promise<{ content: boolean; said: string }> {
  const running = promisify(execFile)(promtoolProgram.path(), args);
  running.child.stdin?.end(stdin);
  return running.then(
    ({ stdout, stderr }) => ({ content: true, said: stdout + stderr }),
    ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ content: false, said: stdout + stderr }),
  );
}

describe.skipIf(promtoolProgram.skipped)('promtool', () => {
  it('finds the alerts well formed', async () => {
    expect(await promtool(['check', 'rules', '--lint-fatal', RULES])).toEqual({
      content: true,
      said: expect.stringContaining(`${alerts.length} rules found`),
    });
  });

  it('sees each alert fire when it should, and not otherwise', async () => {
    expect(await promtool(['test', 'rules', RULES_TEST])).toEqual({
      content: true,
      said: expect.stringContaining('SUCCESS'),
    });
  });

  it('finds nothing to say against the page of metrics', async () => {
    await live();
    const page = await (await fetch(`http://${address}/metrics`)).text();

    expect(await promtool(['check', 'metrics'], page)).toEqual({ content: true, said: '' });
  });
});

describe('deploy/prometheus-rules.test.yaml', () => {
  const { tests } = parse(readFileSync(RULES_TEST, 'utf8')) as {
    tests: { name: string; alert_rule_test: { alertname: string; exp_alerts?: object[] }[] }[];
  };

  it('has a test of every alert', () => {
    expect(tests.map(({ name }) => name)).toEqual(alerts);
  });

  it.each(tests)('sees $name before it fires, while it does, and after', ({ name, alert_rule_test: looks }) => {
    const firing = looks.map(({ exp_alerts: expected = [] }) => expected.length > 0);

    expect(new Set(looks.map(({ alertname }) => alertname))).toEqual(new Set([name]));
    expect([firing[0], firing.includes(true), firing.at(-1)]).toEqual([false, true, false]);
  });
});

describe.skipIf(prometheusProgram.skipped)('Prometheus', () => {
  let prometheus: Prometheus;
  /** A little less than what Grafana would take, so that a rate is there soon. */
  const RATE_SECONDS = 5;

  beforeAll(async () => {
    prometheus = await startPrometheus([{ instance: 'one', address }], 1);
  });

  // It may not have been started, where starting it failed.
  afterAll(() => (prometheus as Prometheus | undefined)?.[Symbol.asyncDispose]());

  const expressions = readDashboard().panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ title, expr })),
  );

  const linesOf = async (expression: string) => {
    const now = Math.floor(Date.now() / 1000);
    const lines = await prometheus.range(withVariables(expression, RATE_SECONDS), { from: now - 60, to: now, step: 1 });
    return lines.filter(({ points }) => points.length > 0).length;
  };

  // What is only shown when something is wrong is not, here.
  it.each(expressions.filter(({ expr }) => !expr.endsWith('> 0')))('draws $title: $expr', async ({ expr }) => {
    const lines = async () => {
      await live();
      return linesOf(expr);
    };
    await expect.poll(lines, { interval: 250, timeout: 25_000 }).toBeGreaterThan(0);
  });

  it.each(expressions.filter(({ expr }) => expr.endsWith('> 0')))('can evaluate $title: $expr', async ({ expr }) => {
    await expect(linesOf(expr)).resolves.toBeGreaterThanOrEqual(0);
  });

  it('has evaluated every alert', async () => {
    const health = async () => (await prometheus.rules()).map(({ name, health: how }) => `${name} ${how}`);
    await expect.poll(health).toEqual(alerts.map((name) => `${name} ok`));
  });
});
