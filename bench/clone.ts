/**
 * From a clone to the first answer of the demo, and from the packed package by npx to its first answer: how long, with nothing
 * in npm's cache, and how large it is then. For two builds: `npm run bench:clone -- FOLDER OTHER`, both clones of this
 * repository. Clones take minutes, and one follows the other; by npx they take turns.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { markdownTable } from './table.ts';

const run = promisify(execFile);

/** What a stranger waits for at most. */
const GIVE_UP_MS = 600_000;

/** How often each package is started by npx. The median counts. */
const NPX_TURNS = 5;

/** What a process that ends still writes: what V8 has compiled. */
const SETTLE_MS = 1_000;

interface Clone {
  readonly installSeconds: number;
  readonly answerSeconds: number;
  readonly megabytes: number;
  /** Path of the package that it makes. */
  readonly tarball: string;
}

interface Start {
  readonly seconds: number;
  readonly megabytes: number;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves once the demo answers a query; rejects where it ends before. */
async function answers(port: number, isOver: () => boolean): Promise<void> {
  const body = JSON.stringify({ query: '{ workspaceResources(first: 2) { nodes { user { fullName } } } }' });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer demo' };
  const until = performance.now() + GIVE_UP_MS;
  while (performance.now() < until) {
    if (isOver()) throw new Error('the demo ended without an answer');
    try {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body });
      if ((await response.text()).startsWith('{"data":{"workspaceResources":{')) return;
    } catch {
      // It does not listen yet.
    }
    await sleep(50);
  }
  throw new Error('the demo did not answer');
}

/** Starts a program that listens on `PORT`, waits for its first answer, and ends it. */
async function firstAnswer(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  const port = await freePort();
  const child = spawn(command, args, { cwd, env: { ...env, PORT: String(port) }, stdio: 'ignore', detached: true });
  let isOver = false;
  child.once('exit', () => (isOver = true));
  try {
    await answers(port, () => isOver);
  } finally {
    // The whole group: npm starts what listens.
    if (child.pid !== undefined && !isOver) process.kill(-child.pid, 'SIGTERM');
  }
}

async function megabytesOf(folder: string): Promise<number> {
  const { stdout } = await run('du', ['-sk', '--exclude=.git', folder]);
  return Number.parseInt(stdout, 10) / 1_024;
}

const since = (startedMs: number) => (performance.now() - startedMs) / 1_000;

/** Clones a repository into an empty folder, starts its demo and packs it. */
async function cloneOf(folder: string, place: string): Promise<Clone> {
  await mkdir(place);
  const clone = join(place, 'clone');
  await run('git', ['clone', '-q', '--depth=1', `file://${folder}`, clone]);
  const env = { ...process.env, npm_config_cache: join(place, 'cache') };
  const startedMs = performance.now();
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: clone, env, maxBuffer: 2 ** 26 });
  const installSeconds = since(startedMs);
  await firstAnswer('npm', ['run', 'demo'], clone, env);
  const answerSeconds = since(startedMs);
  const megabytes = await megabytesOf(clone);
  const { stdout } = await run('npm', ['pack', '--json', `--pack-destination=${place}`], {
    cwd: clone,
    env,
    maxBuffer: 2 ** 26,
  });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [{ filename: string }];
  return { installSeconds, answerSeconds, megabytes, tarball: join(place, packed.filename) };
}

/** Starts a package by npx, in an empty folder, which is gone afterwards. */
async function startByNpx(tarball: string): Promise<Start> {
  const place = await mkdtemp(join(dirname(tarball), 'npx-'));
  // By the Node that runs this: a clone brings its own, a package does not.
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const cache = join(place, 'cache');
  const empty = await mkdtemp(join(place, 'empty-'));
  try {
    const startedMs = performance.now();
    await firstAnswer('npx', ['--yes', '-p', tarball, 'kantata-gateway', '--sandbox'], empty, {
      ...process.env,
      PATH,
      npm_config_cache: cache,
    });
    const seconds = since(startedMs);
    await sleep(SETTLE_MS);
    return { seconds, megabytes: await megabytesOf(join(cache, '_npx')) };
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 5 });
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error('Name the folders of clones, one or two.');
const place = await mkdtemp(join(tmpdir(), 'clone-'));
try {
  const builds: { folder: string; clone: Clone; starts: Start[] }[] = [];
  for (const [at, folder] of folders.entries())
    builds.push({ folder, clone: await cloneOf(folder, join(place, String(at))), starts: [] });
  for (let turn = 0; turn < NPX_TURNS; turn++)
    for (const { clone, starts } of builds) starts.push(await startByNpx(clone.tarball));
  const rows = builds.map(({ folder, clone: { installSeconds, answerSeconds, megabytes }, starts }) => {
    const seconds = starts.map((start) => start.seconds);
    const size = median(starts.map((start) => start.megabytes));
    return [
      folder,
      installSeconds.toFixed(1),
      answerSeconds.toFixed(1),
      megabytes.toFixed(0),
      median(seconds).toFixed(1),
      seconds.map((one) => one.toFixed(1)).join(', '),
      size.toFixed(0),
    ];
  });
  const head = 'clone|npm ci, s|first answer, s|size, MB|npx, first answer, s|each turn, s|size, MB'.split('|');
  console.log(markdownTable(head, rows));
} finally {
  await sleep(SETTLE_MS);
  await rm(place, { recursive: true, force: true, maxRetries: 5 });
}
