/** A Redis of the machine's own, on a free port, that writes no file. It ends with the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { createClient, RESP_TYPES } from '@redis/client';
import { connectSharedState, type SharedState } from '../../src/redis/shared-state.ts';
import { redisProgram } from './installed.ts';

export interface TestRedis extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Everything that is in it: names, and what stands under them, as bytes. */
  dump(): Promise<Buffer>;
  /** How many keys it has. */
  size(): Promise<number>;
  /** The names of its keys, by a pattern. */
  names(pattern: string): Promise<string[]>;
  /** Puts what stands under one name under another one as well. */
  copy(from: string, to: string): Promise<void>;
  /** It stops working and keeps its connections (SIGSTOP), until it goes on (SIGCONT). */
  stall(): void;
  goOn(): void;
  /** It ends at once, and what is in it is lost. */
  kill(): Promise<void>;
  /** It comes back on the same port, empty. */
  restart(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (good: boolean) => {
      socket.destroy();
      resolve(good);
    };
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
    socket.once('error', () => done(false));
  });

async function startServer(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  const server = spawn(redisProgram.path(), args, { stdio: 'ignore' });
  const ended = once(server, 'exit').then(() => true);
  for (;;) {
    if (await answers(port)) return server;
    const gone = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20, false))]);
    if (gone) throw new Error(`redis-server does not start on port ${port}`);
  }
}

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await startServer(port);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  const clientOf = () => createClient({ url });
  const asking = async <T>(ask: (client: ReturnType<typeof clientOf>) => Promise<T>): Promise<T> => {
    const client = clientOf();
    await client.connect();
    try {
      return await ask(client);
    } finally {
      client.destroy();
    }
  };
  return {
    port,
    url,
    dump: () =>
      asking(async (client) => {
        const names = await client.keys('*');
        const values = names.map(async (name) =>
          // Of every kind, so that nothing is overlooked.
          client.sendCommand<Buffer>(['DUMP', name], { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } }),
        );
        return Buffer.concat([Buffer.from(names.join('\n')), ...(await Promise.all(values))]);
      }),
    size: () => asking((client) => client.dbSize()),
    names: (pattern) => asking((client) => client.keys(pattern)),
    copy: (from, to) => asking(async (client) => void (await client.copy(from, to, { REPLACE: true }))),
    stall: () => void server.kill('SIGSTOP'),
    goOn: () => void server.kill('SIGCONT'),
    kill,
    async restart() {
      await kill();
      server = await startServer(port);
    },
    [Symbol.asyncDispose]: kill,
  };
}

export interface TestShared extends SharedState, AsyncDisposable {
  /** What was logged of Redis. */
  readonly lines: readonly string[];
}

/** One instance's part in what is shared. */
export async function share(redis: TestRedis, timeoutMs = 1000): Promise<TestShared> {
  const lines: string[] = [];
  const shared = await connectSharedState({ url: redis.url, timeoutMs, log: (line) => void lines.push(line) });
  return {
    cache: (options) => shared.cache(options),
    bucket: (apiUrl) => shared.bucket(apiUrl),
    sessionEpochs: () => shared.sessionEpochs(),
    sealedValues: () => shared.sealedValues(),
    get state() {
      return shared.state;
    },
    close: () => shared.close(),
    lines,
    [Symbol.asyncDispose]: () => Promise.resolve(shared.close()),
  };
}
