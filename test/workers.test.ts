/** WORKERS: several processes that are one gateway. */
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { describe, expect, it, vi } from 'vitest';
import { startSandbox } from '../src/sandbox/server.ts';
import { startCommand } from './support/command-line.ts';
import { startEchoApi } from './support/echo-api.ts';
import { freePort } from './support/free-port.ts';
import { isAlive, workerPids } from './support/worker-pids.ts';

// Each test starts three processes, and some of them three more.
vi.setConfig({ testTimeout: 90_000 });

const users = [{ id: '7', full_name: 'Ada Lovelace' }];
const preload = fileURLToPath(new URL('support/fault-on-signal.mjs', import.meta.url));
const ADA = '{ user(id: 7) { fullName } }';

/** A gateway of two workers, over an API that answers after `latencyMs`. */
async function start({ env = {}, latencyMs = 0 }: { env?: Record<string, string>; latencyMs?: number } = {}) {
  const api = await startSandbox({ rows: { users } });
  api.latency(latencyMs);
  const command = startCommand({
    env: { WORKERS: '2', PORT: '0', ADMIN_PORT: '0', KANTATA_API_URL: api.url, LOG_LEVEL: 'error', ...env },
  });
  const [, admin = ''] = await command.printed(/^Metrics +(http:\S+)\/metrics$/m);
  const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
  await command.printed(/^REST API/m);
  return {
    api,
    command,
    origin,
    admin,
    workers: () => workerPids(command.process.pid),
    async metric(sample: string) {
      const page = await (await fetch(`${admin}/metrics`)).text();
      return Number(
        page
          .split('\n')
          .find((line) => line.startsWith(`${sample} `))
          ?.split(' ')
          .at(-1),
      );
    },
    async [Symbol.asyncDispose]() {
      await command[Symbol.asyncDispose]();
      await api.close();
    },
  };
}

