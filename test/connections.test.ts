/** Clients that send or read slowly, leave, or write HTTP by hand: over real sockets, with short limits. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { listen, type ListenOptions } from '../src/http/listen.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import type { GatewayOptions } from '../src/http/gateway-options.ts';
import { createGateway } from '../src/http/gateway.ts';
import { rawRequest } from './support/raw-http.ts';
import { SOMEBODY, TokenWatch } from './support/token-watch.ts';

/** A gateway that listens as the command line has it listen. */
async function start(options: Partial<ListenOptions & GatewayOptions> = {}) {
  const sandbox = await startSandbox({
    rows: { users: [{ id: '1', full_name: 'Ada Lovelace' }] },
    users: [{ token: SOMEBODY, userId: '1', name: 'Ada Lovelace' }],
  });
  const lines: string[] = [];
  const watch = new TokenWatch();
  const gateway = createGateway({
    apiUrl: sandbox.url,
    graphiql: false,
    explain: false,
    maxUpstreamCalls: 50,
    waveWaitMs: 5,
    upstreamCallTimeoutMs: 5_000,
    operationTimeoutMs: 10_000,
    upstreamMaxBodyBytes: 8 * 2 ** 20,
    upstreamConnections: 50,
    maxFirst: 2_000,
    ...watch.options({ log: (line: string) => lines.push(line), ...options }),
  });
  const server = await listen(watch.handler(gateway), { ...options, host: '127.0.0.1', port: 0 });
  return {
    sandbox,
    gateway,
    lines,
    port: server.port,
    url: `http://127.0.0.1:${server.port}`,
    async [Symbol.asyncDispose]() {
      await server.close(0);
      await gateway.close();
      await sandbox.close();
      await watch.end();
    },
  };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** All that a connection brings until it ends. */
async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  // Not `once`: a connection that is reset has an error first.
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return text;
}

const isUp = async (url: string) => (await fetch(`${url}/health`)).status === 200;

const body = '{"query":"{ users { totalCount } }"}';
const head = (more: string) =>
  `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SOMEBODY}\r\nContent-Type: application/json\r\n${more}\r\n`;
const whole = `${head(`Content-Length: ${body.length}\r\n`)}${body}`;

describe('a client that sends slowly', () => {
  it.each([
    ['headers', head('').slice(0, -2)],
    ['a body', head('Content-Length: 1000\r\n')],
  ])('%s, a byte now and then, is answered 408 in time, while others are served', async (_, begin) => {
    await using gateway = await start({ requestTimeoutMs: 600 });
    const startMs = performance.now();
    const sockets = await Promise.all(Array.from({ length: 50 }, () => open(gateway.port)));
    const answers = Promise.all(sockets.map(readAll));
    for (const socket of sockets) socket.write(begin);
    const dripping = setInterval(() => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.write('x');
    }, 50);

    await sleep(200);
    expect(await isUp(gateway.url)).toBe(true);
    for (const answer of await answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(dripping);

    expect(performance.now() - startMs).toBeLessThan(3_000);
    expect(gateway.gateway.state.requests).toEqual({ underWay: 0, waiting: 0 });
    expect(gateway.lines).toEqual([]);
  });

  it('has less than ten seconds unless the operator says otherwise', async () => {
    const { settings } = await import('../src/config/settings.ts');

    expect(Number(settings.requestTimeoutMs.fallback) * 1.1).toBeLessThan(10_000);
    expect(Number(settings.readTimeoutMs.fallback)).toBe(30_000);
  });
});

