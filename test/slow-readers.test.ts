/** Clients that ask for much and read nothing of it: what they cost is bounded, and over when their time is. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../src/sandbox/server.ts';
import { startCommand } from './support/command-line.ts';

const CLIENTS = 40;
const ROWS = 2_000;
/** Of one answer, in bytes. */
const ANSWER = 5 * 2 ** 20;
const READ_TIMEOUT_MS = 3_000;
/** Pages of 200 rows. */
const CALLS = ROWS / 200;
const MEGABYTE = 2 ** 20;

/** What a process has of memory, in bytes, as Linux tells. */
const memoryOf = (pid: number) =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

const body = JSON.stringify({ query: `{ stories(first: ${ROWS}) { nodes { description } } }` });

const request = (token: string) =>
  [
    'POST /graphql HTTP/1.1',
    'host: localhost',
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');

/** A client whose operating system takes what it has room for, and no more. */
async function askWithoutReading(port: number, token: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  // Nothing listens for data, so nothing is read.
  socket.write(request(token));
  return socket;
}

/** All that comes from now on until the connection ends, in bytes. */
async function bytesTo(socket: Socket): Promise<number> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  await closed;
  return socket.bytesRead;
}

describe.skipIf(!existsSync('/proc/self/status'))('40 clients that each ask for 5 MB and read nothing', () => {
  it('take less than 250 MB more, and are cut off in time', { timeout: 120_000 }, async () => {
    const description = 'x'.repeat(ANSWER / ROWS);
    const users = Array.from({ length: CLIENTS }, (_, at) => ({ token: `reader-${at}`, userId: '1', name: 'Reader' }));
    await using sandbox = await startSandbox({
      rows: {
        users: [{ id: '1', full_name: 'Ada Lovelace' }],
        stories: Array.from({ length: ROWS }, (_, at) => ({ id: String(at + 1), title: 'A', description })),
      },
      users,
    });
    await using command = startCommand({
      // As in a container of 512 MB: with more, V8 leaves garbage lying for as long as there is room.
      execArgv: ['--max-old-space-size=256'],
      env: {
        PORT: '0',
        KANTATA_API_URL: sandbox.url,
        READ_TIMEOUT_MS: String(READ_TIMEOUT_MS),
        KEEP_ALIVE_TIMEOUT_MS: '1000',
      },
    });
    const [, port = ''] = await command.printed(/^GraphQL +http:\S+:(\d+)\/graphql$/m);
    const pid = command.process.pid as number;
    const health = async () => (await fetch(`http://127.0.0.1:${port}/health`)).status;
    expect(await health()).toBe(200);
    const before = memoryOf(pid);
    let most = before;
    const watching = setInterval(() => (most = Math.max(most, memoryOf(pid))), 20);

    const clients: Socket[] = [];
    for (const { token } of users) {
      clients.push(await askWithoutReading(Number(port), token));
      await expect.poll(() => sandbox.requests.length, { interval: 5, timeout: 20_000 }).toBe(clients.length * CALLS);
    }
    await sleep(READ_TIMEOUT_MS * 2);
    clearInterval(watching);

    expect(await health()).toBe(200);
    expect((most - before) / MEGABYTE).toBeLessThan(250);
    // The rest of their answers was thrown away. Of a few the operating system may have had room for all.
    const read = await Promise.all(clients.map(bytesTo));
    expect(read.filter((bytes) => bytes < ANSWER).length).toBeGreaterThan(CLIENTS / 2);
  });
});
