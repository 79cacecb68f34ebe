/** The metrics as Prometheus reads them, on the admin port and nowhere else. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { describe, expect, it } from 'vitest';
import { adminHandler } from '../src/http/admin.ts';
import { createExport } from '../src/export/index.ts';
import { createMetrics } from '../src/observe/metrics.ts';
import type { SandboxOptions } from '../src/sandbox/server.ts';
import { principalOf } from '../src/upstream/principal.ts';
import { startCommand } from './support/command-line.ts';
import { startGateway, type TestGatewayOptions } from './support/gateway.ts';
import { sized } from './support/long-form.ts';
import { SOMEBODY } from './support/token-watch.ts';

const ROWS = {
  users: [
    { id: '7', full_name: 'Ada Lovelace' },
    { id: '8', full_name: 'Grace Hopper' },
  ],
  workspace_resources: [{ id: '1', label: 'Lead', user_id: '7', created_at: '2026-01-01T00:00:00-08:00' }],
};

const ADA = '{ user(id: 7) { fullName } }';
const SEATS = '{ workspaceResources(first: 2) { nodes { label user { fullName } } } }';

/** Samples of a page by name and labels: `kantata_operations_total{outcome="ok"}` -> 1. */
const samplesOf = (page: string) =>
  new Map(
    page
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(/ (?=[^ ]+$)/) as [string, string])
      .map(([name, value]) => [name, Number(value)]),
  );