describe('a client that reads slowly', () => {
  const fiveMegabytes = Buffer.alloc(5 * 2 ** 20, 'x');
  const serveLarge = (readTimeoutMs: number) =>
    listen((_, response) => void response.end(fiveMegabytes), { host: '127.0.0.1', port: 0, readTimeoutMs });

  it('nothing is cut off when its time is over', async () => {
    const server = await serveLarge(400);
    const sockets = await Promise.all(Array.from({ length: 10 }, () => open(server.port)));
    const startMs = performance.now();
    for (const socket of sockets) socket.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');

    // What a paused connection is told of its end, it learns when it reads: then there is less than all of it.
    await sleep(1_200);
    const lengths = await Promise.all(sockets.map(async (socket) => (await readAll(socket.resume())).length));

    for (const length of lengths) expect(length).toBeLessThan(fiveMegabytes.length);
    expect(performance.now() - startMs).toBeLessThan(4_000);
    await server.close(0);
  });

  it('a little at a time gets all of it, however long that takes', async () => {
    const server = await serveLarge(400);
    const socket = await open(server.port);
    let length = 0;
    socket.on('data', (chunk) => {
      length += chunk.length;
      if (length < 2 * 2 ** 20) {
        socket.pause();
        setTimeout(() => socket.resume(), 15);
      }
    });
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');

    const startMs = performance.now();
    await once(socket, 'close');

    expect(length).toBeGreaterThan(fiveMegabytes.length);
    expect(performance.now() - startMs).toBeGreaterThan(400);
    await server.close(0);
  });

  it('is not one whose answer takes its time to be made', async () => {
    await using gateway = await start({ readTimeoutMs: 200 });
    gateway.sandbox.latency(900);

    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SOMEBODY}`, 'content-type': 'application/json' },
      body,
    });

    expect(await response.json()).toEqual({ data: { users: { totalCount: 1 } } });
  });
});

describe('connections', () => {
  it('above the limit are closed at once, and are welcome again when others have gone', async () => {
    await using gateway = await start({ maxConnections: 5 });
    const sockets = await Promise.all(Array.from({ length: 5 }, () => open(gateway.port)));
    const sixth = await open(gateway.port);

    expect(await readAll(sixth)).toBe('');
    sockets[0]?.destroy();
    await expect.poll(() => isUp(gateway.url).catch(() => false)).toBe(true);
    for (const socket of sockets) socket.destroy();
  });

  it('answer 1,000 requests that come at once in order, and count them', async () => {
    await using gateway = await start({ maxInFlight: 10, maxQueued: 10 });
    const socket = await open(gateway.port);
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const statusesOf = () => [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
    socket.write(whole.repeat(1_000));
    await expect.poll(() => statusesOf().length, { timeout: 10_000 }).toBe(1_000);
    const statuses = statusesOf();
    socket.destroy();

    expect(statuses).toHaveLength(1_000);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses[0]).toBe(200);
    expect(await isUp(gateway.url)).toBe(true);
    expect(gateway.gateway.state.requests).toEqual({ underWay: 0, waiting: 0 });
  });

  it.each([
    ['in the middle of its headers', head('').slice(0, 30), 0],
    ['right behind its headers', head('Content-Length: 1000\r\n'), 0],
    ['in the middle of its body', `${head('Content-Length: 1000\r\n')}{"query"`, 20],
    ['while it waits for its answer', whole, 50],
  ])('that are reset %s leave nothing behind', async (_, text, waitMs) => {
    await using gateway = await start();
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    gateway.sandbox.latency(300);

    for (let time = 0; time < 20; time++) {
      const socket = await open(gateway.port);
      socket.write(text);
      await sleep(waitMs);
      socket.resetAndDestroy();
    }

    await expect.poll(() => gateway.gateway.state.requests).toEqual({ underWay: 0, waiting: 0 });
    expect(await isUp(gateway.url)).toBe(true);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(gateway.lines).toEqual([]);
  });
});

describe('HTTP by hand', () => {
  it.each<[what: string, status: number, lines: string[]]>([
    ['a URL of 20 KB', 414, [`GET /graphql?query=${'x'.repeat(20_000)} HTTP/1.1`]],
    ['a header of 20 KB', 431, ['GET /health HTTP/1.1', `X-Long: ${'x'.repeat(20_000)}`]],
    ['2,000 headers', 431, ['GET /health HTTP/1.1', ...Array.from({ length: 2_000 }, (_, at) => `X-Header-${at}: x`)]],
    ['what is no HTTP', 400, ['GET /graphql']],
  ])('with %s is refused with %i, and the next request is answered', async (_, status, lines) => {
    await using gateway = await start();

    const answer = await rawRequest(gateway.url, lines);

    expect(answer).toMatchObject({ status, headers: { connection: 'close' } });
    expect(JSON.parse(answer.body)).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }],
    });
    expect(await isUp(gateway.url)).toBe(true);
  });

  it('that wants another protocol does not get it', async () => {
    await using gateway = await start();

    for (const upgrade of ['websocket', 'h2c']) {
      const answer = await rawRequest(gateway.url, ['GET /health HTTP/1.1', `Upgrade: ${upgrade}`]);
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty('upgrade');
    }
  });

  it('that wants to be connected elsewhere is not', async () => {
    await using gateway = await start();

    const answer = await rawRequest(gateway.url, ['CONNECT example.com:443 HTTP/1.1']);

    expect(answer.body).toBe('');
    expect(answer.status).not.toBe(200);
    expect(await isUp(gateway.url)).toBe(true);
  });

  it.each([
    ['two lengths', `${head('Content-Length: 5\r\nContent-Length: 6\r\n')}{"a":1}`],
    ['a length and chunks', `${head('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n')}0\r\n\r\n`],
    ['a length that is none', head('Content-Length: -1\r\n')],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n'],
    ['nonsense', '\0\x01\x02\r\n\r\n'],
  ])('with %s is refused with 400', async (_, text) => {
    await using gateway = await start();
    const socket = await open(gateway.port);
    const answer = readAll(socket);
    socket.write(text);

    expect(await answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(await isUp(gateway.url)).toBe(true);
  });
});
