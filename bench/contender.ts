/**
 * One party of a benchmark in a process of its own: `node bench/contender.ts gateway <url of the API>`.
 * It talks to the process that started it (`processes.ts`) by messages.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { Session } from 'node:inspector/promises';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { loadConfig as LoadConfig } from '../src/config/config.ts';
import type { createGateway as CreateGateway } from '../src/http/gateway.ts';
import type { Command, ContenderName, Usage } from './processes.ts';

/** Connections to the API, the same for all. */
const CONNECTIONS = 50;

const [name, apiUrl = '', folder = ''] = process.argv.slice(2) as [ContenderName, string?, string?];

/** The server, and what it does on command. */
interface Party {
  readonly server: Server;
  readonly command?: (command: Command) => void;
}

/** What a checkout has of the gateway. */
interface Checkout {
  readonly loadConfig: typeof LoadConfig;
  readonly createGateway: typeof CreateGateway;
}

/** The gateway of a checkout, over the API. */
async function gatewayOf(src: URL): Promise<Party> {
  // The second is where older checkouts have it.
  const load = async (...files: readonly [string, string]): Promise<unknown> =>
    import(files.map((file) => new URL(file, src)).find((file) => existsSync(file))?.href as string);
  const { loadConfig } = (await load('config/config.ts', 'config.ts')) as Checkout;
  const { createGateway } = (await load('http/gateway.ts', 'server.ts')) as Checkout;
  const config = loadConfig({ KANTATA_API_URL: apiUrl, EXPLAIN: 'on', GRAPHIQL: 'off' }, []);
  return { server: createServer(createGateway(config).handler) };
}

/** Each loads what it needs and nothing of the others, because its memory is compared. */
const parties: Record<ContenderName, () => Promise<Party>> = {
  gateway: () => gatewayOf(new URL('../src/', import.meta.url)),
  before: () => gatewayOf(pathToFileURL(`${folder}/src/`)),
  async plain() {
    const { createPlainGateway } = await import('./plain-gateway.ts');
    return { server: createServer(createPlainGateway(apiUrl, CONNECTIONS).handler) };
  },
  async peer() {
    const { createPeer } = await import('./peer/gateway.ts');
    return { server: createServer(createPeer(apiUrl, CONNECTIONS)) };
  },
  async proxy() {
    const { createProxy } = await import('./proxy.ts');
    const proxy = createProxy(apiUrl, CONNECTIONS);
    return { server: proxy.server, command: (command) => 'play' in command && proxy.play(command.play) };
  },
  async upstream() {
    const { createUpstream } = await import('./upstream.ts');
    const upstream = await createUpstream();
    return {
      server: upstream.server,
      command: (command) => 'latencyMs' in command && upstream.latency(command.latencyMs),
    };
  },
};

const usage = (): Usage => {
  const { user, system } = process.cpuUsage();
  return { cpuMicroseconds: user + system, rssBytes: process.memoryUsage.rss() };
};

const party = await parties[name]();
const inspector = new Session();
inspector.connect();

async function obey(command: Command) {
  party.command?.(command);
  if ('profile' in command) {
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.start');
  } else if ('profileTo' in command) {
    const { profile } = await inspector.post('Profiler.stop');
    await writeFile(command.profileTo, JSON.stringify(profile));
  }
  process.send?.({ usage: usage() });
}

process.on('message', (command: Command) => void obey(command));
process.on('disconnect', () => process.exit(0));
party.server.keepAliveTimeout = 60_000;
party.server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(party.server.address() as AddressInfo).port}` });
});
