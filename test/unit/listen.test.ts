import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { listen } from '../../src/http/listen.ts';

const anywhere = { host: '127.0.0.1', port: 0 };

/** The status of one GET, and the value of its `connection` header. */
async function get(port: number, agent?: Agent) {
  const asked = request({ host: anywhere.host, port, agent }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return { status: answer.statusCode, connection: answer.headers.connection };
}

/** Whether one can still connect. */
async function accepts(port: number) {
  const socket = connect(port, anywhere.host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe('listen', () => {
  it('reports the port that it got', async () => {
    const server = await listen((_, response) => response.end(), anywhere);

    expect(await get(server.port)).toMatchObject({ status: 200 });
    await server.close(1000);
  });

  it('rejects when the port is taken', async () => {
    const first = await listen((_, response) => response.end(), anywhere);

    await expect(listen(() => {}, { ...anywhere, port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close(1000);
  });

  it('closes at once when only idle connections are left', async () => {
    const server = await listen((_, response) => response.end(), anywhere);
    const agent = new Agent({ keepAlive: true });
    await get(server.port, agent);

    const start = performance.now();
    await server.close(20_000);

    expect(performance.now() - start).toBeLessThan(2000);
    agent.destroy();
  });

  it('answers what is under way before it closes, and keeps no connection open after that', async () => {
    const underWay = Promise.withResolvers<ServerResponse>();
    const server = await listen((_, response) => underWay.resolve(response), anywhere);
    const agent = new Agent({ keepAlive: true });
    const answer = get(server.port, agent);
    const response = await underWay.promise;

    const start = performance.now();
    const closed = server.close(20_000);
    await expect.poll(() => accepts(server.port)).toBe(false);
    response.end();

    expect(await answer).toEqual({ status: 200, connection: 'close' });
    await closed;
    expect(performance.now() - start).toBeLessThan(2000);
    agent.destroy();
  });

  it('answers what was on its way on an idle connection, and closes it behind the answer', async () => {
    const server = await listen((_, response) => response.end(), { ...anywhere, drainIdleMs: 20_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await get(server.port, agent)).toEqual({ status: 200, connection: 'keep-alive' });

    const closed = server.close(20_000);
    await expect.poll(() => accepts(server.port)).toBe(false);

    expect(await get(server.port, agent)).toEqual({ status: 200, connection: 'close' });
    await closed;
    agent.destroy();
  });

  it('does not wait longer than for what is under way for what may come on idle connections', async () => {
    const server = await listen((_, response) => response.end(), { ...anywhere, drainIdleMs: 20_000 });
    const agent = new Agent({ keepAlive: true });
    await get(server.port, agent);

    const start = performance.now();
    await server.close(100);

    expect(performance.now() - start).toBeLessThan(5_000);
    agent.destroy();
  });

  it('accepts all who are in line before it closes the port', async () => {
    const server = await listen((_, response) => response.end(), { ...anywhere, drainIdleMs: 20_000 });
    const agent = new Agent({ keepAlive: false });
    const asked = Array.from({ length: 200 }, () => get(server.port, agent));
    // They are connected, as far as the kernel is concerned; Node accepts one in a turn.
    await nextTurn();

    // Time stands still: it is not the 250 milliseconds of a busy machine that end the line.
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    try {
      const closed = server.close(20_000);

      expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([200]));
      await closed;
    } finally {
      now.mockRestore();
    }
  });

  it('does not wait for a connection on which nothing ever came', async () => {
    const server = await listen((_, response) => response.end(), anywhere);
    const socket = connect(server.port, anywhere.host);
    await once(socket, 'connect');
    await get(server.port);

    const start = performance.now();
    await server.close(20_000);

    expect(performance.now() - start).toBeLessThan(5_000);
    socket.destroy();
  });

  it('closes behind an answer that had begun', async () => {
    const underWay = Promise.withResolvers<ServerResponse>();
    const server = await listen((_, response) => {
      response.write('begun');
      underWay.resolve(response);
    }, anywhere);
    const agent = new Agent({ keepAlive: true });
    expect(await get(server.port, agent)).toEqual({ status: 200, connection: 'keep-alive' });

    const start = performance.now();
    const closed = server.close(20_000);
    (await underWay.promise).end();

    await closed;
    expect(performance.now() - start).toBeLessThan(2000);
    agent.destroy();
  });

  it('cuts off what is not answered in time', async () => {
    const underWay = Promise.withResolvers<void>();
    const server = await listen(() => underWay.resolve(), anywhere);
    const answer = get(server.port).catch((error: NodeJS.ErrnoException) => error.code);
    await underWay.promise;

    await server.close(50);

    expect(await answer).toBe('ECONNRESET');
  });
});

/** Everything that comes on a connection on which this was sent, until it is closed. */
async function exchange(port: number, text: string, { end = false } = {}) {
  const socket = connect({ port, host: anywhere.host, allowHalfOpen: true });
  await once(socket, 'connect');
  socket.setEncoding('utf8');
  let received = '';
  socket.on('data', (chunk: string) => (received += chunk));
  if (end) socket.end(text);
  else socket.write(text);
  const closed = once(socket, 'close').then(() => received);
  socket.on('end', () => socket.end());
  return { socket, closed };
}

const late = (_: IncomingMessage, response: ServerResponse) => void setTimeout(() => response.end('late'), 150);

describe('a request half sent', () => {
  it.each([
    ['in its head', 'POST / HTTP/1.1\r\nHost: a\r\nX-Half'],
    ['in its body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf'],
    ['behind a whole one', 'GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST / HT'],
  ])('%s does not keep a server from closing', async (_, text) => {
    const server = await listen((request, response) => {
      request.resume();
      request.on('end', () => response.end());
    }, anywhere);
    const { closed } = await exchange(server.port, text);
    await new Promise((resolve) => setTimeout(resolve, 50));

    const start = performance.now();
    await server.close(20_000);

    expect(performance.now() - start).toBeLessThan(1000);
    await closed;
  });

  it('is answered when the rest comes in time', async () => {
    const server = await listen((request, response) => {
      request.resume();
      request.on('end', () => response.end('whole'));
    }, anywhere);
    const { socket, closed } = await exchange(
      server.port,
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closing = server.close(20_000);
    setTimeout(() => socket.write('half'), 150);

    expect(await closed).toContain('whole');
    await closing;
  });
});

describe('a client that ends its side', () => {
  it('right behind its request is answered', async () => {
    const server = await listen(late, anywhere);
    const { closed } = await exchange(server.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', { end: true });

    expect(await closed).toMatch(/^HTTP\/1\.1 200 [^]*late/);
    await server.close(1000);
  });

  it('while it waits for an answer has left', async () => {
    const left = Promise.withResolvers<number>();
    const server = await listen((_, response) => {
      const start = performance.now();
      response.once('close', () => left.resolve(performance.now() - start));
    }, anywhere);
    const { socket } = await exchange(server.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    setTimeout(() => socket.end(), 100);

    expect(await left.promise).toBeLessThan(1000);
    await server.close(1000);
  });
});

describe('two Host headers', () => {
  it.each([
    ['of one name', 'a', 'a'],
    ['of two', 'a', 'b'],
  ])('%s are refused', async (_, one, other) => {
    const server = await listen((_, response) => response.end(), anywhere);
    const { closed } = await exchange(server.port, `GET / HTTP/1.1\r\nHost: ${one}\r\nhost: ${other}\r\n\r\n`);

    expect(await closed).toMatch(/^HTTP\/1\.1 400 [^]*BAD_REQUEST/);
    await server.close(1000);
  });
});
