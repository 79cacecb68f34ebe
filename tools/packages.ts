/**
 * Folders with packages of their own: what only tests, benches, example pages and checks need stays out of `npm ci`. Each has
 * its own lockfile, and is installed when something first needs it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every folder with a lockfile of its own. */
export const PACKAGE_FOLDERS = [
  'bench',
  'bench/peer',
  'examples/relay',
  'examples/supergraph',
  'examples/web',
  'explorer',
  'test',
  'test/routers',
  'tools',
  'tools/bundle',
] as const;

/** Written into `node_modules` once it is whole: the hash of what it was installed from. */
const STAMP = 'node_modules/.installed-from';

/** Beside `node_modules`, while somebody installs. Holds that process's id. */
const LOCK = '.installing';

const POLL_MS = 200;

/** How the names of a folder's packages and their versions are known: another hash, another installation. */
function keyOf(folder: string): string {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

const textOf = (path: string) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Whether a folder has what its lockfile names. */
export const isInstalled = (folder: string) => textOf(join(folder, STAMP)) === keyOf(folder);

/**
 * Installs what the lockfile of a folder names, unless that is there already. Processes that ask at the same time wait for the
 * first of them.
 *
 * @param name Path of the folder, seen from the root of the repository.
 * @throws If npm fails. It has printed why.
 */
export async function ensurePackages(name: string, folder: string = join(root, name)): Promise<void> {
  while (!isInstalled(folder)) {
    const release = lock(join(folder, LOCK));
    if (!release) {
      await sleep(POLL_MS);
      continue;
    }
    try {
      if (isInstalled(folder)) return;
      const startedMs = performance.now();
      console.error(`Installing the packages of ${name}, once for this lockfile …`);
      await npmCi(folder);
      // npm makes no such folder where there is nothing to install.
      mkdirSync(join(folder, 'node_modules'), { recursive: true });
      writeFileSync(join(folder, STAMP), keyOf(folder));
      console.error(`Installed those of ${name} in ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`);
    } finally {
      release();
    }
  }
}

/** Takes the lock and returns how to give it back; null while a process that lives has it. */
function lock(path: string): (() => void) | null {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number(textOf(join(path, 'pid')));
    // Between making the folder and naming the process there is a moment without a name.
    if (holder > 0 && !isAlive(holder)) rmSync(path, { recursive: true, force: true });
    return null;
  }
  writeFileSync(join(path, 'pid'), String(process.pid));
  return () => rmSync(path, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Runs npm as the script that started this process did, so on the Node of the repository. */
async function npmCi(folder: string): Promise<void> {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { npm_execpath: npm } = process.env;
  const child = npm
    ? spawn(process.execPath, [npm, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    : spawn('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`npm ci failed in ${relative(root, folder) || folder}: see above.`);
}
