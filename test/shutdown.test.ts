/** How the gateway stops: told to, told twice, and by a fault of its own. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../src/sandbox/server.ts';
import { startCommand } from './support/command-line.ts';

const users = [{ id: '7', full_name: 'Ada Lovelace' }];
const preload = fileURLToPath(new URL('support/fault-on-signal.mjs', import.meta.url));

/** A gateway in a process of its own, over an API that answers after `latencyMs`. */
async function start(env: Record<string, string> = {}, latencyMs = 0) {
  const api = await startSandbox({ rows: { users } });
  api.latency(latencyMs);
  const command = startCommand({ env: { PORT: '0', KANTATA_API_URL: api.url, LOG_LEVEL: 'error', ...env } });
  const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
  return {
    api,
    command,
    origin,
    async [Symbol.asyncDispose]() {
      await command[Symbol.asyncDispose]();
      await api.close();
    },
  };
}

const ask = async (origin: string) => {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: '{"query":"{ user(id: 7) { fullName } }"}',
  });
  return { status: response.status, connection: response.headers.get('connection'), body: await response.json() };
};

async function underWay(api: Sandbox, calls: number) {
  while (api.requests.length < calls) await sleep(5);
}

const statusOf = async (url: string) => (await fetch(url).catch(() => null))?.status ?? null;

describe('GET /ready', () => {
  it('says that requests are welcome, and needs no token', async () => {
    await using gateway = await start();

    const response = await fetch(`${gateway.origin}/ready`);

    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 200,
      body: { status: 'ready' },
    });
  });

  it('says 503 first when the gateway is to stop, which goes on to answer until load balancers have noticed', async () => {
    await using gateway = await start({ DRAIN_DELAY_MS: '800' });

    gateway.command.process.kill('SIGTERM');
    await sleep(200);

    expect(await statusOf(`${gateway.origin}/ready`)).toBe(503);
    expect(await statusOf(`${gateway.origin}/health`)).toBe(200);
    expect(await ask(gateway.origin)).toMatchObject({
      status: 200,
      body: { data: { user: { fullName: 'Ada Lovelace' } } },
    });
    expect(await gateway.command.ended).toBe(0);
    expect(await statusOf(`${gateway.origin}/ready`)).toBe(null);
  });
});

describe('SIGTERM', () => {
  it('has 20 requests that are under way answered whole, and their connections closed', async () => {
    await using gateway = await start({}, 700);
    const answers = Promise.all(Array.from({ length: 20 }, () => ask(gateway.origin)));
    await underWay(gateway.api, 1);
    await sleep(200);

    gateway.command.process.kill('SIGTERM');

    for (const answer of await answers)
      expect(answer).toEqual({
        status: 200,
        connection: 'close',
        body: { data: { user: { fullName: 'Ada Lovelace' } } },
      });
    expect(await gateway.command.ended).toBe(0);
    expect(gateway.command.stderr()).toBe('');
  });

  it('closes 100 idle connections, once nothing can be on its way on them any more', async () => {
    await using gateway = await start({ DRAIN_IDLE_MS: '200' });
    const agent = new Agent({ keepAlive: true, maxSockets: 100 });
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const asked = httpRequest(`${gateway.origin}/health`, { agent }).end();
        const [answer] = (await once(asked, 'response')) as [IncomingMessage];
        answer.resume();
        await once(answer, 'end');
      }),
    );

    const startMs = performance.now();
    gateway.command.process.kill('SIGTERM');

    expect(await gateway.command.ended).toBe(0);
    // Without waiting for them, which would be for DRAIN_TIMEOUT_MS.
    expect(performance.now() - startMs).toBeLessThan(5_000);
    agent.destroy();
  });

  it('tells what is not answered in time, calls it off at the API, says so in one line, and ends with 0', async () => {
    await using gateway = await start({ DRAIN_TIMEOUT_MS: '300' }, 15_000);
    const answer = ask(gateway.origin);
    await underWay(gateway.api, 1);

    const startMs = performance.now();
    gateway.command.process.kill('SIGTERM');

    expect(await answer).toMatchObject({
      status: 503,
      connection: 'close',
      body: {
        errors: [{ message: 'The gateway is about to stop: ask again.', extensions: { code: 'SHUTTING_DOWN' } }],
      },
    });
    expect(await gateway.command.ended).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(3_000);
    expect(gateway.api.requests[0]?.aborted).toBe(true);
    expect(gateway.command.stderr().trim().split('\n')).toEqual([
      expect.stringContaining('1 requests were not answered within DRAIN_TIMEOUT_MS, and were cut off'),
    ]);
  });

  it('that comes again, by somebody who does not want to wait, ends it at once with 1', async () => {
    await using gateway = await start({}, 15_000);
    const answer = ask(gateway.origin).catch(() => 'cut');
    await underWay(gateway.api, 1);

    gateway.command.process.kill('SIGTERM');
    await sleep(100);
    gateway.command.process.kill('SIGTERM');
    await sleep(100);
    expect(gateway.command.process.exitCode).toBe(null);
    await sleep(500);
    gateway.command.process.kill('SIGTERM');

    expect(await gateway.command.ended).toBe(1);
    expect(await answer).toBe('cut');
  });
});

