/**
 * How long this gateway and Grafast take to their first answer, and what they hold before the second: `npm run bench:start`.
 * Both run as plain JavaScript, with V8's compile cache warm. Needs `npm run build` and Linux, whose `/proc` tells of
 * processes; `--rounds <n>` (default 9), `--before <folder>` for another checkout that is built.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, quantile } from './load.ts';
import { markdownTable } from './table.ts';

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, before: { type: 'string' } },
});

/** Of `/proc/<pid>/stat`, on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

const root = fileURLToPath(new URL('..', import.meta.url));
const peerFolder = join(root, 'bench/peer/node_modules/.start');
mkdirSync(peerFolder, { recursive: true });
writeFileSync(join(peerFolder, 'package.json'), '{ "type": "module" }');
for (const name of ['gateway', 'main', 'schema']) {
  const text = stripTypeScriptTypes(readFileSync(join(root, `bench/peer/${name}.ts`), 'utf8'));
  writeFileSync(join(peerFolder, `${name}.js`), text.replaceAll(/(from '\.\/\w+)\.ts'/g, "$1.js'"));
}

/** One record, for whoever asks for it. */
const api = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    '{"count":1,"results":[{"key":"workspace_resources","id":"7"}],"workspace_resources":{"7":{"id":"7","display_label":"Lead"}}}',
  );
});
await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}/api/v1`;

interface Party {
  readonly name: string;
  readonly args: readonly string[];
  /** The address of its GraphQL endpoint, in what it prints. */
  readonly url: (printed: string) => string | undefined;
}

const gatewayOf = (name: string, folder: string): Party => ({
  name,
  args: [join(folder, 'bin/kantata-gateway.js'), '--port=0'],
  url: (printed) => /^GraphQL +(\S+)$/m.exec(printed)?.[1],
});

const parties: readonly Party[] = [
  gatewayOf('ours', root),
  ...(flags.before ? [gatewayOf('before', flags.before)] : []),
  {
    name: 'Grafast',
    args: [join(peerFolder, 'main.js'), apiUrl],
    url: (printed) => (/^\d+$/m.test(printed) ? `http://127.0.0.1:${printed.trim()}/graphql` : undefined),
  },
];

interface Start {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMib: number;
}

async function start({ args, url }: Party): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      KANTATA_API_URL: apiUrl,
      LOG_LEVEL: 'silent',
      // The gateway has one of its own.
      NODE_COMPILE_CACHE: args[0]?.startsWith(peerFolder) ? join(peerFolder, '.cache') : undefined,
    },
  });
  let printed = '';
  let address: string | undefined;
  for await (const text of child.stdout.setEncoding('utf8')) {
    address = url((printed += text));
    if (address) break;
  }
  if (!address) throw new Error(`${args[0]} ended, and had printed: ${printed}`);
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: 'Bearer start', 'content-type': 'application/json' },
    body: '{"query":"{ workspaceResource(id: 7) { id displayLabel } }"}',
  });
  const answer = await response.text();
  const wallMs = performance.now() - startedAt;
  if (!answer.includes('Lead')) throw new Error(answer);
  // After the name, which may hold anything: user and system time are the 12th and 13th.
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
  await sleep(1_000);
  const rssKib = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  // At its end, what V8 has compiled is written.
  await ended;
  return { wallMs, cpuMs, rssMib: rssKib / 1024 };
}

const starts = new Map<Party, Start[]>(parties.map((party) => [party, []]));
for (const party of parties) await start(party);
for (let round = 0; round < Number(flags.rounds); round++)
  for (const [at] of parties.entries()) {
    const party = parties[(at + round) % parties.length] as Party;
    starts.get(party)?.push(await start(party));
  }

const cell = (values: readonly number[]) =>
  `${Math.round(median(values))} (${Math.round(quantile(values, 0.25))} to ${Math.round(quantile(values, 0.75))})`;
console.log(`Node ${process.version}, ${flags.rounds} starts by turns; medians, and the middle half.\n`);
console.log(
  markdownTable(
    ['', 'first answer, ms', 'processor time until then, ms', 'idle memory, MiB'],
    parties.map((party) => {
      const all = starts.get(party) as Start[];
      return [
        party.name,
        cell(all.map(({ wallMs }) => wallMs)),
        cell(all.map(({ cpuMs }) => cpuMs)),
        cell(all.map(({ rssMib }) => rssMib)),
      ];
    }),
  ),
);
api.closeAllConnections();
api.close();
