/** The package as npm publishes it. To pack it takes a build, so it is done once for all files of tests. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rmdir, symlink, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a build makes, or what is too much to copy. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '.git', 'dist', 'coverage']);
/** Built before all tests, by the same command. Copied with its times, by which a build sees that it is up to date. */
const BUILT = join(root, 'explorer', 'dist');

/** Folders whose packages take part in packing. */
const INSTALLED = ['.', 'explorer', 'tools', 'tools/bundle'];

export interface Packed {
  /** Path of the tarball, which stays until all tests are through. */
  readonly tarball: string;
  /** The copy of the repository that was packed, with what was built of it. It stays as long. */
  readonly copy: string;
  /** What `npm pack` printed: the build and publint run within it. */
  readonly printed: string;
}

/** All that a command prints. It runs on the Node of the tests. Rejects with the same when it fails. */
const printedBy = async (command: string, args: readonly string[], cwd: string) => {
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), NO_COLOR: '1' };
  const { code, stdout, stderr } = await run(command, args, { cwd, env }).then(
    (printed) => ({ code: 0, ...printed }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  return stdout + stderr;
};

/** Packs a copy of the project as it stands, with nothing that an earlier build has left. */
async function packCopy(copy: string, folder: string): Promise<string> {
  const filter = (path: string) => path === BUILT || !LEFT_OUT.has(basename(path));
  for (const name of await readdir(root))
    await cp(join(root, name), join(copy, name), { recursive: true, filter, preserveTimestamps: true });
  for (const path of INSTALLED) await symlink(join(root, path, 'node_modules'), join(copy, path, 'node_modules'));
  return printedBy('npm', ['pack', '--pack-destination', folder], copy);
}

/** Runs a job while no other process runs one under this lock: a folder that there is as long as it runs. */
async function alone<T>(lock: string, job: () => Promise<T>): Promise<T> {
  while (!(await isMade(lock))) await sleep(100);
  try {
    return await job();
  } finally {
    await rmdir(lock);
  }
}

/** False where somebody else has made it. */
async function isMade(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * The package, packed by the first test that asks for it.
 *
 * @param folder where it is kept: the one that `set-up.ts` provides as `packages`.
 */
export async function packed(folder: string): Promise<Packed> {
  const report = join(folder, 'printed.txt');
  const copy = join(folder, 'copy');
  const printed = await alone(join(folder, 'packing'), async () => {
    const known = await readFile(report, 'utf8').catch(() => null);
    if (known !== null) return known;
    const printed = await packCopy(copy, folder);
    await writeFile(report, printed);
    return printed;
  });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) as string;
  return { tarball: join(folder, tarball), copy, printed };
}