/** One operation, on a connection of its own unless there is an agent that has some. */
async function ask(origin: string, agent?: Agent) {
  const own = agent ?? new Agent();
  const { statusCode, headers, body } = await request(`${origin}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: JSON.stringify({ query: ADA }),
    dispatcher: own,
  });
  const answer = (await body.json()) as { data?: unknown };
  if (!agent) await own.close();
  return { status: statusCode, connection: headers.connection, data: answer.data };
}

/** What comes through a pipe, page by page, so that those who write wait for each other in the middle of what they write. */
async function readSlowly(pipe: number, isAll: (text: string) => boolean): Promise<string> {
  const page = Buffer.alloc(4096);
  let text = '';
  while (!isAll(text)) {
    try {
      text += page.toString('latin1', 0, readSync(pipe, page));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
    await sleep(1);
  }
  return text;
}

const ANSWERED = { status: 200, data: { user: { fullName: 'Ada Lovelace' } } };

describe.skipIf(!existsSync('/proc/self/task'))('WORKERS', () => {
  it('of 1 is one process', async () => {
    await using gateway = await start({ env: { WORKERS: '1' } });

    expect(await ask(gateway.origin)).toMatchObject(ANSWERED);
    expect(gateway.workers()).toEqual([]);
  });

  it('of 2 has two processes answer on one port, and prints as one', async () => {
    await using gateway = await start();

    for (let at = 0; at < 6; at++) expect(await ask(gateway.origin)).toMatchObject(ANSWERED);

    expect(gateway.workers()).toHaveLength(2);
    expect(gateway.command.stdout().split('\n')).toEqual([
      `GraphQL   ${gateway.origin}/graphql`,
      `Explorer  ${gateway.origin}/graphql in a browser`,
      `Board     ${gateway.origin}/board in a browser`,
      `Health    ${gateway.origin}/health`,
      `Metrics   ${gateway.admin}/metrics`,
      `REST API  ${gateway.api.url}`,
      'Accepts   token (CREDENTIALS)',
      '',
    ]);
  });

  it('has one page of metrics, in which what all of them count is one sum', async () => {
    await using gateway = await start();
    const before = gateway.workers();

    for (let at = 0; at < 10; at++) await ask(gateway.origin);

    await expect.poll(() => gateway.metric('kantata_operations_total{outcome="ok"}')).toBe(10);
    expect(await gateway.metric('kantata_operation_duration_seconds_count')).toBe(10);
    expect(await gateway.metric('kantata_operation_calls_bucket{le="+Inf"}')).toBe(10);
    expect(await gateway.metric('kantata_workers_ready')).toBe(2);
    // All three processes are in it, of which none is smaller than this.
    expect(await gateway.metric('process_resident_memory_bytes')).toBeGreaterThan(3 * 40 * 2 ** 20);
    expect((await fetch(`${gateway.admin}/ready`)).status).toBe(200);
    expect((await fetch(`${gateway.origin}/metrics`)).status).toBe(404);
    expect(gateway.workers()).toEqual(before);
  });

  it('replaces a worker that is killed, and forgets nothing that it had told', async () => {
    await using gateway = await start();
    for (let at = 0; at < 10; at++) await ask(gateway.origin);
    await expect.poll(() => gateway.metric('kantata_operations_total{outcome="ok"}')).toBe(10);
    const before = gateway.workers();

    process.kill(before[0] as number, 'SIGKILL');

    await expect.poll(() => gateway.metric('kantata_worker_ends_total{how="unexpected"}')).toBe(1);
    expect(await ask(gateway.origin)).toMatchObject(ANSWERED);
    await expect.poll(() => gateway.metric('kantata_workers_ready')).toBe(2);
    expect(gateway.workers()).toHaveLength(2);
    expect(gateway.workers()).toContain(before[1]);
    expect(await ask(gateway.origin)).toMatchObject(ANSWERED);
    await expect.poll(() => gateway.metric('kantata_operations_total{outcome="ok"}')).toBe(12);
    expect(gateway.command.stderr()).toMatch(
      new RegExp(`worker ${before[0]} ended with SIGKILL; another one starts in \\d+ ms`),
    );
  });

  it('replaces workers that are killed while connections come in', async () => {
    // Not any port: when none is left who listens, the next would get another one.
    await using gateway = await start({ env: { PORT: String(await freePort()) } });
    const before = gateway.workers();
    const asked: Promise<void>[] = [];
    for (let at = 0; at < 200; at++) {
      // Whatever becomes of them: what a process that is killed had in hand is lost.
      const { promise, resolve } = Promise.withResolvers<void>();
      const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1')
        .on('error', resolve)
        .on('close', resolve);
      socket.setTimeout(5_000, () => socket.destroy());
      socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
      socket.resume();
      asked.push(promise);
      if (at % 10 === 0) await sleep(5);
      if (at === 100) for (const pid of before) process.kill(pid, 'SIGKILL');
    }

    await Promise.all(asked);
    await expect.poll(() => gateway.metric('kantata_workers_ready'), { timeout: 30_000 }).toBe(2);
    expect(gateway.workers().filter((pid) => before.includes(pid))).toEqual([]);
    expect(await gateway.metric('kantata_worker_ends_total{how="unexpected"}')).toBe(2);
    expect(await ask(gateway.origin)).toMatchObject(ANSWERED);
  });

  it('has another worker answer a connection that one was being handed when it was killed', {
    timeout: 60_000,
  }, async () => {
    await using gateway = await start();
    const [victim] = gateway.workers() as [number];
    const { port } = new URL(gateway.origin);
    // It takes nothing any more, so that one of these waits for it.
    process.kill(victim, 'SIGSTOP');
    const answers = Array.from({ length: 6 }, () => {
      const { promise, resolve } = Promise.withResolvers<string>();
      let text = '';
      const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
      socket.on('data', (chunk: string) => (text += chunk));
      socket.on('error', () => {});
      socket.on('close', () => resolve(text));
      socket.setTimeout(5_000, () => socket.destroy());
      socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
      return promise;
    });
    await sleep(200);

    process.kill(victim, 'SIGKILL');

    for (const text of await Promise.all(answers)) expect(text).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('has a worker with a fault answer what is under way, and replaces it', async () => {
    await using gateway = await start({
      env: { FAULT: 'exception', NODE_OPTIONS: `--import=${preload}` },
      latencyMs: 500,
    });
    const before = gateway.workers();
    const answers = Promise.all(Array.from({ length: 6 }, () => ask(gateway.origin)));
    await expect.poll(() => gateway.metric('kantata_operations_in_flight')).toBe(6);

    process.kill(before[0] as number, 'SIGUSR2');

    for (const answer of await answers) expect(answer).toMatchObject(ANSWERED);
    await expect.poll(() => gateway.workers().filter((pid) => !before.includes(pid))).toHaveLength(1);
    await expect.poll(() => gateway.metric('kantata_workers_ready')).toBe(2);
    expect(gateway.command.stderr()).toMatch(/unexpected error: TypeError < at /);
    expect(gateway.command.stderr()).not.toContain('cANARY');
  });

  it('shares what all of them together may have under way at the API', async () => {
    await using api = await startEchoApi({ latencyMs: () => 300 });
    await using gateway = await start({ env: { KANTATA_API_URL: api.url, UPSTREAM_CONNECTIONS: '2' } });

    // Different tokens, for equal calls of one token are one.
    await Promise.all(
      Array.from({ length: 8 }, async (_, at) => {
        const response = await fetch(`${gateway.origin}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer token-${at}`, 'content-type': 'application/json', connection: 'close' },
          body: JSON.stringify({ query: ADA }),
        });
        expect(await response.json()).toMatchObject({ data: { user: { fullName: expect.any(String) } } });
      }),
    );

    expect(api.counts).toMatchObject({ calls: 8, mostOpen: 2 });
  });

  it('writes whole lines to the log, though several write at once to a pipe that is full', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kantata-workers-'));
    const path = join(folder, 'log');
    execFileSync('mkfifo', [path]);
    // Opened like this it needs nobody at the other end yet.
    const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(path, 'w');
    await using api = await startSandbox({ rows: { users } });
    await using command = startCommand({
      env: { WORKERS: '2', PORT: '0', LOG_LEVEL: 'info', KANTATA_API_URL: api.url },
      stderr: writeEnd,
    });
    closeSync(writeEnd);
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    const agents = Array.from({ length: 4 }, () => new Agent({ connections: 1 }));

    // Several times what a pipe holds, and nobody reads it.
    await Promise.all(
      agents.map(async (agent) => {
        for (let at = 0; at < 200; at++) await ask(origin, agent);
      }),
    );
    const log = await readSlowly(readEnd, (text) => text.split('"msg":"operation"').length > 800);

    for (const line of log.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ outcome: 'ok' });
    await Promise.all(agents.map((agent) => agent.close()));
    closeSync(readEnd);
    rmSync(folder, { recursive: true });
  });

  it('says that the port is taken once, and exits with 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using command = startCommand({ args: ['--sandbox', '--workers=2'], env: { PORT: String(port) } });

    expect(await command.ended).toBe(1);

    expect(command.stderr()).toMatch(new RegExp(`^kantata-gateway: .*EADDRINUSE.*:${port}\n$`));
    server.close();
  });

  it('has one sandbox for all', async () => {
    await using command = startCommand({ args: ['--sandbox', '--workers', '2'], env: { PORT: '0' } });
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    const [, api = ''] = await command.printed(/^REST API +(http:\S+), the sandbox; token: demo$/m);
    await command.printed(/^Its answer:$/m);

    expect((await fetch(`${api}/users`, { headers: { authorization: 'Bearer demo' } })).status).toBe(200);
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const response = await fetch(`${origin}/graphql?query={users(first:1){nodes{fullName}}}`, {
          headers: { authorization: 'Bearer demo', connection: 'close' },
        });
        return response.text();
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('"fullName"');
  });
});

describe.skipIf(!existsSync('/proc/self/task'))('SIGHUP', () => {
  it('replaces every worker, and fails no request on connections that are kept', async () => {
    await using gateway = await start({ latencyMs: 20 });
    const before = gateway.workers();
    const agents = Array.from({ length: 4 }, () => new Agent({ connections: 1, keepAliveTimeout: 60_000 }));
    const over = new AbortController();
    const asking = agents.map(async (agent) => {
      const answers = [];
      while (!over.signal.aborted) answers.push(await ask(gateway.origin, agent));
      return answers;
    });

    gateway.command.process.kill('SIGHUP');
    await expect.poll(() => gateway.metric('kantata_worker_ends_total{how="replaced"}'), { timeout: 25_000 }).toBe(2);
    over.abort();

    const answers = (await Promise.all(asking)).flat();
    for (const answer of answers) expect(answer).toMatchObject(ANSWERED);
    expect(gateway.workers()).toHaveLength(2);
    expect(gateway.workers().filter((pid) => before.includes(pid))).toEqual([]);
    // What those counted that are gone is still there.
    await expect.poll(() => gateway.metric('kantata_operations_total{outcome="ok"}')).toBe(answers.length);
    expect((await fetch(`${gateway.admin}/ready`)).status).toBe(200);
    expect(gateway.command.stderr()).toBe('');
    await Promise.all(agents.map((agent) => agent.close()));
  });

  it('replaces nobody where the configuration is no longer good, and says why', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kantata-workers-'));
    const file = join(folder, 'secret');
    writeFileSync(file, 'cANARY-0123456789');
    await using gateway = await start({ env: { FEDERATION: 'on', FEDERATION_SECRET_FILE: file } });
    const before = gateway.workers();
    rmSync(folder, { recursive: true });

    gateway.command.process.kill('SIGHUP');

    await expect
      .poll(() => gateway.command.stderr())
      .toContain('workers are not replaced: FEDERATION_SECRET_FILE must be');
    expect(await ask(gateway.origin)).toMatchObject(ANSWERED);
    expect(gateway.workers()).toEqual(before);
  });
});

describe.skipIf(!existsSync('/proc/self/task'))('several workers that are told to stop', () => {
  it('answer what is under way, after balancers were told, and leave no process', async () => {
    await using gateway = await start({ env: { DRAIN_DELAY_MS: '500' }, latencyMs: 700 });
    const workers = gateway.workers();
    const answers = Promise.all(Array.from({ length: 10 }, () => ask(gateway.origin)));
    await expect.poll(() => gateway.metric('kantata_operations_in_flight')).toBe(10);

    gateway.command.process.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${gateway.admin}/ready`)).status, { interval: 20 }).toBe(503);

    expect((await fetch(`${gateway.origin}/ready`)).status).toBe(503);
    for (const answer of await answers) expect(answer).toMatchObject(ANSWERED);
    expect(await gateway.command.ended).toBe(0);
    expect(workers.filter(isAlive)).toEqual([]);
    expect(gateway.command.stderr()).toBe('');
  });

  it('end at once when told again', async () => {
    await using gateway = await start({ latencyMs: 15_000 });
    const workers = gateway.workers();
    const answer = ask(gateway.origin).catch(() => 'cut');
    await expect.poll(() => gateway.metric('kantata_operations_in_flight')).toBe(1);

    gateway.command.process.kill('SIGTERM');
    await sleep(700);
    gateway.command.process.kill('SIGTERM');

    expect(await gateway.command.ended).toBe(1);
    expect(await answer).toBe('cut');
    await expect.poll(() => workers.filter(isAlive)).toEqual([]);
  });

  it('do not outlive the process that started them', async () => {
    await using gateway = await start();
    const workers = gateway.workers();

    gateway.command.process.kill('SIGKILL');

    await expect.poll(() => workers.filter(isAlive)).toEqual([]);
  });

  it('are given up when all have ended and no other can start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kantata-workers-'));
    const file = join(folder, 'secret');
    writeFileSync(file, 'cANARY-0123456789');
    await using gateway = await start({ env: { FEDERATION: 'on', FEDERATION_SECRET_FILE: file } });
    rmSync(folder, { recursive: true });

    for (const pid of gateway.workers()) process.kill(pid, 'SIGKILL');

    expect(await gateway.command.ended).toBe(1);
    expect(gateway.command.stderr()).toContain('kantata-gateway: 5 workers in a row could not start');
    expect(gateway.command.stderr()).not.toContain('cANARY');
  });
});
