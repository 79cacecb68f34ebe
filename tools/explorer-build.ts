/**
 * `npm run build:explorer`: builds `explorer/dist`, where its sources are newer than what is there. The packages that this
 * takes are large. Where they are not installed they are put into a temporary folder for the build alone.
 */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, isInstalled } from './packages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the page is built from, but for the operations that it shows. */
const SOURCES = [
  'explorer/src',
  'explorer/index.html',
  'explorer/board.html',
  'src/mcp/vocabulary.ts',
  'explorer/vite.config.ts',
  'explorer/package-lock.json',
];
const EXAMPLES = 'examples';

/** What the build reads, and no change of which changes the page. */
const BESIDE = ['explorer/package.json', 'explorer/tsconfig.json', 'tsconfig.json'];

const examplesIn = async () =>
  (await readdir(join(root, EXAMPLES))).filter((name) => name.endsWith('.graphql')).map((name) => join(EXAMPLES, name));

/** When a file, or the youngest file in a folder, was last changed; 0 where there is none. In milliseconds. */
async function changedMs(path: string): Promise<number> {
  const found = await stat(join(root, path)).catch(() => null);
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const files = await readdir(join(root, path));
  return Math.max(...(await Promise.all(files.map((name) => changedMs(join(path, name))))));
}

/** Whether `explorer/dist` is what a build would make of the sources. */
export async function isExplorerBuilt(): Promise<boolean> {
  const built = await changedMs('explorer/dist/index.html');
  const sources = await Promise.all([...SOURCES, ...(await examplesIn())].map((path) => changedMs(path)));
  return built >= Math.max(...sources);
}

/** Resolves once `explorer/dist` is built from the sources. Rejects where npm or the build fails. */
export async function buildExplorer(): Promise<void> {
  if (await isExplorerBuilt()) return;
  const folder = join(root, 'explorer');
  if (isInstalled(folder)) return runVite(folder);

  const copy = await mkdtemp(join(tmpdir(), 'kantata-gateway-explorer-'));
  try {
    for (const path of [...SOURCES, ...BESIDE, ...(await examplesIn())])
      await cp(join(root, path), join(copy, path), { recursive: true });
    await ensurePackages('explorer', join(copy, 'explorer'));
    await runVite(join(copy, 'explorer'));
    await publish(join(copy, 'explorer/dist'), join(folder, 'dist'));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** The pages come last: a gateway serves what they name as soon as they are there. */
async function publish(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from))
    if (!name.endsWith('.html')) await cp(join(from, name), join(to, name), { recursive: true });
  for (const name of ['board.html', 'index.html']) await cp(join(from, name), join(to, name));
}

async function runVite(folder: string): Promise<void> {
  const child = spawn(process.execPath, [join(folder, 'node_modules/vite/bin/vite.js'), 'build'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error('The explorer could not be built: see above.');
}

if (import.meta.main) await buildExplorer();