describe('a fault that nobody foresaw', () => {
  it.each(['exception', 'rejection'])(
    'as an %s is one line without its words; what is under way is answered, and it ends with 1',
    async (fault) => {
      await using gateway = await start({ FAULT: fault, NODE_OPTIONS: `--import=${preload}` }, 500);
      const answer = ask(gateway.origin);
      await underWay(gateway.api, 1);

      gateway.command.process.kill('SIGUSR2');

      expect(await answer).toMatchObject({ status: 200, connection: 'close' });
      expect(await gateway.command.ended).toBe(1);
      const lines = gateway.command.stderr().trim().split('\n');
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/unexpected error: (?:Type)?Error < at .+fault-on-signal/);
      expect(lines[0]).not.toContain('cANARY');
    },
  );
});

describe('an API that is down when the gateway starts', () => {
  it('keeps it from nothing, and is asked again once it is there', async () => {
    const api = await startSandbox({ rows: { users } });
    const port = Number(new URL(api.url).port);
    const { url } = api;
    await api.close();
    await using command = startCommand({ env: { PORT: '0', KANTATA_API_URL: url } });
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);

    expect(await statusOf(`${origin}/health`)).toBe(200);
    expect(await statusOf(`${origin}/ready`)).toBe(200);
    expect(await ask(origin)).toMatchObject({
      status: 200,
      body: { data: { user: null }, errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] },
    });
    await using _ = await startSandbox({ rows: { users }, port });
    await expect
      .poll(() => ask(origin), { timeout: 5_000 })
      .toMatchObject({ body: { data: { user: { fullName: 'Ada Lovelace' } } } });
  });
});

describe('a request half sent', () => {
  it.each([
    ['in its head', 'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthoriz'],
    [
      'in its body',
      'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer demo\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query',
    ],
  ])('%s does not keep the gateway from ending within a second', async (_, text) => {
    await using gateway = await start();
    const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(text);
    await sleep(100);

    const since = performance.now();
    gateway.command.process.kill('SIGTERM');
    const [code] = (await once(gateway.command.process, 'exit')) as [number];

    expect(code).toBe(0);
    expect(performance.now() - since).toBeLessThan(1500);
    socket.destroy();
  });
});

describe('SIGUSR1', () => {
  it('opens no inspector in production', async () => {
    await using gateway = await start({ NODE_ENV: 'production' });

    gateway.command.process.kill('SIGUSR1');
    await sleep(300);

    expect(gateway.command.stderr()).not.toContain('Debugger');
    expect((await ask(gateway.origin)).status).toBe(200);
  });
});