/** A gateway with its admin port. */
async function startMeasured(options: TestGatewayOptions = {}, rows: SandboxOptions['rows'] = ROWS) {
  const metrics = createMetrics();
  const gateway = await startGateway(rows, { ...options, observer: metrics.observer });
  metrics.watch(gateway.gateway);
  const server = createServer(adminHandler({ registry: metrics.registry, isReady: () => gateway.gateway.isReady() }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    gateway,
    url,
    async scrape() {
      // What follows an answer is counted when it is on its way.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return samplesOf(await (await fetch(`${url}/metrics`)).text());
    },
    async [Symbol.asyncDispose]() {
      metrics.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway[Symbol.asyncDispose]();
    },
  };
}

describe('the metrics', () => {
  it('count operations by how they ended', async () => {
    await using measured = await startMeasured();
    const { gateway } = measured;
    gateway.sandbox.fail({ match: '/users', status: 403, times: 1 });

    await gateway.query(ADA);
    await gateway.query(ADA);
    await gateway.query('{ nothing }');
    await fetch(`${gateway.url}/graphql`, { method: 'POST' });

    const samples = await measured.scrape();
    expect(samples.get('kantata_operations_total{outcome="partial"}')).toBe(1);
    expect(samples.get('kantata_operations_total{outcome="ok"}')).toBe(1);
    expect(samples.get('kantata_operations_total{outcome="refused"}')).toBe(2);
    expect(samples.get('kantata_operations_total{outcome="failed"}')).toBe(0);
    expect(samples.get('kantata_operation_duration_seconds_count')).toBe(4);
    expect(samples.get('kantata_operation_errors_total{code="FORBIDDEN"}')).toBe(1);
    expect(samples.get('kantata_operation_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(samples.get('kantata_operation_errors_total{code="UNAUTHENTICATED"}')).toBe(1);
  });

  it('count requests to the API by endpoint and outcome, repeats included', async () => {
    await using measured = await startMeasured();
    const { gateway } = measured;
    gateway.sandbox.fail({ match: '/users', status: 503, times: 1 });

    await gateway.query(ADA);
    await gateway.query(SEATS);

    const samples = await measured.scrape();
    expect(samples.get('kantata_upstream_requests_total{endpoint="users",outcome="unavailable"}')).toBe(1);
    expect(samples.get('kantata_upstream_requests_total{endpoint="users",outcome="ok"}')).toBe(1);
    expect(samples.get('kantata_upstream_requests_total{endpoint="workspace_resources",outcome="ok"}')).toBe(1);
    expect(samples.get('kantata_upstream_request_duration_seconds_count{endpoint="users"}')).toBe(2);
    expect(samples.get('kantata_upstream_retries_total')).toBe(1);
    expect(samples.get('kantata_upstream_received_bytes_total')).toBeGreaterThan(100);
  });

  it('set the calls of operations beside what was foretold', async () => {
    await using measured = await startMeasured();

    await measured.gateway.query(SEATS);
    await measured.gateway.query(`{ a: user(id: 7) { fullName } ${SEATS.slice(1)}`);

    const samples = await measured.scrape();
    expect(samples.get('kantata_operation_calls_count')).toBe(2);
    expect(samples.get('kantata_operation_calls_sum')).toBe(measured.gateway.requests().length);
    expect(samples.get('kantata_operation_predicted_calls_sum')).toBe(samples.get('kantata_operation_calls_sum'));
    expect(samples.get('kantata_operation_calls_bucket{le="1"}')).toBe(1);
    expect(samples.get('kantata_operations_beyond_prediction_total')).toBe(0);
    expect(samples.get('kantata_operation_waves_count')).toBe(2);
  });

  it('set the records of answers beside what was expected, of those that were stopped too', async () => {
    const users = Array.from({ length: 30 }, (_, at) => ({ id: String(at + 1), full_name: 'N. N.' }));
    const workspaces = [
      { id: '5', title: 'Large', participant_ids: users.map(({ id }) => id) },
      { id: '6', title: 'Small', participant_ids: ['1'] },
    ];
    await using measured = await startMeasured({ maxRecords: 20 }, { users, workspaces });
    const people = (id: string) => `{ workspacesById(ids: ["${id}"]) { participants { fullName } } }`;

    const small = await measured.gateway.query(people('6'));
    const large = await measured.gateway.query(people('5'));
    // Not run, so that nothing was expected of it.
    const refused = await measured.gateway.query(
      '{ users(first: 2000) { nodes { fullName } } workspaces { nothing } }',
    );

    expect(small.errors).toBeUndefined();
    expect([large, refused].map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      'QUERY_TOO_COMPLEX',
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    const samples = await measured.scrape();
    // One project with ten people each; two records, and twenty where it was stopped.
    expect(samples.get('kantata_records_expected_total')).toBe(2 * 11);
    expect(samples.get('kantata_records_answered_total')).toBe(2 + 20);
    expect(samples.get('kantata_records_answered_ratio_count')).toBe(2);
    expect(samples.get('kantata_records_answered_ratio_bucket{le="0.25"}')).toBe(1);
    expect(samples.get('kantata_records_answered_ratio_bucket{le="2"}')).toBe(2);
    expect(samples.get('kantata_records_answered_ratio_bucket{le="1.5"}')).toBe(1);
  });

  it('count exports by themselves: how many are worked on, their rows, calls and time', async () => {
    await using measured = await startMeasured({ door: createExport({}) });
    const { gateway } = measured;
    const asked = (delayMs: number) => {
      gateway.sandbox.fail({ match: '/users', delayMs, times: 1 });
      return fetch(`${gateway.url}/export`, {
        method: 'POST',
        headers: { authorization: `Bearer ${SOMEBODY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ users { nodes { fullName } } }' }),
      });
    };

    const slow = asked(500);
    await expect
      .poll(async () => (await measured.scrape()).get('kantata_exports_in_flight'), { timeout: 5_000 })
      .toBe(1);
    await (await slow).text();
    await (await asked(0)).text();

    const samples = await measured.scrape();
    expect(samples.get('kantata_exports_in_flight')).toBe(0);
    expect(samples.get('kantata_export_duration_seconds_count')).toBe(2);
    expect(samples.get('kantata_export_rows_total')).toBe(4);
    expect(samples.get('kantata_export_calls_total')).toBe(gateway.requests().length);
    expect(samples.get('kantata_operations_total{outcome="ok"}')).toBe(2);
    // A long list is no slow operation, and was not foretold as one.
    expect(samples.get('kantata_operation_duration_seconds_count')).toBe(0);
    expect(samples.get('kantata_operation_calls_count')).toBe(0);
  });

  it('tell what is held of the memory that may be', async () => {
    await using measured = await startMeasured({ memoryBudget: 50_000_000 });
    const { gateway } = measured;
    gateway.sandbox.fail({ match: '/users', delayMs: 500, times: 1 });

    // Rows of the first wave are held while the second one is waited for.
    const asked = gateway.query('{ workspaceResource(id: 1) { label user { accountMembership { permission } } } }');
    await expect
      .poll(async () => (await measured.scrape()).get('kantata_memory_held_bytes'), { timeout: 5_000 })
      .toBeGreaterThan(0);
    await asked;

    const samples = await measured.scrape();
    expect(samples.get('kantata_memory_budget_bytes')).toBe(50_000_000);
    expect(samples.get('kantata_memory_held_bytes')).toBe(0);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('tell rows received from rows used, of operations that were traced', async () => {
    await using measured = await startMeasured();

    await measured.gateway.query('{ users(first: 2) { nodes { fullName } } }', {
      headers: { 'x-upstream-trace': '1' },
    });
    await measured.gateway.query(SEATS);

    const samples = await measured.scrape();
    expect(samples.get('kantata_rows_received_total{traced="yes"}')).toBe(2);
    expect(samples.get('kantata_rows_used_total')).toBe(2);
    expect(samples.get('kantata_rows_received_total{traced="no"}')).toBe(2);
  });

  it('count calls that were spared because somebody had just asked the same', async () => {
    await using measured = await startMeasured();
    measured.gateway.sandbox.fail({ delayMs: 100 });

    await Promise.all([ADA, ADA, ADA].map((query) => measured.gateway.query(query)));

    const samples = await measured.scrape();
    expect(samples.get('kantata_upstream_shared_calls_total')).toBe(2);
    expect(samples.get('kantata_upstream_requests_total{endpoint="users",outcome="ok"}')).toBe(1);
  });

  it('show what is under way and what waits', async () => {
    await using measured = await startMeasured({ upstreamConnections: 1, maxInFlight: 2 });
    const { gateway } = measured;
    gateway.sandbox.fail({ delayMs: 400 });

    const asked = [ADA, SEATS, '{ user(id: 8) { fullName } }'].map((query) => gateway.query(query));
    await new Promise((resolve) => setTimeout(resolve, 80));
    const busy = await measured.scrape();
    await Promise.all(asked);
    const idle = await measured.scrape();

    expect(busy.get('kantata_operations_in_flight')).toBe(2);
    expect(busy.get('kantata_operations_queued')).toBe(1);
    expect(busy.get('kantata_upstream_in_flight')).toBe(1);
    expect(busy.get('kantata_upstream_queued')).toBe(1);
    expect(busy.get('kantata_upstream_concurrency_limit')).toBe(1);
    expect(idle.get('kantata_operations_in_flight')).toBe(0);
    expect(idle.get('kantata_operations_queued')).toBe(0);
    expect(idle.get('kantata_upstream_in_flight')).toBe(0);
    expect(idle.get('kantata_upstream_queued')).toBe(0);
  });

  it('show a rate limit that is waited for', async () => {
    await using measured = await startMeasured({ operationTimeoutMs: 1_000 });
    measured.gateway.sandbox.fail({ match: '/users', status: 429, headers: { 'retry-after': '60' } });

    await measured.gateway.query(ADA);

    expect((await measured.scrape()).get('kantata_upstream_paused')).toBe(1);
  });

  it('show an endpoint that is not asked any more', async () => {
    await using measured = await startMeasured({
      sandbox: {
        users: ['7', '8'].map((userId) => ({ userId, name: userId, token: `token-of-${userId}` })),
      },
    });
    const { gateway } = measured;
    await gateway.query(SEATS, { token: 'token-of-7' });
    gateway.sandbox.fail({ match: '/users', status: 503 });

    for (let at = 0; at < 12; at++) await gateway.query(ADA, { token: `token-of-${at % 2 === 0 ? 7 : 8}` });

    const samples = await measured.scrape();
    expect(samples.get('kantata_upstream_circuit_state{endpoint="users"}')).toBe(2);
    expect(samples.get('kantata_upstream_circuit_state{endpoint="workspace_resources"}')).toBe(0);
    expect(samples.get('kantata_operation_errors_total{code="CIRCUIT_OPEN"}')).toBeGreaterThan(0);
  });

  it('show the process: memory, processor time, and how late its timers are', async () => {
    await using measured = await startMeasured();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const blockedFrom = Date.now();
    while (Date.now() - blockedFrom < 120);

    const samples = await measured.scrape();

    expect(samples.get('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(0.1);
    expect(samples.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(2e7);
    expect(samples.get('nodejs_heap_size_used_bytes')).toBeGreaterThan(1e6);
    expect(samples.get('process_cpu_seconds_total')).toBeGreaterThan(0.05);
    expect(Math.abs((samples.get('process_start_time_seconds') ?? 0) * 1000 - Date.now())).toBeLessThan(3_600_000);
  });

  const NAMES = sized({ long: 10_000, short: 2_000 });
  it('have no more series after thousands of names of operations than after one', { timeout: 300_000 }, async () => {
    await using measured = await startMeasured();
    const pool = new Pool(measured.gateway.url, { connections: 10 });
    const ask = async (at: number) => {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json', authorization: `Bearer token-${at % 100}` },
        body: JSON.stringify({ query: `query Name${at}{__typename}`, operationName: `Name${at}` }),
      });
      await body.dump();
      return statusCode;
    };
    expect(await ask(0)).toBe(200);
    const few = [...(await measured.scrape()).keys()];

    let next = 1;
    const statuses = new Set<number>();
    const client = async () => {
      while (next < NAMES) statuses.add(await ask(next++));
    };
    await Promise.all(Array.from({ length: 10 }, client));
    await pool.destroy();

    const page = await measured.scrape();
    expect([...statuses]).toEqual([200]);
    expect(page.get('kantata_operations_total{outcome="ok"}')).toBe(NAMES);
    expect([...page.keys()]).toEqual(few);
  });

  it('name no token and no principal, not by any part of their names', async () => {
    await using measured = await startMeasured();
    await measured.gateway.query(SEATS, { token: SOMEBODY });
    await measured.gateway.query(SEATS, { token: 'token-of-nobody' });

    await measured.scrape();
    const page = await (await fetch(`${measured.url}/metrics`)).text();
    for (const token of [SOMEBODY, 'token-of-nobody']) {
      expect(page).not.toContain(token);
      expect(page).not.toContain(principalOf(token).slice(0, 8));
      expect(page).not.toContain(createHash('sha256').update(token).digest('hex').slice(0, 8));
    }
  });

  it('have no more series after many operations of many names and tokens than after a few', async () => {
    await using measured = await startMeasured({
      sandbox: { users: Array.from({ length: 50 }, (_, at) => ({ userId: '7', name: 'Ada', token: `token-${at}` })) },
    });
    const ask = (at: number) =>
      measured.gateway.query(`query Name${at} ($id: ID!) { alias${at}: user(id: $id) { fullName } }`, {
        token: `token-${at % 50}`,
        variables: { id: String((at % 2) + 7) },
        headers: { 'x-request-id': `id-${at}` },
      });
    await ask(0);
    const few = [...(await measured.scrape()).keys()];

    for (let at = 1; at < 200; at++) await ask(at);

    const many = [...(await measured.scrape()).keys()];
    expect(many).toEqual(few);
    expect(many.join('\n')).not.toMatch(/Name|alias|token-|id-|\?/);
  });
});

describe('the admin port', () => {
  it('answers health and readiness, and says when nothing should be sent here any more', async () => {
    await using measured = await startMeasured();
    const ask = async (path: string, method = 'GET') => (await fetch(`${measured.url}${path}`, { method })).status;

    expect(await ask('/health')).toBe(200);
    expect(await ask('/ready')).toBe(200);
    measured.gateway.gateway.drain();
    expect(await ask('/ready')).toBe(503);
    expect(await ask('/health')).toBe(200);
    expect(await ask('/graphql')).toBe(404);
    expect(await ask('/constructor')).toBe(404);
    expect(await ask('/metrics', 'POST')).toBe(405);
  });

  it('is off unless it is asked for, and its pages are never on the public port', async () => {
    await using command = startCommand({ args: ['--sandbox'], env: { PORT: '0' } });
    const [, origin] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);

    for (const path of ['/metrics', '/debug', '/debug/pprof', '/heapdump', '/report', '/json/list', '/env', '/config'])
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    expect(command.stdout()).not.toContain('Metrics');
  });

  it('is opened by ADMIN_PORT, and tells of what the public port answers', async () => {
    await using command = startCommand({ args: ['--sandbox'], env: { PORT: '0', ADMIN_PORT: '0' } });
    const [, admin] = await command.printed(/^Metrics +(http:\S+)\/metrics$/m);
    const [, origin] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    await command.printed(/^Its answer:$/m);

    const page = await fetch(`${admin}/metrics`);

    expect(page.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(samplesOf(await page.text()).get('kantata_operations_total{outcome="ok"}')).toBe(1);
    expect((await fetch(`${admin}/ready`)).status).toBe(200);
    expect((await fetch(`${origin}/metrics`)).status).toBe(404);
    command.process.kill('SIGTERM');
    expect(await command.ended).toBe(0);
  });
});
